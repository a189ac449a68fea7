"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from plugins.core.problems import Level

T = TypeVar("T")


class Found(NamedTuple):
    """One place that a rule marks: its line, what is there, and its file where the rule looks at several."""

    line: int
    what: str
    path: str = ""


@dataclass(frozen=True)
class Rule(Generic[T]):
    """One rule; `check` looks at a `Page`, or at the `Site` for what only the sum of all files tells."""

    name: str
    """What a writer reads behind a finding, and the owner writes into `CHECKS_OFF`."""
    level: Level
    reason: str
    remedy: str
    check: Callable[[T], Iterator[Found]]
    is_on: bool = True
