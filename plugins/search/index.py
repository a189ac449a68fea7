"""The files of the index, from the entries of all articles. `theme/static/js/search/store.js` reads them.

Everything is JSON text: hosts gzip it, a browser refuses a damaged one, and equal input gives equal bytes. A file's name
is the CRC-32 of its bytes, so it can be cached for ever, and a file of another build cannot be taken for ours.

    manifest.json   the only one without a hash: count, directories of words, readings, suffixes and cards
    directories     the borders of shards and their names: `borders`, `names`
    words           `words`, counts, postings (article, impact), which links, the links, names of the files of words
                    with many articles (best, rest, places), names of the places, how many words each has
    places          of each word in each article: how many, and the gaps between them
    readings        pronunciation → words; suffixes: the end of a word → what stands before it; cards: what a hit shows

A term `word+` is where a word stands inside longer ones, `#name` is a category. A small index is two files: what most
queries need is in the manifest (`pack`), and `rest` is the other.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from operator import itemgetter

from plugins.search.fold import OLD_KANJI, shorten
from plugins.search.numbers import (
    TABLE,
    gaps,
    length_of,
    name_of,
    number,
    numbers,
    read_number,
    read_numbers,
    words,
)
from plugins.search.terms import Entry

FORMAT = 1
"""Changes with the format; an engine refuses another."""
LEVELS = 64
"""Impacts are whole numbers below this."""

_NO_LIMIT = 2**40

_CODES = 0x20000
"""Above all code points of words."""

Files = dict[str, bytes]


@dataclass(frozen=True)
class Weights:
    """BM25F: how much a word in a field counts, and how far length and repetition count."""

    title: float = 4.5
    headings: float = 2.5
    body: float = 1.0
    k1: float = 0.8
    b: float = 0.75


@dataclass(frozen=True)
class Sizes:
    """How the index is cut; bytes are before compression."""

    shard: int = 900
    """A shard of words, with the articles that have them."""
    places: int = 900
    """A shard of places."""
    cards: int = 1000
    """A shard of what results show."""
    rare: int = 4000
    """A shard of readings or of suffixes, which few queries need."""
    directory: int = 32
    """Shards that one directory names."""
    big: int = 200
    """A word in more articles than this has its postings in files of its own."""
    head: int = 128
    """Of those the best so many come first."""
    pack: int = 400_000
    """An index below this is two files: what most queries need, in the manifest, and the rest."""


@dataclass(frozen=True)
class Article:
    """An article as search results show it, and its entry."""

    address: str
    title: str
    lead: str
    category: str
    entry: Entry


@dataclass
class _Term:
    postings: list[tuple[int, int]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


def build(
    articles: Sequence[Article],
    *,
    weights: Weights | None = None,
    sizes: Sizes | None = None,
    readings: Iterable[tuple[str, str]] = (),
    synonyms: Iterable[Sequence[str]] = (),
) -> Files:
    """Return the files of the index, path → bytes. `articles` are sorted by date, oldest first.

    `readings`: (pronunciation, word) of the owner's dictionary; `synonyms`: groups of words of one meaning.
    """
    weights = weights or Weights()
    readings, synonyms = list(readings), list(synonyms)
    files = _Index(weights, sizes or sizes_for(articles)).build(articles, readings, synonyms)
    if sum(map(len, files.values())) >= (sizes or Sizes()).pack:
        return files
    whole = Sizes(shard=_NO_LIMIT, places=_NO_LIMIT, big=_NO_LIMIT, pack=_NO_LIMIT)
    return _Index(weights, whole).build(articles, readings, synonyms)


def sizes_for(articles: Sequence[Article]) -> Sizes:
    """Return sizes with which there are about 2,500 files at most, in steps of √2, so that they seldom change."""
    text = sum(len(article.entry.terms) for article in articles)
    scale = 2 ** (math.ceil(2 * math.log2(max(1.0, text / _SMALL))) / 2)
    least = Sizes()
    return Sizes(
        shard=round(least.shard * scale),
        places=round(least.places * scale),
        cards=round(least.cards * max(1.0, scale / 4)),
        rare=round(least.rare * max(1.0, scale / 2)),
        big=max(least.big, len(articles) * 2 // 5),
    )


_SMALL = 1_200_000
"""Characters of all entries up to which the least sizes do."""


@dataclass
class _Index:
    weights: Weights
    sizes: Sizes
    files: Files = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    """Files that not every query needs."""

    def build(
        self,
        articles: Sequence[Article],
        readings: Iterable[tuple[str, str]],
        synonyms: Iterable[Sequence[str]],
    ) -> Files:
        terms = self._terms(articles)
        facts = {line for article in articles for line in article.entry.words.split("\n")}
        said = {line for article in articles for line in article.entry.readings.split("\n") if line}
        groups, spoken = _gather(facts, terms)
        for line in said:
            sound, _, word = line.partition("\t")
            spoken.setdefault(sound, set()).add(word)
        for sound, word in readings:
            spoken.setdefault(sound, set()).add(word)
        synonyms = [tuple(group) for group in synonyms]
        for word in {word for group in synonyms for word in group}:
            terms.setdefault(word, _Term())
        vocabulary = sorted(terms)
        inside = _inside(vocabulary)
        links = _links(groups, synonyms)
        _add_inner(vocabulary, terms)
        vocabulary = sorted(terms)
        manifest: dict[str, object] = {
            "format": FORMAT,
            "count": len(articles),
            "big": self.sizes.big,
            "terms": self._directories(self._vocabulary(vocabulary, terms, links)),
            "cards": self._cards(articles),
            "readings": self._directories(self._readings(spoken)),
            "inside": self._directories(self._suffixes(inside)),
            "old": self._late([OLD_KANJI]),
        }
        if self.sizes.pack == _NO_LIMIT:
            self._pack(manifest)
        self.files["manifest.json"] = _json(manifest)
        return self.files

    def _pack(self, manifest: dict[str, object]) -> None:
        values = {path.removesuffix(".json"): json.loads(data) for path, data in self.files.items()}
        self.files.clear()
        manifest["pack"] = {name: value for name, value in values.items() if name not in self.late}
        manifest["rest"] = self._write({name: values[name] for name in self.late})

    def _terms(self, articles: Sequence[Article]) -> dict[str, _Term]:
        average = _rounded(sum(a.entry.length for a in articles) / max(1, len(articles)))
        w = self.weights
        terms: dict[str, _Term] = {}
        for order, article in enumerate(articles):
            norm = 1 - w.b + w.b * article.entry.length / average
            impacts: dict[str, int] = {}
            for line in article.entry.terms.split("\n"):
                if not line:
                    continue
                term, counts, places = line.split("\t")
                impact = impacts.get(counts)
                if impact is None:
                    title, headings, body = map(int, counts.split("."))
                    tf = w.title * title + (w.headings * headings + body) / norm
                    impact = impacts[counts] = max(1, round(tf / (tf + w.k1) * (LEVELS - 1)))
                found = terms.get(term)
                if found is None:
                    found = terms[term] = _Term()
                found.postings.append((order, impact))
                found.places.append(places)
            category = terms.setdefault("#" + article.category, _Term())
            category.postings.append((order, 1))
            category.places.append(TABLE[0])
        return terms

    def _vocabulary(
        self, vocabulary: Sequence[str], terms: Mapping[str, _Term], links: Mapping[str, list[str]]
    ) -> list[tuple[str, str]]:
        # a word and what it is inside longer ones stay together
        keys = [term.removesuffix("+") for term in vocabulary]
        sizes = [
            5
            + sum(map(len, links.get(term, ())))
            + (3 * len(terms[term].postings) if len(terms[term].postings) <= self.sizes.big else 8)
            for term in vocabulary
        ]
        return [
            (first, self._write(self._shard(vocabulary[low:high], terms, links)))
            for first, low, high in cut(keys, sizes, self.sizes.shard)
        ]

    def _shard(
        self, part: Sequence[str], terms: Mapping[str, _Term], links: Mapping[str, list[str]]
    ) -> list[str]:
        postings, places, big, counts = [], [], [], []
        classes: dict[str, int] = {}
        of_term = []
        for term in part:
            found = terms[term]
            counts.append(len(found.postings))
            of_term.append(_class(links.get(term, []), classes))
            encoded = _places(found)
            if len(found.postings) > self.sizes.big:
                big.append(self._big(found, encoded))
            else:
                postings.append(_postings(found.postings))
                places.append(encoded)
        return [
            words(part),
            numbers(counts),
            "".join(postings),
            numbers(of_term),
            "\n".join(classes),
            "".join(big),
            *self._places(places),
        ]

    def _places(self, places: Sequence[str]) -> tuple[str, str]:
        """Write the places of a shard's words; return the names of the files and how many words each has."""
        parts: list[list[str]] = []
        size = 0
        for each in places:
            if not parts or size + len(each) > self.sizes.places:
                parts.append([])
                size = 0
            parts[-1].append(each)
            size += len(each)
        return "".join(self._late(["".join(part)]) for part in parts), numbers(map(len, parts))

    def _big(self, term: _Term, places: str) -> str:
        best = sorted(term.postings, key=lambda posting: (-posting[1], posting[0]))
        head = self._write([_postings(sorted(best[: self.sizes.head]))])
        rest = self._write([_postings(sorted(best[self.sizes.head :]))])
        return head + rest + self._write([places])

    def _cards(self, articles: Sequence[Article]) -> list[object]:
        per = min(len(articles) or 1, max(1, round(self.sizes.cards / 500)))
        names = [
            self._write([[a.address, a.title, a.lead, a.category] for a in articles[at : at + per]])
            for at in range(0, len(articles), per)
        ]
        size = self.sizes.directory * 3
        return [
            per,
            size,
            "".join(self._write(["".join(names[at : at + size])]) for at in range(0, len(names), size)),
        ]

    def _readings(self, spoken: Mapping[str, set[str]]) -> list[tuple[str, str]]:
        """Write the words of each pronunciation; where it has a long vowel, it stands before its words: `koukyo=皇居`."""
        lists: dict[str, list[str]] = {}
        for sound in sorted(spoken):
            short = shorten(sound)
            if short:
                prefix = "" if sound == short else sound + "="
                lists.setdefault(short, []).append(prefix + " ".join(sorted(spoken[sound])))
        keys = sorted(lists)

        sizes = [3 + 2 * sum(map(len, lists[short])) for short in keys]
        return [
            (
                first,
                self._write([words(keys[low:high]), "\n".join(" ".join(lists[k]) for k in keys[low:high])]),
            )
            for first, low, high in cut(keys, sizes, self.sizes.rare)
        ]

    def _suffixes(self, inside: Mapping[str, list[str]]) -> list[tuple[str, str]]:
        keys = sorted(inside)

        sizes = [4 + sum(3 * (len(word) - len(suffix)) + 1 for word in inside[suffix]) for suffix in keys]
        return [
            (
                first,
                self._late(
                    [
                        words(keys[low:high]),
                        "\n".join(" ".join(word[: -len(k)] for word in inside[k]) for k in keys[low:high]),
                    ]
                ),
            )
            for first, low, high in cut(keys, sizes, self.sizes.rare)
        ]

    def _directories(self, shards: Sequence[tuple[str, str]]) -> list[str]:
        """Write the directories of some shards; return what the manifest says of them: borders and names."""
        size = self.sizes.directory
        parts = [shards[at : at + size] for at in range(0, len(shards), size)]
        return [
            words([part[0][0] for part in parts]),
            "".join(
                self._write([words([first for first, _ in part]), "".join(name for _, name in part)])
                for part in parts
            ),
        ]

    def _late(self, value: object) -> str:
        name = self._write(value)
        self.late.add(name)
        return name

    def _write(self, value: object) -> str:
        data = _json(value)
        name = name_of(data)
        while self.files.setdefault(f"{name}.json", data) != data:
            data += b" "  # two files of one checksum: white space makes another one
            name = name_of(data)
        return name


def cut(keys: Sequence[str], sizes: Sequence[int], limit: int) -> list[tuple[str, int, int]]:
    """Cut sorted keys into shards of about `limit`: (first key that belongs to it, from, to).

    A range is halved in the space of code points while it is too large, so that a change moves only the borders beside it.
    """
    sums = [0]
    for size in sizes:
        sums.append(sums[-1] + size)
    found: list[tuple[str, int, int]] = []

    def split(low: int, high: int, prefix: str, start: int, end: int) -> None:
        if low == high:
            return
        if sums[high] - sums[low] <= limit or keys[low] == keys[high - 1]:
            found.append((_border(keys[low - 1] if low else "", keys[low]), low, high))
        elif end - start == 1:
            split(low, high, prefix + chr(start), 0, _CODES)
        else:
            middle = (start + end) // 2
            at = bisect_left(keys, prefix + chr(middle), low, high)
            split(low, at, prefix, start, middle)
            split(at, high, prefix, middle, end)

    split(0, len(keys), "", 0, _CODES)
    return found


def _border(before: str, first: str) -> str:
    """Return the shortest text that is above `before` and not above `first`."""
    length = next((at for at, c in enumerate(first) if before[at : at + 1] != c), len(first) - 1)
    return first[: length + 1]


def _gather(facts: Iterable[str], terms: dict[str, _Term]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the words of each group and of each pronunciation; dictionary forms that no article has become terms too."""
    groups: dict[str, set[str]] = {}
    spoken: dict[str, set[str]] = {}
    for line in facts:
        if not line:
            continue
        surface, base, group, sound = line.split("\t")
        if group:
            groups.setdefault(group, set()).add(surface)
            if base:
                groups[group].add(base)
        if sound:
            spoken.setdefault(sound, set()).add(surface)
    for members in groups.values():
        for word in members:
            if word not in terms and len(members) > 1:
                terms[word] = _Term()
    return groups, spoken


def _inside(vocabulary: Sequence[str]) -> dict[str, list[str]]:
    """Return the words that end with a suffix, for every suffix that is not a whole word's begin: 断 → せん断, 判断."""
    found: dict[str, list[str]] = {}
    for word in vocabulary:
        if word.isdecimal() or word.startswith("#"):
            continue
        for at in range(1, len(word)):
            found.setdefault(word[at:], []).append(word)
    return found


def _links(groups: Mapping[str, set[str]], synonyms: Iterable[Sequence[str]]) -> dict[str, list[str]]:
    """Return each word's other forms and, with `=` before them, its synonyms."""
    links: dict[str, set[str]] = {}
    for members in groups.values():
        if len(members) > 1:
            for word in members:
                links.setdefault(word, set()).update(members)
    for group in synonyms:
        for word in group:
            links.setdefault(word, set()).update("=" + other for other in group if other != word)
    return {word: sorted(found - {word})[:60] for word, found in links.items() if found - {word}}


def _add_inner(vocabulary: Sequence[str], terms: dict[str, _Term]) -> None:
    """Add, as `word+`, where a word stands inside longer ones: ロシア in ベラロシア."""
    known = {word for word in vocabulary if len(word) > 1 and not _all_hiragana(word)}
    gathered: dict[str, list[tuple[int, int, int, str]]] = {}
    for word in vocabulary:
        if len(word) <= 2 or word.isdecimal() or word[0] == "#":  # noqa: PLR2004 - a word of two has none of two inside
            continue
        term = terms[word]
        for low in range(len(word) - 1):
            for high in range(low + 2, len(word) + (low > 0)):
                if word[low:high] in known:
                    gathered.setdefault(word[low:high], []).extend(
                        (document, impact, low, places)
                        for (document, impact), places in zip(term.postings, term.places, strict=True)
                    )
    for piece, found in gathered.items():
        if found:
            terms[piece + "+"] = _inner(sorted(found))


def _inner(found: Sequence[tuple[int, int, int, str]]) -> _Term:
    """Return the postings of a piece from (article, impact, offset of the piece, places) of the words around it."""
    term = _Term()
    for document, group in groupby(found, key=itemgetter(0)):
        first, *others = group
        impact, places = first[1], _moved(first[3], first[2])
        if others:
            all_places = {place + by for _, _, by, text in (first, *others) for place in read_places(text)}
            impact = max(impact, *(each[1] for each in others))
            places = number(len(all_places)) + gaps(sorted(all_places))
        term.postings.append((document, impact))
        term.places.append(places)
    return term


def _moved(places: str, by: int) -> str:
    """Return places that are all `by` further on: only the first number changes."""
    if not by:
        return places
    count = length_of(places[0])
    first, end = read_number(places, count)
    return places[:count] + number(first + by) + places[end:]


def _all_hiragana(text: str) -> bool:
    return all("ぁ" <= character <= "ゖ" for character in text)


def _class(links: Sequence[str], classes: dict[str, int]) -> int:
    """Return the number of a set of links among those of its shard, 0 for none."""
    if not links:
        return 0
    return classes.setdefault(" ".join(links), len(classes) + 1)


def _postings(postings: Iterable[tuple[int, int]]) -> str:
    last = 0
    found = []
    for document, impact in postings:
        step = document - last
        found.append((TABLE[step] if step < 4096 else number(step)) + TABLE[impact])  # noqa: PLR2004
        last = document
    return "".join(found)


def _places(term: _Term) -> str:
    return "".join(term.places)


def read_places(text: str) -> Iterable[int]:
    """Yield the places of `number` and `gaps`."""
    return accumulate(read_numbers(text)[1:])


def _rounded(average: float) -> float:
    """Return a length rounded to a step of √2, so that one article more seldom changes the impact of all others."""
    return 2 ** (round(math.log2(max(1.0, average)) * 2) / 2)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
