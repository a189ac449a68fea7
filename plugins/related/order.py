"""The order of the nearest articles: two articles belong together when their own nearest articles are the same.

An article's profile is itself and its `NEAREST` nearest, each with the square of its likeness as its share; the likeness of two
profiles is their cosine. It is what latent semantics brings (a word need not be shared, when neighbours share it), but it
looks no further than the neighbours: an edit moves the lists that hold the article, and those that hold one of these.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plugins.related.nearest import Ints
from plugins.related.weights import CANDIDATES, FRESHNESS, FRESHNESS_HALF, NEAREST, PROFILE

SURE = 1_000_000
"""The score of two equal profiles, without freshness."""

_UNIT = 1024
"""What a share of 1 is as a whole number; the product of two profiles, (1 + PROFILE²) · _UNIT² at most, is below 2**31."""

_ROWS = 256
_DAYS = 40 * FRESHNESS_HALF
_FRESH = np.array(
    [round(SURE * FRESHNESS * 0.5 ** (days / FRESHNESS_HALF)) for days in range(_DAYS + 1)], np.int32
)


class Profiles(NamedTuple):
    """Members (slots, -1 for none) and their shares, whole numbers; both of the shape (slots, NEAREST + 1)."""

    members: Ints
    shares: Ints


def profiles_of(slots: Ints, found: Ints, products: Ints) -> Profiles:
    """Return the profiles of some slots from their candidates."""
    nearest, values = found[:, :NEAREST], products[:, :NEAREST].astype(np.int64)
    squares = np.where(nearest >= 0, values * values, 0)
    total = np.maximum(squares.sum(axis=1, keepdims=True), 1)
    shares = np.rint(PROFILE * _UNIT * squares / total).astype(np.int32)
    itself = np.full((len(slots), 1), _UNIT, np.int32)
    return Profiles(np.hstack([slots[:, None].astype(np.int32), nearest]), np.hstack([itself, shares]))


def scores_of(slots: Ints, found: Ints, profiles: Profiles, days: Ints) -> Ints:
    """Return the score of each candidate of some slots, 0 where there is none; `days`: the date of each slot, in days."""
    scores = np.zeros(found.shape, np.int32)
    norms = np.maximum((profiles.shares.astype(np.int64) ** 2).sum(axis=1), 1)  # a free slot has none
    for start in range(0, len(slots), _ROWS):
        part = slice(start, start + _ROWS)
        mine, others = slots[part], found[part]
        same = profiles.members[mine][:, None, :, None] == profiles.members[others][:, :, None, :]
        # No candidate is without profile; what -1 picks in its place is masked below.
        shares = profiles.shares[mine][:, None, :, None] * profiles.shares[others][:, :, None, :]
        dots = (same * shares).sum(axis=(2, 3), dtype=np.int32)
        cosines = dots / np.sqrt((norms[mine][:, None] * norms[others]).astype(np.float64))
        distances = np.minimum(np.abs(days[mine][:, None] - days[others]), _DAYS)
        scores[part] = np.where(others >= 0, np.rint(SURE * cosines).astype(np.int32) + _FRESH[distances], 0)
    return scores


def ordered(found: Ints, scores: Ints, ranks: Ints) -> Ints:
    """Return the candidates in the order of their scores, equal ones by rank; what has no score is -1, and last."""
    last = np.where(scores > 0, ranks[found], np.iinfo(np.int32).max)
    order = np.lexsort((last, -scores), axis=1)
    return np.where(np.take_along_axis(scores, order, 1) > 0, np.take_along_axis(found, order, 1), -1)


def nothing(count: int) -> tuple[Profiles, Ints]:
    """Return the profiles and lists of slots that hold nothing yet."""
    return (
        Profiles(np.full((count, NEAREST + 1), -1, np.int32), np.zeros((count, NEAREST + 1), np.int32)),
        np.full((count, CANDIDATES), -1, np.int32),
    )


def bools(count: int, slots: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return a mask of so many slots in which the given ones are set."""
    mask = np.zeros(count, bool)
    mask[slots] = True
    return mask
