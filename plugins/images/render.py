"""Pictures in articles: their size (so that nothing moves while a page loads), when they load, their captions.

![面接室](../images/room.jpg "面接室のようす"){width=400}
→ <figure class="figure"><img alt="面接室" src="/images/room.jpg" width="400" height="300"><figcaption>…
"""

from __future__ import annotations

import html
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

from plugins.core.library import Document, Library
from plugins.core.problems import Level, Report
from plugins.dialect.build import Build
from plugins.dialect.needs import ATTRIBUTES, Need
from plugins.images.sizes import UnreadablePictureError, picture_size


def decorate(picture: ET.Element, value: str, line: int, number: int, build: Build) -> None:
    """Ask for the picture's size; load it late unless it is the first on its page."""
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
    else:
        picture.set(ATTRIBUTES, build.need("image-size", line, value, width=wanted))
    if number or build.head.has_cover:
        picture.set("loading", "lazy")
    picture.set("decoding", "async")


def frame(root: ET.Element, build: Build) -> None:  # noqa: ARG001 - the form of all finishers
    """Make a figure of a paragraph that holds pictures only; the title of a picture is its caption."""
    for parent in list(root.iter()):
        for number, paragraph in enumerate(parent):
            if paragraph.tag != "p" or not len(paragraph) or not _only_pictures(paragraph):
                continue
            paragraph.tag = "figure"
            paragraph.set("class", "figure")
            captions = [
                picture.attrib.pop("title") for picture in paragraph.iter("img") if "title" in picture.attrib
            ]
            for child in list(paragraph):
                if child.tag == "br":
                    paragraph.remove(child)
            if captions:
                ET.SubElement(paragraph, "figcaption").text = "、".join(captions)
            parent[number] = paragraph


def _only_pictures(paragraph: ET.Element) -> bool:
    texts = [paragraph.text, *(child.tail for child in paragraph)]
    if any((text or "").strip() for text in texts):
        return False
    return all(
        child.tag in ("img", "br")
        or (child.tag == "a" and len(child) == 1 and child[0].tag == "img" and not child.text)
        for child in paragraph
    )


class Sizes:
    """Answers for `image-size`; each file is read once a run."""

    def __init__(self, content: Path) -> None:
        """Take the content folder."""
        self._size = cache(lambda source: picture_size(content / source))

    def answer(self, need: Need, document: Document, library: Library, report: Report) -> str:
        """Return ` width="…" height="…"`, or nothing for a picture of another site."""
        value = html.unescape(need.value)
        target = None if library.is_external(value) else library.find(value, document)
        if target is None or target.file is None:
            return ""  # a missing file is reported by whoever answers for its address
        try:
            size = self._size(target.file)
        except UnreadablePictureError:
            report(Level.ERROR, need.line, f"画像「{value}」を読めません。壊れていないか確かめてください。")
            return ""
        if size is None:
            return ""
        width, height = size
        if need.options["width"].isdigit() and width:
            width, height = int(need.options["width"]), round(height * int(need.options["width"]) / width)
        return f' width="{width}" height="{height}"'
