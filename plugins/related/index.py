"""The products of one vector with those of all articles, exactly and without numpy, whose import alone takes longer.

An inverted index: for each column the articles that have it, and their weights. A column that many have is one large whole
number with a lane of 24 bits for each article, so that one multiplication by a weight multiplies them all, and one addition
adds them up: no product is beyond 2**24 (`weights.SCALE`), so no lane runs over. The others are lists, added one by one.

The index stands as it was made; an article that has changed since is compared by itself, until there are `MANY_STALE`.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from plugins.related.state import State, Table
from plugins.related.vectors import EMPTY, Vector

MANY_STALE = 200
"""From so many changed articles on the index is made anew."""

_DENSE = 12
"""A column that one in so many articles has is one large number."""

_LANE = 3
"""Bytes."""

_WEIGHT_BITS = 12
_WEIGHT = (1 << _WEIGHT_BITS) - 1


class Posting(NamedTuple):
    """One column: a large number's bytes, or articles and weights packed into 32 bits each."""

    is_dense: bool
    data: bytes


class _Postings(Table[Posting]):
    """The columns. `numbers` says which there are."""

    numbers: Table[array[int]]

    def absent(self, number: int) -> Posting:
        """Return an empty column for one that no article has."""
        columns = self.numbers[_COLUMNS]
        place = bisect_left(columns, number)
        return super().absent(number) if columns[place : place + 1] == array("i", [number]) else _NONE


_KNOWN, _STALE, _COLUMNS = range(3)
"""Rows of numbers: how many slots the index knows; those of them, or behind them, that have changed since; all columns."""

_NONE = Posting(is_dense=False, data=b"")


class Index:
    """The vectors of all slots, and the index over them."""

    def __init__(self, state: State) -> None:
        """Read nothing yet."""
        self.vectors: Table[Vector] = Table(state, "vector", _vector, _vector_bytes)
        self.numbers: Table[array[int]] = Table(state, "indexed", _ints, array.tobytes)
        self.postings = _Postings(state, "posting", _posting, _posting_bytes)
        self.postings.numbers = self.numbers

    @property
    def tables(self) -> Sequence[Table[object]]:
        """What is to be written."""
        return (self.vectors, self.postings, self.numbers)  # type: ignore[return-value]

    @property
    def stale(self) -> Sequence[int]:
        """The slots whose vectors the index does not hold."""
        return self.numbers[_STALE]

    def put(self, slot: int, vector: Vector) -> None:
        """Give a slot another vector."""
        self.vectors.put(slot, vector)
        if slot not in self.stale:
            self.numbers.put(_STALE, array("i", [*self.stale, slot]))

    def renew(self, vectors: Sequence[Vector]) -> None:
        """Make all anew."""
        self.vectors.renew()
        for slot, vector in enumerate(vectors):
            self.vectors.put(slot, vector)
        self._index(vectors)

    def renew_if_stale(self, size: int) -> None:
        """Make the index over the vectors anew when too many have changed since."""
        if len(self.stale) > MANY_STALE:
            self.vectors.load_all()
            self._index([self.vectors[slot] for slot in range(size)])

    def _index(self, vectors: Sequence[Vector]) -> None:
        found: dict[int, array[int]] = {}
        for slot, vector in enumerate(vectors):
            packed = slot << _WEIGHT_BITS
            for column, weight in zip(vector.columns, vector.weights, strict=True):
                if column in found:
                    found[column].append(packed | weight)
                else:
                    found[column] = array("I", (packed | weight,))
        self.postings.renew()
        for column, entries in found.items():
            is_dense = len(entries) * _DENSE > len(vectors)
            data = _lanes(entries, len(vectors)) if is_dense else entries.tobytes()
            self.postings.put(column, Posting(is_dense, data))
        self.numbers.put(_KNOWN, array("i", [len(vectors)]))
        self.numbers.put(_STALE, array("i"))
        self.numbers.put(_COLUMNS, array("i", sorted(found)))

    def products(self, vector: Vector, size: int) -> list[int]:
        """Return the product of a vector with that of each of so many slots."""
        known = self.numbers[_KNOWN][0]
        self.postings.load(vector.columns)
        lanes = 0
        lists: list[tuple[int, bytes]] = []
        for column, weight in zip(vector.columns, vector.weights, strict=True):
            posting = self.postings[column]
            if posting.is_dense:
                lanes += int.from_bytes(posting.data, "little") * weight
            elif posting.data:
                lists.append((weight, posting.data))
        found = _numbers(lanes, known)
        for weight, data in lists:
            for packed in array("I", data):
                found[packed >> _WEIGHT_BITS] += weight * (packed & _WEIGHT)
        found += [0] * (size - known)
        query = vector.mapping()
        self.vectors.load(self.stale)
        for slot in self.stale:
            found[slot] = self.vectors[slot].product(query)
        return found


def _lanes(entries: Iterable[int], size: int) -> bytes:
    data = bytearray(_LANE * size)
    for packed in entries:
        start = (packed >> _WEIGHT_BITS) * _LANE
        data[start] = packed & 0xFF
        data[start + 1] = (packed & _WEIGHT) >> 8
    return bytes(data)


def _numbers(lanes: int, size: int) -> list[int]:
    data = lanes.to_bytes(_LANE * size, "little")
    wide = bytearray(4 * size)
    for place in range(_LANE):
        wide[place::4] = data[place::_LANE]
    numbers = array("I")
    numbers.frombytes(wide)
    return numbers.tolist()


def _ints(data: bytes) -> array[int]:
    return array("i", data)


def _posting(data: bytes) -> Posting:
    return Posting(data[:1] == b"d", data[1:])


def _posting_bytes(posting: Posting) -> bytes:
    return (b"d" if posting.is_dense else b"l") + posting.data


def _vector(data: bytes) -> Vector:
    """Columns take four bytes each, their weights two."""
    if not data:
        return EMPTY
    count = len(data) // 6
    return Vector(array("i", data[: 4 * count]), array("H", data[4 * count :]))


def _vector_bytes(vector: Vector) -> bytes:
    return bytes(memoryview(array("i", vector.columns)).cast("B")) + array("H", vector.weights).tobytes()
