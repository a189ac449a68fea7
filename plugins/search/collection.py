"""The words of all articles: where each is, what holds it, and its relations (`relations.py`).

`Collection.change` takes what is new of some articles and says which words, pronunciations and endings of words a file
of the index shows otherwise now. What a state keeps of the last build is read only where it is asked for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from plugins.search.fold import fold
from plugins.search.numbers import TABLE
from plugins.search.postings import Postings, Value, merged, moved
from plugins.search.relations import Owned, Relations
from plugins.search.sorted_keys import SortedKeys
from plugins.search.state import Rows, State
from plugins.search.terms import Entry

LEVELS = 64
"""Impacts are whole numbers below this."""

_MANY = 500
"""Articles whose words are kept as objects at once: more would take too much memory."""

Contribution = dict[str, Value]
"""What one article says of its words."""


@dataclass(frozen=True)
class Weights:
    """BM25F: how much a word in a field counts, and how far length and repetition count."""

    title: float = 4.5
    headings: float = 2.5
    body: float = 1.0
    k1: float = 0.8
    b: float = 0.75


@dataclass(frozen=True)
class Source:
    """An article as the collection sees it."""

    category: str
    entry: Entry


@dataclass(frozen=True)
class Change:
    """What stood at a place of the collection and what stands there now; None where nothing does."""

    article: int
    before: Source | None
    after: Source | None


@dataclass
class Touched:
    """What is shown otherwise."""

    terms: set[str] = field(default_factory=set)
    sounds: set[str] = field(default_factory=set)
    suffixes: set[str] = field(default_factory=set)


class Collection:
    """The words of all articles, as rows of a state."""

    KINDS = ("postings", *Relations.KINDS)

    def __init__(self, state: State | None, weights: Weights, average: float, owned: Owned) -> None:
        """Take the rows of the last build, or none."""
        self.is_new = state is None
        self.postings = Rows("postings", state, Postings, Postings.to_bytes)
        self.relations = Relations(state, owned)
        self.words = SortedKeys(state.get("list", "words") if state else None)
        self._endings = SortedKeys(state.get("list", "endings") if state else None)
        """The words that may hold others, written backwards: those with one ending stand together."""
        self._weights = weights
        self._average = average
        self._pieces: dict[str, list[tuple[int, str]]] = {}
        """Of a word the insides of others in it, `word+`, and where they begin."""

    def change(self, changes: Iterable[Change]) -> Touched:
        """Take changes; return what they touch."""
        touched = Touched()
        facts: Counter[str] = Counter()
        readings: Counter[str] = Counter()
        steps = []
        for number, change in enumerate(changes, 1):
            if number % _MANY == 0:
                for postings in self.postings.values():
                    postings.settle()
            before, after = self._contribution(change.before), self._contribution(change.after)
            different = (
                [term for term in before | after if before.get(term) != after.get(term)]
                if before
                else list(after)
            )
            _put(self.postings, change.article, different, after)
            touched.terms.update(different)
            _count_lines(facts, change, "words")
            _count_lines(readings, change, "readings")
            if not self.is_new:
                steps.append((change.article, different, after))
        words, touched.sounds = self.relations.count(facts, readings)
        touched.terms |= words
        if self.is_new:
            touched.terms.update(self.relations.synonyms)
            touched.sounds.update(self.relations.owned_sounds)
        self.relations.link(touched.terms if self.is_new else words)
        added, removed = self._add_and_remove(touched.terms)
        if self.is_new:
            self._make_inner(touched)
        for article, different, after in steps:
            names = {piece for term in different for _, piece in self._pieces_of(term)}
            _put(self.postings, article, names, self._inner(after))
            touched.terms.update(names)
        if not self.is_new:
            self._renew_inner(added, removed, touched)
        touched.suffixes = {
            word[at:] for word in added + removed if _holds(word) for at in range(1, len(word))
        }
        return touched

    def is_term(self, term: str) -> bool:
        """Say whether the index has a word, or the inside (`word+`) of one."""
        return bool(self.postings[term].count) if term.endswith("+") else term in self.words

    def load(self, terms: Sequence[str]) -> None:
        """Read sorted terms at once."""
        self.postings.load(terms)
        self.relations.load(terms)

    def holders(self, suffix: str) -> list[str]:
        """Return the words that end with a text and begin before it: 断 → せん断, 判断."""
        backwards = suffix[::-1]
        return sorted(found[::-1] for found in self._endings.beginning(backwards) if found != backwards)

    def rows(self) -> Iterator[tuple[str, str, bytes | None]]:
        """Yield what a state must keep."""
        yield from self.postings.rows()
        yield from self.relations.rows()
        for name, keys in (("words", self.words), ("endings", self._endings)):
            if keys.is_changed or self.is_new:
                yield "list", name, keys.to_bytes()

    def _contribution(self, source: Source | None) -> Contribution:
        """Return what an article says of its words and its category."""
        if source is None:
            return {}
        w = self._weights
        norm = 1 - w.b + w.b * source.entry.length / self._average
        impacts: dict[str, int] = {}
        found: Contribution = {}
        for line in source.entry.terms.split("\n"):
            if line:
                term, counts, places = line.split("\t")
                impact = impacts.get(counts)
                if impact is None:
                    title, headings, body = map(int, counts.split("."))
                    tf = w.title * title + (w.headings * headings + body) / norm
                    impact = impacts[counts] = max(1, round(tf / (tf + w.k1) * (LEVELS - 1)))
                found[term] = impact, places
        found["#" + fold(source.category)] = 1, TABLE[0]
        return found

    def _add_and_remove(self, candidates: Iterable[str]) -> tuple[list[str], list[str]]:
        """Bring the list of words up to date; return what came and what went."""
        added: list[str] = []
        removed: list[str] = []
        for word in sorted(candidates):
            is_word = bool(self.postings[word].count) or self.relations.has_others(word)
            if is_word != (word in self.words):
                (added if is_word else removed).append(word)
        self.words.change(added, removed)
        self._endings.change([word[::-1] for word in added if _holds(word)], [word[::-1] for word in removed])
        return added, removed

    def _pieces_of(self, term: str) -> list[tuple[int, str]]:
        """Return where in a word others stand, and what their insides are called: 1, `ロシア+`."""
        found = self._pieces.get(term)
        if found is None:
            found = []
            if len(term) > 2 and _holds(term):  # noqa: PLR2004 - a word of two has none of two inside
                for low in range(len(term) - 1):
                    for high in range(low + 2, len(term) + (low > 0)):
                        piece = term[low:high]
                        if piece in self.words and not _all_hiragana(piece):
                            found.append((low, f"{piece}+"))
            self._pieces[term] = found
        return found

    def _make_inner(self, touched: Touched) -> None:
        """Make the insides of all words."""
        holders: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for word in touched.terms:
            for offset, piece in self._pieces_of(word):
                holders[piece].append((offset, word))
        for piece, places_in in holders.items():
            postings = self.postings.change(piece)
            for offset, holder in places_in:
                for article, (impact, places) in self.postings[holder].items():
                    value = impact, moved(places, offset)
                    before = postings.values.get(article)
                    postings.values[article] = merged([before, value]) if before else value
            postings.settle()
        touched.terms.update(holders)

    def _inner(self, contribution: Contribution) -> Contribution:
        """Return what an article says of the words inside its longer ones: ロシア in ベラロシア."""
        found: Contribution = {}
        several: defaultdict[str, list[Value]] = defaultdict(list)
        for term, (impact, places) in contribution.items():
            if len(term) > 2:  # noqa: PLR2004 - as in _pieces_of
                for offset, piece in self._pieces_of(term):
                    value = impact, moved(places, offset)
                    if piece in found:
                        several[piece].append(value)
                    else:
                        found[piece] = value
        for piece, values in several.items():
            found[piece] = merged([found[piece], *values])
        return found

    def _renew_inner(self, added: Iterable[str], removed: Iterable[str], touched: Touched) -> None:
        """Make the insides of words that came, drop those of words that went."""
        for word in (*added, *removed):
            if len(word) < 2 or _all_hiragana(word):  # noqa: PLR2004 - as in _pieces_of
                continue
            self.postings.change(f"{word}+").values.clear()
            touched.terms.add(f"{word}+")
        for word in added:
            if len(word) < 2 or _all_hiragana(word):  # noqa: PLR2004
                continue
            name = f"{word}+"
            found: defaultdict[int, list[Value]] = defaultdict(list)
            for holder in self.words.containing(word):
                for offset in [offset for offset, piece in self._pieces_of(holder) if piece == name]:
                    for article, (impact, places) in self.postings[holder].values.items():
                        found[article].append((impact, moved(places, offset)))
            self.postings[name].values.update({article: merged(each) for article, each in found.items()})


def _put(rows: Rows[Postings], article: int, terms: Iterable[str], contribution: Mapping[str, Value]) -> None:
    """Bring some words of an article up to date."""
    rows.changed.update(terms)
    for term in terms:
        value = contribution.get(term)
        if value is None:
            rows[term].values.pop(article, None)
        else:
            rows[term].put(article, value)


def _count_lines(counts: Counter[str], change: Change, part: str) -> None:
    """Count the lines of a part of entries: how many more articles say them now."""
    if change.after is not None:
        counts.update(getattr(change.after.entry, part).split("\n"))
    if change.before is not None:
        counts.subtract(getattr(change.before.entry, part).split("\n"))


def _holds(word: str) -> bool:
    """Say whether a word may hold others: not a number, not a category."""
    return not word.isdecimal() and word[0] != "#"


def _all_hiragana(text: str) -> bool:
    return all("ぁ" <= character <= "ゖ" for character in text)
