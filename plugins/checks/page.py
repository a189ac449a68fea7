"""One file as the rules see it: its text in passages, each with its line and with what it stands in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from plugins.core.problems import Level
from plugins.dialect.blocks import (
    Block,
    Code,
    Container,
    Definition,
    Fence,
    Footnote,
    Heading,
    Html,
    Items,
    Paragraph,
    Quote,
    Special,
    Table,
    Term,
)
from plugins.dialect.grammar import Dialect
from plugins.dialect.lines import CODE_SPAN
from plugins.dialect.scan import scan
from plugins.dialect.tables import split_cells

EXAMPLES = ("例文", "OK例", "NG例", "会話", "体験談", "引用")
"""What holds the words of others, or words to be filled in."""

_HEAD_LINE = re.compile(r"(?P<key>[a-z_]+):(?P<value>(?:[ 　].*)?)")
_LINK = re.compile(
    r"(?P<picture>!?)\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]*(?:\([^()]*\)[^()\s]*)*)[^)]*\)"
)
_IMG = re.compile(r"<img\b(?P<attributes>[^>]*)>", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_PIXEL = re.compile(r"""\b(?:width|height)\s*=\s*["']?[01]\b""", re.IGNORECASE)
_TAG = re.compile(r"<[/!]?[a-zA-Z][^<>]*>|<https?://[^<>]*>")
_ADDRESS = re.compile(r"https?://[\w./?=&%#~:@!$+,;*'()-]+")
_HIDDEN = "\ufffc"
"""Stands for what is shown and is no text: code, pictures."""


@dataclass(frozen=True)
class Passage:
    """Lines that a reader sees as one piece of text."""

    kind: str
    """`paragraph`, `heading`, `cell`, `title`, `description`."""
    line: int
    lines: tuple[str, ...]
    """As typed, without the signs of what they stand in."""
    inside: tuple[str, ...] = ()
    """The boxes, 引用 and リスト that it stands in, from the outside."""
    before: str = ""
    """What comes right after it: リスト, 引用, 表, コード, HTML, or the name of a box."""
    level: int = 0
    """Of a heading."""
    group: int = 0
    """Passages of one container have one number."""

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The lines as a reader sees them: no code, no addresses, no tags."""
        return tuple(plain(line) for line in self.lines)

    @property
    def is_example(self) -> bool:
        """Whether these are not the writer's own words."""
        return any(each in EXAMPLES for each in self.inside)

    def numbered(self) -> Iterator[tuple[int, str]]:
        """Yield each plain line with its number in the file."""
        return enumerate(self.plain, self.line)


@dataclass(frozen=True)
class Link:
    """A link or a picture, as typed."""

    line: int
    text: str
    target: str
    is_picture: bool = False


@dataclass(frozen=True)
class Page:
    """One article or page."""

    path: str
    """Relative to the content folder."""
    lines: tuple[str, ...]
    """All lines of the file; `lines[0]` is line 1."""
    body_line: int
    head: dict[str, tuple[int, str]]
    """What stands behind a key on its line."""
    passages: tuple[Passage, ...]
    verbatim: frozenset[int]
    """The lines of code and of raw HTML."""
    year: int
    """This year."""

    @property
    def is_article(self) -> bool:
        """Tell an article from a page like プロフィール."""
        return self.path.startswith("articles/")

    @property
    def headings(self) -> list[Passage]:
        """The headings, in order."""
        return [each for each in self.passages if each.kind == "heading"]

    @property
    def prose(self) -> Iterator[Passage]:
        """What the writer says to the reader: no examples, no words of others."""
        return (each for each in self.passages if not each.is_example)

    def body(self) -> Iterator[tuple[int, str]]:
        """Yield the numbered lines of the body as typed, but for those of code and HTML."""
        for number, line in enumerate(self.lines[self.body_line - 1 :], self.body_line):
            if number not in self.verbatim:
                yield number, line

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links and pictures, in order."""
        found = []
        for number, line in self.body():
            for match in _LINK.finditer(CODE_SPAN.sub(_HIDDEN, line)):
                found += [Link(number, match["text"], match["target"], bool(match["picture"]))]
                found += [
                    Link(number, inner["text"], inner["target"], is_picture=True)
                    for inner in _LINK.finditer(match["text"])
                ]
        for number, line in enumerate(self.lines[self.body_line - 1 :], self.body_line):
            found += _html_pictures(number, CODE_SPAN.sub(_HIDDEN, line))
        return tuple(sorted(found, key=lambda link: link.line))


def _html_pictures(number: int, line: str) -> Iterator[Link]:
    for match in _IMG.finditer(line):
        if not _PIXEL.search(match["attributes"]):
            alt = _ALT.search(match["attributes"])
            yield Link(number, (alt[1] or alt[2] or "") if alt else "", "", is_picture=True)


def plain(line: str) -> str:
    """Return a line as a reader sees it.

    >>> plain("**[題名](a.md)**と`code`、<b>太字</b>")
    '**題名**と￼、太字'
    """
    line = CODE_SPAN.sub(_HIDDEN, line)
    while (shorter := _LINK.sub(lambda match: _HIDDEN if match["picture"] else match["text"], line)) != line:
        line = shorter
    return html.unescape(_ADDRESS.sub(_HIDDEN, _TAG.sub("", line)))


def read_page(path: str, text: str, dialect: Dialect, year: int) -> Page:
    """Take a file apart; one whose head cannot be found is all body."""
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), 0)
    if lines[0].rstrip() != "---":
        end = 0
    head: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines[1 : max(end - 1, 0)], 2):
        if match := _HEAD_LINE.fullmatch(line):
            head.setdefault(match["key"], (number, match["value"].strip()))
    document = scan("\n".join(lines[end:]), end + 1, dialect, _ignore).document
    reader = _Reader()
    for key in ("title", "description"):
        if key in head:
            reader.passages.append(Passage(key, head[key][0], (head[key][1],)))
    reader.children(document, ())
    return Page(path, tuple(lines), end + 1, head, tuple(reader.passages), frozenset(reader.verbatim), year)


def _ignore(level: Level, line: int, message: str) -> None:
    """Hear nothing: the build reports what the scanner finds."""


class _Reader:
    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.verbatim: set[int] = set()
        self.groups = 0

    def children(self, container: Container, inside: tuple[str, ...]) -> None:
        self.groups += 1
        group = self.groups
        for number, block in enumerate(container.children):
            following = container.children[number + 1 : number + 2]
            self._block(block, inside, _word(following[0]) if following else "", group)

    def _block(self, block: Block, inside: tuple[str, ...], before: str, group: int) -> None:
        match block:
            case Fence():
                if block.title:
                    self._add(Passage("cell", block.line, (block.title,), inside))
                self.children(block, (*inside, block.name))
            case Items():
                for item in block.children:
                    self._block(item, (*inside, "リスト"), before, group)
            case Container():
                self.children(block, (*inside, "引用") if isinstance(block, Quote) else inside)
            case Code() | Html():
                fences = 2 if isinstance(block, Code) else 0
                self.verbatim |= set(range(block.line, block.line + len(block.lines) + fences))
            case _:
                self._leaf(block, inside, before, group)

    def _leaf(self, block: Block, inside: tuple[str, ...], before: str, group: int) -> None:
        match block:
            case Heading():
                self._add(Passage("heading", block.line, (block.text,), inside, before, block.level))
            case Paragraph():
                self._add(Passage("paragraph", block.line, tuple(block.lines), inside, before, group=group))
            case Term() | Special():
                self._add(Passage("cell", block.line, (block.text,), inside, before))
            case Table():
                for number, row in enumerate(block.lines):
                    if number != 1:  # the line between head and rows
                        for cell in split_cells(row):
                            self._add(Passage("cell", block.line + number, (cell,), inside))
            case _:
                pass

    def _add(self, passage: Passage) -> None:
        self.passages.append(passage)


_WORDS: tuple[tuple[type[Block], str], ...] = (
    (Items, "リスト"),
    (Quote, "引用"),
    (Table, "表"),
    (Code, "コード"),
    (Html, "HTML"),
    (Definition, "説明"),
    (Footnote, "説明"),
)


def _word(block: Block) -> str:
    if isinstance(block, Fence):
        return block.name
    if isinstance(block, Paragraph) and block.lines[0].startswith("!["):
        return "画像"
    return next((word for kind, word in _WORDS if isinstance(block, kind)), "")
