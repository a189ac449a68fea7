"""The contents list of a finished body."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plugins.contents.settings import ContentsSettings
from plugins.core.library import Heading
from plugins.core.problems import Level
from plugins.core.text import fold
from plugins.dialect.blocks import Special
from plugins.dialect.build import Build

CLASS = "contents"
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_NOT_LISTED = ("aside", "details", "blockquote")
_NOT_LISTED_CLASSES = ("tabs", "faq", "timeline")
_DEEPEST = 3
_NUMBERED = re.compile(r"^[0-9]+[.)．、]\s*")
_MANUAL = 3
"""From how many items on a list that repeats the headings is taken for a contents list made by hand."""


def place(parent: ET.Element, block: Special, build: Build) -> None:
    """Mark where `[目次]` stands."""
    if build.contents_line is not None:
        build.report(Level.WARNING, block.line, "[目次] が二度あります。初めのものだけが目次になります。")
        return
    build.contents_line = block.line
    ET.SubElement(parent, "nav", {"class": CLASS})


@dataclass(frozen=True)
class Outline:
    """Fills the place of the contents list, or finds one."""

    settings: ContentsSettings

    def finish(self, root: ET.Element, build: Build) -> None:
        """Put the list in: at its mark, else before the first heading where there are enough."""
        listed = {element.get("id", ""): element for element in _listed(root)}
        headings = [
            heading for heading in build.headings if heading.id in listed and heading.level <= _DEEPEST
        ]
        _warn_of_manual_list(root, headings, build)
        places = [
            (parent, child) for parent in root.iter() for child in parent if child.get("class") == CLASS
        ]
        mark = places[0][1] if places else None
        if places and not headings:
            places[0][0].remove(places[0][1])
            build.report(
                Level.WARNING,
                build.contents_line or 0,
                "[目次] がありますが、見出しがないので目次はできません。",
            )
            return
        if mark is None:
            first = next((number for number, child in enumerate(root) if child.get("id") in listed), None)
            if first is None or not build.head.contents or len(headings) < self.settings.from_headings:
                return
            mark = ET.Element("nav", {"class": CLASS})
            root.insert(first, mark)
        _fill(mark, headings)


def _listed(element: ET.Element) -> Iterator[ET.Element]:
    """Yield the headings that stand in the text itself or in its steps, not in boxes and tabs."""
    for child in element:
        if child.tag in _HEADINGS:
            yield child
        elif child.tag not in _NOT_LISTED and child.get("class") not in _NOT_LISTED_CLASSES:
            yield from _listed(child)


def _fill(nav: ET.Element, headings: Sequence[Heading]) -> None:
    nav.set("aria-label", "目次")
    details = ET.SubElement(nav, "details")
    ET.SubElement(details, "summary").text = "目次"
    lists = [ET.SubElement(details, "ol")]
    levels = [min((heading.level for heading in headings), default=2)]
    for heading in headings:
        while heading.level < levels[-1]:
            levels.pop()
            lists.pop()
        if heading.level > levels[-1] and len(lists[-1]):
            lists.append(ET.SubElement(lists[-1][-1], "ol"))
            levels.append(heading.level)
        item = ET.SubElement(lists[-1], "li")
        ET.SubElement(item, "a", {"href": f"#{heading.id}"}).text = heading.text


def _warn_of_manual_list(root: ET.Element, headings: Sequence[Heading], build: Build) -> None:
    titles = {fold(_NUMBERED.sub("", heading.text)) for heading in headings}
    for items in root:
        if items.tag in _HEADINGS:
            return  # a list further down announces the parts of its own section
        if items.tag not in ("ul", "ol") or len(items) < _MANUAL:
            continue
        if any(each.tag in _HEADINGS for each in items.iter()):
            continue  # a list that holds the headings themselves
        texts = [fold(_NUMBERED.sub("", build.converter.plain(item))) for item in items]
        if all(text in titles for text in texts):
            line = min((build.sources[each][0] for each in items.iter() if each in build.sources), default=0)
            build.report(
                Level.WARNING,
                line,
                "このリストは見出しと同じです。目次は自動で付くので、消してください（置く場所は [目次] で決められます）。",
            )
