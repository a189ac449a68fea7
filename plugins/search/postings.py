"""Where a word is: the articles that have it, how much it counts in each, and its places there."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from plugins.search.numbers import TABLE, gaps, length_of, number, read_number, read_numbers

BYTE_ORDER = sys.byteorder
"""A state of another machine cannot be read."""


@dataclass
class Postings:
    """Three columns, sorted by article."""

    articles: list[int] = field(default_factory=list)
    impacts: list[int] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    def set(self, article: int, impact: int, places: str) -> None:
        """Put an article in, or put other figures in its place."""
        at = len(self.articles)
        if self.articles and self.articles[-1] >= article:
            at = bisect_left(self.articles, article)
            if self.articles[at] == article:
                self.impacts[at], self.places[at] = impact, places
                return
        self.articles.insert(at, article)
        self.impacts.insert(at, impact)
        self.places.insert(at, places)

    def remove(self, article: int) -> None:
        """Take an article out."""
        at = bisect_left(self.articles, article)
        if self.articles[at : at + 1] == [article]:
            del self.articles[at], self.impacts[at], self.places[at]

    def to_text(self) -> str:
        """Return the articles, as gaps, and impacts as the engine reads them.

        >>> Postings([1, 2], [3, 5], ["", ""]).to_text()
        '$&$('
        """
        steps = map(int.__sub__, self.articles, [0, *self.articles])
        return "".join(
            [
                (TABLE[step] if step < 4096 else number(step)) + TABLE[impact]  # noqa: PLR2004 - len(TABLE)
                for step, impact in zip(steps, self.impacts, strict=False)
            ]
        )

    def to_bytes(self) -> bytes | None:
        """Return what a state keeps; nothing of a word that is nowhere."""
        if not self.articles:
            return None
        count = len(self.articles)
        return b"".join(
            [
                count.to_bytes(4, "little"),
                array("I", self.articles).tobytes(),
                bytes(self.impacts),
                "\n".join(self.places).encode(),
            ]
        )


def from_bytes(data: bytes) -> Postings:
    """Return what `to_bytes` made."""
    if not data:
        return Postings()
    count = int.from_bytes(data[:4], "little")
    articles = array("I")
    articles.frombytes(data[4 : 4 + 4 * count])
    rest = data[4 + 4 * count :]
    return Postings(articles.tolist(), list(rest[:count]), rest[count:].decode().split("\n"))


def merged(found: Sequence[tuple[int, int, str]]) -> tuple[int, str]:
    """Return impact and places of a piece from (impact, offset of the piece, places) of the words around it."""
    (impact, offset, places), *others = found
    if not others:
        return impact, moved(places, offset)
    every = {place + by for _, by, text in found for place in read_places(text)}
    return max(each[0] for each in found), number(len(every)) + gaps(sorted(every))


def moved(places: str, by: int) -> str:
    """Return places that are all `by` further on: only the first number changes."""
    if not by:
        return places
    count = length_of(places[0])
    first, end = read_number(places, count)
    return places[:count] + number(first + by) + places[end:]


def read_places(text: str) -> Iterable[int]:
    """Yield the places of `number` and `gaps`."""
    return accumulate(read_numbers(text)[1:])
