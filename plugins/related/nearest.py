"""For every article the nearest others, exactly: by one row of products, or all at once.

Articles stand in slots, 0 … n-1. A list holds every article whose product with the owner is at least the list's floor, so
that one that leaves can be taken out without looking at all others again.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from plugins.related.vectors import Vector
from plugins.related.weights import CANDIDATES

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEPTH = CANDIDATES + 15
"""How long a list is when it is made; it is made again when it falls below `CANDIDATES`."""

NEVER = 2**31 - 1
"""The floor of a free slot."""

_TILE = 2000
_DENSE = 1536
"""So many of the commonest columns are multiplied as a dense matrix: faster, and whole numbers stay exact."""


@dataclass
class Near:
    """One list: the others by falling product, equal ones by slug. `scores` are those of the first `CANDIDATES`."""

    others: list[int] = field(default_factory=list)
    products: list[int] = field(default_factory=list)
    scores: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, data: bytes) -> Near:
        """Return what `to_bytes` made."""
        numbers = array("i", data).tolist()
        if not numbers:
            return cls()
        count = numbers[0]
        return cls(numbers[1 : count + 1], numbers[count + 1 : 2 * count + 1], numbers[2 * count + 1 :])

    def to_bytes(self) -> bytes:
        """Return the bytes that are kept."""
        return array("i", (len(self.others), *self.others, *self.products, *self.scores)).tobytes()


def near(row: list[int], slugs: Sequence[str]) -> tuple[Near, int]:
    """Return the list of an article from its products with all others, and its floor. 0: an article that it may not hold."""
    floor = max(sorted(row)[-DEPTH], 1) if len(row) >= DEPTH else 1
    found = [(-product, slugs[slot], slot) for slot, product in enumerate(row) if product >= floor]
    found.sort()
    return Near([slot for _, _, slot in found], [-product for product, _, _ in found]), floor


def all_near(
    vectors: Sequence[Vector], listed: Sequence[bool], slugs: Sequence[str]
) -> Iterator[tuple[Near, int]]:
    """Yield the same for each article in turn. `listed`: which articles lists may hold."""
    import numpy as np  # noqa: PLC0415 - the import takes longer than comparing a few hundred articles without it

    count = len(vectors)
    tiles = _Tiles(vectors)
    named = np.array(listed, bool)
    ranks = np.empty(count, np.int32)
    ranks[sorted(range(count), key=slugs.__getitem__)] = np.arange(count, dtype=np.int32)
    best = np.zeros((count, DEPTH), np.float32)
    """The greatest products of each slot so far, in no order."""
    entries: list[list[tuple[NDArray[Any], ...]]] = [[] for _ in tiles.parts]
    for first, rows in enumerate(tiles.parts):
        for second, columns in enumerate(tiles.parts[first:], first):
            tile = tiles.product(first, second)
            if first == second:
                np.fill_diagonal(tile, 0)
            ways = ((first, rows, columns, tile), (second, columns, rows, tile.T))
            for number, owners, others, products in ways[: 1 if first == second else 2]:
                seen = np.where(named[others], products, np.float32(0))
                both = np.hstack([best[owners], seen])
                best[owners] = np.partition(both, both.shape[1] - DEPTH, axis=1)[:, -DEPTH:]
                mine, theirs = np.nonzero(seen >= _floors(best[owners])[:, None])
                entries[number].append((mine, theirs + others.start, seen[mine, theirs]))
    for part, found in zip(tiles.parts, entries, strict=True):
        mine, theirs, products = map(np.concatenate, zip(*found, strict=True))
        floors = _floors(best[part])
        keep = products >= floors[mine]
        mine, theirs, products = mine[keep], theirs[keep], products[keep]
        order = np.lexsort((ranks[theirs], -products, mine))
        ends = np.cumsum(np.bincount(mine, minlength=len(floors))).tolist()
        slots, values = theirs[order].tolist(), products[order].astype(np.int32).tolist()
        start = 0
        for end, floor in zip(ends, floors.astype(np.int32).tolist(), strict=True):
            yield Near(slots[start:end], values[start:end]), floor
            start = end


def _floors(best: NDArray[Any]) -> NDArray[Any]:
    import numpy as np  # noqa: PLC0415 - as above

    floors: NDArray[Any] = np.maximum(best.min(axis=1), 1)
    return floors


class _Tiles:
    """The products of all with all, tile by tile; those of a tile and of its mirror image are computed once."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        import numpy as np  # noqa: PLC0415 - as above
        import scipy.sparse as sp  # noqa: PLC0415 - as above

        starts = np.zeros(len(vectors) + 1, np.int64)
        np.cumsum([len(vector.columns) for vector in vectors], out=starts[1:])
        columns = np.concatenate([np.array(vector.columns, np.int32) for vector in vectors])
        weights = np.concatenate([np.array(vector.weights, np.float32) for vector in vectors])
        used, columns = np.unique(columns, return_inverse=True)
        matrix = sp.csr_array((weights, columns.astype(np.int32), starts), shape=(len(vectors), len(used)))
        common = np.argsort(-np.bincount(columns, minlength=len(used)), kind="stable")[:_DENSE]
        is_common = np.zeros(len(used), bool)
        is_common[common] = True
        by_column = matrix.tocsc()
        dense = by_column[:, common].toarray()
        rare = by_column[:, ~is_common].tocsr()
        self.parts = [
            slice(start, min(start + _TILE, len(vectors))) for start in range(0, len(vectors), _TILE)
        ]
        self._dense = [dense[part] for part in self.parts]
        self._rare = [rare[part] for part in self.parts]
        self._rare_by_column = [rare[part].T.tocsr() for part in self.parts]

    def product(self, first: int, second: int) -> NDArray[Any]:
        """Return the products of two parts."""
        tile: NDArray[Any] = (self._rare[first] @ self._rare_by_column[second]).toarray()
        tile += self._dense[first] @ self._dense[second].T
        return tile
