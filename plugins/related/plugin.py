"""Put `related` on every article: the articles to read next, and why. `BESIDE` in the settings tells it for the key of a page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, cached_property, partial
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import Generator

from plugins.core.contents import contents_of, describe, is_article, source_of
from plugins.core.library import Document, Library
from plugins.core.memo import Memo
from plugins.core.pool import aside
from plugins.core.problems import Problem, Problems, Report, StateDamagedError
from plugins.core.progress import stage
from plugins.core.settings import from_pelican
from plugins.core.tokens import DICTIONARY, Tokenizer
from plugins.core.version import code_version
from plugins.related import weights
from plugins.related.choice import About, chosen, linked, reason, selected
from plugins.related.collection import Collection, Entry
from plugins.related.features import Features, Trade, features_of, normal
from plugins.related.frequencies import GENERAL, OWN, Frequencies, read
from plugins.related.settings import RelatedSettings
from plugins.related.texts import lines_of
from plugins.related.vectors import Vector, topics_of, vector_of

T = TypeVar("T")

_CODE = code_version(__file__)

STATE = "related"
"""The folder of the state, in `CACHE_PATH`."""

_LINKS = ("link", "card", "related-link")
"""The needs of a body that lead the reader to another article."""

_LIST, _REASONS, _NEXT = "\x1d", "\x1e", "\x1f"
"""They part what is remembered of a list: what it was made for, the slugs, the reasons. No text of a writer holds them."""


class Related(NamedTuple):
    """One entry of the list, for the template."""

    article: Content
    reason: str
    """同じ話題: 面接・逆質問. May be empty."""


class Beside(NamedTuple):
    """The list of an article, as a page depends on it."""

    slugs: Sequence[str]
    reasons: Sequence[str]


_NOTHING = Beside((), ())


class Choice(NamedTuple):
    """What the writer says of the list of an article, by files."""

    own: Sequence[str]
    """Those that the head names."""
    known: Sequence[str]
    """Those that the text links to, and the article itself: the list need not name them."""
    text: str
    """All of it: a list that was made for the same is remembered."""


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

    @cached_property
    def trade(self) -> Trade:
        """Take the words of the trade."""
        return Trade.of(self.settings["DICTIONARY"])

    def article(self, content: Content, key: str = "") -> tuple[Entry, Vector]:
        """Return what the collection holds of an article."""
        features = self._features(content)
        vector = vector_of(features, self.frequencies, _tags(content), content.category.name)
        topics = "\t".join(topics_of(features, self.frequencies))
        return Entry(content.slug, key, _day(content), topics, _may_be_named(content)), vector

    def _features(self, content: Content) -> Features:
        lines = lines_of(content.body.html)
        return features_of(lines, _titles(content), self.tokenizer, weights.HEADING, self.trade)

    def text_key(self, content: Content) -> str:
        """Return what tells whether an article is the same as before: all that its vector and its place depend on."""
        lines, titles = lines_of(content.body.html), _titles(content)
        words = self.trade.rows_in(normal("\n".join((*titles, *lines))))
        place = [content.category.name, _tags(content), _day(content), _may_be_named(content)]
        return _hash(json.dumps([lines, titles, words, place], ensure_ascii=False))


def prepare(pelican: Pelican) -> None:
    """Check the settings at the start."""
    pelican.settings["RELATED"] = from_pelican(RelatedSettings, "RELATED_", pelican.settings)


class Lists(NamedTuple):
    """The lists of all articles."""

    texts: Mapping[str, str]
    """Slug → slugs of the entries, and the reasons."""
    problems: Sequence[Problem]


def begin(generators: list[Generator]) -> None:
    """Begin to choose, beside what other rooms do: the lists are not looked at before the pages are asked for."""
    settings = generators[0].settings
    contents = {content.slug: content for content in contents_of(generators) if is_article(content)}
    choices = choices_of(contents, settings)
    stage("関連記事を選んでいます")
    wait = aside(partial(_lists, contents, choices, settings))
    lists = settings["RELATED_LISTS"] = cache(partial(_arrived, wait, settings["PROBLEMS"]))

    def beside(content: Content) -> Beside:
        return _parted(lists()[content.slug]) if is_article(content) else _NOTHING

    settings["BESIDE"] = beside
    describe(
        settings,
        related=lambda content: [
            Related(contents[slug], why) for slug, why in zip(*beside(content), strict=True)
        ],
    )
    if "OUTPUTS" not in settings:  # a command that only reads
        settings["RELATED_LISTS"]()


def choices_of(contents: Mapping[str, Content], settings: Mapping[str, Any]) -> dict[str, Choice]:
    """Return what writers say of the lists; report what is wrong with it."""
    memo: Memo = settings["MEMO"]
    library: Library = settings["LIBRARY"]
    problems: Problems = settings["PROBLEMS"]

    def look(content: Content) -> Choice:
        report = problems.reporter(content.source_path)
        return memo.of(content.document, STATE, report, partial(_choice, content, library))

    sources = {source_of(content): content for content in contents.values()}
    return dict(zip(contents, memo.of_each(STATE, sources, look), strict=True))


def _lists(
    contents: Mapping[str, Content], choices: Mapping[str, Choice], settings: Mapping[str, Any]
) -> Lists:
    known = len(settings["PROBLEMS"].found)
    texts = with_collection(contents.values(), settings, partial(texts_of_lists, contents, choices, settings))
    return Lists(texts, settings["PROBLEMS"].found[known:])


def texts_of_lists(
    contents: Mapping[str, Content],
    choices: Mapping[str, Choice],
    settings: Mapping[str, Any],
    collection: Collection,
) -> dict[str, str]:
    """Return the entries of all lists: those that are remembered, and those that have to be chosen."""
    library: Library = settings["LIBRARY"]
    count = settings["RELATED"].count
    trade = {normal(row.word) for row in settings["DICTIONARY"]}
    # A reason may name a word of the dictionary.
    common = _hash(f"{count} {sorted(trade)}")
    found = {}
    for slug, content in contents.items():
        choice = choices[slug]
        made_for, _, text = collection.shown_of(slug).partition(_LIST)
        # What is shown of an article that the writer chose may be new without the choice being so.
        if made_for != common + choice.text or choice.own:
            entries = list(_entries(content.document, choice, collection, library, count, trade))
            text = _REASONS.join(map(_NEXT.join, zip(*entries, strict=True)))
            collection.put_shown(slug, f"{common}{choice.text}{_LIST}{text}")
        found[slug] = text
    return found


def _arrived(wait: Callable[[], Lists], problems: Problems) -> Mapping[str, str]:
    """Return the lists. Raises `BuildRefused` for what they could not be made of."""
    lists = wait()
    for each in lists.problems:
        problems.add(each.level, each.path, each.line, each.message)
    problems.raise_errors()
    return lists.texts


def _parted(text: str) -> Beside:
    slugs, _, reasons = text.partition(_REASONS)
    return Beside(slugs.split(_NEXT), reasons.split(_NEXT)) if text else _NOTHING


def finish(pelican: Pelican) -> None:
    """Wait for them where there is no article with a page."""
    pelican.settings["RELATED_LISTS"]()


def _entries(
    document: Document,
    choice: Choice,
    collection: Collection,
    library: Library,
    count: int,
    trade: AbstractSet[str],
) -> Iterator[tuple[str, str]]:
    """Yield the slugs of the articles of a list, and the reasons."""
    own = [library.by_source[source] for source in choice.own]
    ranked = (library.by_slug[slug] for slug in collection.related(document.slug))

    def about(each: Document) -> About:
        return About(each, collection.entry(each.slug).topics.split("\t"))

    me = about(document)
    for each, why in selected(
        own, ranked, set(choice.known), count, lambda each: reason(me, about(each), trade)
    ):
        yield each.slug, why


def _choice(content: Content, library: Library, report: Report) -> Choice:
    fields, document = content.fields, content.document
    values = fields.values.get("related", ())
    chosen_ = chosen(values, document, library, fields.lines.get("related", 0), report)
    own = [each.source for each in chosen_]
    known = sorted({document.source, *linked(addresses_of(content), document, library)})
    return Choice(own, known, json.dumps([own, known]))


def with_collection(
    contents: Iterable[Content], settings: Mapping[str, Any], use: Callable[[Collection], T]
) -> T:
    """Do something with the collection of all articles, brought up to date from the last build's; it is remembered.

    What cannot be read is begun anew: the state holds nothing that cannot be made again.
    """
    contents = list(contents)
    try:
        return _with_collection(contents, settings, use)
    except StateDamagedError:
        for each in _state(settings).parent.glob(_state(settings).name + "*"):
            each.unlink(missing_ok=True)
        return _with_collection(contents, settings, use)


def _with_collection(
    contents: Sequence[Content], settings: Mapping[str, Any], use: Callable[[Collection], T]
) -> T:
    collection = Collection(_state(settings), _version(settings), settings["RELATED"].least)
    try:
        reader = Reader(settings)
        _bring_up_to_date(collection, contents, reader)
        result = use(collection)
        # Frequencies with a fault were reported; what was made without them must be made, and they reported, again.
        if "frequencies" not in vars(reader) or reader.frequencies.total:
            collection.save()
        return result
    finally:
        collection.state.close()


def _bring_up_to_date(collection: Collection, contents: Sequence[Content], reader: Reader) -> None:
    """Take what is new.

    The key of an article is a hash of its file, its status and what it was converted with, and one of what its vector
    depends on. The second is made, and looked at, when the first has changed.
    """
    settings = reader.settings
    common = _hash(f"{settings['VERSION'].conversion} {settings['DICTIONARY']}")
    known = collection.known
    changed: dict[str, tuple[Entry, Vector]] = {}
    for content in contents:
        old = known.get(content.slug, "")
        source = f"{content.source_key} {content.own_status} {common}"
        if old.startswith(f"{source} "):
            continue
        text = reader.text_key(content)
        if old.endswith(text):
            collection.put_key(content.slug, f"{source} {text}")
        else:
            changed[content.slug] = reader.article(content, f"{source} {text}")
    collection.update(changed, known.keys() - {content.slug for content in contents})


def _state(settings: Mapping[str, Any]) -> Path:
    return Path(settings["CACHE_PATH"]).absolute() / STATE / f"{_hash(str(settings['PATH']))}.sqlite"


def addresses_of(content: Content) -> list[str]:
    """Return what the text of an article or a page links to, as typed."""
    return [unescape(need.value) for need in content.body.needs if need.kind in _LINKS]


def articles_of(contents: Iterable[Content]) -> list[Content]:
    """Return the articles that lists may name."""
    return [content for content in contents if is_article(content) and _may_be_named(content)]


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


def _titles(content: Content) -> list[str]:
    return [content.title, *(heading.text for heading in content.body.headings)]


def _tags(content: Content) -> list[str]:
    return [tag.name for tag in content.tags]


def _day(content: Content) -> int:
    return int(content.date.toordinal()) if hasattr(content, "date") else 0


def _version(settings: Mapping[str, Any]) -> str:
    """Return what all vectors depend on: this room's code and numbers, the frequencies, the dictionary."""
    frequencies = hashlib.blake2b(_frequencies(settings).read_bytes()).hexdigest()
    return _hash(repr((frequencies, DICTIONARY, _CODE)))


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.all_generators_finalized.connect(begin)
    signals.finalized.connect(finish)
