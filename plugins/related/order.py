"""The order of the nearest articles: two articles belong together when their own nearest articles are the same.

An article's profile is itself and its `NEAREST` nearest, each with the square of its likeness as its share; the likeness of two
profiles is their cosine. It is what latent semantics brings (a word need not be shared, when neighbours share it), but it
looks no further than the neighbours: an edit moves the lists that hold the article, and those that hold one of these.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from plugins.related.nearest import Near
from plugins.related.weights import FRESHNESS, FRESHNESS_HALF, NEAREST, PROFILE

SURE = 1_000_000
"""The score of two equal profiles, without freshness."""

_UNIT = 1024
"""What a share of 1 is as a whole number."""


class Profile(NamedTuple):
    """Slots and their shares, and the square of the profile's length."""

    shares: Mapping[int, int]
    square: int


def profile_of(slot: int, found: Near) -> Profile:
    """Return the profile of a slot from its list."""
    nearest = found.others[:NEAREST]
    squares = [product * product for product in found.products[:NEAREST]]
    total = sum(squares)
    shares = [round(PROFILE * _UNIT * square / total) for square in squares]
    square = _UNIT * _UNIT + sum(share * share for share in shares)
    return Profile({slot: _UNIT, **dict(zip(nearest, shares, strict=True))}, square)


def score(mine: Profile, other: Profile, days: int) -> int:
    """Return how much two articles belong together; `days` lie between them."""
    shares, others = mine.shares, other.shares
    dot = 0
    for slot in shares.keys() & others.keys():
        dot += shares[slot] * others[slot]
    return round(SURE * (dot / math.sqrt(mine.square * other.square))) + fresh(abs(days))


@cache
def fresh(days: int) -> int:
    """Return what is added to the score of two articles of so many days apart."""
    return round(SURE * FRESHNESS * math.pow(0.5, days / FRESHNESS_HALF))
