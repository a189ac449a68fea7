"""The words of one article, as the index wants them.

The result is text, so that a cache can keep it and a build with cached articles has little to do: see `Entry`.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from plugins.core.tokens import Tokenizer, Word, word_of
from plugins.search.fold import fold, is_kana, sound
from plugins.search.numbers import gaps, number

_MEANING = (
    "名詞,普通名詞,一般",
    "名詞,普通名詞,サ変",
    "名詞,固有名詞",
    "動詞,一般",
    "形容詞,一般",
    "形状詞,一般",
)
_SHORT = re.compile(r"[ぁ-ゖー]{1,2}")
_LETTERS = re.compile(r"[^\W_]")
_PRIVATE = re.compile(r"[\ud800-\uffff]")
"""Characters that Python and JavaScript sort differently."""
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヶー一-鿿㐀-䶿々〆]+")
_READING = re.compile(r"[(（]([ぁ-ゖァ-ヶー][ぁ-ゖァ-ヶー 　・]{1,30})(?=[)）、,，/／;；:：]|または|又は)")
_MORE_READINGS = re.compile(r"[、,，/／ 　]*(?:または|又は)?([ぁ-ゖァ-ヶー]{2,30})(?=[)）、,，/／])")
_KANJI_AT_END = re.compile(r"[一-鿿々〆ヶァ-ヴー]*[一-鿿々〆][ぁ-ん]?$")
_BLOCK = 64
"""Each paragraph begins at a multiple of this, so that a word more in one seldom moves the places of those below."""
_LONGEST_NAME = 8
"""Words that an author's reading in brackets may stand for."""
_LIKE = 0.5
"""How alike an author's reading and UniDic's must be to say which words it stands for (0–1)."""
_NUMERALS = "〇一二三四五六七八九"
_ONCE = number(1)


@dataclass(frozen=True)
class Text:
    """An article: its parts as plain text, and the readings that its ruby gives: (word, reading)."""

    title: str
    headings: tuple[str, ...]
    body: str
    readings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Entry:
    """What the index needs of one article, each a line of text.

    `terms`: term, tab, how often in title, headings and body (`0.1.3`), tab, its places as `number` and `gaps`.
    `words`: term, tab, dictionary form, tab, group, tab, pronunciation.
    `readings`: pronunciation, tab, word: those that the author wrote.
    """

    length: int
    terms: str
    words: str
    readings: str


class _Facts(NamedTuple):
    """What the index must know of a word."""

    term: str
    """Empty: not in the index."""
    length: int
    """Of the folded text."""
    line: str
    """Of `Entry.words`."""


class _Known(dict[str, _Facts]):
    """Lines of the tokenizer → facts, worked out when a line is first met."""

    def __missing__(self, line: str) -> _Facts:
        found = self[line] = _facts(word_of(line))
        return found


@dataclass
class Analyst:
    """Makes entries; remembers every word that it has met in this run, by its line from the tokenizer."""

    tokenizer: Tokenizer
    _known: _Known = field(default_factory=_Known)

    def entry(self, text: Text, extra: Sequence[str] = ()) -> Entry:
        """Return the entry of one article; `extra` are folded words that count as words wherever they stand."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        met: set[str] = set()
        readings = {f"{sound(fold(reading))}\t{fold(word)}" for word, reading in text.readings}
        title_end = headings_end = position = 0
        starts = []
        facts_of = self._known.__getitem__
        parts = [
            unicodedata.normalize("NFKC", part)
            for part in (text.title, *text.headings, *text.body.split("\n"))
        ]
        for order, part in enumerate(parts):
            lines = self.tokenizer.lines(part)
            met.update(lines)
            starts.append(position)
            position = (_place(map(facts_of, lines), position, places) // _BLOCK + 1) * _BLOCK
            if "(" in part:
                readings.update(_bracketed(part, lines))
            if order == 0:
                title_end = position
            if order == len(text.headings):
                headings_end = position
        words = {facts_of(line).line for line in met}
        if extra:
            words |= _place_extra(extra, parts, starts, places)
        return Entry(
            sum(map(len, places.values())),
            "\n".join([_term(term, places[term], title_end, headings_end) for term in sorted(places)]),
            "\n".join(sorted(filter(None, words))),
            "\n".join(sorted(readings)),
        )


def _bracketed(text: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield the readings of `漢字（かんじ、かな）`; `lines` are the words of the text."""
    ends: dict[int, int] = {}
    for match in _READING.finditer(text):
        ends = ends or {end: order for order, end in enumerate(accumulate(map(_length, lines)))}
        last = ends.get(match.start())
        if last is None:
            continue
        given = [match[1]]
        more = _MORE_READINGS.match(text, match.end())
        while more:
            given.append(more[1])
            more = _MORE_READINGS.match(text, more.end())
        before = [word_of(line) for line in lines[max(0, last - _LONGEST_NAME + 1) : last + 1]]
        for said in [sound(re.sub(r"[ 　・]", "", reading)) for reading in given]:
            name = _named(before, said)
            if name:
                yield f"{said}\t{fold(name)}"


def _length(line: str) -> int:
    """Return how long the word of a line is in the text."""
    return line.index("\t")


def _named(words: Sequence[Word], reading: str) -> str:
    """Return which of the words before a bracket its reading stands for; empty when none."""
    best, name = _LIKE, ""
    said = surface = ""
    for word in reversed(words):
        if word.pos.startswith(("補助記号", "記号")) and surface == "":
            break
        if word.pos.startswith("補助記号") and word.surface not in "・=＝":
            break
        surface = word.surface + surface
        said = _pronounced(word) + said
        ratio = difflib.SequenceMatcher(None, said, reading, autojunk=False).ratio()
        if ratio > best:
            best, name = ratio, surface
    if not name:
        match = _KANJI_AT_END.search("".join(word.surface for word in words))
        name = match[0] if match and len(match[0]) * 5 >= len(reading) else ""
    return name if any("一" <= character <= "鿿" for character in name) else ""


def _pronounced(word: Word) -> str:
    if word.reading:
        return sound(word.reading)
    return sound(word.surface) if is_kana(word.surface) else ""


def _facts(word: Word) -> _Facts:
    surface = fold(word.surface)
    if (
        not _LETTERS.search(surface)
        or _PRIVATE.search(surface)
        or (_SHORT.fullmatch(surface) and not word.pos.startswith(_MEANING))
    ):
        return _Facts("", len(surface), "")
    if not word.is_known:
        said = sound(surface) if is_kana(surface) else ""
        group = f"数{surface}" if surface.isdecimal() and len(surface) == 1 else ""
        return _Facts(surface, len(surface), f"{surface}\t\t{group}\t{said}")
    base = surface if word.base == word.surface else fold(word.base)
    group = f"{word.lemma_reading}|{word.lemma}"
    if len(surface) == 1 and surface in _NUMERALS:
        group = f"数{_NUMERALS.index(surface)}"
    said = _pronounced(word)
    line = f"{surface}\t{'' if base == surface else base}\t{group}\t{said}"
    return _Facts(surface, len(surface), line)


def _place(words: Iterable[_Facts], position: int, places: defaultdict[str, list[int]]) -> int:
    """Note where words stand that follow each other from a position on; return where they end."""
    for term, length, _ in words:
        if term:
            places[term].append(position)
        position += length
    return position


def _term(term: str, places: Sequence[int], title_end: int, headings_end: int) -> str:
    first = places[0]
    if len(places) == 1:
        field = "1.0.0" if first < title_end else "0.1.0" if first < headings_end else "0.0.1"
        return f"{term}\t{field}\t{_ONCE}{number(first)}"
    title = bisect_left(places, title_end) if first < title_end else 0
    headings = bisect_left(places, headings_end) - title if first < headings_end else 0
    return f"{term}\t{title}.{headings}.{len(places) - title - headings}\t{number(len(places))}{gaps(places)}"


def _place_extra(
    words: Sequence[str], parts: Sequence[str], starts: Sequence[int], places: defaultdict[str, list[int]]
) -> set[str]:
    """Note where folded words stand in the parts, whatever they are cut into; return their lines of `Entry.words`."""
    lines = set()
    folded = list(zip(starts, map(fold, parts), strict=True))
    for word in words:
        found = {
            start + match.start()
            for start, part in folded
            for match in re.finditer(f"(?={re.escape(word)})", part)
        }
        if found:
            places[word] = sorted(found.union(places[word]))
            lines.add(f"{word}\t\t\t")
    return lines
