"""Articles and pages as Pelican had read them, kept in one file between builds: Pelican asks it before it reads a file.

To make the objects of an article anew takes most of the time of an edit. So what few builds ask of few articles (head,
headings, needs) is packed: one text of bytes for each article, opened when somebody asks.

It stands behind Pelican's own hooks for that (`CachingGenerator.get_cached_data`, `cache_data`, `save_cache`), whose own
cache asks for each file by its date and writes all of them in each build. Here a file is known by the key of its
conversion, and what was read lately is left to the conversions until there is much of it. It holds what was read without
a word to the writer. What holds only now (a date to come, a picture that is there) is looked at again.
"""

from __future__ import annotations

import contextlib
import copy
import io
import os
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pelican.contents import Content
from pelican.generators import CachingGenerator

from plugins.core.contents import document_of, output_of
from plugins.core.library import Document
from plugins.core.moves import write_whole
from plugins.core.problems import StateDamagedError
from plugins.core.seals import seal, unseal
from plugins.frontmatter.conversions import Conversions, StoredBody, head_of
from plugins.frontmatter.fields import Fields
from plugins.frontmatter.reader import MarkdownReader

T = TypeVar("T")

_SHARE = 20
"""Where more than one in so many was read anew, or has gone, the file is written again."""


class Snapshot:
    """What one generator reads."""

    def __init__(self, path: Path, generator: CachingGenerator) -> None:
        """Load what the last build left, if it was one of the same code, settings and data, and with the same conversions."""
        self._path = path
        self._reader: MarkdownReader = generator.readers.readers["md"]
        self._folder = generator.path
        settings = self._settings = generator.settings
        authors = settings["SITE"].authors
        self._conversions: Conversions = settings["CONVERSIONS"]
        shared = {"settings": settings, "context": generator.context, "conversions": self._conversions} | {
            f"author {key}": author for key, author in authors.items()
        }
        self._names = {id(each): name for name, each in shared.items()}
        self._version = f"{settings['VERSION'].data} {self._conversions.birth}"
        self._before = self._load(shared)
        self._now: dict[str, Content] = {}
        self._read: set[str] = set()
        self._told = 0

    def get(self, name: str, default: Any = None) -> Any:
        """Return the article or page of a file, or `default`. `name`: relative to the content folder."""
        if not name.endswith(".md"):
            return default
        key = self._reader.key_of(f"{self._folder}/{name}")
        found = self._before.get(key)
        if found is None or not self._holds(found):
            self._told = len(self._settings["PROBLEMS"].found)
            return default
        self._now[key] = found
        return found

    def put(self, name: str, content: Content) -> None:
        """Take what has been read of a file."""
        if not name.endswith(".md") or len(self._settings["PROBLEMS"].found) > self._told:
            return
        if content.own_status != "scheduled":
            output_of(content)
            document_of(content)  # they are found out once, and kept with it
            self._now[content.source_key] = content
            self._read.add(content.source_key)

    def save(self) -> None:
        """Write the file as a whole, where that is worth it. Rooms have put nothing on the articles yet."""
        self._conversions.use(self._now)
        gone = len(self._before.keys() - self._now)
        if max(len(self._read), gone) <= len(self._now) // _SHARE:
            return
        data = io.BytesIO()
        _Pickler(data, self._names).dump(
            {key: _packed(each, self._conversions) for key, each in self._now.items()}
        )
        write_whole(self._path, self._version.encode() + seal(data.getvalue()))

    def _load(self, shared: Mapping[str, Any]) -> dict[str, Content]:
        with contextlib.suppress(OSError, StateDamagedError):
            version, data = self._version.encode(), self._path.read_bytes()
            if data.startswith(version):
                found: dict[str, Content] = _Unpickler(unseal(data[len(version) :]), shared).load()
                return found
        return {}

    def _holds(self, content: Any) -> bool:
        is_due = "date" not in vars(content) or content.date <= self._settings["NOW"]
        return is_due and (content.image is None or os.path.isfile(f"{self._folder}/{content.image}"))  # noqa: PTH113 - quicker


def attach(generator: CachingGenerator) -> None:
    """Let a generator ask the snapshot before it reads a file, in a build that remembers anything."""
    settings = generator.settings
    if "STATE" in settings and isinstance(generator.readers.readers.get("md"), MarkdownReader):
        snapshot = Snapshot(Path(settings["STATE"], f"{type(generator).__name__}.read"), generator)
        generator.get_cached_data = snapshot.get
        generator.cache_data = snapshot.put
        generator.save_cache = snapshot.save


class _Part:
    """A field that is packed until somebody asks for it."""

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, _owner: type) -> object:
        own = vars(instance)
        found = own[self._name] = pickle.loads(own["packed"])[self._name]  # noqa: S301 - our own file
        return found


class _Body(StoredBody):
    """A body whose smaller fields are packed, too."""

    needs = _Part()  # type: ignore[assignment] # found in its place once it was asked for
    headings = _Part()  # type: ignore[assignment]
    anchors = _Part()  # type: ignore[assignment]
    raw = _Part()  # type: ignore[assignment]
    fields = _Part()


class _Document(Document):
    """What others may know of an article, some of it packed."""

    headings = _Part()  # type: ignore[assignment]
    anchors = _Part()  # type: ignore[assignment]


_PACKED = ("needs", "headings", "anchors", "raw")


def fields_of(content: Content) -> Fields:
    """Return the head of an article that was kept."""
    fields: Fields = content.body.fields
    return fields


def _packed(content: Content, store: Conversions) -> Content:
    """Return a copy that is smaller, and made anew in less time."""
    found = copy.copy(content)
    body, document = content.body, document_of(content)
    packed = vars(body).get("packed") or pickle.dumps(
        {name: getattr(body, name) for name in _PACKED} | {"fields": content.fields}, 5
    )
    rest = {name: value for name, value in head_of(body).items() if name not in (*_PACKED, "fields")}
    found.body = _made(_Body, {**rest, "packed": packed, "store": store, "key": content.source_key})
    rest = {name: value for name, value in vars(document).items() if name not in _PACKED}
    found._document = _made(_Document, {**rest, "packed": packed})  # noqa: SLF001 - see `document_of`
    vars(found).pop("fields", None)
    found.metadata = {
        name: value for name, value in content.metadata.items() if name not in ("body", "fields")
    }
    return found


def _made(kind: type[T], state: Mapping[str, Any]) -> T:
    found = kind.__new__(kind)
    vars(found).update(state)
    return found


class _Pickler(pickle.Pickler):
    """Writes the name of what all articles share in its place."""

    def __init__(self, file: io.BytesIO, names: Mapping[int, str]) -> None:
        super().__init__(file, 5)
        self._names = names

    def persistent_id(self, value: object) -> str | None:
        return self._names.get(id(value))


class _Unpickler(pickle.Unpickler):
    """Puts the things of this build in the place of their names."""

    def __init__(self, data: bytes, shared: Mapping[str, Any]) -> None:
        self.persistent_load = shared.__getitem__  # type: ignore[method-assign] # a function of Python's would be slow
        super().__init__(io.BytesIO(data))
