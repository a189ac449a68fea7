"""What one build leaves to the next, in one file. Whatever cannot be read is as if it were not there.

An edit changes few findings and pages of thousands. So the file is a row of records: all that there was, and what each
build since has changed. When the changes have become a good part of it, it is written anew.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from plugins.builds.pages import PageState
from plugins.core import memo
from plugins.core.moves import write_whole
from plugins.core.problems import StateDamagedError
from plugins.core.seals import seal, unseal
from plugins.core.watched import TABLES

K = TypeVar("K")
V = TypeVar("V")

_FORMAT = b"3"
_LENGTH = 8
"""Bytes of the number that says how long a record is."""
_SHARE = 4
"""When one in so many bytes is of changes, all is written anew."""


@dataclass(frozen=True)
class State:
    """The findings about articles, and the pages."""

    memo: memo.State = field(default_factory=memo.State)
    pages: Mapping[str, PageState] = field(default_factory=dict)

    def _tables(self) -> tuple[Mapping[Any, Any], ...]:
        return *(self.memo.faces[name] for name in TABLES), self.memo.entries, self.pages

    def since(self, before: State) -> Changes:
        """Return what is another than before."""
        pairs = list(zip(before._tables(), self._tables(), strict=True))
        news = [_news(old, now) for old, now in pairs]
        return Changes(self.memo.version, news, [list(old.keys() - now.keys()) for old, now in pairs])


def _news(old: Mapping[K, V], now: Mapping[K, V]) -> dict[K, V]:
    if old == now:  # most of the time, and found out in little
        return {}
    return {key: value for key, value in now.items() if (was := old.get(key)) is not value and was != value}


class Changes(NamedTuple):
    """What one build has changed, for each table: what is new, and the keys of what has gone."""

    version: str
    news: list[dict[Any, Any]]
    gone: list[list[Any]]


def _after(all_changes: Iterable[Changes]) -> State:
    """Return what is left by builds one after the other."""
    version, tables = "", [{} for _ in (*TABLES, "entries", "pages")]  # type: tuple[str, list[dict[Any, Any]]]
    for changes in all_changes:
        version = changes.version
        for table, news, gone in zip(tables, changes.news, changes.gone, strict=True):
            for key in gone:
                table.pop(key, None)
            table.update(news)
    *faces, entries, pages = tables
    return State(memo.State(version, dict(zip(TABLES, faces, strict=True)), entries), pages)


class StateFile:
    """The file of one output."""

    def __init__(self, path: Path, version: str) -> None:
        """Read what builds of the same version saved. `version` is of the code too, so pickles fit their classes."""
        self._path = path
        self._head = _FORMAT + version.encode() + b"\n"
        self._sizes: list[int] = []
        """Of the records that are read, in bytes; none where the file is to be written anew."""
        self.before = _after(self._records())

    def _records(self) -> Iterator[Changes]:
        try:
            data = io.BytesIO(self._path.read_bytes())
        except OSError:
            return
        if data.read(len(self._head)) != self._head:
            return
        while number := data.read(_LENGTH):
            length = int.from_bytes(number)
            sealed = data.read(length)
            try:
                record = unseal(sealed if len(sealed) == length else None)
            except StateDamagedError:  # what an interrupted build began to write, and what came behind
                self._sizes.clear()
                return
            self._sizes.append(length)
            yield pickle.loads(record)  # noqa: S301 - our own file; its checksum is that of what was written

    def save(self, now: State) -> None:
        """Add what has changed, or write the file as a whole."""
        record = _record(now.since(self.before))
        if self._sizes and sum(self._sizes[1:]) + len(record) < self._sizes[0] / _SHARE:
            with self._path.open("ab") as file:
                file.write(record)
            return
        write_whole(self._path, self._head + _record(now.since(State())))


def _record(changes: Changes) -> bytes:
    data = seal(pickle.dumps(changes, 5))
    return len(data).to_bytes(_LENGTH) + data
