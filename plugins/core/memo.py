"""What rooms found out about each article, kept between builds as long as nothing that they looked at has changed.

`Memo.of(document, name, report, find)` is `find(report)`, or what it was in the last build: of the value, and of what it reported.
An entry holds as long as the article's own text and each entry of the library that was asked for are as they were. So
`find` may look at the resolved HTML, and not at the finished one, which also depends on what rooms put on the article. The
library keeps account of what it is asked for (`WatchedLibrary.asked`), so no room has to say what it depends on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from plugins.core.fingerprint import hash_of
from plugins.core.library import Document
from plugins.core.problems import Level, Report
from plugins.core.watched import EVERYTHING, NO_FACES, TABLES, Faces, Key, WatchedLibrary

C = TypeVar("C")
T = TypeVar("T")


@dataclass
class Entry:
    """What is known of one article."""

    own: str
    """The hash of its file and its status."""
    asked: set[Key] = field(default_factory=set)
    values: dict[str, Any] = field(default_factory=dict)
    reports: dict[str, list[tuple[Level, int, str]]] = field(default_factory=dict)
    stamp: str = ""
    """The hash of what its finished HTML depends on: its own text and the answers that it got."""


@dataclass
class State:
    """What one build leaves to the next. `faces`: everything that a library can be asked for, with a hash of the answer."""

    version: str = ""
    faces: Faces = field(default_factory=lambda: NO_FACES)
    entries: Mapping[str, Entry] = field(default_factory=dict)


class Memo:
    """The entries of one build."""

    def __init__(self, before: State, version: str) -> None:
        """Take the state of the last build, if it was one of the same code and data."""
        self._before = before if before.version == version else State()
        self._version = version
        self._entries: dict[str, Entry] = {}
        self._faces: Faces = NO_FACES
        self._library = WatchedLibrary(())

    def begin(self, library: WatchedLibrary, own: Mapping[str, str]) -> None:
        """Keep the entries that still hold. `own`: the documents' sources → the hash of file and status."""
        self._library = library
        before = self._before
        known = {
            source: before.faces["source"][source]
            for source, key in own.items()
            if source in before.entries and before.entries[source].own == key
        }
        self._faces = library.faces(known)
        changed = _changed(self._before.faces, self._faces)
        if changed:
            changed.add(EVERYTHING)
        for source, key in own.items():
            old = self._before.entries.get(source)
            if old is None or old.own != key or not changed.isdisjoint(old.asked):
                old = Entry(key)
            self._entries[source] = old

    def of(self, document: Document, name: str, report: Report, find: Callable[[Report], T]) -> T:
        """Return what `find` finds out about a document, reporting what it reports."""
        entry = self._entries[document.source]
        if name not in entry.values:
            if entry is self._before.entries.get(document.source):  # what was saved stays as it was saved
                entry = self._entries[document.source] = Entry(
                    entry.own, set(entry.asked), dict(entry.values), dict(entry.reports)
                )
            found: list[tuple[Level, int, str]] = []
            with self._library.asked(entry.asked):
                entry.values[name] = find(lambda *problem: found.append(problem))
            if found:
                entry.reports[name] = found
            entry.stamp = ""
        for problem in entry.reports.get(name, ()):
            report(*problem)
        value: T = entry.values[name]
        return value

    def of_each(self, name: str, things: Mapping[str, C], look: Callable[[C], T]) -> list[T]:
        """Return `look(thing)` for documents' sources → things. `look` asks `of` for that finding.

        What holds, and was found without a report, is taken as it is: that is nearly all of a large site.
        """
        entries = self._entries
        found: list[T] = []
        for source, thing in things.items():
            entry = entries[source]
            if name in entry.values and name not in entry.reports:
                found.append(entry.values[name])
            else:
                found.append(look(thing))
        return found

    def holds(self, source: str) -> bool:
        """Say whether nothing has been found out about a document in this build."""
        return self._entries[source] is self._before.entries.get(source)

    def changed(self, name: str) -> set[str]:
        """Return the sources of the documents of which a finding is another than in the last build."""
        before = self._before.entries
        return {
            source
            for source, entry in self._entries.items()
            if entry is not (old := before.get(source))
            and (old is None or old.values.get(name) != entry.values.get(name))
        }

    def renew(self, source: str, own: str) -> None:
        """Forget what is known of a document, because its file is another. `own`: the hash of file and status."""
        self._entries[source] = Entry(own)

    def stamp(self, source: str) -> str:
        """Return the hash of all that the finished HTML of a document depends on."""
        entry = self._entries[source]
        if not entry.stamp:
            answers: Iterable[str] = (
                f"{key} {self._everything if key == EVERYTHING else self._faces[key[0]].get(key[1], '')}"
                for key in sorted(entry.asked)
            )
            entry.stamp = hash_of([self._version, entry.own, *answers])
        return entry.stamp

    @property
    def documents(self) -> str:
        """The hash of all that documents say of themselves."""
        return hash_of(self._faces["source"].values())

    @cached_property
    def _everything(self) -> str:
        return hash_of(f"{table} {sorted(self._faces[table].items())}" for table in TABLES)

    def state(self) -> State:
        """Return what the next build may know."""
        return State(self._version, self._faces, self._entries)


def _changed(before: Faces, now: Faces) -> set[Key]:
    found: set[Key] = set()
    for table in TABLES:
        old, new = before[table], now[table]
        if old != new:  # most are as before, which is found out in little
            found.update((table, name) for name, face in new.items() if old.get(name) != face)
            found.update((table, name) for name in old if name not in new)
    return found
