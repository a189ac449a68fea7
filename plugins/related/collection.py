"""All articles, their nearest and the order of these: made whole, or brought up to date.

Whichever it was, the answers are the same: an edit changes the lists that held the article or hold it now, the profiles that
come of these lists, and the scores for which such a profile counts.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from plugins.core.problems import StateDamagedError
from plugins.related.index import Index
from plugins.related.nearest import DEPTH, NEVER, Near, all_near, near
from plugins.related.order import Profile, profile_of, score
from plugins.related.state import State, Table
from plugins.related.vectors import EMPTY, UNIT, Vector
from plugins.related.weights import CANDIDATES

FEW = 400
"""Up to so many articles, comparing one by one takes less time than importing numpy and scipy."""

_CHUNK = 256

_FLOORS, _UNLISTED = range(2)


class Entry(NamedTuple):
    """What the collection keeps of one article. `key` says whether it is the same as before."""

    slug: str
    key: str
    day: int
    """Its date, in days from any fixed one."""
    topics: str = ""
    """The terms it is about, the strongest first, joined by tabs."""
    listed: bool = True
    """Whether lists may name it. One that they may not has a list of its own all the same."""


def is_many(changes: int, articles: int) -> bool:
    """Say whether making all anew takes less time than so many changes; measured."""
    return changes > min(articles / 3, 150 + articles / 40)


class Lines:
    """A line of text for each slot; so many of them are a row of the state."""

    def __init__(self, state: State, name: str) -> None:
        """Read all lines."""
        self.table: Table[list[str]] = Table(state, name, _lines, _lines_bytes)
        self.table.load_all()
        self.all = [line for number in sorted(self.table) for line in self.table[number]]

    def put(self, slot: int, line: str) -> None:
        """Give a slot, or the next one, another line."""
        self.all[slot : slot + 1] = [line]
        self.table.changed.add(slot // _CHUNK)

    def table_to_write(self) -> Table[list[str]]:
        """Return the table with the changed rows in it."""
        for number in self.table.changed:
            self.table[number] = self.all[number * _CHUNK : (number + 1) * _CHUNK]
        return self.table

    def renew(self) -> None:
        """Forget all lines."""
        self.all.clear()
        self.table.renew()


class Collection:
    """Articles in slots, and what was made of them. The order of the slots tells of the past; no answer depends on it."""

    def __init__(self, path: Path | None, version: str, least: float) -> None:
        """Read what is remembered. `version`: what all vectors depend on; `least`: the likeness below which none is named.

        Raises `StateDamagedError`, here and later, for what cannot be read.
        """
        self.state = State(path, f"{version} {least}")
        self.least = max(round(least * UNIT), 1)
        self.index = Index(self.state)
        self.slugs = Lines(self.state, "slug")
        """Empty for a free slot."""
        self.keys = Lines(self.state, "key")
        self.abouts = Lines(self.state, "about")
        """Day, whether lists may name it, and topics."""
        self.shown = Lines(self.state, "shown")
        """What the caller has made of a list, as long as its order, and what is known of the articles in it, is the same."""
        if not len(self.slugs.all) == len(self.keys.all) == len(self.abouts.all) == len(self.shown.all):
            msg = "lines are missing"
            raise StateDamagedError(msg)
        self.near: Table[Near] = Table(self.state, "near", Near.of, Near.to_bytes)
        self.holders: Table[set[int]] = Table(self.state, "holders", _set, _set_bytes)
        """The slots whose lists hold a slot."""
        self.numbers: Table[array[int]] = Table(self.state, "number", _ints, array.tobytes)
        """The floors of all lists, and the slots that no list may hold."""
        self.slots = {slug: slot for slot, slug in enumerate(self.slugs.all) if slug}
        """Slot by slug."""
        self._before: dict[int, Near] = {}
        self._profiles: dict[int, Profile] = {}

    @property
    def known(self) -> Mapping[str, str]:
        """Key by slug."""
        return {slug: key for slug, key in zip(self.slugs.all, self.keys.all, strict=True) if slug}

    def related(self, slug: str) -> list[str]:
        """Return the slugs that are most like an article, the best first."""
        return [self.slugs.all[slot] for slot in self._order(self.near[self.slots[slug]])]

    def entry(self, slug: str) -> Entry:
        """Return what is kept of an article."""
        slot = self.slots[slug]
        day, listed, topics = self.abouts.all[slot].split("\t", 2)
        return Entry(slug, self.keys.all[slot], int(day), topics, listed == "1")

    def vector(self, slug: str) -> Vector:
        """Return the vector of an article."""
        return self.index.vectors[self.slots[slug]]

    def put_key(self, slug: str, key: str) -> None:
        """Give an article that is the same as before another key."""
        self.keys.put(self.slots[slug], key)

    def shown_of(self, slug: str) -> str:
        """Return what the caller has made of a list; empty when it has to be made again."""
        return self.shown.all[self.slots[slug]]

    def put_shown(self, slug: str, text: str) -> None:
        """Keep what the caller has made of a list, one line of text."""
        if self.shown_of(slug) != text:
            self.shown.put(self.slots[slug], text)

    def update(self, changed: Mapping[str, tuple[Entry, Vector]], gone: Iterable[str]) -> None:
        """Take articles that changed or came (by slug), and let others go."""
        gone = list(gone)
        if is_many(len(changed) + len(gone), len(self.slots)):
            kept = self.slots.keys() - changed.keys() - set(gone)
            self.index.vectors.load(self.slots[slug] for slug in kept)
            others = {slug: (self.entry(slug), self.vector(slug)) for slug in kept}
            self._renew({**others, **changed})
        elif changed or gone:
            self._change(changed, gone)

    def save(self) -> None:
        """Write what has changed."""
        columns = (self.slugs, self.keys, self.abouts, self.shown)
        tables: list[Table[Any]] = [each.table_to_write() for each in columns]
        tables += [self.near, self.holders, self.numbers, *self.index.tables]
        if any(table.changed or table.is_new for table in tables):
            self.state.write(tables)

    # ---- anew ----------------------------------------------------------------------------------------------------

    def _renew(self, articles: Mapping[str, tuple[Entry, Vector]]) -> None:
        for lines in (self.slugs, self.keys, self.abouts, self.shown):
            lines.renew()
        self.near.renew()
        self.holders.renew()
        self.numbers.renew()
        slugs = sorted(articles)
        self.slots = {slug: slot for slot, slug in enumerate(slugs)}
        vectors = [articles[slug][1] for slug in slugs]
        for slot, slug in enumerate(slugs):
            self._put_entry(slot, articles[slug][0])
        self.index.renew(vectors)
        unlisted = array("i", (slot for slot, slug in enumerate(slugs) if not articles[slug][0].listed))
        self.numbers.put(_UNLISTED, unlisted)
        if len(slugs) > FEW:
            listed = [articles[slug][0].listed for slug in slugs]
            lists = all_near(vectors, listed, slugs)
        else:
            lists = (self._near_of(self._products(slot)) for slot in range(len(slugs)))
        floors = array("i")
        holders: list[set[int]] = [set() for _ in slugs]
        for slot, (found, floor) in enumerate(lists):
            self.near.put(slot, found)
            floors.append(floor)
            for other in found.others:
                holders[other].add(slot)
        for slot, each in enumerate(holders):
            self.holders.put(slot, each)
        self.numbers.put(_FLOORS, floors)
        everyone = set(range(len(slugs)))
        for slot in everyone:
            self._score(slot, everyone)
        self._profiles.clear()

    # ---- a few changes -------------------------------------------------------------------------------------------

    def _change(self, changed: Mapping[str, tuple[Entry, Vector]], gone: Sequence[str]) -> None:
        floors, unlisted = array("i", self.numbers[_FLOORS]), set(self.numbers[_UNLISTED])
        left = {self.slots.pop(slug) for slug in gone}
        came = self._places(changed, left)
        floors.extend([NEVER] * (len(self.slugs.all) - len(floors)))
        touched: set[int] = set()
        for slot in sorted({*left, *came}):
            touched |= self._leave(slot)
            floors[slot] = NEVER
        for slot in left:
            self._put_entry(slot, None)
            self.index.put(slot, EMPTY)
        unlisted -= {*left, *came}
        for slot, slug in came.items():
            entry, vector = changed[slug]
            self._put_entry(slot, entry)
            self.index.put(slot, vector)
            if not entry.listed:
                unlisted.add(slot)
        self.index.renew_if_stale(len(self.slugs.all))
        self.numbers.put(_UNLISTED, array("i", sorted(unlisted)))
        before = array("i", floors)
        for slot in sorted(came):
            row = self._products(slot)
            if slot not in unlisted:
                for owner, (product, floor) in enumerate(zip(row, before, strict=True)):
                    if product >= floor and owner != slot:
                        self._enter(owner, slot, product)
                        touched.add(owner)
            found, floors[slot] = self._near_of(row)
            self._put_near(slot, found)
        touched |= came.keys()
        touched -= left - came.keys()
        for slot in touched:
            self._keep_in_size(slot, floors)
        self.numbers.put(_FLOORS, floors)
        self._rank(touched, set(came))

    def _places(self, slugs: Iterable[str], left: set[int]) -> dict[int, str]:
        """Return slot → slug; articles that are new get slots that are free."""
        free = [slot for slot, slug in enumerate(self.slugs.all) if not slug]
        free += sorted(left)
        for slug in sorted(slugs):
            if slug not in self.slots:
                slot = self.slots[slug] = free.pop() if free else len(self.slugs.all)
                if slot == len(self.slugs.all):
                    self._put_entry(slot, None)
                    self.near.put(slot, Near())
                    self.holders.put(slot, set())
        return {self.slots[slug]: slug for slug in slugs}

    def _leave(self, slot: int) -> set[int]:
        """Take an article out of all lists, and its own away; return whose lists held it."""
        owners = self.holders[slot]
        self.near.load(owners)
        for owner in owners:
            self._remember(owner)
            found = self.near[owner]
            place = found.others.index(slot)
            del found.others[place], found.products[place]
        self._put_near(slot, Near())
        self.holders.put(slot, set())
        return owners

    def _enter(self, owner: int, slot: int, product: int) -> None:
        self._remember(owner)
        found, slugs = self.near[owner], self.slugs.all
        place = bisect_left(
            range(len(found.others)),
            (-product, slugs[slot]),
            key=lambda each: (-found.products[each], slugs[found.others[each]]),
        )
        found.others.insert(place, slot)
        found.products.insert(place, product)
        self._holders(slot).add(owner)

    def _keep_in_size(self, slot: int, floors: array[int]) -> None:
        """Make a list anew that is too short to be sure of; cut one that is long."""
        found = self.near[slot]
        if len(found.others) < CANDIDATES and floors[slot] > 1:
            again, floors[slot] = self._near_of(self._products(slot))
            self._put_near(slot, again)
        elif len(found.others) > 3 * DEPTH and found.products[DEPTH - 1] > floors[slot]:
            floors[slot] = found.products[DEPTH - 1]
            end = sum(product >= floors[slot] for product in found.products)
            self._put_near(slot, Near(found.others[:end], found.products[:end], found.scores))

    def _put_near(self, slot: int, found: Near) -> None:
        self._remember(slot)
        before, now = set(self.near[slot].others), set(found.others)
        for other in before - now:
            self._holders(other).discard(slot)
        for other in now - before:
            self._holders(other).add(slot)
        self.near.put(slot, found)

    def _holders(self, slot: int) -> set[int]:
        self.holders.changed.add(slot)
        return self.holders[slot]

    def _remember(self, slot: int) -> None:
        """Keep what a list was before it changes."""
        if slot not in self._before:
            found = self.near[slot]
            self._before[slot] = Near(list(found.others), list(found.products), found.scores)
        self.near.changed.add(slot)

    def _rank(self, touched: set[int], changed: set[int]) -> None:
        """Order the lists that are new, and those that hold an article whose profile is new."""
        news = set(changed)
        for slot in touched:
            if profile_of(slot, self._before[slot]) != self._profile(slot):
                news.add(slot)
        self.holders.load(news)
        again = touched.union(*(self.holders[slot] for slot in news))
        self.near.load(again)
        self.near.load({other for slot in again & news for other in self.near[slot].others[:CANDIDATES]})
        moved = {slot for slot in again if self._score(slot, news)}
        # The topics of a changed article may be named in all lists that it stands in.
        for slot in moved.union(*(self.holders[slot] for slot in changed)):
            self.shown.put(slot, "")
        self._before.clear()
        self._profiles.clear()

    # ---- both ----------------------------------------------------------------------------------------------------

    def _score(self, slot: int, news: set[int]) -> bool:
        """Score the first of a list, the ones in `news` and all that have no score yet; say whether its order is another."""
        found = self.near[slot]
        before = self._before.get(slot, found)
        known = {} if slot in news else dict(zip(before.others, before.scores, strict=False))
        mine, day = self._profile(slot), self._day(slot)
        scores = []
        for other, product in zip(found.others[:CANDIDATES], found.products, strict=False):
            if product < self.least:
                break
            value = known.get(other) if other not in news else None
            if value is None:
                value = score(mine, self._profile(other), day - self._day(other))
            scores.append(value)
        if scores == before.scores and slot not in self._before:
            return False
        order = self._order(before)
        found = Near(found.others, found.products, scores)
        self.near.put(slot, found)
        return self._order(found) != order

    def _order(self, found: Near) -> list[int]:
        slugs = self.slugs.all
        pairs = zip(found.others, found.scores, strict=False)
        return [slot for _, _, slot in sorted((-value, slugs[slot], slot) for slot, value in pairs)]

    def _profile(self, slot: int) -> Profile:
        if slot not in self._profiles:
            self._profiles[slot] = profile_of(slot, self.near[slot])
        return self._profiles[slot]

    def _day(self, slot: int) -> int:
        return int(self.abouts.all[slot].partition("\t")[0])

    def _products(self, slot: int) -> list[int]:
        """Return the products of an article with all, 0 for itself."""
        row = self.index.products(self.index.vectors[slot], len(self.slugs.all))
        row[slot] = 0
        return row

    def _near_of(self, row: list[int]) -> tuple[Near, int]:
        for other in self.numbers[_UNLISTED]:
            row[other] = 0
        return near(row, self.slugs.all)

    def _put_entry(self, slot: int, entry: Entry | None) -> None:
        self.slugs.put(slot, entry.slug if entry else "")
        self.keys.put(slot, entry.key if entry else "")
        self.abouts.put(slot, f"{entry.day}\t{int(entry.listed)}\t{entry.topics}" if entry else "")
        self.shown.put(slot, "")


def _ints(data: bytes) -> array[int]:
    return array("i", data)


def _set(data: bytes) -> set[int]:
    return set(array("i", data))


def _set_bytes(slots: set[int]) -> bytes:
    return array("i", sorted(slots)).tobytes()


def _lines(data: bytes) -> list[str]:
    return data.decode().split("\n")[:-1]


def _lines_bytes(lines: list[str]) -> bytes:
    return "".join([f"{line}\n" for line in lines]).encode()
