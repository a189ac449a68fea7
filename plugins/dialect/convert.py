"""The body of an article → HTML: the scanner's blocks, with Python-Markdown for what is inside a line."""

from __future__ import annotations

import datetime as dt
import html
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import singledispatchmethod
from urllib.parse import urlsplit

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString, code_escape

from plugins.core.library import Heading as HeadingEntry
from plugins.core.problems import Level, Report, choices
from plugins.core.settings import from_pelican
from plugins.core.site import Author
from plugins.dialect.blocks import (
    Block,
    Code,
    Container,
    Definition,
    Definitions,
    Document,
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
from plugins.dialect.grammar import Dialect
from plugins.dialect.html import BLOCK_TAGS, INLINE_TAGS, unbalanced
from plugins.dialect.inline import ALLOWED_ATTRIBUTES, Newline, assign_attributes, extend_inline
from plugins.dialect.needs import Need, mark
from plugins.dialect.scan import scan
from plugins.dialect.settings import DialectSettings
from plugins.dialect.tables import alignments, split_cells

_CODE_SPAN = re.compile(r"(?P<ticks>`+).+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_TAG = re.compile(r"<(?:!--.*?-->|(/?)([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?>)", re.DOTALL)
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")
_RAW = "raw-html"
"""Stands in the tree for a block of raw HTML; what it holds is put in last, byte for byte."""
_RAW_MARK = re.compile(f"<{_RAW}>([0-9]+)</{_RAW}>\n?")
_COMMENT = re.compile(
    r"(?P<raw><(script|style|pre|textarea)\b.*?</\2\s*>)|<!--.*?-->", re.DOTALL | re.IGNORECASE
)
_ID = re.compile(r"""\sid=["']?([^"'\s>]+)""")
_ADDRESS = re.compile(r"\]\(<[^<>\n]*>")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Body:
    """A converted body. It depends on its own text alone; `needs` tells what the marks in `html` stand for."""

    html: str
    needs: tuple[Need, ...] = ()
    headings: tuple[HeadingEntry, ...] = ()
    anchors: frozenset[str] = frozenset()
    text: str = ""
    """Its paragraphs as plain text, for a summary."""
    length: int = 0
    """How many characters there are to read, without spaces."""
    updated: dt.datetime | None = None
    """The newest date of a 追記 box."""


def heading_slug(text: str) -> str:
    """Return the id that GitHub gives a heading: lower case, no punctuation, `-` for spaces.

    >>> heading_slug("1次面接（軸）と Web 面接")
    '1次面接軸と-web-面接'
    """
    return _NOT_IN_SLUG.sub("", text.strip().lower()).replace(" ", "-")


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
    updated: dt.datetime | None = None
    tables: int = 0
    pictures: int = 0
    raw: list[str] = field(default_factory=list)
    contents_placed: bool = False

    # -- for renderers -----------------------------------------------------------------------------------------

    def error(self, line: int, message: str) -> None:
        """Report a fault."""
        self.report(Level.ERROR, line, message)

    def children(self, parent: ET.Element, block: Container) -> None:
        """Render what a container holds."""
        for child in block.children:
            self.block(child, parent)

    def text(self, element: ET.Element, lines: list[str], line: int) -> None:
        """Put lines of Markdown text into an element; they are rendered with the rest."""
        element.text = "\n".join(lines)
        self.sources[element] = (line, lines)
        self._check_tags(element.text, line)

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
        raw = _COMMENT.sub(lambda match: match["raw"] or "", "\n".join(block.lines)).strip("\n")
        if raw.strip():
            self.raw.append(raw)
            ET.SubElement(parent, _RAW).text = str(len(self.raw) - 1)

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
                "aria-label": f"表{self.tables}（横にスクロールできます）",
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
                self.error(line, _attribute_message(name))
        return dict(attributes)

    def _check_tags(self, text: str, line: int) -> None:
        """Report raw tags in a text that are not closed; other words in angle brackets are text."""
        if "<" not in text:
            return
        known = INLINE_TAGS | BLOCK_TAGS
        plain = _CODE_SPAN.sub(
            lambda match: "\n" * match[0].count("\n"), _ADDRESS.sub("](", text.replace("\\<", ""))
        )
        tags = [match for match in _TAG.finditer(plain) if (match[2] or "").lower() in known]
        fault = unbalanced("\n".join(tag[0].replace("\n", " ") for tag in tags))
        if fault is not None:
            self.error(line + plain.count("\n", 0, tags[fault.line].start()), fault.message)

    def line_of(self, line: int, lines: list[str], value: str) -> int:
        """Return the line on which a value stands in a text that begins at `line`."""
        return next((line + number for number, each in enumerate(lines) if value in each), line)


def _attribute_message(name: str) -> str:
    return f"{{}} の中の「{name}」は使えません。{choices(name, ALLOWED_ATTRIBUTES)}"


class _Parser(BlockParser):
    """Python-Markdown's block parser, replaced by the scanner and `Build`."""

    build: Build
    document: Document

    def parseDocument(self, lines: Iterable[str]) -> ET.ElementTree:  # noqa: ARG002, N802 - the base class's form
        root = ET.Element(self.md.doc_tag)
        self.build.children(root, self.document)
        return ET.ElementTree(root)

    def parseChunk(self, parent: ET.Element, text: str) -> None:  # noqa: N802 - the base class's form
        """Render a footnote; the footnote extension knows it by its label."""
        self.build.children(parent, self.build.footnotes[text])


class _Footnotes(FootnoteExtension):
    """Footnotes; their definitions come from the scanner, so the extension's own block rule is left out."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the base class's form
        super().extendMarkdown(md)
        md.parser.blockprocessors.deregister("footnote")


class _Finish(Treeprocessor):
    """After the inline rules: attributes, ids of headings, links and pictures."""

    build: Build

    def run(self, root: ET.Element) -> None:
        build = self.build
        places = {element: (line, lines) for element, line, lines in self._walk(root, 0, [])}
        seen: Counter[tuple[int, str]] = Counter()

        def fault(element: ET.Element, text: str, name: str) -> None:
            line, lines = places[element]
            found = [line + number for number, each in enumerate(lines) for _ in range(each.count(text))]
            position = seen[line, text]
            seen[line, text] += 1
            build.error(found[position] if position < len(found) else line, _attribute_message(name))

        assign_attributes(root, fault)
        for element, line, lines in self._walk(root, 0, []):
            if element.tag in _HEADINGS:
                self._heading(element)
            elif element.tag == "a" and element.get("class", "") not in ("footnote-ref", "footnote-backref"):
                self._link(element, line, lines)
            elif element.tag == "img":
                self._picture(element, line, lines)
        for finish in build.converter.dialect.finishers:
            finish(root, build)

    def _walk(
        self, element: ET.Element, line: int, lines: list[str]
    ) -> Iterator[tuple[ET.Element, int, list[str]]]:
        line, lines = self.build.sources.get(element, (line, lines))
        yield element, line, lines
        for child in list(element):
            yield from self._walk(child, line, lines)

    def _heading(self, element: ET.Element) -> None:
        text = self.build.converter.plain(element)
        if "id" not in element.attrib:
            element.set("id", self.build.new_id(heading_slug(text) or "section"))
        self.build.headings.append(HeadingEntry(int(element.tag[1]), element.attrib["id"], text))

    def _picture(self, element: ET.Element, line: int, lines: list[str]) -> None:
        build = self.build
        src = html.unescape(element.get("src", ""))
        line = build.line_of(line, lines, src)
        element.set("src", build.need("image", line, src))
        for decorate in build.converter.dialect.pictures:
            decorate(element, src, line, build.pictures, build)
        build.pictures += 1

    def _link(self, element: ET.Element, line: int, lines: list[str]) -> None:
        build = self.build
        href = element.get("href", "")
        line = build.line_of(line, lines, href)
        element.set("href", build.need("link", line, href))
        if urlsplit(href).scheme in ("http", "https") and "rel" not in element.attrib:
            element.set("rel", "noopener")
        if not len(element) and not (element.text or "").strip():
            element.text = AtomicString(build.need("title", line, href))


class Converter:
    """Makes HTML of bodies, one after the other, with one Python-Markdown."""

    def __init__(self, dialect: Dialect, newline: Newline = "break") -> None:
        """Take what features have registered, and what a line end means."""
        self.dialect = dialect
        self.md = Markdown(output_format="html", tab_length=4)
        self.parser = _Parser(self.md)
        self.md.parser = self.parser
        for name in ("normalize_whitespace", "html_block"):  # the scanner does both
            self.md.preprocessors.deregister(name)
        self.footnotes = _Footnotes(
            BACKLINK_TITLE="脚注{}の場所へ戻る", BACKLINK_TEXT="↩", USE_DEFINITION_ORDER=False
        )
        self.footnotes.extendMarkdown(self.md)
        self.undefined = extend_inline(self.md, newline)
        self.finish = _Finish(self.md)
        # Last of all: then the tree holds the text as it will be read.
        self.md.treeprocessors.register(self.finish, "finish", -10)

    @classmethod
    def for_dialect(cls, dialect: Dialect) -> Converter:
        """Return a converter with the settings of the dialect's site."""
        return cls(dialect, from_pelican(DialectSettings, "DIALECT_", dialect.settings).newline)

    def convert(self, text: str, first_line: int, report: Report, head: Head = Head()) -> Body:
        """Return the HTML of a body; faults go to `report`, and what could be understood is in the result."""
        self.md.reset()
        self.undefined.labels.clear()
        scanned = scan(text, first_line, self.dialect, report)
        build = Build(self, report, head)
        self.parser.build = self.finish.build = build
        self.parser.document = scanned.document
        self.md.references.update(scanned.references)
        converted = self.md.convert(text or " ")
        output = _RAW_MARK.sub(lambda match: build.raw[int(match[1])] + "\n", converted).strip()
        self._check_footnotes(build)
        return Body(
            output,
            tuple(build.needs),
            tuple(build.headings),
            frozenset(_ID.findall(output)),
            self._summary_text(output),
            len(re.sub(r"\s", "", plain_text(output))),
            build.updated,
        )

    def plain(self, element: ET.Element) -> str:
        """Return the text of an element as a reader hears it: no markup, no ruby readings, entities undone."""
        parts = [element.text or ""] if element.tag not in ("rt", "rp") else []
        parts += [self.plain(child) + (child.tail or "") for child in element]
        return html.unescape(HTML_PLACEHOLDER_RE.sub(self._unstash, "".join(parts))).strip()

    def _unstash(self, match: re.Match[str]) -> str:
        raw = self.md.htmlStash.rawHtmlBlocks[int(match[1])]
        return re.sub(r"<[^>]*>", "", raw if isinstance(raw, str) else "")

    def _summary_text(self, output: str) -> str:
        paragraphs = re.findall(r"<p>(.*?)</p>", output, re.DOTALL)
        return " ".join(plain_text(paragraph) for paragraph in paragraphs)

    def _check_footnotes(self, build: Build) -> None:
        used = set(self.footnotes.footnote_order)
        for label, footnote in build.footnotes.items():
            if label not in used:
                advice = f"本文に「[^{label}]」を書くか、説明を消してください。"
                build.error(footnote.line, f"脚注「[^{label}]」は本文のどこからも使われていません。{advice}")
        for label in self.undefined.labels:
            mark_ = f"[^{label}]"
            places = (
                build.line_of(line, lines, mark_)
                for line, lines in build.sources.values()
                if any(mark_ in each for each in lines)
            )
            advice = f"「{mark_}: 説明」の行を加えてください。"
            build.error(min(places, default=0), f"脚注「{mark_}」の説明がありません。{advice}")


def plain_text(fragment: str) -> str:
    """Return the text of a piece of our own HTML, on one line, without ruby readings and marks."""
    fragment = re.sub(r"<(rt|rp|script|style)\b.*?</\1>", "", fragment, flags=re.DOTALL)
    fragment = re.sub(r"\x1a\d+\x1a", "", re.sub(r"<[^>]*>", " " if "<p" in fragment else "", fragment))
    return " ".join(html.unescape(fragment).split())
