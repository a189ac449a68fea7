"""In how many texts a word stands: counted once, kept in a file, and renewed by a command.

So an edit moves only its neighbours: were frequencies counted at each build, every edit would move every list.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.related.features import Features

GENERAL = Path(__file__).parent / "frequencies.tsv"
"""Those of this project's sample articles: which words are common in any Japanese article."""

OWN = "frequencies.tsv"
"""A file of this name in `content/data/`, made by `python -m plugins.related.learn`, takes their place."""

_LEAST = 2
"""A word that stands in one text only is as rare as one that stands in none."""


@dataclass(frozen=True)
class Frequencies:
    """Document frequencies; `total` is how many texts were counted."""

    total: int
    words: Mapping[str, int]
    pairs: Mapping[str, int]

    def word(self, word: str) -> float:
        """Return the weight of a word: ln((total + 1) / (frequency + 1)) + 1, at least 1."""
        return math.log((self.total + 1) / (self.words.get(word, 0) + 1)) + 1

    def pair(self, pair: str) -> float:
        """Return the same of a pair of characters."""
        return math.log((self.total + 1) / (self.pairs.get(pair, 0) + 1)) + 1


def count(texts: Iterable[Features]) -> Frequencies:
    """Count in how many texts each feature stands."""
    total = 0
    words: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for features in texts:
        total += 1
        words.update(features.words.keys())
        pairs.update(features.pairs.keys())
    return Frequencies(total, _common(words), _common(pairs))


def _common(counts: Counter[str]) -> Mapping[str, int]:
    return {feature: number for feature, number in sorted(counts.items()) if number >= _LEAST}


def write(frequencies: Frequencies) -> str:
    """Return the file: `total`, then kind, feature and number in each line, sorted."""
    lines = [
        "# 記事の文章によく出る語。python -m plugins.related.learn が作ります。",
        f"total\t\t{frequencies.total}",
    ]
    for kind, counts in (("word", frequencies.words), ("pair", frequencies.pairs)):
        lines += [f"{kind}\t{feature}\t{number}" for feature, number in sorted(counts.items())]
    return "\n".join(lines) + "\n"


def read(text: str) -> Frequencies:
    """Read a file of `write`. Raises `ValueError` with a Japanese message."""
    total = 0
    counts: dict[str, dict[str, int]] = {"word": {}, "pair": {}}
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            continue
        kind, _, rest = line.partition("\t")
        feature, _, value = rest.rpartition("\t")
        if not value.isdecimal() or (kind != "total" and (kind not in counts or not feature)):
            msg = f"{number}行目を読めません。python -m plugins.related.learn で作り直してください。"
            raise ValueError(msg)
        if kind == "total":
            total = int(value)
        else:
            counts[kind][feature] = int(value)
    return Frequencies(total, counts["word"], counts["pair"])
