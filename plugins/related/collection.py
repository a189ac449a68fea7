"""All articles that lists may name, their nearest and their order: made whole, or brought up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plugins.related.answers import Answers
from plugins.related.nearest import (
    EMPTY,
    Ints,
    Lists,
    Vectors,
    candidates,
    changed_lists,
    lists_of,
    outside,
)
from plugins.related.order import Profiles, bools, nothing, ordered, profiles_of, scores_of
from plugins.related.vectors import UNIT, Vector

MANY = 0.05
"""From this share of changed articles on, comparing all anew is faster."""


class Entry(NamedTuple):
    """What the collection keeps of one article. `key` says whether it is the same as before."""

    slug: str
    key: str
    day: int
    """Its date, in days from any fixed one."""
    topics: str = ""
    """The terms it is about, the strongest first, joined by tabs."""


FREE = Entry("", "", 0)


@dataclass(frozen=True)
class Collection:
    """Articles in slots, and what was made of them. The order of the slots tells of the past; no answer depends on it."""

    entries: Sequence[Entry]
    vectors: Vectors
    lists: Lists
    profiles: Profiles
    ranked: Ints
    """The candidates of each slot, best first; shape (slots, CANDIDATES)."""
    least: int
    """The product below which no article is named."""

    @cached_property
    def slots(self) -> Mapping[str, int]:
        """Slot by slug."""
        return {entry.slug: slot for slot, entry in enumerate(self.entries) if entry.slug}

    def related(self, slug: str) -> list[str]:
        """Return the slugs that are most like an article of the collection, the best first."""
        return self._slugs(self.ranked[self.slots[slug]])

    def answers(self) -> Answers:
        """Return what it says of each article, without arrays."""
        slugs, keys, _, topics = zip(*self.entries, strict=True) if self.entries else ((), (), (), ())
        return Answers(slugs, keys, topics, self.ranked.ravel().tolist())

    def related_outside(self, vector: Vector) -> list[str]:
        """Return the same for an article that no list may name: it is in no profile, so its list is by likeness alone."""
        lists = outside(self.vectors, vector)
        ranks = np.append(_ranks(self.entries), np.int32(self.vectors.size))
        found, products = candidates(lists, np.array([self.vectors.size], np.int32), ranks)
        return self._slugs(found[0][products[0] >= max(self.least, 1)])

    def _slugs(self, ranked: Ints) -> list[str]:
        return [self.entries[slot].slug for slot in ranked.tolist() if slot >= 0]


def collect(articles: Sequence[tuple[Entry, Vector]], least: float) -> Collection:
    """Make the collection anew."""
    entries = [entry for entry, _ in articles]
    vectors = Vectors.of([vector for _, vector in articles])
    live = np.ones(len(entries), bool)
    lists = lists_of(vectors, live)
    profiles, ranked = nothing(len(entries))
    empty = Collection(entries, vectors, lists, profiles, ranked, round(least * UNIT))
    return _rank(empty, lists, np.ones(len(entries), bool), np.ones(len(entries), bool))


def update(
    before: Collection, changed: Mapping[str, tuple[Entry, Vector]], gone: Sequence[str]
) -> Collection:
    """Return the collection after some articles changed or came (by slug) and others went."""
    entries = list(before.entries)
    slots = before.slots
    rows: dict[int, Vector] = {}
    free = [slot for slot, entry in enumerate(entries) if not entry.slug]
    for slug in gone:
        rows[slots[slug]], entries[slots[slug]] = EMPTY, FREE
        free.append(slots[slug])
    for slug, (entry, vector) in sorted(changed.items()):
        slot = slots.get(slug)
        if slot is None and free:
            slot = free.pop()
        elif slot is None:
            slot = len(entries)
            entries.append(FREE)
        rows[slot], entries[slot] = vector, entry
    if not rows:
        return before
    vectors = before.vectors.with_rows(rows)
    live = np.array([bool(entry.slug) for entry in entries], bool)
    lists, touched = changed_lists(vectors, before.lists, live, rows)
    added = nothing(len(entries) - len(before.entries))
    profiles = Profiles(*(np.vstack(pair) for pair in zip(before.profiles, added[0], strict=True)))
    ranked = np.vstack([before.ranked, added[1]])
    profiles.members[list(rows)], profiles.shares[list(rows)], ranked[list(rows)] = -1, 0, -1
    half = replace(before, entries=entries, vectors=vectors, profiles=profiles, ranked=ranked)
    return _rank(half, lists, touched & live, bools(len(entries), np.array(list(rows))))


def renamed(collection: Collection, keys: Mapping[str, str]) -> Collection:
    """Return the collection with other keys for the same articles."""
    entries = [entry._replace(key=keys[entry.slug]) if entry.slug else entry for entry in collection.entries]
    return replace(collection, entries=entries)


def _rank(
    collection: Collection, lists: Lists, touched: NDArray[np.bool_], changed: NDArray[np.bool_]
) -> Collection:
    """Return the collection with its order: of the slots whose list is new, and of those whose candidates have a new profile.

    `changed`: slots whose article itself is new, so that its date may be.
    """
    entries = collection.entries
    ranks, days = _ranks(entries), _days(entries)
    slots = np.flatnonzero(touched).astype(np.int32)
    found, products = candidates(lists, slots, ranks)
    new = profiles_of(slots, found, products)
    old = collection.profiles
    moved = (old.members[slots] != new.members).any(axis=1) | (old.shares[slots] != new.shares).any(axis=1)
    profiles = Profiles(old.members.copy(), old.shares.copy())
    profiles.members[slots], profiles.shares[slots] = new
    news = bools(len(entries), slots[moved]) | changed
    again = touched.copy()
    again[lists.owners[news[lists.others]]] = True
    again_slots = np.flatnonzero(again).astype(np.int32)
    found, products = candidates(lists, again_slots, ranks)
    found = np.where(products >= max(collection.least, 1), found, -1)
    ranked = collection.ranked.copy()
    ranked[again_slots] = ordered(found, scores_of(again_slots, found, profiles, days), ranks)
    return replace(collection, lists=lists, profiles=profiles, ranked=ranked)


def _ranks(entries: Sequence[Entry]) -> Ints:
    """Return the place of each slot in the order of slugs."""
    slugs = [entry.slug for entry in entries]
    ranks = np.empty(len(entries), np.int32)
    ranks[sorted(range(len(slugs)), key=slugs.__getitem__)] = np.arange(len(slugs))
    return ranks


def _days(entries: Sequence[Entry]) -> Ints:
    return np.array([entry.day for entry in entries], np.int32)
