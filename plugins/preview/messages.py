"""What the process that builds tells the one that serves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.core.problems import Problem


@dataclass(frozen=True)
class Place:
    """Where a site is served, and what it is made of."""

    base_path: str
    content: str
    theme: str
    articles: tuple[str, ...]
    """The folders of articles and pages, below `content`."""


@dataclass(frozen=True)
class Built:
    """A whole build. Where `failure` is not empty, it says why the site is as it was."""

    problems: tuple[Problem, ...] = ()
    failure: str = ""
    place: Place | None = None
    """None where the settings could not be read."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Pages, by their file in the output → the file that they are made of, as a writer would type it."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """What readers do not see yet: address, with the path of the site → 下書き, 予約 …"""
    until: float = float("inf")
    """When the site becomes another without any change."""
    articles: int = 0
    rendered: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Quick:
    """One article, read again: its page, or None where it cannot be shown alone, and what is wrong with it."""

    path: str
    """Its file, as in `Built.sources`."""
    change: int
    """The number of the change that is in it."""
    problems: tuple[Problem, ...] | None = None
    """None where nothing is known of the file."""
    name: str = ""
    page: bytes | None = None
