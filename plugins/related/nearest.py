"""For every article the nearest others, exactly: all at once in blocks, or after the change of a few.

Articles stand in slots, 0 … n-1; a free slot has an empty vector. A list holds every article whose product with the owner
is at least the list's floor, so that one that leaves can be taken out without looking at all others again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from plugins.related.vectors import Vector
from plugins.related.weights import CANDIDATES, COLUMNS

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

DEPTH = CANDIDATES + 15
"""How long a list is when it is made; it is made again when it falls below `CANDIDATES`."""

NEVER = np.iinfo(np.int32).max
"""The floor of a free slot."""

_BLOCK = 250
_DENSE = 1024
"""So many of the commonest columns are multiplied as a dense matrix: three times as fast, and whole numbers stay exact."""

EMPTY = Vector(np.empty(0, np.int32), np.empty(0, np.float32))


@dataclass(frozen=True)
class Vectors:
    """The vectors of all slots: rows of one matrix (`starts`: n + 1 offsets), but for those that were replaced since."""

    starts: NDArray[np.int64]
    columns: Ints
    weights: Floats
    replaced: Mapping[int, Vector]
    size: int

    @classmethod
    def of(cls, vectors: Sequence[Vector]) -> Vectors:
        """Join vectors, one a slot."""
        starts = np.zeros(len(vectors) + 1, np.int64)
        np.cumsum([len(vector.columns) for vector in vectors], out=starts[1:])
        columns = np.concatenate([EMPTY.columns, *(vector.columns for vector in vectors)])
        weights = np.concatenate([EMPTY.weights, *(vector.weights for vector in vectors)])
        return cls(starts, columns, weights, {}, len(vectors))

    def row(self, slot: int) -> Vector:
        """Return the vector in a slot."""
        if slot in self.replaced:
            return self.replaced[slot]
        span = slice(self.starts[slot], self.starts[slot + 1])
        return Vector(self.columns[span], self.weights[span])

    def with_rows(self, rows: Mapping[int, Vector]) -> Vectors:
        """Return the vectors with some replaced or, behind the last slot, added."""
        size = max(self.size, max(rows, default=-1) + 1)
        return Vectors(self.starts, self.columns, self.weights, {**self.replaced, **rows}, size)

    def products(self, vector: Vector) -> Ints:
        """Return the product of a vector with that of each slot."""
        dense = np.zeros(COLUMNS, np.float32)
        dense[vector.columns] = vector.weights
        found = np.zeros(self.size, np.int32)
        count = len(self.starts) - 1
        matrix = sp.csr_array((self.weights, self.columns, self.starts), shape=(count, COLUMNS))
        found[:count] = matrix @ dense
        for slot, other in self.replaced.items():
            found[slot] = dense[other.columns] @ other.weights
        return found


@dataclass(frozen=True)
class Lists:
    """The lists of all slots, entry by entry and in no order: whose, which other, their product; and each slot's floor."""

    owners: Ints
    others: Ints
    products: Ints
    floors: Ints


def lists_of(vectors: Vectors, live: NDArray[np.bool_]) -> Lists:
    """Compare every article with every other."""
    rows = [vectors.row(slot) for slot in range(vectors.size)]
    joined = Vectors.of(rows)
    used, columns = np.unique(joined.columns, return_inverse=True)
    matrix = sp.csr_array(
        (joined.weights, columns.astype(np.int32), joined.starts), shape=(vectors.size, len(used))
    )
    common = np.argsort(-np.bincount(columns, minlength=len(used)), kind="stable")[:_DENSE]
    is_common = np.zeros(len(used), bool)
    is_common[common] = True
    by_column = matrix.tocsc()
    dense = by_column[:, common].toarray()
    rare = by_column[:, ~is_common].tocsr()
    rare_by_column = rare.T.tocsr()
    floors = np.full(vectors.size, NEVER, np.int32)
    entries: list[tuple[Ints, Ints, Ints]] = []
    for start in range(0, vectors.size, _BLOCK):
        block = (rare[start : start + _BLOCK] @ rare_by_column).toarray()
        block += dense[start : start + _BLOCK] @ dense.T
        for slot, row in enumerate(block, start):
            if live[slot]:
                entry, floors[slot] = _list(slot, row)
                entries.append(entry)
    return Lists(*_joined(entries), floors)


def changed_lists(
    vectors: Vectors, lists: Lists, live: NDArray[np.bool_], changed: Iterable[int]
) -> tuple[Lists, NDArray[np.bool_]]:
    """Return the lists after the articles in some slots came, went or changed, and the slots whose list may differ.

    `vectors` and `live` are those of after the change.
    """
    slots = sorted(changed)
    is_changed = np.zeros(vectors.size, bool)
    is_changed[slots] = True
    touched = is_changed.copy()
    floors = np.full(vectors.size, NEVER, np.int32)
    floors[: len(lists.floors)] = lists.floors
    floors[slots] = NEVER
    floors_before = floors.copy()
    leaving = is_changed[lists.others]
    touched[lists.owners[leaving]] = True
    keep = ~(leaving | is_changed[lists.owners])
    entries = [(lists.owners[keep], lists.others[keep], lists.products[keep])]
    for slot in slots:
        if live[slot]:
            row = vectors.products(vectors.row(slot))
            entry, floors[slot] = _list(slot, row)
            entering = np.flatnonzero(row >= floors_before).astype(np.int32)
            touched[entering] = True
            entries += [entry, (entering, np.full(len(entering), slot, np.int32), row[entering])]
    owners, others, products = _joined(entries)
    counts = np.bincount(owners, minlength=vectors.size)
    again = np.flatnonzero(touched & live & ((counts < CANDIDATES) & (floors > 1) | (counts > 3 * DEPTH)))
    if len(again):
        keep = ~np.isin(owners, again)
        entries = [(owners[keep], others[keep], products[keep])]
        for slot in map(int, again):
            entry, floors[slot] = _list(slot, vectors.products(vectors.row(slot)))
            entries.append(entry)
        owners, others, products = _joined(entries)
    return Lists(owners, others, products, floors), touched


def candidates(lists: Lists, slots: Ints, ranks: Ints) -> tuple[Ints, Ints]:
    """Return the `CANDIDATES` nearest of some slots and their products, greatest first, equal ones by rank; -1 and 0 behind.

    Both are of the shape (slots, CANDIDATES).
    """
    places = np.full(len(lists.floors), -1, np.int32)
    places[slots] = np.arange(len(slots), dtype=np.int32)
    mine = np.flatnonzero(places[lists.owners] >= 0)
    rows = places[lists.owners[mine]]
    others = lists.others[mine]
    order = np.lexsort((ranks[others], -lists.products[mine], rows))
    rows, others, products = rows[order], others[order], lists.products[mine][order]
    starts = np.searchsorted(rows, np.arange(len(slots)))
    positions = np.arange(len(rows)) - starts[rows]
    first = positions < CANDIDATES
    found = np.full((len(slots), CANDIDATES), -1, np.int32)
    values = np.zeros((len(slots), CANDIDATES), np.int32)
    found[rows[first], positions[first]] = others[first]
    values[rows[first], positions[first]] = products[first]
    return found, values


def outside(vectors: Vectors, vector: Vector) -> Lists:
    """Return the list of an article that is in no slot, as that of the one slot behind the last."""
    row = np.append(vectors.products(vector), np.int32(0))
    (owners, others, products), floor = _list(vectors.size, row)
    floors = np.full(vectors.size + 1, NEVER, np.int32)
    floors[-1] = floor
    return Lists(owners, others, products, floors)


def _list(slot: int, row: NDArray[np.int32] | Floats) -> tuple[tuple[Ints, Ints, Ints], int]:
    """Return the entries of one list, at least its `DEPTH` first with all that are equal to the last, and its floor."""
    row[slot] = 0
    floor = 1
    if np.count_nonzero(row) > DEPTH:
        floor = int(np.partition(row, len(row) - DEPTH)[len(row) - DEPTH])
    others = np.flatnonzero(row >= floor).astype(np.int32)
    return (np.full(len(others), slot, np.int32), others, row[others].astype(np.int32)), floor


def _joined(entries: Sequence[tuple[Ints, Ints, Ints]]) -> tuple[Ints, Ints, Ints]:
    if not entries:
        return (np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int32))
    owners, others, products = zip(*entries, strict=True)
    return np.concatenate(owners), np.concatenate(others), np.concatenate(products)
