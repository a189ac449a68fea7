"""An article as a sparse vector of whole numbers; the product of two is their likeness."""

from __future__ import annotations

import math
import zlib
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from operator import mul
from typing import NamedTuple

from plugins.related.features import Features, normal, pairs
from plugins.related.frequencies import Frequencies
from plugins.related.weights import CATEGORY, COLUMNS, NAME, PAIRS, SCALE, STRONGEST, TAGS, WORDS

UNIT = SCALE * SCALE
"""The product of two equal texts, without what tags and category add: likeness 1."""

TOPICS = 15
"""How many topics are kept of an article."""

OFTEN = 3
"""How often a term stands in an article that is about it, a heading counted `HEADING` times more."""


class Vector(NamedTuple):
    """Columns (rising, below `COLUMNS`) and their weights (whole numbers from 1 on, below 2**12)."""

    columns: Sequence[int]
    weights: Sequence[int]

    def product(self, other: Mapping[int, int]) -> int:
        """Return the product with another vector, given as column → weight."""
        return sum(map(mul, map(other.get, self.columns, repeat(0)), self.weights))

    def mapping(self) -> dict[int, int]:
        """Return column → weight."""
        return dict(zip(self.columns, self.weights, strict=True))


EMPTY = Vector(array("i"), array("H"))


def vector_of(
    features: Features, frequencies: Frequencies, tags: Iterable[str], category: str | None
) -> Vector:
    """Return the vector of an article.

    A feature weighs (1 + ln n) · ln((total + 1) / (frequency + 1)) + 1: sublinear TF-IDF, Manning et al. 2008, ch. 6.4.
    """
    words = strongest(word_weights(features, frequencies))
    both = strongest(_weights(features.pairs, frequencies.pair))
    parts = (
        ("w", words, WORDS),
        ("p", both, PAIRS),
        ("t", dict.fromkeys(tags, 1.0), TAGS),
        ("c", {category: 1.0} if category else {}, CATEGORY),
    )
    total: dict[int, float] = {}
    whole = 0.0
    for kind, weights, share in parts:
        length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
        for feature, weight in weights.items():
            column = zlib.crc32(f"{kind}{feature}".encode()) % COLUMNS
            total[column] = total.get(column, 0.0) + math.sqrt(share) * weight / length
        whole += share if weights else 0
    # Features that meet in a column make the vector longer than its parts.
    length = math.sqrt(math.fsum(weight * weight for weight in total.values()))
    scale = SCALE * min(1, math.sqrt(whole) / length) if total else SCALE
    numbers = {column: number for column, weight in total.items() if (number := round(scale * weight))}
    columns = array("i", sorted(numbers))
    return Vector(columns, array("H", map(numbers.__getitem__, columns)))


def word_weights(features: Features, frequencies: Frequencies) -> dict[str, float]:
    """Return what each word of an article weighs."""
    weights = _weights(features.words, frequencies.word)
    return {word: weight * (NAME if word in features.names else 1) for word, weight in weights.items()}


def _weights(counts: Mapping[str, int], rarity: Callable[[str], float]) -> dict[str, float]:
    return {feature: (1 + math.log(number)) * rarity(feature) for feature, number in counts.items()}


def strongest(weights: Mapping[str, float], number: int = STRONGEST) -> dict[str, float]:
    """Return the features of the greatest weight; of equal ones, the first by their text."""
    return dict(sorted(weights.items(), key=lambda item: (-round(item[1], 9), item[0]))[:number])


def topics_of(features: Features, frequencies: Frequencies) -> tuple[str, ...]:
    """Return the terms that say best what an article is about, the strongest first.

    A term is as rare as the pairs of its characters are in the mean.
    """
    weights = {}
    for term, number in features.topics.items():
        inside = [frequencies.pair(pair) for pair in pairs(normal(term))]
        if number >= OFTEN and inside:
            weights[term] = math.log(number) * math.fsum(inside) / len(inside)
    return tuple(strongest(weights, TOPICS))
