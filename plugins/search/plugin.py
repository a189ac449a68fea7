"""Take the text of all articles, write the index, and give the search page what it shows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import Generator

from plugins.core.contents import contents_of, is_article
from plugins.core.dictionary import FILE, DictionaryWord, load_dictionary
from plugins.core.settings import from_pelican
from plugins.core.text import cut_at_sentence
from plugins.core.tokens import Tokenizer, dictionary_version
from plugins.search.cache import Cache
from plugins.search.extract import text_of
from plugins.search.fold import fold, sound
from plugins.search.index import FORMAT, Article, build
from plugins.search.settings import SearchSettings
from plugins.search.terms import Analyst, Entry, Text

STATE = "tokens"
"""The folder of the entries, in `CACHE_PATH`."""
PAGE = "search/index.html"


class SearchGenerator(Generator):
    """Writes the index and the search page."""

    def generate_output(self, writer: Any) -> None:
        """Write the files."""
        folder = Path(self.output_path, self.settings["SEARCH"].folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self.settings["SEARCH_FILES"].items():
            (folder / name).write_bytes(data)
        writer.write_file(PAGE, self.get_template("search"), self.context, url="search/")


def prepare(pelican: Pelican) -> None:
    """Check the settings and the dictionary at the start."""
    settings: dict[str, Any] = pelican.settings
    settings["SEARCH"] = from_pelican(SearchSettings, "SEARCH_", settings)
    path = Path(settings["PATH"], "data", FILE)
    settings["DICTIONARY"] = load_dictionary(path, settings["PROBLEMS"].reporter(path))


def collect(generators: Sequence[Generator]) -> None:
    """Make the index of what readers may find."""
    settings: dict[str, Any] = generators[0].settings
    options: SearchSettings = settings["SEARCH"]
    dictionary: tuple[DictionaryWord, ...] = settings["DICTIONARY"]
    contents = sorted(filter(_is_found, contents_of(generators)), key=_by_date)
    if not options.pages:
        contents = [content for content in contents if is_article(content)]
    reader = _Reader(settings, dictionary)
    settings["SEARCH_FILES"] = build(
        [reader.article(content, options.lead) for content in contents],
        readings=[(sound(fold(each)), fold(row.word)) for row in dictionary for each in row.readings],
        synonyms=[tuple(map(fold, (row.word, *row.synonyms))) for row in dictionary if row.synonyms],
    )
    reader.cache.clean()


class _Reader:
    """Makes entries, or finds them among those of the last build."""

    def __init__(self, settings: dict[str, Any], dictionary: Sequence[DictionaryWord]) -> None:
        here = hashlib.sha256(str(settings["PATH"]).encode()).hexdigest()[:16]
        self.cache = Cache(Path(settings["CACHE_PATH"]).absolute() / STATE / here)
        self._analyst: Analyst | None = None
        self._version = f"{FORMAT} {dictionary_version()} {_code_version()}"
        self._words = sorted({fold(word) for row in dictionary for word in (row.word, *row.synonyms)})

    def article(self, content: Content, lead: int) -> Article:
        return Article(
            content.address,
            content.title,
            cut_at_sentence(getattr(content, "description", ""), lead),
            content.category.name if is_article(content) else "",
            self._entry(content),
        )

    def _entry(self, content: Content) -> Entry:
        source = content.content
        headings = [heading.text for heading in content.headings]
        plain = fold("\n".join((content.title, *headings, source)))
        words = [word for word in self._words if word in plain]
        key = "\n".join((self._version, content.title, *headings, source, *words))
        entry = self.cache.get(key)
        if entry is None:
            self._analyst = self._analyst or Analyst(Tokenizer())
            body, readings = text_of(source)
            entry = self._analyst.entry(Text(content.title, tuple(headings), body, readings), words)
            self.cache.put(key, entry)
        return entry


def _is_found(content: Content) -> bool:
    return content.own_status == "published" and not content.noindex


def _by_date(content: Content) -> tuple[bool, Any, str]:
    """Oldest first, so that a new article is the last; pages, which have no date, before all."""
    if is_article(content):
        return True, content.date.timestamp(), content.address
    return False, 0, content.address


def _code_version() -> str:
    """Return what changes with the code that makes entries."""
    folder = Path(__file__).parent
    code = b"".join(
        (folder / name).read_bytes() for name in ("extract.py", "fold.py", "numbers.py", "terms.py")
    )
    return hashlib.sha256(code).hexdigest()[:16]


def add_generator(_pelican: Pelican) -> type[Generator]:
    """Tell Pelican of the generator."""
    return SearchGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.get_generators.connect(add_generator)
    signals.all_generators_finalized.connect(collect)
