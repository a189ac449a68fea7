"""The files of the index, from the entries of all articles. `theme/static/js/search/store.js` reads them.

Everything is JSON text: hosts gzip it, a browser refuses a damaged one, and equal input gives equal bytes. A file's name
is the CRC-32 of its bytes, so it can be cached for ever, and a file of another build cannot be taken for ours.

    manifest.json   the only one without a hash: count, directories of words, readings, suffixes and cards
    directories     the borders of shards and their names: `borders`, `names`
    words           `words`, counts, postings (article, impact), which links, the links, names of the files of words
                    with many articles (postings, places), names of the places, how many words each has
    places          of each word in each article: how many, and the gaps between them
    readings        pronunciation → words; suffixes: the end of a word → what stands before it; cards: what a hit shows

A term `word+` is where a word stands inside longer ones, `#name` is a category. The manifest of a small index holds
directories and cards too (`pack`): one word is two files.

Articles are known by their places (`places.py`); a shard of cards has 0 where there is none.

`update` keeps what it made in a state and makes only what an edit changes; the bytes are those of a build without one.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, field
from functools import cache, partial
from itertools import chain

from plugins.core.problems import StateDamagedError
from plugins.search.articles import Article, Articles, Document
from plugins.search.collection import Change, Collection, Weights
from plugins.search.encode import (
    line_size,
    sound_line,
    suffix_line,
    term_size,
    write_directories,
    write_lines,
    write_terms,
)
from plugins.search.files import Files, NamesCollideError, to_json
from plugins.search.fold import OLD_KANJI
from plugins.search.places import placed
from plugins.search.relations import Owned
from plugins.search.shelf import Shelf
from plugins.search.sizes import NO_LIMIT, Sizes, rounded, sizes_for
from plugins.search.state import State

FORMAT = 2
"""Changes with the format; an engine refuses another."""

MANIFEST = "manifest.json"
_ENOUGH = 20
_SHARE = 50
"""When more articles changed than `_ENOUGH` and one in so many, all is made anew."""


@dataclass(frozen=True)
class Options:
    """What the index depends on besides the articles."""

    weights: Weights = field(default_factory=Weights)
    least: Sizes = field(default_factory=Sizes)
    owned: Owned = field(default_factory=Owned)
    version: str = ""
    """Changes with the code."""


@dataclass(frozen=True)
class _Memory:
    """What an update must know of the one before."""

    version: str
    keys: list[str]
    text: int
    """Characters of all entries."""
    length: int
    """Words of all articles."""
    plan: list[float]
    """The sizes and the average length."""
    has_rows: bool
    """Whether the next update can begin with the rows of this one."""
    cards: list[str]
    files: list[str]


def build(articles: Sequence[Article], options: Options | None = None) -> dict[str, bytes]:
    """Return the files of the index, name → bytes. `articles` are sorted by date, oldest first."""
    state = State(None)
    documents = [Document(str(at), lambda at=at: articles[at]) for at in range(len(articles))]  # type: ignore[misc]
    return {name: data or state.read(name) for name, data in update(state, documents, options).items()}


def update(
    state: State, documents: Sequence[Document], options: Options | None = None
) -> dict[str, bytes | None]:
    """Return the files of the index, name → bytes; None where the last update with this state made the same file.

    `documents` are sorted by date, oldest first.
    """
    options = options or Options()
    with _uncollected():
        try:
            return _updated(state, documents, options)
        except StateDamagedError:
            state.clear()
            return _updated(state, documents, options)


def is_known(state: State, options: Options) -> bool:
    """Say whether an update with this state has only what changed to do."""
    try:
        return _remembered(state, _version(options)) is not None
    except StateDamagedError:
        return False


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking over millions of small objects again and again: none is in a cycle."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _updated(state: State, documents: Sequence[Document], options: Options) -> dict[str, bytes | None]:
    version = _version(options)
    memory = _remembered(state, version)
    articles = Articles(state, placed(documents), memory.keys if memory else [])
    if memory and not articles.changed:
        return dict.fromkeys(memory.files)
    articles.load()
    text, length = articles.totals((memory.text, memory.length) if memory else (0, 0))
    sizes = sizes_for(text, articles.count, articles.places, options.least)
    average = rounded(length / max(1, articles.count))
    plan = [sizes.shard, sizes.places, sizes.cards, sizes.rare, sizes.big, sizes.pack, average]
    few = len(articles.changed) <= max(_ENOUGH, articles.count // _SHARE)
    work = None
    if memory and memory.has_rows and memory.plan == plan and few:
        try:
            work = _Work(state, articles, sizes, average, options, memory)
        except NamesCollideError:
            work = None
    is_new = work is None
    if work is None:
        work = _Work(state, articles, sizes, average, options, None)
    has_rows = not (work.is_packed or work.files.has_collision)
    now = _Memory(version, articles.keys, text, length, plan, has_rows, work.cards, sorted(work.names))
    result = work.files.result(now.files)
    gone = set(memory.files).difference(now.files) if memory else set()
    state.put(
        chain(
            articles.rows(),
            (("file", name, data) for name, data in result.items() if data is not None),
            (("file", name, None) for name in gone),
            work.rows() if has_rows else (),
            [("memory", "", to_json(vars(now)))],
        ),
        dropped=_ROWS if is_new else (),
    )
    return result


_ROWS = (*Collection.KINDS, "list", "file")
"""The kinds of rows that are made anew together."""


class _Work:
    """Makes the files of one update, with the rows of the last one or without."""

    def __init__(
        self,
        state: State,
        articles: Articles,
        sizes: Sizes,
        average: float,
        options: Options,
        memory: _Memory | None,
    ) -> None:
        rows = state if memory else None
        self._articles = articles
        self._sizes = sizes
        self.is_packed = sizes.pack == NO_LIMIT
        self._collection = Collection(rows, options.weights, average, options.owned)
        self.files = Files(memory.files if memory else (), rows)
        self._terms, self._sounds, self._suffixes = (
            Shelf(name, rows) for name in ("terms", "sounds", "suffixes")
        )
        self._update(articles.additions() if memory is None else list(map(articles.change, articles.changed)))
        self.cards = self._cards(memory.cards if memory else ())
        self.names = self._manifest()

    def _manifest(self) -> set[str]:
        """Write the manifest and the directories; return the names of all files."""
        sizes = self._sizes
        size = sizes.directory
        manifest: dict[str, object] = {"format": FORMAT, "count": self._articles.count, "big": sizes.big}
        names = {self.files.write([OLD_KANJI])}
        (manifest["old"],) = names
        packed = set(self.cards)
        for kind, shelf in (("terms", self._terms), ("readings", self._sounds), ("inside", self._suffixes)):
            manifest[kind], own = write_directories(shelf.shards, size, self.files)
            names.update(*(shard.names for shard in shelf.shards))
            packed.update(own)
        parts = [self.cards[at : at + size] for at in range(0, len(self.cards), size)]
        directories = [self.files.write(["".join(part)]) for part in parts]
        manifest["cards"] = [sizes.cards, size, "".join(directories)]
        packed.update(directories)
        if self.is_packed:
            manifest["pack"] = {name: json.loads(self.files.made.pop(f"{name}.json")) for name in packed}
        else:
            names |= packed
        self.files.made[MANIFEST] = to_json(manifest)
        return {MANIFEST, *(f"{name}.json" for name in names)}

    def rows(self) -> Iterator[tuple[str, str, bytes | None]]:
        """Yield what a state must keep."""
        yield from self._collection.rows()
        for shelf in (self._terms, self._sounds, self._suffixes):
            yield from shelf.rows()

    def _update(self, changes: Iterable[Change]) -> None:
        """Bring words, pronunciations and endings up to date."""
        collection, sizes, files = self._collection, self._sizes, self.files
        touched = collection.change(changes)
        sound = cache(partial(sound_line, collection.relations))
        suffix = cache(partial(suffix_line, collection))

        def write_sounds(keys: Sequence[str]) -> list[str]:
            collection.relations.load_sounds(keys)
            return write_lines({key: sound(key) for key in keys}, files)

        self._terms.update(
            touched.terms,
            lambda term: term_size(collection, term, sizes.big),
            sizes.shard,
            lambda terms: write_terms(collection, terms, sizes.big, sizes.places, files),
        )
        self._sounds.update(touched.sounds, lambda key: line_size(sound(key)), sizes.rare, write_sounds)
        self._suffixes.update(
            touched.suffixes,
            lambda key: line_size(suffix(key)),
            sizes.rare,
            lambda keys: write_lines({key: suffix(key) for key in keys}, files),
        )

    def _cards(self, before: Sequence[str]) -> list[str]:
        """Write the shards of cards in which an article changed; return the names of all."""
        articles, per = self._articles, self._sizes.cards
        changed = {at // per for at in articles.changed}
        names = []
        for shard, start in enumerate(range(0, articles.places, per)):
            if shard < len(before) and shard not in changed:
                names.append(before[shard])
            else:
                cards = [articles.card(at) for at in range(start, start + per)]
                while cards and not cards[-1]:
                    cards.pop()
                names.append(self.files.write([astuple(card) if card else 0 for card in cards]))
        return names


def _version(options: Options) -> str:
    return hashlib.sha256(f"{FORMAT} {sys.byteorder} {options}".encode()).hexdigest()


def _remembered(state: State, version: str) -> _Memory | None:
    memory = json.loads(state.get("memory", "") or b"{}")
    return _Memory(**memory) if memory.get("version") == version else None
