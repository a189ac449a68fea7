"""Pictures in articles: the files for each screen, their size (so that nothing moves), when they load, captions.

![面接室](../images/room.jpg "面接室のようす"){width=400}
→ <figure class="figure"><picture><source srcset="… 360w, …" type="image/avif"><img alt="面接室" src="/images/room.jpg"
  width="400" height="300" srcset="…"></picture><figcaption>…
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markdown.util import AtomicString

from plugins.core.library import Document, Library
from plugins.core.problems import Level, Report
from plugins.dialect.build import Build
from plugins.dialect.needs import ATTRIBUTES, Need
from plugins.images.covers import picture_of
from plugins.images.settings import ImagesSettings
from plugins.images.store import Candidate, Picture, Pictures

ROOM = 32
"""What stands left and right of the text on a telephone, in CSS pixels."""

SMALL = 200
"""A picture that is to be narrower than this many CSS pixels (a face) is offered in one size, and not what a page begins with."""

_SOURCES = "data-sources"
_RASTER = re.compile(r"\.(?:jpe?g|png|webp)$", re.IGNORECASE)
_SAFE = "/:?#[]@!$&'()*+,;=%~"


def decorate(picture: ET.Element, value: str, line: int, number: int, build: Build) -> None:  # noqa: ARG001 - the form of all decorators
    """Ask for the picture's size and files."""
    wanted = picture.attrib.pop("width", "")
    height = picture.attrib.pop("height", "")
    for name, given in (("width", wanted), ("height", height)):
        if given and not given.isdigit():
            build.error(
                line,
                f"画像の {name}「{given}」は使えません。「{{width=400}}」のように数だけで書いてください。",
            )
    if wanted and height:
        picture.set("width", wanted)
        picture.set("height", height)
    picture.set(ATTRIBUTES, build.need("image-size", line, value, width=wanted, height=height))
    if _RASTER.search(value) and "//" not in value:
        picture.set(_SOURCES, build.need("image-sources", line, value, width=wanted))
    if _is_small(wanted):
        picture.set("loading", "lazy")


def _is_small(wanted: str) -> bool:
    return wanted.isdigit() and int(wanted) < SMALL


def frame(root: ET.Element, build: Build) -> None:
    """Put pictures into `<picture>`, and paragraphs of nothing else into figures; the title is the caption.

    The first picture of a page is what its reader waits for; all others load when they come near.
    """
    pictures = list(root.iter("img"))
    if not pictures:
        return
    is_first = not build.head.has_cover
    for picture in pictures:
        if is_first and picture.get("loading") != "lazy":
            picture.set("fetchpriority", "high")
            is_first = False
        else:
            picture.set("loading", "lazy")
    for parent in list(root.iter()):
        for number, paragraph in enumerate(parent):
            if paragraph.tag == "p" and len(paragraph) and _only_pictures(paragraph):
                parent[number] = _figure(paragraph)
    for parent in list(root.iter()):
        for number, picture in enumerate(parent):
            if (sources := picture.attrib.pop(_SOURCES, None)) is not None:
                parent[number] = _with_sources(picture, sources)


def _figure(paragraph: ET.Element) -> ET.Element:
    paragraph.tag = "figure"
    paragraph.set("class", "figure")
    captions = [picture.attrib.pop("title") for picture in paragraph.iter("img") if "title" in picture.attrib]
    for child in list(paragraph):
        if child.tag == "br":
            paragraph.remove(child)
    if captions:
        ET.SubElement(paragraph, "figcaption").text = "、".join(captions)
    return paragraph


def _with_sources(picture: ET.Element, sources: str) -> ET.Element:
    around = ET.Element("picture")
    around.text = AtomicString(sources)
    around.tail, picture.tail = picture.tail, None
    around.append(picture)
    return around


def _only_pictures(paragraph: ET.Element) -> bool:
    texts = [paragraph.text, *(child.tail for child in paragraph)]
    if any((text or "").strip() for text in texts):
        return False
    return all(
        child.tag in ("img", "br")
        or (child.tag == "a" and len(child) == 1 and child[0].tag == "img" and not child.text)
        for child in paragraph
    )


def srcset(candidates: Sequence[Candidate], base_path: str) -> str:
    """Return the value of `srcset`; `base_path` is the site's own."""
    return ", ".join(f"{quote(base_path + each.address)} {each.width}w" for each in candidates)


def sizes(width: int, column: int) -> str:
    """Return how wide a picture of the text is shown, for `sizes`: `width`, in the column and on a telephone.

    >>> sizes(300, 648), sizes(2000, 648)
    ('(min-width: 332px) 300px, calc(100vw - 32px)', '(min-width: 680px) 648px, calc(100vw - 32px)')
    """
    shown = min(width, column)
    return f"(min-width: {shown + ROOM}px) {shown}px, calc(100vw - {ROOM}px)"


def img(picture: Picture, base_path: str, attributes: dict[str, str], shown: str) -> str:
    """Return a picture as HTML, `shown` so wide."""
    own = {"src": quote(base_path + picture.address, safe=_SAFE)}
    if picture.own and not picture.avif:
        own |= {"srcset": srcset(picture.own, base_path), "sizes": shown}
    written = "".join(f' {name}="{html.escape(value)}"' for name, value in (own | attributes).items())
    element = f"<img{written}>"
    return f"<picture>{_source(picture, base_path, shown)}{element}</picture>" if picture.avif else element


def _source(picture: Picture, base_path: str, shown: str) -> str:
    if not picture.avif:
        return ""
    if not picture.own:  # a thumbnail: nothing to choose from
        return f'<source srcset="{quote(base_path + picture.avif[0].address)}" type="image/avif">'
    addresses = html.escape(srcset(picture.avif, base_path))
    return f'<source srcset="{addresses}" sizes="{shown}" type="image/avif">'


@dataclass(frozen=True)
class Answers:
    """The answers to what articles need of pictures."""

    settings: Mapping[str, Any]
    """Has the pictures of the run when it is asked; a body that is converted by itself finds none."""
    none: Pictures = field(default_factory=lambda: Pictures(Path(), ImagesSettings(), ""))

    def size(self, need: Need, document: Document, library: Library, report: Report) -> str:
        """Return width, height and the files of the picture's own format, as attributes."""
        picture = self._picture(need, document, library, report)
        if picture is None:
            return ""
        wanted, width, height = need.options["width"], picture.width, picture.height
        size = ""
        if not (wanted and need.options["height"]) and width and height:
            if wanted.isdigit():
                width, height = int(wanted), round(height * int(wanted) / width)
            size = f' width="{width}" height="{height}"'
        if not picture.own or _is_small(wanted):
            return size
        if picture.avif:  # who does not know it has one size to take
            return f'{size} srcset="{html.escape(quote(library.base_path + picture.own[:2][-1].address))}"'
        addresses = html.escape(srcset(picture.own, library.base_path))
        return f'{size} srcset="{addresses}" sizes="{self._sizes(picture, wanted)}"'

    def sources(self, need: Need, document: Document, library: Library, report: Report) -> str:
        """Return the `<source>` of a picture's AVIF files."""
        picture = self._picture(need, document, library, report)
        if picture is None:
            return ""
        wanted = need.options["width"]
        shown = picture.thumbnail if _is_small(wanted) else picture
        return _source(shown, library.base_path, self._sizes(picture, wanted))

    def cover(self, need: Need, document: Document, library: Library, report: Report) -> str:
        """Return the picture of a document (`need.value` is its file) for a card; nothing for a draft."""
        del document, report
        of = library.by_source[need.value]
        picture = picture_of(of, library, self._pictures)
        if picture is None:
            return ""
        attributes = {
            "class": need.options["class"],
            "alt": "",
            "width": "1200",
            "height": "630",
            "loading": "lazy",
        }
        return img(picture.thumbnail, library.base_path, attributes, need.options["sizes"])

    @property
    def _pictures(self) -> Pictures:
        pictures: Pictures = self.settings.get("PICTURES", self.none)
        return pictures

    def _sizes(self, picture: Picture, wanted: str) -> str:
        width = int(wanted) if wanted.isdigit() else picture.width
        return sizes(width, self._pictures.options.column)

    def _picture(self, need: Need, document: Document, library: Library, report: Report) -> Picture | None:
        value = html.unescape(need.value)
        target = None if library.is_external(value) else library.find(value, document)
        if target is None or target.file is None:
            return None  # a missing file is reported by whoever answers for its address
        if fault := self._pictures.faults.get(target.file):
            report(Level.ERROR, need.line, f"画像「{value}」{fault}")
            self._pictures.told.add(target.file)
        return self._pictures.picture(target.file, target.address)
