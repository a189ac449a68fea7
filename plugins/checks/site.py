"""All articles as the rules see them that compare files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One article or page."""

    path: str
    """Its file, as the writer would type it."""
    source: str
    """The same, relative to the content folder."""
    title: str
    title_line: int
    is_listed: bool
    """Whether it is an article that lists name."""
    links: tuple[tuple[str, int], ...] = ()
    """The documents that its text links to (by source), each with the line."""
    own_links: tuple[int, ...] = ()
    """The lines of related links and cards that lead to itself."""


@dataclass(frozen=True)
class Site:
    """All of them, in the order of their files."""

    entries: tuple[Entry, ...]
