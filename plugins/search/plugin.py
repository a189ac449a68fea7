"""Take the text of all articles, write the index, and give the search page what it shows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import Generator

from plugins.core.contents import Marked, by_source_of, is_article, marked_in, source_of
from plugins.core.dictionary import DictionaryWord
from plugins.core.memo import Memo
from plugins.core.outputs import Made, Outputs
from plugins.core.pool import aside
from plugins.core.problems import Report, report_nothing
from plugins.core.progress import stage
from plugins.core.settings import from_pelican
from plugins.core.text import cut_at_sentence
from plugins.core.tokens import DICTIONARY, Tokenizer
from plugins.core.version import code_version
from plugins.search.articles import Article, Card, Document, kept_entry
from plugins.search.extract import text_of
from plugins.search.fold import fold, sound
from plugins.search.index import MANIFEST, Options, is_known, update
from plugins.search.relations import Owned
from plugins.search.settings import SearchSettings
from plugins.search.state import State
from plugins.search.terms import Analyst, Text

_CODE = code_version(__file__)

STATE = "search"
"""The folder of the state, in `CACHE_PATH`."""
PAGE = "search/index.html"


class SearchGenerator(Generator):
    """Asks for the search page."""

    def generate_output(self, writer: Any) -> None:
        """Ask for it."""
        writer.write_file(PAGE, self.get_template("search"), self.context, url="search/")


def prepare(pelican: Pelican) -> None:
    """Check the settings at the start."""
    settings: dict[str, Any] = pelican.settings
    settings["SEARCH"] = from_pelican(SearchSettings, "SEARCH_", settings)


def collect(generators: Sequence[Generator]) -> None:
    """Make the index of what readers may find."""
    settings: dict[str, Any] = generators[0].settings
    options: SearchSettings = settings["SEARCH"]
    dictionary: tuple[DictionaryWord, ...] = settings["DICTIONARY"]
    contents = {source: each for source, each in by_source_of(generators).items() if _is_found(each)}
    if not options.pages:
        contents = {source: each for source, each in contents.items() if is_article(each)}
    here = hashlib.sha256(str(settings["PATH"]).encode()).hexdigest()[:16]
    state = State(Path(settings["CACHE_PATH"]).absolute() / STATE / here)
    reader = _Reader(state, dictionary, options.lead, settings["MEMO"], marked_in(settings))
    owned = Owned(
        tuple((sound(fold(each)), fold(row.word)) for row in dictionary for each in row.readings),
        tuple(tuple(map(fold, (row.word, *row.synonyms))) for row in dictionary if row.synonyms),
    )
    version = "\n".join((_CODE, *reader.words, str(options.lead)))
    stage("検索の索引を作っています")
    documents = reader.documents(contents)
    own = Options(owned=owned, version=version)
    work = partial(_write, settings["OUTPUTS"], options.folder, state, documents, own)
    # An edit has another core for it, while the pages are made; a first index takes all of them.
    has_little_to_do = is_known(state, own)
    state.close()  # a connection does not survive a fork
    settings["SEARCH_FILES"] = aside(work) if has_little_to_do else partial(_Files, *work())


class _Files(NamedTuple):
    """What has become of the files of the index."""

    kept: Sequence[str]
    """Those that are as they were."""
    made: Mapping[str, Made]
    staged: AbstractSet[str]


def _write(
    outputs: Outputs, folder: str, state: State, documents: list[Document], options: Options
) -> _Files:
    """Bring the index up to date and write its files."""
    own = replace(outputs, made={}, staged=set())
    for name, data in update(state, documents, options).items():
        if data is None and name != MANIFEST:  # the name is the hash of what the file holds
            own.put(f"{folder}/{name}", name, partial(state.read, name))
        else:  # the state may be ahead of what is published: a build was killed between the two
            own.write(f"{folder}/{name}", state.read(name) if data is None else data, name)
    made = {name: each for name, each in own.made.items() if each != outputs.before.get(name)}
    return _Files([name for name in own.made if name not in made], made, own.staged)


def publish(pelican: Pelican) -> None:
    """Take in the files of the index."""
    files: _Files = pelican.settings["SEARCH_FILES"]()
    outputs: Outputs = pelican.settings["OUTPUTS"]
    outputs.made.update((name, outputs.before[name]) for name in files.kept)
    outputs.made |= files.made
    outputs.staged |= files.staged


class Known(NamedTuple):
    """What is known of an article or a page before its text is looked at."""

    order: tuple[bool, Any, str]
    key: str
    """The hash of all that is to be found in it, but for the marks that other articles' advertising puts on its cards."""
    month: int


class _Reader:
    """Makes entries, or finds them among those of the last build."""

    def __init__(
        self, state: State, dictionary: Sequence[DictionaryWord], lead: int, memo: Memo, marked: Marked
    ) -> None:
        self.words = sorted({fold(word) for row in dictionary for word in (row.word, *row.synonyms)})
        self._state = state
        self._lead = lead
        self._memo = memo
        self._marked = marked

    @cached_property
    def _analyst(self) -> Analyst:
        """Open the dictionary, in a build in which there is a text to read."""
        return Analyst(Tokenizer())

    @cached_property
    def _version(self) -> str:
        return f"{DICTIONARY} {_CODE}"

    def documents(self, contents: Mapping[str, Content]) -> list[Document]:
        """Return what there is to be found in articles and pages, the oldest first; `contents`: by their files."""
        known = self._memo.of_each("search", contents, self._known)
        found = sorted(zip(known, contents.values(), strict=True), key=lambda pair: pair[0].order)
        return [self._document(each, content) for each, content in found]

    def _known(self, content: Content) -> Known:
        return self._memo.of(content.document, "search", report_nothing, partial(self._find, content))

    def _find(self, content: Content, _report: Report) -> Known:
        # The stamp stands for the HTML, which need not be made to know that it is as before.
        parts = (
            content.address,
            getattr(content, "description", ""),
            _category(content),
            content.title,
            self._memo.stamp(source_of(content)),
        )
        month = content.date.year * 12 + content.date.month if is_article(content) else 0
        return Known(_by_date(content), _hash(parts), month)

    def _document(self, known: Known, content: Content) -> Document:
        marked = self._marked(source_of(content))
        key = _hash((known.key, *marked)) if marked else known.key
        return Document(key, partial(self._article, content), known.month)

    def _article(self, content: Content) -> Article:
        description = cut_at_sentence(getattr(content, "description", ""), self._lead)
        card = Card(content.address, content.title, description, _category(content))
        title, *headings, source = _texts(content)
        plain = fold("\n".join((title, *headings, source)))
        words = [word for word in self.words if word in plain]
        key = _hash((self._version, title, *headings, source, *words))
        entry = kept_entry(self._state, key)
        if entry is None:
            body, readings = text_of(source)
            entry = self._analyst.entry(Text(title, tuple(headings), body, readings), words)
        return Article(card, entry, key)


def _category(content: Content) -> str:
    name: str = content.category.name if is_article(content) else ""
    return name


def _texts(content: Content) -> tuple[str, ...]:
    return content.title, *(heading.text for heading in content.headings), content.content


def _hash(parts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def _is_found(content: Content) -> bool:
    return content.own_status == "published" and not content.noindex


def _by_date(content: Content) -> tuple[bool, Any, str]:
    """Oldest first, so that a new article is the last; pages, which have no date, before all."""
    if is_article(content):
        return True, content.date.timestamp(), content.address
    return False, 0, content.address


def add_generator(_pelican: Pelican) -> type[Generator]:
    """Tell Pelican of the generator."""
    return SearchGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.get_generators.connect(add_generator)
    signals.all_generators_finalized.connect(collect)
    signals.finalized.connect(publish)
