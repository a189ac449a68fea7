"""The HTML of blocks that headings divide. Each is readable without style sheet and script."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

from plugins.dialect.blocks import Block, Container, Fence, Heading
from plugins.dialect.build import Build


@dataclass(frozen=True)
class Entry:
    """A heading and what stands under it."""

    heading: Heading
    blocks: Sequence[Block]


def divide(block: Container) -> tuple[Sequence[Block], Sequence[Entry]]:
    """Return what stands before the first heading, and the entries.

    Only headings of the first heading's level open an entry; deeper ones belong to theirs.
    """
    level = next((child.level for child in block.children if isinstance(child, Heading)), 0)
    starts = [
        number
        for number, child in enumerate(block.children)
        if isinstance(child, Heading) and child.level <= level
    ]
    if not starts:
        return block.children, []
    entries = []
    for start, end in zip(starts, [*starts[1:], len(block.children)], strict=True):
        heading = block.children[start]
        if isinstance(heading, Heading):
            entries.append(Entry(heading, block.children[start + 1 : end]))
    return block.children[: starts[0]], entries


def fold_(parent: ET.Element, block: Fence, build: Build) -> None:
    """`:::折りたたみ 題名`: `<details>`, which needs no script."""
    details = ET.SubElement(parent, "details", {"class": "fold"})
    summary = ET.SubElement(details, "summary", {"class": "fold__title"})
    if not block.title:
        build.error(
            block.line,
            "「:::折りたたみ」に題名がありません。「:::折りたたみ くわしい手順」のように書いてください。",
        )
    build.text(summary, [block.title], block.line)
    build.children(ET.SubElement(details, "div", {"class": "fold__body"}), block)


def steps(parent: ET.Element, block: Fence, build: Build) -> None:
    """`:::ステップ`: an ordered list, so that the numbers are there without style sheet too."""
    entries = _begin(parent, block, build)
    items = ET.SubElement(parent, "ol", {"class": "steps"})
    for entry in entries:
        _entry(ET.SubElement(items, "li", {"class": "steps__item"}), entry, build)


def timeline(parent: ET.Element, block: Fence, build: Build) -> None:
    """`:::タイムライン`: a list in the order of time."""
    entries = _begin(parent, block, build)
    items = ET.SubElement(parent, "ul", {"class": "timeline"})
    for entry in entries:
        _entry(ET.SubElement(items, "li", {"class": "timeline__item"}), entry, build)


def questions(parent: ET.Element, block: Fence, build: Build) -> None:
    """`:::よくある質問`: each heading is a question with its own anchor."""
    entries = _begin(parent, block, build)
    frame = ET.SubElement(parent, "div", {"class": "faq"})
    for entry in entries:
        item = ET.SubElement(frame, "div", {"class": "faq__item"})
        build.block(entry.heading, item)
        item[0].set("class", "faq__question")
        answer = ET.SubElement(item, "div", {"class": "faq__answer"})
        build.children(answer, Container(entry.heading.line, children=list(entry.blocks)))
        if not entry.blocks:
            build.error(
                entry.heading.line,
                f"質問「{entry.heading.text}」に答えがありません。見出しの下に答えを書いてください。",
            )


def tabs(parent: ET.Element, block: Fence, build: Build) -> None:
    """`:::タブ`: headed parts one under the other; `tabs.js` makes tabs of them."""
    entries = _begin(parent, block, build)
    frame = ET.SubElement(parent, "div", {"class": "tabs"})
    for entry in entries:
        panel = ET.SubElement(frame, "section", {"class": "tabs__panel"})
        _entry(panel, entry, build)
        panel[0].set("class", "tabs__label")


def _begin(parent: ET.Element, block: Fence, build: Build) -> Sequence[Entry]:
    """Render what stands before the first heading; report a block without any."""
    before, entries = divide(block)
    build.children(parent, Container(block.line, children=list(before)))
    if not entries:
        build.error(
            block.line,
            f"「{block.opener}」の中に見出しがありません。「### 見出し」で一つずつ区切ってください。",
        )
    elif block.title:
        build.error(
            block.line,
            f"「:::{block.name}」に題名は付けられません。題名は前の行に見出しとして書いてください。",
        )
    return entries


def _entry(parent: ET.Element, entry: Entry, build: Build) -> None:
    build.block(entry.heading, parent)
    build.children(parent, Container(entry.heading.line, children=list(entry.blocks)))
