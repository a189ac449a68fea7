"""Put `related` on every article: the articles to read next, and why."""

from __future__ import annotations

import hashlib
import json
import logging
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import Generator
from pelican.settings import read_settings

from plugins.core.contents import contents_of, is_article, source_of
from plugins.core.library import Document, Library
from plugins.core.problems import Problems
from plugins.core.settings import from_pelican
from plugins.core.tokens import Tokenizer, dictionary_version
from plugins.related import weights
from plugins.related.answers import Answers, read_answers
from plugins.related.choice import chosen, linked, reason, selected
from plugins.related.features import Features, features_of
from plugins.related.frequencies import GENERAL, OWN, Frequencies, read
from plugins.related.settings import RelatedSettings
from plugins.related.texts import lines_of

if TYPE_CHECKING:
    # numpy and scipy are read by a build in which an article changed, and by no other.
    from plugins.related.collection import Collection, Entry
    from plugins.related.vectors import Vector

STATE = "related"
"""The folder of the state, in `CACHE_PATH`."""

_LINKS = ("link", "card", "related-link")
"""The needs of a body that lead the reader to another article."""


@dataclass(frozen=True)
class Related:
    """One entry of the list, for the template."""

    article: Content
    reason: str
    """同じ話題: 面接・逆質問. May be empty."""


@dataclass(frozen=True)
class Reader:
    """Makes vectors of articles."""

    settings: Mapping[str, Any]

    @cached_property
    def frequencies(self) -> Frequencies:
        """Read the frequencies, in a build in which there is a text to weigh."""
        return frequencies_of(self.settings)

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """Open the dictionary, in a build in which there is a text to read."""
        return Tokenizer()

    def features(self, content: Content) -> Features:
        """Return what the text of an article is known by."""
        titles = [content.title, *(heading.text for heading in content.body.headings)]
        return features_of(lines_of(content.body.html), titles, self.tokenizer, weights.HEADING)

    def entry(self, content: Content, key: str) -> tuple[Entry, Vector]:
        """Return what the collection holds of an article."""
        from plugins.related.collection import Entry  # noqa: PLC0415 - numpy
        from plugins.related.vectors import topics_of, vector_of  # noqa: PLC0415 - numpy

        features = self.features(content)
        tags = [tag.name for tag in content.tags]
        vector = vector_of(features, self.frequencies, tags, content.category.name)
        return Entry(
            content.slug, key, _day(content), "\t".join(topics_of(features, self.frequencies))
        ), vector


def prepare(pelican: Pelican) -> None:
    """Check the settings at the start."""
    pelican.settings["RELATED"] = from_pelican(RelatedSettings, "RELATED_", pelican.settings)


def relate(generators: list[Generator]) -> None:
    """Give every article its list."""
    settings = generators[0].settings
    library: Library = settings["LIBRARY"]
    options: RelatedSettings = settings["RELATED"]
    contents = {content.slug: content for content in contents_of(generators) if is_article(content)}
    reader = Reader(settings)
    answers = answers_of(contents, reader, settings)
    whole = cache(lambda: collection_of(contents, reader, settings))
    for content in contents.values():
        document = library.by_source[source_of(content)]
        own, known = _choices(content, document, library, settings["PROBLEMS"])
        ranked: list[str] = []
        topics: list[str] = []
        if content.slug in answers.slots:
            ranked, topics = answers.related(content.slug), answers.topics(content.slug)
        elif document.is_public:
            entry, vector = reader.entry(content, "")
            ranked = whole().related_outside(vector)
            topics = entry.topics.split("\t")
        found = selected(own, [library.by_slug[slug] for slug in ranked], known, options.count)
        content.related = [
            Related(contents[each.slug], reason(document, each, topics, answers.topics(each.slug)))
            for each in found
        ]


def answers_of(contents: Mapping[str, Content], reader: Reader, settings: Mapping[str, Any]) -> Answers:
    """Return what the collection says of each article; of an unchanged site, as it stands in the state."""
    keys = {slug: _source_key(content) for slug, content in contents.items() if _may_be_named(content)}
    known = read_answers(_folder(settings), _version(settings))
    if known is not None and {slug: key.split()[0] for slug, key in known.known.items()} == keys:
        return known
    return collection_of(contents, reader, settings).answers()


def collection_of(contents: Mapping[str, Content], reader: Reader, settings: Mapping[str, Any]) -> Collection:
    """Return the collection of what lists may name, brought up to date from the last build's where there is one.

    The key of an article is a hash of its file and one of what its vector depends on. The second is made, and looked at,
    when the first has changed.
    """
    from plugins.related.collection import MANY, collect, renamed, update  # noqa: PLC0415 - numpy
    from plugins.related.state import load, save  # noqa: PLC0415 - numpy

    least = settings["RELATED"].least
    folder, version = _folder(settings), _version(settings)
    before = load(folder, version)
    known = {entry.slug: entry.key for entry in before.entries if entry.slug} if before else {}
    keys: dict[str, str] = {}
    for slug, content in contents.items():
        if _may_be_named(content):
            source, old = _source_key(content), known.get(slug, "")
            keys[slug] = old if old.startswith(f"{source} ") else f"{source} {_text_key(content)}"
    changed = {
        slug: reader.entry(contents[slug], key)
        for slug, key in keys.items()
        if known.get(slug, " ").split(" ")[1] != key.split(" ")[1]
    }
    gone = [slug for slug in known if slug not in keys]
    if before is not None and known == keys:
        return before
    if before is None or len(changed) + len(gone) > MANY * len(keys):
        slots = before.slots if before else {}
        articles = [
            changed[slug]
            if before is None or slug in changed
            else (before.entries[slots[slug]]._replace(key=keys[slug]), before.vectors.row(slots[slug]))
            for slug in sorted(keys)
        ]
        now = collect(articles, least)
    else:
        now = renamed(update(before, changed, gone), keys)
    # Frequencies with a fault were reported; what was made without them must be made, and they reported, again.
    return save(folder, now, version) if reader.frequencies.total else now


def _folder(settings: Mapping[str, Any]) -> Path:
    return Path(settings["CACHE_PATH"]).absolute() / STATE / _hash(str(settings["PATH"]))


def articles_of(generators: Sequence[Generator]) -> list[Content]:
    """Return the articles that lists may name, by file."""
    return [content for content in contents_of(generators) if is_article(content) and _may_be_named(content)]


def _choices(
    content: Content, document: Document, library: Library, problems: Problems
) -> tuple[Sequence[Document], set[str]]:
    """Return the articles that the writer chose, and the sources that the list must not repeat."""
    fields = content.fields
    report = problems.reporter(content.source_path)
    values = fields.values.get("related", ())
    own = chosen(values, document, library, fields.lines.get("related", 0), report)
    return own, {document.source, *linked(addresses_of(content), document, library)}


def addresses_of(content: Content) -> list[str]:
    """Return what the text of an article or a page links to, as typed."""
    return [unescape(need.value) for need in content.body.needs if need.kind in _LINKS]


def _may_be_named(content: Content) -> bool:
    return content.own_status == "published" and not content.noindex


def frequencies_of(settings: Mapping[str, Any]) -> Frequencies:
    """Return the site's own frequencies, or the general ones."""
    path = _frequencies(settings)
    try:
        return read(path.read_text(encoding="utf-8"))
    except ValueError as error:
        settings["PROBLEMS"].error(path, 0, str(error))
        return Frequencies(0, {}, {})


def _frequencies(settings: Mapping[str, Any]) -> Path:
    own = Path(settings["PATH"], "data", OWN)
    return own if own.is_file() else GENERAL


def _day(content: Content) -> int:
    return int(content.date.toordinal()) if hasattr(content, "date") else 0


def _source_key(content: Content) -> str:
    """Return the hash of an article's file and of what it was converted with: all of an article derives from them."""
    return _hash(f"{content.source_key} {content.settings['VERSION'].conversion}")


def _text_key(content: Content) -> str:
    """Return what tells whether an article is the same as before: all that its vector and its place depend on."""
    parts = [
        content.title,
        content.body.html,
        *(heading.text for heading in content.body.headings),
        content.category.name,
        *(tag.name for tag in content.tags),
        _day(content),
    ]
    return _hash(json.dumps(parts, ensure_ascii=False))


def _version(settings: Mapping[str, Any]) -> str:
    """Return what all vectors depend on: this room's code and numbers, the frequencies, the dictionary."""
    code = [path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob("*.py"))]
    frequencies = hashlib.blake2b(_frequencies(settings).read_bytes()).hexdigest()
    return _hash(repr((frequencies, settings["RELATED"].least, dictionary_version(), code)))


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


class _Read(Exception):  # noqa: N818 - no error: it ends a run whose articles are all that is wanted
    """`args[0]`: the generators, when all articles are known."""


def _stop(generators: list[Generator]) -> None:
    raise _Read(generators)


def read_site(conf: str, content: str | None) -> list[Generator]:
    """Read all articles and pages of a site as a build does, without writing it. Raises `BuildRefused` after printing why."""
    override = {"PATH": str(Path(content).absolute())} if content else {}
    settings = read_settings(conf, override=override)
    settings["PROBLEMS"] = Problems()
    logging.getLogger("pelican").setLevel(logging.ERROR)  # what a build would print is no news here
    site = Pelican(settings)
    # Behind all rooms but the gate; blinker calls receivers in the order in which they came.
    signals.all_generators_finalized.connect(_stop)
    try:
        site.run()
    except _Read as read_:
        generators: list[Generator] = read_.args[0]
        return generators
    finally:
        signals.all_generators_finalized.disconnect(_stop)
        for problem in settings["PROBLEMS"]:
            sys.stderr.write(f"{problem}\n")
    return []


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.all_generators_finalized.connect(relate)
