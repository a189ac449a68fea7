"""The numbers of articles in the index: rising with the date, and with holes, so that one that goes or comes late moves few."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol, TypeVar

_ROOM = 1.25
"""Places of a month, as a share of the articles that a month has on average."""
_PAGES = 16
"""Articles begin at a multiple of this, after what has no date."""


class Dated(Protocol):
    """What has a month: a number that rises with time, 0 for what has no date."""

    @property
    def month(self) -> int:
        """Return it."""
        ...


T = TypeVar("T", bound=Dated)


def placed(documents: Sequence[T]) -> list[T | None]:
    """Return the documents, sorted by date, at their places: each month begins at one of its own where there is room.

    How many a month has is a power of two, so that it seldom changes.
    """
    dated = [document for document in documents if document.month]
    places: list[T | None] = [document for document in documents if not document.month]
    if not dated:
        return places
    first = dated[0].month
    each = len(dated) / (dated[-1].month - first + 1)
    room = 2 ** max(0, math.ceil(math.log2(_ROOM * each)))
    start = math.ceil(len(places) / _PAGES) * _PAGES
    for document in dated:
        at = start + (document.month - first) * room
        places += [None] * (at - len(places))
        places.append(document)
    return places
