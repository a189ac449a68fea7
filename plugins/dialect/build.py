"""Blocks → elements. Their text is rendered afterwards, by the inline rules."""

from __future__ import annotations

import datetime as dt
import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import TYPE_CHECKING

from markdown.util import AtomicString, code_escape

from plugins.core.library import Heading as HeadingEntry
from plugins.core.problems import Level, Report, choices
from plugins.core.site import Author
from plugins.dialect.blocks import (
    Block,
    Code,
    Container,
    Definition,
    Definitions,
    Fence,
    Footnote,
    Heading,
    Html,
    Item,
    Items,
    Paragraph,
    Quote,
    Rule,
    Special,
    Table,
    Term,
)
from plugins.dialect.html import BLOCK_TAGS, INLINE_TAGS, unbalanced
from plugins.dialect.inline import ALLOWED_ATTRIBUTES, MARKUP
from plugins.dialect.lines import TASK
from plugins.dialect.needs import RAW_LINK, Need, mark
from plugins.dialect.slips import check_text
from plugins.dialect.tables import alignments, split_cells

if TYPE_CHECKING:
    from plugins.dialect.convert import Converter

_CODE_SPAN = re.compile(r"(?P<ticks>`+).+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_TAG = re.compile(r"<(?:!--.*?-->|(/?)([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?>)", re.DOTALL)
_ADDRESS = re.compile(r"""\]\(<[^<>\n]*>(?:[ ]+["'(][^\n]*["')])?\)""")
_HREF = re.compile(
    r"""<a\b[^<>]*?\shref\s*=\s*(?P<sign>["'])(?P<value>.*?)(?P=sign)""", re.IGNORECASE | re.DOTALL
)
_COMMENT = re.compile(
    r"(?P<raw><(script|style|pre|textarea)\b.*?</\2\s*>)|<!--.*?-->", re.DOTALL | re.IGNORECASE
)

RAW = "raw-html"
"""Stands in the tree for a block of raw HTML; what it holds is put in last, byte for byte."""


@dataclass(frozen=True)
class Head:
    """What the head of an article says that its body depends on."""

    author: Author | None = None
    has_cover: bool = False
    """Whether the page shows an eye-catch above the body."""
    contents: bool = True
    """Whether a contents list may be put in."""


@dataclass
class Build:
    """One body being built; what the renderers of fences and lines are given."""

    converter: Converter
    report: Report
    head: Head
    needs: list[Need] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    headings: list[HeadingEntry] = field(default_factory=list)
    footnotes: dict[str, Footnote] = field(default_factory=dict)
    sources: dict[ET.Element, tuple[int, list[str]]] = field(default_factory=dict)
    """Elements that hold text of the writer: the line on which it begins, and its lines."""
    reference_lines: Mapping[str, int] = field(default_factory=dict)
    """The lines of addresses that stand in definitions of their own."""
    updated: dt.datetime | None = None
    tables: int = 0
    pictures: int = 0
    raw: list[str] = field(default_factory=list)
    contents_line: int | None = None
    """Where the writer wants the contents list."""

    # -- for renderers -----------------------------------------------------------------------------------------

    def error(self, line: int, message: str) -> None:
        """Report a fault."""
        self.report(Level.ERROR, line, message)

    def children(self, parent: ET.Element, block: Container) -> None:
        """Render what a container holds."""
        render = self.block  # to ask for a method that is chosen by kind takes longer than to call it
        for child in block.children:
            render(child, parent)

    def text(self, element: ET.Element, lines: list[str], line: int) -> None:
        """Put lines of Markdown text into an element; they are rendered with the rest."""
        text = "\n".join(lines)
        element.text = text if MARKUP.search(text) else AtomicString(text)
        self.sources[element] = (line, lines)
        if "<" in text:
            self._check_tags(text, line)
            self._note_raw_links(_CODE_SPAN.sub(_blank, text), line)
        check_text(text, line, self.report)

    def need(self, kind: str, line: int, value: str, **options: str) -> str:
        """Return the mark of something that is looked up when all articles are known."""
        self.needs.append(Need(kind, line, value, options))
        return mark(len(self.needs) - 1)

    def new_id(self, base: str) -> str:
        """Return an id that this body does not have yet: `base`, `base-1`, …"""
        candidate, number = base, 0
        while candidate in self.anchors:
            number += 1
            candidate = f"{base}-{number}"
        self.anchors.add(candidate)
        return candidate

    # -- blocks ------------------------------------------------------------------------------------------------

    @singledispatchmethod
    def block(self, block: Block, _parent: ET.Element) -> None:
        """Render one block."""
        raise TypeError(block)

    @block.register
    def _(self, block: Paragraph, parent: ET.Element) -> None:
        paragraph = ET.SubElement(parent, "p", self._allowed(block.attributes, block.line))
        self.text(paragraph, [line.lstrip(" ") for line in block.lines], block.line)

    @block.register
    def _(self, block: Heading, parent: ET.Element) -> None:
        if not block.text:
            return
        heading = ET.SubElement(parent, f"h{block.level}", self._allowed(block.attributes, block.line))
        self.text(heading, [block.text], block.line)
        if "id" in block.attributes:
            if block.attributes["id"] in self.anchors:
                self.error(
                    block.line,
                    f"id「{block.attributes['id']}」は二度使われています。別の名前にしてください。",
                )
            self.anchors.add(block.attributes["id"])

    @block.register
    def _(self, _block: Rule, parent: ET.Element) -> None:
        ET.SubElement(parent, "hr")

    @block.register
    def _(self, block: Code, parent: ET.Element) -> None:
        pre = ET.SubElement(parent, "pre", {"tabindex": "0"})  # a wide one scrolls, also by keyboard
        language = re.match(r"[\w+#.-]+", block.info)
        code = ET.SubElement(pre, "code", {"class": f"language-{language[0]}"} if language else {})
        code.text = AtomicString(code_escape("".join(f"{line}\n" for line in block.lines)))

    @block.register
    def _(self, block: Html, parent: ET.Element) -> None:
        text = "\n".join(block.lines)
        self._note_raw_links(text, block.line)
        raw = _COMMENT.sub(lambda match: match["raw"] or "", text).strip("\n")
        if raw.strip():
            self.raw.append(raw)
            ET.SubElement(parent, RAW).text = str(len(self.raw) - 1)

    @block.register
    def _(self, block: Quote, parent: ET.Element) -> None:
        if not any(render(parent, block, self) for render in self.converter.dialect.quotes):
            self.children(ET.SubElement(parent, "blockquote"), block)

    @block.register
    def _(self, block: Items, parent: ET.Element) -> None:
        items = ET.SubElement(parent, "ul" if block.start is None else "ol")
        if block.start not in (None, 1):
            items.set("start", str(block.start))
        inside = [child for item in block.children if isinstance(item, Item) for child in item.children[1:]]
        loose = any(each.after_blank for each in (*block.children[1:], *inside))
        for item in block.children:
            self._item(item, items, tight=not loose)

    def _item(self, item: Block, parent: ET.Element, *, tight: bool) -> None:
        element = ET.SubElement(parent, "li" if isinstance(item, Item) else "dd")
        children = item.children if isinstance(item, (Item, Definition)) else []
        if isinstance(item, Item) and children and isinstance(children[0], Paragraph):
            children[0].lines[0] = TASK.sub(_task, children[0].lines[0])
        if tight and children and isinstance(children[0], Paragraph) and not children[0].attributes:
            self.text(element, [line.lstrip(" ") for line in children[0].lines], children[0].line)
            children = children[1:]
        for child in children:
            self.block(child, element)

    @block.register
    def _(self, block: Definitions, parent: ET.Element) -> None:
        definitions = ET.SubElement(parent, "dl")
        for child in block.children:
            if isinstance(child, Term):
                self.text(ET.SubElement(definitions, "dt"), [child.text], child.line)
            else:
                self._item(child, definitions, tight=True)

    @block.register
    def _(self, block: Footnote, _parent: ET.Element) -> None:
        if block.label in self.footnotes:
            first = self.footnotes[block.label].line
            self.error(
                block.line,
                f"脚注「[^{block.label}]」が{first}行目と{block.line}行目に二度あります。別の名前にしてください。",
            )
            return
        self.footnotes[block.label] = block
        self.converter.footnotes.setFootnote(block.label, block.label)

    @block.register
    def _(self, block: Fence, parent: ET.Element) -> None:
        kind = self.converter.dialect.fences.get(block.name)
        if kind is None:  # reported by the scanner; what is inside may have faults of its own
            self.children(parent, block)
        else:
            kind.render(parent, block, self)

    @block.register
    def _(self, block: Special, parent: ET.Element) -> None:
        if not block.rule:  # it was reported
            return
        dialect = self.converter.dialect
        kind = dialect.embeds[block.rule[1:]] if block.rule.startswith("@") else dialect.lines[block.rule]
        kind.render(parent, block, self)

    @block.register
    def _(self, block: Table, parent: ET.Element) -> None:
        self.tables += 1
        frame = ET.SubElement(
            parent,
            "div",
            {
                "class": "table-scroll",
                "role": "region",
                "tabindex": "0",
                "aria-label": f"表{self.tables}（横に動かせます）",
            },
        )
        table = ET.SubElement(frame, "table", self._allowed(block.attributes, block.line))
        sides = alignments(block.lines[1])
        labels = split_cells(block.lines[0])
        head = ET.SubElement(ET.SubElement(table, "thead"), "tr")
        for label, side in zip(labels, sides, strict=False):
            self._cell(head, label, side, "col" if label else None, block.line)
        body = ET.SubElement(table, "tbody")
        for line, source in enumerate(block.lines[2:], block.line + 2):
            row = ET.SubElement(body, "tr")
            cells = [*split_cells(source), *[""] * len(sides)]
            for number, (text, side) in enumerate(zip(cells, sides, strict=False)):
                # An empty corner means that the first column names the rows.
                names_row = number == 0 and not labels[0]
                self._cell(row, text, side, "row" if names_row else None, line)
        for decorate in self.converter.dialect.tables:
            decorate(table, block, self)

    def _cell(self, row: ET.Element, text: str, side: str | None, scope: str | None, line: int) -> None:
        cell = ET.SubElement(row, "th" if scope else "td", {"class": f"align-{side}"} if side else {})
        if scope:
            cell.set("scope", scope)
        self.text(cell, [text], line)

    # -- checks ------------------------------------------------------------------------------------------------

    def _allowed(self, attributes: Mapping[str, str], line: int) -> dict[str, str]:
        for name in attributes:
            if name not in ALLOWED_ATTRIBUTES:
                self.error(line, attribute_message(name))
        return dict(attributes)

    def _check_tags(self, text: str, line: int) -> None:
        """Report raw tags in a text that are not closed; other words in angle brackets are text."""
        known = INLINE_TAGS | BLOCK_TAGS
        plain = _CODE_SPAN.sub(
            lambda match: "\n" * match[0].count("\n"), _ADDRESS.sub("](", text.replace("\\<", ""))
        )
        tags = [match for match in _TAG.finditer(plain) if (match[2] or "").lower() in known]
        fault = unbalanced("\n".join(tag[0].replace("\n", " ") for tag in tags))
        if fault is not None:
            self.error(line + plain.count("\n", 0, tags[fault.line].start()), fault.message)

    def _note_raw_links(self, text: str, line: int) -> None:
        """Have links of raw HTML to this site looked up."""
        if "<a" in text or "<A" in text:
            shown = _COMMENT.sub(lambda match: match["raw"] or _blank(match), text)
            for match in _HREF.finditer(shown):
                value = html.unescape(match["value"])
                self.needs.append(Need(RAW_LINK, line + shown.count("\n", 0, match.start()), value))

    def line_of(self, line: int, lines: list[str], value: str) -> int:
        """Return the line on which a value stands in a text that begins at `line`."""
        for found in (f"({value})", f"({value} ", f"(<{value}>", value):
            for number, each in enumerate(lines):
                if found in each:
                    return line + number
        return self.reference_lines.get(value, line)


def _blank(match: re.Match[str]) -> str:
    """Return what stands for text that is not looked at: its line ends."""
    return "\n" * match[0].count("\n")


def _task(match: re.Match[str]) -> str:
    sign, said = ("☑", "済み") if match["sign"].strip() else ("☐", "まだ")
    return f'<span class="task" role="img" aria-label="{said}">{sign}</span> '


def attribute_message(name: str) -> str:
    """Return the message about an attribute that may not be given."""
    return f"{{}} の中の「{name}」は使えません。{choices(name, ALLOWED_ATTRIBUTES)}"
