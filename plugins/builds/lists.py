"""The pages of a list of articles, cut so that a new article leaves all but the first, or the first two, as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class ListPage(NamedTuple):
    """What one page of a list shows. Addresses are paths of the site."""

    articles: Sequence[Any]
    number: int
    """1 is the front; the others are numbered from the oldest on."""
    front: str
    """Where the list begins."""
    newer: str | None
    """Where the page of newer articles is."""
    older: str | None
    total: int | None
    """How many articles the list has; on its front alone, as it would change the others."""


def cut(articles: Sequence[Any], size: int) -> list[tuple[int, Sequence[Any]]]:
    """Return the pages of a list, as one reads them: the number and the articles of each.

    Number 1, the front, has the newest. The others are filled and numbered from the oldest article on, from 2. Cut from
    the newest on, as is usual, all pages of a list would change with each new article, and no address would keep what it
    shows. The front takes what is left, up to twice the size less one; once it is full, a page comes to stand behind it.

    >>> cut("gfedcba", 3)
    [(1, 'gfed'), (2, 'cba')]
    >>> cut("ihgfedcba", 3)
    [(1, 'ihg'), (3, 'fed'), (2, 'cba')]
    """
    behind = max(0, len(articles) // size - 1)
    front = len(articles) - behind * size
    starts = range(front, len(articles), size)
    numbers = range(behind + 1, 1, -1)
    return [
        (1, articles[:front]),
        *((number, articles[start : start + size]) for number, start in zip(numbers, starts, strict=True)),
    ]
