"""The cutting of sorted keys into files, and the finding of those whose keys are as they were."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

_CODES = 0x20000
"""Above all code points of words."""

Write = Callable[[Sequence[str]], list[str]]
"""Writes the shard of some keys; returns the names of its files, the shard's own first."""


@dataclass(frozen=True)
class Shard:
    """Keys that stand in one file: the first and the last, how many, the names of the files."""

    first: str
    last: str
    count: int
    names: tuple[str, ...]


def cut(keys: Sequence[str], sizes: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """Cut sorted keys into shards of about `limit`: (from, to).

    A range is halved in the space of code points while it is too large, so that a change moves only the borders beside it.
    """
    sums = [0, *accumulate(sizes)]
    found: list[tuple[int, int]] = []

    def split(low: int, high: int, prefix: str, start: int, end: int) -> None:
        if low == high:
            return
        if sums[high] - sums[low] <= limit or keys[low] == keys[high - 1]:
            found.append((low, high))
        elif end - start == 1:
            split(low, high, prefix + chr(start), 0, _CODES)
        else:
            middle = (start + end) // 2
            at = bisect_left(keys, prefix + chr(middle), low, high)
            split(low, at, prefix, start, middle)
            split(at, high, prefix, middle, end)

    split(0, len(keys), "", 0, _CODES)
    return found


def renew(
    before: Iterable[Shard],
    keys: Sequence[str],
    cuts: Iterable[tuple[int, int]],
    touched: Sequence[str],
    write: Write,
) -> list[Shard]:
    """Write the shards of some cuts; those with the keys of an older one, none of them touched (sorted), stay."""
    known = {(shard.first, shard.last, shard.count): shard for shard in before}
    found = []
    for low, high in cuts:
        first, last = keys[low], keys[high - 1]
        shard = known.get((first, last, high - low))
        at = bisect_left(touched, first)
        if shard is None or (at < len(touched) and touched[at] <= last):
            shard = Shard(first, last, high - low, tuple(write(keys[low:high])))
        found.append(shard)
    return found


def borders(shards: Iterable[Shard]) -> list[str]:
    """Return for each shard the shortest text that is above the last key of the one before and not above its first.

    >>> borders([Shard("a", "abc", 3, ()), Shard("abd", "b", 2, ()), Shard("電気", "電池", 2, ())])
    ['a', 'abd', '電']
    """
    found = []
    before = ""
    for shard in shards:
        first = shard.first.removesuffix("+")
        length = next((at for at, c in enumerate(first) if before[at : at + 1] != c), len(first) - 1)
        found.append(first[: length + 1])
        before = shard.last.removesuffix("+")
    return found
