"""What the files of the index hold: words with their articles and places, pronunciations, endings, directories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plugins.search.collection import Collection
from plugins.search.files import Files
from plugins.search.numbers import numbers, words
from plugins.search.relations import Relations
from plugins.search.shards import Shard, borders, cut


def term_size(collection: Collection, term: str, big: int) -> int:
    """Return about how many bytes a word takes in its shard; 0 when there is no such word."""
    if not collection.is_term(term):
        return 0
    count = collection.postings[term].count
    links = collection.relations.links(term)
    return 5 + len(links) - links.count(" ") + (3 * count if count <= big else 8)


def write_terms(collection: Collection, terms: Sequence[str], big: int, most: int, files: Files) -> list[str]:
    """Write a shard of words; return its name, then those of the files it names.

    A word in more than `big` articles has files of its own; `most` is about the size of a file of places.
    """
    postings, places, own, counts, of_term = [], [], [], [], []
    classes: dict[str, int] = {}
    collection.load(terms)
    for term in terms:
        found = collection.postings[term]
        count = found.count
        counts.append(count)
        of_term.append(_class(collection.relations.links(term), classes))
        own_text, own_places = found.to_text()
        if count > big:
            own += [files.write([own_text]), files.write([own_places])]
        else:
            postings.append(own_text)
            places.append(own_places)
    parts = _parts(places, most)
    names = [files.write(["".join(part)]) for part in parts]
    name = files.write(
        [
            words(terms),
            numbers(counts),
            "".join(postings),
            numbers(of_term),
            "\n".join(classes),
            "".join(own),
            "".join(names),
            numbers(map(len, parts)),
        ]
    )
    return [name, *own, *names]


def sound_line(relations: Relations, short: str) -> str:
    """Return the words of a pronunciation; where it has a long vowel, it stands before its words: `koukyo=皇居`."""
    found = relations.spoken(short)
    return " ".join(
        ("" if sound == short else f"{sound}=") + " ".join(sorted(found[sound])) for sound in sorted(found)
    )


def suffix_line(collection: Collection, suffix: str) -> str:
    """Return what stands before an ending, of each word that has it."""
    return " ".join(word[: -len(suffix)] for word in collection.holders(suffix))


def line_size(line: str) -> int:
    """Return about how many bytes a line takes in its shard, with its key; 0 for an empty one."""
    return 3 + 2 * len(line) if line else 0


def write_lines(lines: Mapping[str, str], files: Files) -> list[str]:
    """Write a shard of pronunciations or endings."""
    return [files.write([words(lines), "\n".join(lines.values())])]


def write_directories(shards: Sequence[Shard], most: int, files: Files) -> tuple[list[str], list[str]]:
    """Write the directories of some shards; return what the manifest says of them, borders and names, and the names."""
    firsts = borders(shards)
    cuts = cut(firsts, [1] * len(firsts), most)
    names = [
        files.write([words(firsts[low:high]), "".join(shard.names[0] for shard in shards[low:high])])
        for low, high in cuts
    ]
    return [words([firsts[low] for low, _ in cuts]), "".join(names)], names


def _parts(places: Sequence[str], most: int) -> list[list[str]]:
    parts: list[list[str]] = []
    size = 0
    for each in places:
        if not parts or size + len(each) > most:
            parts.append([])
            size = 0
        parts[-1].append(each)
        size += len(each)
    return parts


def _class(links: str, classes: dict[str, int]) -> int:
    """Return the number of a word's links among those of its shard, 0 for none."""
    return classes.setdefault(links, len(classes) + 1) if links else 0
