"""What words have to do with each other: other forms, synonyms, pronunciations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugins.search.fold import shorten
from plugins.search.state import Rows, State

_MOST_LINKS = 60

Counts = dict[str, int]
"""Words, and how many facts say so."""


@dataclass(frozen=True)
class Owned:
    """The owner's dictionary: (pronunciation, word), and groups of words of one meaning."""

    readings: tuple[tuple[str, str], ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()


class Relations:
    """The relations of all words, as rows of a state: counted up and down with the facts of articles."""

    KINDS = ("group", "links", "sound", "word")

    def __init__(self, state: State | None, owned: Owned) -> None:
        """Take the rows of the last build, or none."""
        self._links = Rows("links", state, bytes.decode, lambda links: links.encode() or None)
        """Of each word its other forms and, with `=` before them, its synonyms."""
        self._sounds: Rows[Counts] = Rows("sound", state, _counts, _bytes)
        self._groups: Rows[Counts] = Rows("group", state, _counts, _bytes)
        self._groups_of: Rows[Counts] = Rows("word", state, _counts, _bytes)
        self._short: dict[str, str] = {}
        self.synonyms: dict[str, set[str]] = {}
        for group in owned.synonyms:
            for word in group:
                self.synonyms.setdefault(word, set()).update("=" + other for other in group if other != word)
        self.owned_sounds: dict[str, set[tuple[str, str]]] = {}
        for sound, word in owned.readings:
            self.owned_sounds.setdefault(shorten(sound), set()).add((sound, word))

    def count(self, facts: Mapping[str, int], readings: Mapping[str, int]) -> tuple[set[str], set[str]]:
        """Count lines of `Entry.words` and `Entry.readings` up and down.

        Return the words of groups that are others now, and the pronunciations whose words are.
        """
        groups: dict[str, set[str]] = {}
        sounds: set[str] = set()
        for line, by in facts.items():
            if not (line and by):
                continue
            surface, base, group, sound = line.split("\t")
            for word in (surface, base) if group else ():
                if word and _add(self._groups.change(group), word, by):
                    _add(self._groups_of.change(word), group, by)
                    groups.setdefault(group, set(self._groups[group])).add(word)
            if sound:
                self._count_sound(sound, surface, by, sounds)
        for line, by in readings.items():
            if line and by:
                sound, _, word = line.partition("\t")
                self._count_sound(sound, word, by, sounds)
        return {word for members in groups.values() for word in members}, sounds

    def _count_sound(self, sound: str, word: str, by: int, touched: set[str]) -> None:
        short = self._short.get(sound)
        if short is None:
            short = self._short[sound] = shorten(sound)
        if short and _add(self._sounds.change(short), f"{sound}\t{word}", by):
            touched.add(short)

    def link(self, words: Iterable[str]) -> None:
        """Bring the links of some words up to date."""
        for word in words:
            links = self._linked(word)
            if links != self._links[word]:
                self._links[word] = links
                self._links.changed.add(word)

    def _linked(self, word: str) -> str:
        found = set(self.synonyms.get(word, ()))
        for group in self._groups_of[word]:
            members = self._groups[group]
            if len(members) > 1:
                found.update(members)
        found.discard(word)
        return " ".join(sorted(found)[:_MOST_LINKS])

    def links(self, term: str) -> str:
        """Return a word's other forms and, with `=` before them, its synonyms; the inside of a word has none."""
        return self._links[term]

    def has_others(self, word: str) -> bool:
        """Say whether a word has synonyms or other forms, so that a query is led from it to them."""
        return word in self.synonyms or any(len(self._groups[group]) > 1 for group in self._groups_of[word])

    def spoken(self, short: str) -> dict[str, set[str]]:
        """Return the words of a pronunciation without long vowels, by the exact one."""
        found: dict[str, set[str]] = {}
        for pair in self._sounds[short]:
            sound, _, word = pair.partition("\t")
            found.setdefault(sound, set()).add(word)
        for sound, word in self.owned_sounds.get(short, ()):
            found.setdefault(sound, set()).add(word)
        return found

    def load(self, terms: Sequence[str]) -> None:
        """Read the links of sorted terms at once."""
        self._links.load(terms)

    def load_sounds(self, shorts: Sequence[str]) -> None:
        """Read sorted pronunciations at once."""
        self._sounds.load(shorts)

    def rows(self) -> Iterator[tuple[str, str, bytes | None]]:
        """Yield what a state must keep."""
        for rows in (self._groups, self._links, self._sounds, self._groups_of):
            yield from rows.rows()


def _add(counts: Counts, word: str, by: int) -> bool:
    """Count; say whether the word came or went."""
    before = counts.get(word, 0)
    if before + by:
        counts[word] = before + by
    else:
        del counts[word]
    return not before or not before + by


def _counts(data: bytes) -> Counts:
    if not data:
        return {}
    lines = (line.rpartition(" ") for line in data.decode().split("\n"))
    return {word: int(count) for word, _, count in lines}


def _bytes(counts: Counts) -> bytes | None:
    return "\n".join([f"{word} {count}" for word, count in counts.items()]).encode() or None
