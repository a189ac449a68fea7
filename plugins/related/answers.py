"""What the state says of each article, read without numpy: a build in which no article changed needs no more.

The state (`state.py`) begins with the arrays that are read here; what it takes to bring it up to date stands behind them.
"""

from __future__ import annotations

import json
import math
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins.related.weights import CANDIDATES

STATE = "state"
"""The name of the file."""

FORMAT = 2

TEXTS = ("slug", "key", "topics")
"""The first arrays of the file: bytes, a line an article. Then comes `ranked`."""


@dataclass(frozen=True)
class Answers:
    """Articles in slots, as in the collection; a free slot has an empty slug."""

    slugs: Sequence[str]
    keys: Sequence[str]
    all_topics: Sequence[str]
    """The terms each is about, joined by tabs."""
    ranked: Sequence[int]
    """`CANDIDATES` slots an article, best first, -1 behind."""

    @cached_property
    def slots(self) -> Mapping[str, int]:
        """Slot by slug."""
        return {slug: slot for slot, slug in enumerate(self.slugs) if slug}

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Key by slug."""
        return {slug: key for slug, key in zip(self.slugs, self.keys, strict=True) if slug}

    def related(self, slug: str) -> list[str]:
        """Return the slugs that are most like an article, the best first."""
        start = self.slots[slug] * CANDIDATES
        return [self.slugs[slot] for slot in self.ranked[start : start + CANDIDATES] if slot >= 0]

    def topics(self, slug: str) -> list[str]:
        """Return the terms an article is about, the strongest first; none for one that is not here."""
        slot = self.slots.get(slug)
        return [] if slot is None else self.all_topics[slot].split("\t")


def read_answers(folder: Path, key: str) -> Answers | None:
    """Read the answers of a state that was written with the same key, or None."""
    try:
        with (folder / STATE).open("rb") as file:
            head = json.loads(file.readline())
            if head["format"] != FORMAT or head["key"] != key:
                return None
            parts = list(zip(head["arrays"], head["sums"], strict=True))[: len(TEXTS) + 1]
            found = dict(_part(file.read, *each) for each in parts)
        texts = [found[name].decode().split("\n") for name in TEXTS]
        ranked = array("i", found["ranked"])
        size = int(head["size"])
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None
    slugs, keys, topics = texts if size else ([], [], [])
    if {len(slugs), len(keys), len(topics)} != {size} or len(ranked) != size * CANDIDATES:
        return None
    return Answers(slugs, keys, topics, ranked)


def _part(read: Any, array_: tuple[str, str, Sequence[int]], total: int) -> tuple[str, bytes]:
    name, kind, shape = array_
    data: bytes = read(math.prod(shape) * int(kind[-1]))
    if zlib.adler32(data) != total:
        msg = f"{name} is damaged"
        raise ValueError(msg)
    return name, data
