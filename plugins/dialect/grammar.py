"""What features add to the dialect: fences, lines of their own, and what is resolved when all articles are known.

A feature's package has a function `extend_dialect(dialect)`; `dialect_of` calls those of all plugins in turn.
So features register here, know nothing of each other, and a worker process can make the same dialect again.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from plugins.core.text import fold
from plugins.dialect.blocks import Fence, Quote, Special, Table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from plugins.core.library import Document, Library
    from plugins.core.problems import Report
    from plugins.core.site import Site
    from plugins.dialect.build import Build
    from plugins.dialect.needs import Need


class RenderFence(Protocol):
    """Add the HTML of a fence to `parent`; `build.children` renders what is inside."""

    def __call__(self, parent: Element, block: Fence, build: Build) -> None:
        """Add the elements."""


class RenderSpecial(Protocol):
    """Add the HTML of a line of its own to `parent`."""

    def __call__(self, parent: Element, block: Special, build: Build) -> None:
        """Add the elements."""


class RenderQuote(Protocol):
    """Add the HTML of a quote that is something else (a GitHub alert); False where it is just a quote."""

    def __call__(self, parent: Element, block: Quote, build: Build) -> bool:
        """Add the elements."""


class DecorateTable(Protocol):
    """Change a table before the text of its cells is rendered."""

    def __call__(self, table: Element, block: Table, build: Build) -> None:
        """Change the elements."""


class DecoratePicture(Protocol):
    """Change a picture; `value` is its path as typed, `number` counts the pictures of the body from 0."""

    def __call__(self, picture: Element, value: str, line: int, number: int, build: Build) -> None:
        """Change the element."""


class FinishBody(Protocol):
    """Change the finished tree of a body."""

    def __call__(self, root: Element, build: Build) -> None:
        """Change the elements."""


Resolve = Callable[["Need", "Document", "Library", "Report"], str]
"""What stands in the page for a need, now that all articles are known."""


@dataclass(frozen=True)
class Scheme:
    """What links of the form `name:rest` lead to: their address, and their text where the writer left it empty."""

    link: Resolve
    title: Resolve


@dataclass(frozen=True)
class FenceKind:
    """A kind of fence: its Japanese name, the other names that open it, and how it is rendered."""

    name: str
    aliases: tuple[str, ...]
    render: RenderFence


@dataclass(frozen=True)
class LineRule:
    """A line that means something when it stands alone. `pattern` matches the whole line, stripped."""

    name: str
    pattern: re.Pattern[str]
    render: RenderSpecial
    lead: re.Pattern[str] | None = None
    """A line of text right before it that belongs to it (a label, its link on the next line)."""
    in_lists: bool = True
    """Whether it has its meaning in the items of lists too."""


@dataclass(frozen=True)
class EmbedKind:
    """`@[name](argument)` alone on a line."""

    name: str
    render: RenderSpecial


@dataclass
class Dialect:
    """Everything that the features of one site have registered."""

    site: Site
    settings: Mapping[str, Any]
    fences: dict[str, FenceKind] = field(default_factory=dict)
    """By name."""
    names: dict[str, str] = field(default_factory=dict)
    """Every name and alias, folded → the name of its fence."""
    lines: dict[str, LineRule] = field(default_factory=dict)
    embeds: dict[str, EmbedKind] = field(default_factory=dict)
    quotes: list[RenderQuote] = field(default_factory=list)
    tables: list[DecorateTable] = field(default_factory=list)
    pictures: list[DecoratePicture] = field(default_factory=list)
    finishers: list[FinishBody] = field(default_factory=list)
    """What is done to the tree of a body when all its text is rendered and its headings are known."""
    changes: list[Callable[[str, Document], str]] = field(default_factory=list)
    """What is done to the HTML of an article once its needs are answered."""
    scripts: dict[str, str] = field(default_factory=dict)
    """A piece of HTML → the script of the theme that a page with it loads."""
    resolvers: dict[str, Resolve] = field(default_factory=dict)
    """By the kind of need."""
    schemes: dict[str, Scheme] = field(default_factory=dict)
    """By the word before the colon of a link (`service:KEY`)."""

    def answer(self, document: Document, library: Library, report: Report, need: Need) -> str:
        """Return what stands in a document for one of its needs."""
        return self.resolvers[need.kind](need, document, library, report)

    def add_fence(self, kind: FenceKind) -> None:
        """Register a kind of fence. A name that is taken is a fault of the code: `ValueError`."""
        for name in (kind.name, *kind.aliases):
            if fold(name) in self.names:
                msg = f"two fences are called {name}"
                raise ValueError(msg)
            self.names[fold(name)] = kind.name
        self.fences[kind.name] = kind

    def add_line(self, rule: LineRule) -> None:
        """Register a line of its own; rules are tried in the order in which they came."""
        self.lines[rule.name] = rule

    def add_embed(self, kind: EmbedKind) -> None:
        """Register an embed."""
        self.embeds[kind.name] = kind

    def line_rule(self, text: str, *, in_list: bool) -> LineRule | None:
        """Return the rule that a line (stripped) matches as a whole."""
        for rule in self.lines.values():  # asked for each line: a generator would take longer than the rules
            if rule.pattern.fullmatch(text) and (rule.in_lists or not in_list):
                return rule
        return None

    def fence_named(self, text: str) -> tuple[str, str] | None:
        """Return the name of the fence that a text begins with, by the longest match, and the title behind it."""
        words = text.split()
        for count in range(len(words), 0, -1):
            name = self.names.get(fold(" ".join(words[:count])))
            if name is not None:
                rest = re.split(r"\s+", text.strip(), maxsplit=count)
                return name, rest[count].strip() if len(rest) > count else ""
        return None


def dialect_of(plugins: Iterable[str], site: Site, settings: Mapping[str, Any]) -> Dialect:
    """Return the dialect that these plugins (module names) make together."""
    dialect = Dialect(site, settings)
    for name in plugins:
        extend = getattr(importlib.import_module(name), "extend_dialect", None)
        if extend is not None:
            extend(dialect)
    return dialect
