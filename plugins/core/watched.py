"""A library that keeps account of what it is asked for, so that answers need not be found again while they hold."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TypeVar

from plugins.core.fingerprint import fingerprint
from plugins.core.library import Document, Library

Key = tuple[str, str]
"""One question: the table, and what is looked up in it."""
EVERYTHING: Key = ("", "")
"""The question for all that there is."""
Faces = Mapping[str, Mapping[str, str]]
"""Table → what can be looked up in it → the hash of the answer."""
TABLES = ("source", "address", "slug", "file", "list")
NO_FACES: Faces = {table: {} for table in TABLES}
V = TypeVar("V")


@dataclass
class Notes:
    """Where questions are noted."""

    asked: set[Key] | None = None

    def add(self, key: Key) -> None:
        """Note one question."""
        if self.asked is not None:
            self.asked.add(key)


class _Table(Mapping[str, V]):
    """A mapping that notes what it is asked for."""

    def __init__(self, name: str, items: Mapping[str, V], notes: Notes) -> None:
        self._name, self._items, self._notes = name, items, notes

    def __getitem__(self, key: str) -> V:
        self._notes.add((self._name, key))
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        self._notes.add(EVERYTHING)
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


class _Documents(tuple[Document, ...]):  # noqa: SLOT001 - it carries its notes
    """All documents; whoever goes through them asks for everything."""

    notes: Notes

    def __iter__(self) -> Iterator[Document]:
        self.notes.add(EVERYTHING)
        return super().__iter__()


@dataclass(frozen=True)
class WatchedLibrary(Library):
    """A library that notes what it is asked for inside `with asked(…)`."""

    notes: Notes = field(default_factory=Notes, compare=False)
    stamps: Mapping[str, str] = field(default_factory=dict)
    """Static files → what tells whether they are as they were."""

    def __post_init__(self) -> None:
        """Put tables in the place of what was given."""
        documents = _Documents(self.documents)
        documents.notes = self.notes
        paths = dict.fromkeys((*self.addresses, *self.files.values()), "")
        object.__setattr__(self, "documents", documents)
        object.__setattr__(self, "addresses", _Table("list", paths, self.notes).keys())
        object.__setattr__(self, "files", _Table("file", self.files, self.notes))

    @cached_property
    def by_source(self) -> Mapping[str, Document]:
        """Documents by file."""
        return self._table("source", {each.source: each for each in tuple.__iter__(self.documents)})

    @cached_property
    def by_address(self) -> Mapping[str, Document]:
        """Documents by address."""
        return self._table("address", {each.address: each for each in tuple.__iter__(self.documents)})

    @cached_property
    def by_slug(self) -> Mapping[str, Document]:
        """Articles by slug."""
        articles = (each for each in tuple.__iter__(self.documents) if each.kind == "article")
        return self._table("slug", {each.slug: each for each in articles})

    @cached_property
    def _file_addresses(self) -> frozenset[str]:
        return frozenset()  # they are among `addresses` here

    def _table(self, name: str, items: Mapping[str, Document]) -> Mapping[str, Document]:
        return _Table(name, items, self.notes)

    @contextlib.contextmanager
    def asked(self, keys: set[Key]) -> Iterator[None]:
        """Add to `keys` what the library is asked for meanwhile."""
        before, self.notes.asked = self.notes.asked, keys
        try:
            yield
        finally:
            self.notes.asked = before

    def put(self, document: Document) -> None:
        """Take a document in the place of the one of the same file."""
        documents = _Documents(
            document if each.source == document.source else each for each in tuple.__iter__(self.documents)
        )
        documents.notes = self.notes
        object.__setattr__(self, "documents", documents)
        for name in ("by_source", "by_address", "by_slug"):
            self.__dict__.pop(name, None)

    def faces(self, known: Mapping[str, str]) -> Faces:
        """Return everything that the library can be asked for, and a hash of each answer.

        `known`: sources → the hash of the document, where the file and all that it depends on are as they were.
        """
        documents = tuple(self.documents)
        faces = [known.get(each.source) or face_of(each) for each in documents]
        articles = [
            (each.slug, face) for each, face in zip(documents, faces, strict=True) if each.kind == "article"
        ]
        return {
            "source": {each.source: face for each, face in zip(documents, faces, strict=True)},
            "address": {each.address: face for each, face in zip(documents, faces, strict=True)},
            "slug": dict(articles),
            "file": {source: self.stamps.get(source, "") + path for source, path in self.files.items()},
            "list": dict.fromkeys(self.addresses, ""),
        }


def face_of(document: Document) -> str:
    """Return the hash of all that others may know of a document."""
    return fingerprint([getattr(document, name) for name in _FIELDS])


_FIELDS = [each.name for each in fields(Document)]
