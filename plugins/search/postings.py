"""Where a word is: the articles that have it, how much it counts in each, and its places there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import sub

from plugins.search.numbers import TABLE, gaps, number, read_number, read_numbers

Value = tuple[int, str]
"""What one article says of a word: impact and places, as `number` and `gaps`."""


class Postings:
    """What the articles say of one word. What is kept of it is taken apart only where an older article changes it."""

    __slots__ = ("_kept", "_values")

    def __init__(self, kept: bytes = b"") -> None:
        """Take what `to_bytes` gave; nothing for a word that is nowhere."""
        self._kept = kept
        self._values: dict[int, Value] = {}
        """Of articles that are newer than those kept."""

    @property
    def values(self) -> dict[int, Value]:
        """Article → value, in no order."""
        if self._kept:
            self._values = dict(self.items())
            self._kept = b""
        return self._values

    @property
    def count(self) -> int:
        """How many articles have the word."""
        return _int(self._kept, 0) + len(self._values)

    def items(self) -> Iterator[tuple[int, Value]]:
        """Yield articles and values; nothing is taken apart for good."""
        if self._kept:
            text, places = self._halves()
            steps = read_numbers(text)
            each = zip(steps[1::2], places.split("\n"), strict=True)
            yield from zip(accumulate(steps[::2]), each, strict=True)
        yield from self._values.items()

    def put(self, article: int, value: Value) -> None:
        """Put an article in, or another value in its place."""
        values = self.values if self._kept and article <= _int(self._kept, 1) else self._values
        values[article] = value

    def to_text(self) -> tuple[str, str]:
        """Return the articles, as gaps, with their impacts, and the places, as the engine reads them.

        >>> postings = Postings()
        >>> postings.put(2, (5, "$%"))
        >>> postings.put(1, (3, "$$"))
        >>> postings.to_text(), Postings(postings.to_bytes()).to_text()
        (('$&$(', '$$$%'), ('$&$(', '$$$%'))
        """
        self.settle()
        text, places = self._halves()
        return text, places.replace("\n", "")

    def to_bytes(self) -> bytes | None:
        """Return what a state keeps; nothing of a word that is nowhere."""
        self.settle()
        return self._kept or None

    def settle(self) -> None:
        """Keep all as bytes, which take a tenth of the memory."""
        if not self._values:
            return
        articles = sorted(self._values)
        pairs = [self._values[article] for article in articles]
        before, places = self._halves()
        steps = map(sub, articles, [_int(self._kept, 1), *articles])
        text = "".join([_step(step) + TABLE[impact] for step, (impact, _) in zip(steps, pairs, strict=True)])
        self._kept = b"%s%s%s\n%s" % (
            self.count.to_bytes(4, "big"),
            articles[-1].to_bytes(4, "big"),
            (before + text).encode(),
            "\n".join([*([places] if self._kept else ()), *(each for _, each in pairs)]).encode(),
        )
        self._values = {}

    def _halves(self) -> tuple[str, str]:
        text, _, places = self._kept[8:].decode("ascii").partition("\n")
        return text, places


def _int(data: bytes, at: int) -> int:
    """Return the first or second number of what is kept; 0 where nothing is."""
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
