"""The articles of an index: those of this build, and those that stood in their places in the last one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import zip_longest

from plugins.core.pool import batches, spread
from plugins.core.problems import StateDamagedError
from plugins.search.collection import Change, Source
from plugins.search.files import to_json
from plugins.search.state import State
from plugins.search.terms import Entry

_BATCH = 500
"""Where more articles are made than so many, their entries wait in the state, not in memory."""


@dataclass(frozen=True)
class Card:
    """What a search result shows of an article."""

    address: str
    title: str
    lead: str
    category: str


@dataclass(frozen=True)
class Article:
    """An article as search results show it, and its entry."""

    card: Card
    entry: Entry
    entry_key: str
    """Changes with what the entry was made from."""


@dataclass(frozen=True)
class Document:
    """An article that is loaded when it must be; `key` changes with what it was made from."""

    key: str
    load: Callable[[], Article]
    month: int = 0
    """Of its date, a number that rises with time; 0: it has no date."""


class Articles:
    """Documents at their places in the index, and the keys of the last update's. What is read is kept, but for many."""

    def __init__(self, state: State, documents: Sequence[Document | None], before: Sequence[str]) -> None:
        """Compare."""
        self.places = len(documents)
        self.keys = [document.key if document else "" for document in documents]
        pairs = zip_longest(self.keys, before, fillvalue="")
        self.changed = [at for at, (now, then) in enumerate(pairs) if now != then]
        self._state = state
        self._documents = {at: document for at, document in enumerate(documents) if document}
        self._before = before
        self._known = {key for key in before if key}
        self._loaded: dict[int, Article] = {}
        self._written: dict[str, str] = {}
        """Key → entry key of the articles that are made and wait in the state."""
        self._sizes: dict[int, tuple[int, int]] = {}
        """Characters and words of the articles that are made."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._documents)

    def article(self, at: int) -> Article:
        """Return an article."""
        found = self._loaded.get(at)
        if found is None:
            document = self._documents[at]
            found = self._kept(document.key) if self._is_kept(document.key) else document.load()
            if len(self.changed) <= _BATCH:
                self._loaded[at] = found
        return found

    def card(self, at: int) -> Card | None:
        """Return what a result shows of an article, None at a place without one; its entry stays unread."""
        if at not in self._documents:
            return None
        key = self.keys[at]
        return self._row(key)[0] if at not in self._loaded and self._is_kept(key) else self.article(at).card

    def totals(self, before: tuple[int, int]) -> tuple[int, int]:
        """Return characters of all entries and words of all articles, from those of the last update."""
        text, length = before
        for at in self.changed:
            old = self._old(at)
            gone = _size(old) if old else (0, 0)
            come = (self._sizes.get(at) or _size(self.article(at))) if at in self._documents else (0, 0)
            text += come[0] - gone[0]
            length += come[1] - gone[1]
        return text, length

    def load(self) -> None:
        """Make the articles that the last update did not have, on all cores."""
        missing = [at for at in self._documents if self.keys[at] not in self._known]
        for batch in batches(missing, _BATCH):
            self._make(batch, waits=len(missing) > _BATCH)

    def _make(self, places: Sequence[int], *, waits: bool) -> None:
        """Make the articles of some places, which stay in memory or wait in the state."""
        made = {at: article for part in spread(self._made, places) for at, article in part.items()}
        self._sizes.update((at, _size(article)) for at, article in made.items())
        if waits:
            self._state.put(self._rows_of(made))
            self._written.update((self.keys[at], article.entry_key) for at, article in made.items())
        else:
            self._loaded.update(made)

    def _made(self, places: Sequence[int]) -> dict[int, Article]:
        return {at: self._documents[at].load() for at in places}

    def change(self, at: int) -> Change:
        """Return what stood at a place and what stands there now."""
        new = self.article(at) if at in self._documents else None
        return Change(at, _source(self._old(at)), _source(new))

    def additions(self) -> Iterator[Change]:
        """Yield all articles as new ones."""
        for at in self._documents:
            yield Change(at, None, _source(self.article(at)))

    def rows(self) -> Iterator[tuple[str, str, bytes | None]]:
        """Yield what a state must keep of the articles read, and what it may forget."""
        gone = self._known.difference(self.keys)
        used = set(self._written.values()).union(article.entry_key for article in self._loaded.values())
        forgotten = {self._row(key)[1] for key in gone}.difference(used)
        yield from self._rows_of(self._loaded)
        for key in gone:
            yield "article", key, None
        for key in forgotten:
            yield "entry", key, None

    def _rows_of(self, articles: Mapping[int, Article]) -> Iterator[tuple[str, str, bytes | None]]:
        for at, article in articles.items():
            key = self.keys[at]
            yield "entry", article.entry_key, to_json(vars(article.entry))
            if key not in self._known:
                yield "article", key, to_json([article.entry_key, *astuple(article.card)])

    def _old(self, at: int) -> Article | None:
        """Return what stood at a place."""
        return self._kept(self._before[at]) if at < len(self._before) and self._before[at] else None

    def _is_kept(self, key: str) -> bool:
        """Say whether an article is in the state."""
        return key in self._known or key in self._written

    def _kept(self, key: str) -> Article:
        card, entry_key = self._row(key)
        entry = kept_entry(self._state, entry_key)
        if entry is None:
            raise StateDamagedError(entry_key)
        return Article(card, entry, entry_key)

    def _row(self, key: str) -> tuple[Card, str]:
        data = self._state.get("article", key)
        if data is None:
            raise StateDamagedError(key)
        entry_key, *card = json.loads(data)
        return Card(*card), entry_key


def kept_entry(state: State, key: str) -> Entry | None:
    """Return an entry that was made before."""
    data = state.get("entry", key)
    return None if data is None else Entry(**json.loads(data))


def _source(article: Article | None) -> Source | None:
    return None if article is None else Source(article.card.category, article.entry)


def _size(article: Article) -> tuple[int, int]:
    """Return characters and words."""
    return len(article.entry.terms), article.entry.length
