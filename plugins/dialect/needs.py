"""What a converted article still needs from the others: a mark in its HTML, and what belongs there.

Links, titles and pictures depend on files that are read later, so the HTML of an article holds marks,
and `resolve` replaces them once all articles are known. The unresolved HTML depends on its own file alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

# A control character that no source may hold (`core.text.control_character`), so a mark is never the writer's text.
_MARK = "\x1a"
ATTRIBUTES = "data-attributes"
"""An attribute whose value is a mark stands for all the attributes that the answer holds (` width="1"`), or none."""

_MARKED = re.compile(f'(?: {ATTRIBUTES}="{_MARK}([0-9]+){_MARK}")|{_MARK}([0-9]+){_MARK}')


@dataclass(frozen=True)
class Need:
    """One thing to look up: its kind (`link`, `title`, `image`, …), the line that asks, and what it asks for."""

    kind: str
    line: int
    value: str
    options: Mapping[str, str] = field(default_factory=dict)


RAW_LINK = "raw-link"
"""A link in raw HTML, which passes as it is: such a need has no mark, and is looked up only to tell what is wrong."""


def mark(number: int) -> str:
    """Return the mark of the need with that position in the article's list."""
    return f"{_MARK}{number}{_MARK}"


def resolve(html: str, needs: Sequence[Need], answer: Callable[[Need], str]) -> str:
    """Return the HTML with every mark replaced by the answer to its need."""
    return _MARKED.sub(lambda match: answer(needs[int(match[1] or match[2])]), html)
