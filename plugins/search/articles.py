"""The articles of an index: those of this build, and those that stood in their places in the last one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import zip_longest

from plugins.core.pool import spread
from plugins.core.problems import StateDamagedError
from plugins.search.collection import Change, Source
from plugins.search.files import to_json
from plugins.search.state import State
from plugins.search.terms import Entry


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
    """Documents at their places in the index, and the keys of the last update's. What is read is kept."""

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

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._documents)

    def article(self, at: int) -> Article:
        """Return an article."""
        found = self._loaded.get(at)
        if found is None:
            document = self._documents[at]
            found = self._kept(document.key) if document.key in self._known else document.load()
            self._loaded[at] = found
        return found

    def card(self, at: int) -> Card | None:
        """Return what a result shows of an article, None at a place without one; its entry stays unread."""
        if at not in self._documents:
            return None
        key = self.keys[at]
        return self._row(key)[0] if at not in self._loaded and key in self._known else self.article(at).card

    def totals(self, before: tuple[int, int]) -> tuple[int, int]:
        """Return characters of all entries and words of all articles, from those of the last update."""
        text, length = before
        for at in self.changed:
            change = self.change(at)
            for source, by in ((change.before, -1), (change.after, 1)):
                if source is not None:
                    text += by * len(source.entry.terms)
                    length += by * source.entry.length
        return text, length

    def load(self) -> None:
        """Make the articles that the last update did not have, on all cores."""
        missing = [at for at in self._documents if self.keys[at] not in self._known]
        for made in spread(self._made, missing):
            self._loaded.update(made)

    def _made(self, places: Sequence[int]) -> dict[int, Article]:
        return {at: self._documents[at].load() for at in places}

    def change(self, at: int) -> Change:
        """Return what stood at a place and what stands there now."""
        old = self._kept(self._before[at]) if at < len(self._before) and self._before[at] else None
        new = self.article(at) if at in self._documents else None
        return Change(at, _source(old), _source(new))

    def additions(self) -> list[Change]:
        """Return all articles as new ones."""
        return [Change(at, None, _source(self.article(at))) for at in self._documents]

    def rows(self) -> Iterator[tuple[str, str, bytes | None]]:
        """Yield what a state must keep of the articles read, and what it may forget."""
        gone = self._known.difference(self.keys)
        entries: dict[str, bytes | None] = {self._row(key)[1]: None for key in gone}
        for at, article in self._loaded.items():
            key = self.keys[at]
            entries[article.entry_key] = to_json(vars(article.entry))
            if key not in self._known:
                yield "article", key, to_json([article.entry_key, *astuple(article.card)])
        for key in gone:
            yield "article", key, None
        for key, value in entries.items():
            yield "entry", key, value

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
