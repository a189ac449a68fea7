"""Where a word is: the articles that have it, how much it counts in each, and its places there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from operator import sub

from plugins.search.numbers import TABLE, gaps, number, read_number, read_numbers

Value = tuple[int, str]
"""What one article says of a word: impact and places, as `number` and `gaps`."""


class Postings:
    """What the articles say of one word. What a state kept of it is taken apart only where an older article changes it."""

    __slots__ = ("_kept", "_values")

    def __init__(self, kept: bytes = b"") -> None:
        """Take what `to_bytes` gave; nothing for a word that is nowhere."""
        self._kept = kept
        self._values: dict[int, Value] | None = None if kept else {}

    @property
    def values(self) -> dict[int, Value]:
        """Article → value, in no order."""
        if self._values is None:
            text, places = self._halves()
            steps = read_numbers(text)
            each = zip(steps[1::2], places.split("\n"), strict=True)
            self._values = dict(zip(accumulate(steps[::2]), each, strict=True))
            self._kept = b""
        return self._values

    @property
    def count(self) -> int:
        """How many articles have the word."""
        return _int(self._kept, 0) if self._values is None else len(self._values)

    def put(self, article: int, value: Value) -> None:
        """Put an article in, or another value in its place."""
        if self._values is None and article > (last := _int(self._kept, 1)):
            text, places = self._halves()
            text += _step(article - last) + TABLE[value[0]]
            self._keep(self.count + 1, article, text, f"{places}\n{value[1]}")
        else:
            (self._values if self._values is not None else self.values)[article] = value

    def to_text(self) -> tuple[str, str]:
        """Return the articles, as gaps, with their impacts, and the places, as the engine reads them.

        >>> postings = Postings()
        >>> postings.put(2, (5, "$%"))
        >>> postings.put(1, (3, "$$"))
        >>> postings.to_text(), Postings(postings.to_bytes()).to_text()
        (('$&$(', '$$$%'), ('$&$(', '$$$%'))
        """
        if self._values:
            text, places = self._settle(self._values)
            return text, "".join(places)
        if not self._kept:
            return "", ""
        text, joined = self._halves()
        return text, joined.replace("\n", "")

    def to_bytes(self) -> bytes | None:
        """Return what a state keeps; nothing of a word that is nowhere."""
        if self._values:
            self._settle(self._values)
        return self._kept or None

    def _settle(self, values: dict[int, Value]) -> tuple[str, list[str]]:
        """Keep some values as bytes; return the articles with their impacts, and the places in each."""
        articles = sorted(values)
        steps = map(sub, articles, [0, *articles])
        pairs = [values[article] for article in articles]
        text = "".join([_step(step) + TABLE[impact] for step, (impact, _) in zip(steps, pairs, strict=True)])
        places = [each for _, each in pairs]
        self._keep(len(articles), articles[-1], text, "\n".join(places))
        return text, places

    def _keep(self, count: int, last: int, text: str, places: str) -> None:
        self._kept = b"%s%s%s\n%s" % (
            count.to_bytes(4, "big"),
            last.to_bytes(4, "big"),
            text.encode(),
            places.encode(),
        )
        self._values = None

    def _halves(self) -> tuple[str, str]:
        text, _, places = self._kept[8:].decode("ascii").partition("\n")
        return text, places


def _int(data: bytes, at: int) -> int:
    return int.from_bytes(data[4 * at : 4 * at + 4], "big")


def _step(value: int) -> str:
    return TABLE[value] if value < 4096 else number(value)  # noqa: PLR2004 - len(TABLE)


def merged(values: Sequence[Value]) -> Value:
    """Return the greatest impact and the places of all."""
    if len(values) == 1:
        return values[0]
    every = {place for _, places in values for place in accumulate(read_numbers(places)[1:])}
    return max([impact for impact, _ in values]), number(len(every)) + gaps(sorted(every))


def moved(places: str, by: int) -> str:
    """Return places that are all `by` further on: only the first number changes."""
    if not by:
        return places
    _, start = read_number(places, 0)
    first, end = read_number(places, start)
    return f"{places[:start]}{_step(first + by)}{places[end:]}"
