"""The body of an article → HTML: the scanner's blocks, with Python-Markdown for what is inside a line."""

from __future__ import annotations

import datetime as dt
import html
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from plugins.core.library import Heading as HeadingEntry
from plugins.core.problems import Report
from plugins.core.settings import from_pelican
from plugins.dialect.blocks import (
    Document,
)
from plugins.dialect.build import RAW, Build, Head, attribute_message
from plugins.dialect.grammar import Dialect
from plugins.dialect.inline import Newline, assign_attributes, extend_inline
from plugins.dialect.kept import Spans, kept, marked, unmarked
from plugins.dialect.needs import Need
from plugins.dialect.scan import scan
from plugins.dialect.settings import DialectSettings

_NOT_IN_SLUG = re.compile(r"[^\w\- ]")
_RAW_MARK = re.compile(f"<{RAW}>([0-9]+)</{RAW}>\n?")
_ID = re.compile(r"""\sid=["']?([^"'\s>]+)""")
_NOT_READ = re.compile(r"<(rt|rp|script|style|button)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NEED = re.compile(r"\x1a\d+\x1a")
_NO_HEAD = Head()
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
    raw: Spans = ()
    """Where raw HTML stands in `html`."""

    @property
    def marked(self) -> str:
        """Its HTML, with marks around what is raw."""
        return marked(self.html, self.raw) if self.raw else self.html

    def release(self) -> None:
        """Forget what can be read again: here, nothing."""


def heading_slug(text: str) -> str:
    """Return the id that GitHub gives a heading: lower case, no punctuation, `-` for spaces.

    >>> heading_slug("1次面接（軸）と Web 面接")
    '1次面接軸と-web-面接'
    """
    return _NOT_IN_SLUG.sub("", text.strip().lower()).replace(" ", "-")


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
        seen: Counter[tuple[int, str]] = Counter()

        def fault(element: ET.Element, text: str, name: str) -> None:
            line, lines = next((line, lines) for each, line, lines in self._walk(root) if each is element)
            found = [line + number for number, each in enumerate(lines) for _ in range(each.count(text))]
            position = seen[line, text]
            seen[line, text] += 1
            build.error(found[position] if position < len(found) else line, attribute_message(name))

        assign_attributes(root, fault)
        for element, line, lines in self._walk(root):
            if element.tag in _HEADINGS:
                self._heading(element)
            elif element.tag == "a" and element.get("class", "") not in ("footnote-ref", "footnote-backref"):
                self._link(element, line, lines)
            elif element.tag == "img":
                self._picture(element, line, lines)
        for finish in build.converter.dialect.finishers:
            finish(root, build)

    def _walk(self, root: ET.Element) -> Iterator[tuple[ET.Element, int, list[str]]]:
        """Yield all elements in their order, each with the text of the writer that it is in: its first line, its lines."""
        waiting: list[tuple[ET.Element, int, list[str]]] = [(root, 0, [])]
        sources = self.build.sources
        while waiting:
            element, line, lines = waiting.pop()
            line, lines = sources.get(element, (line, lines))
            yield element, line, lines
            waiting += [(child, line, lines) for child in reversed(element)]

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
        # The rules are all there: a list of them is quicker to ask than what keeps them in order.
        vars(self.md.treeprocessors["inline"])["inlinePatterns"] = list(self.md.inlinePatterns)

    @classmethod
    def for_dialect(cls, dialect: Dialect) -> Converter:
        """Return a converter with the settings of the dialect's site."""
        return cls(dialect, from_pelican(DialectSettings, "DIALECT_", dialect.settings).newline)

    def convert(self, text: str, first_line: int, report: Report, head: Head = _NO_HEAD) -> Body:
        """Return the HTML of a body; faults go to `report`, and what could be understood is in the result."""
        self.md.reset()
        self.undefined.labels.clear()
        scanned = scan(text, first_line, self.dialect, report)
        build = Build(self, report, head, reference_lines=scanned.reference_lines)
        self.parser.build = self.finish.build = build
        self.parser.document = scanned.document
        self.md.references.update(scanned.references)
        converted = self.md.convert(text or " ")
        whole = _RAW_MARK.sub(lambda match: kept(build.raw[int(match[1])]) + "\n", converted).strip()
        output, raw = unmarked(whole)
        self._check_footnotes(build)
        return Body(
            output,
            tuple(build.needs),
            tuple(build.headings),
            frozenset(_ID.findall(output)),
            self._summary_text(output),
            sum(map(len, plain_text(output).split())),
            build.updated,
            raw,
        )

    def plain(self, element: ET.Element) -> str:
        """Return the text of an element as a reader hears it: no markup, no ruby readings, entities undone."""
        parts = [element.text or ""] if element.tag not in ("rt", "rp") else []
        parts += [self.plain(child) + (child.tail or "") for child in element]
        return html.unescape(HTML_PLACEHOLDER_RE.sub(self._unstash, "".join(parts))).strip()

    def _unstash(self, match: re.Match[str]) -> str:
        raw = self.md.htmlStash.rawHtmlBlocks[int(match[1])]
        return _TAG.sub("", unmarked(raw)[0] if isinstance(raw, str) else "")

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
    if "<" in fragment:
        fragment = _NOT_READ.sub("", fragment)
        fragment = _TAG.sub(" " if "<p" in fragment else "", fragment)
    return " ".join(html.unescape(_NEED.sub("", fragment)).split())
