"""How the index is cut: sizes of its files that seldom change, since a change makes all of them anew."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

NO_LIMIT = 2**40
"""The size of what is never cut."""

_CARDS = 1300
"""Files of cards that there may be."""
_GROWTH = 1.05
_GROWTH_OF_CARDS = 1.2
"""Shards grow faster than what they hold, so that many articles have no more files than few."""
_SMALL = 1_200_000
"""Characters of all entries up to which the least sizes do."""


@dataclass(frozen=True)
class Sizes:
    """How the index is cut; bytes are before compression."""

    shard: int = 900
    """A shard of words, with the articles that have them."""
    places: int = 900
    """A shard of places."""
    cards: int = 2
    """Articles in a shard of what results show."""
    rare: int = 4000
    """A shard of readings or of suffixes, which few queries need."""
    directory: int = 16
    """Shards that one directory names."""
    big: int = 200
    """A word in more articles than this has its postings in files of its own."""
    few: int = 2000
    """A shard of words in a small index, with one file of their places."""
    pack: int = 350_000
    """Where all entries have less text than this, directories and cards are in the manifest."""


def sizes_for(text: int, count: int, places: int, least: Sizes) -> Sizes:
    """Return sizes for 3,000 files at most with 10,000 articles, in steps, so that they seldom change.

    `text`: characters of all entries; `count`: articles; `places`: those and the holes between them.
    """
    if text < least.pack:
        return replace(least, shard=least.few, places=NO_LIMIT, big=NO_LIMIT, pack=NO_LIMIT)
    scale = _step_above((text / _SMALL) ** _GROWTH)
    return replace(
        least,
        shard=round(least.shard * scale),
        places=round(least.places * scale),
        cards=max(least.cards, round(_step_above((places / _CARDS) ** _GROWTH_OF_CARDS))),
        rare=round(least.rare * max(1.0, scale / 2)),
        big=max(least.big, _step(count) * 2 // 5),
    )


def _step_above(value: float) -> float:
    """Return the step of √2 that is not below a number; 1 at least."""
    return float(2 ** (math.ceil(math.log2(max(1.0, value)) * 2) / 2))


def _step(value: float) -> int:
    """Return a number rounded to a step of √2."""
    return round(2 ** (round(math.log2(max(1.0, value)) * 2) / 2))


def rounded(average: float) -> float:
    """Return a length rounded to a step of √2, so that one article more seldom changes the impact of all others."""
    return float(2 ** (round(math.log2(max(1.0, average)) * 2) / 2))
