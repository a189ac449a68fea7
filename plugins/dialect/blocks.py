"""The blocks of an article, as the scanner finds them. Lines are numbered as in the file (1-based)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class Block:
    """Anything that stands by itself in an article."""

    line: int
    after_blank: bool = field(default=False, kw_only=True)
    """Whether a blank line stands before it (what makes a list loose)."""


@dataclass
class Container(Block):
    """A block that holds blocks."""

    children: list[Block] = field(default_factory=list, kw_only=True)


@dataclass
class Document(Container):
    """The whole body."""


@dataclass
class Quote(Container):
    """Lines behind `>`."""


@dataclass
class Items(Container):
    """A list; its children are `Item`s. `marker` is `.` or `)` for ordered lists, else the bullet."""

    marker: str
    start: int | None
    """The first number of an ordered list, None for bullets."""


@dataclass
class Item(Container):
    """One item. `column`: where its text begins, counted from the start of its list's lines."""

    column: int


@dataclass
class Definitions(Container):
    """A definition list; its children are `Term`s and `Definition`s."""


@dataclass
class Term(Block):
    """What is defined."""

    text: str


@dataclass
class Definition(Container):
    """What it means."""


@dataclass
class Footnote(Container):
    """The text of a footnote, `[^label]: …`."""

    label: str


@dataclass
class Fence(Container):
    """`:::name title` … `:::`."""

    colons: int
    name: str
    """The name as the table of fences has it (never as it was typed)."""
    title: str
    opener: str
    """The line that opened it, as typed, for messages."""
    closed: bool = False
    """Whether its end was found; one without is reported, and nothing else about it is."""


@dataclass
class Paragraph(Block):
    """Lines of text. `attributes`: what a last line `{.class}` gave."""

    lines: list[str]
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Heading(Block):
    """`## text`."""

    level: int
    text: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Rule(Block):
    """`---`."""


@dataclass
class Code(Block):
    """A fenced code block: what stands behind the opening fence, and its lines."""

    info: str
    lines: list[str]


@dataclass
class Html(Block):
    """A block of raw HTML."""

    lines: list[str]


@dataclass
class Table(Block):
    """The lines of a table: header, delimiter row, rows."""

    lines: list[str]
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Special(Block):
    """A line of its own with a meaning (an embed, a labelled link), found by the rule of that name."""

    rule: str
    text: str
    groups: Mapping[str, str]
