"""What the index was made from, kept between builds in one SQLite file, so that an edit reads and writes only a few rows.

A row is (kind, key) → bytes with their CRC-32. A file that is damaged, or of other code or settings, counts as empty.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from plugins.core.problems import StateDamagedError
from plugins.core.seals import seal, unseal

T = TypeVar("T")
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS row (kind TEXT, key TEXT, value BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID"
)


class State:
    """The rows of one site."""

    def __init__(self, folder: Path | None) -> None:
        """Take a folder; without one the rows are kept in memory."""
        self._path = folder / "state.sqlite" if folder else None
        self._database: sqlite3.Connection | None = None
        self._process = 0

    def get(self, kind: str, key: str) -> bytes | None:
        """Return a row."""
        with self._reading() as database:
            row = database.execute("SELECT value FROM row WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        return None if row is None else unseal(row[0])

    def between(self, kind: str, first: str, last: str) -> Iterator[tuple[str, bytes]]:
        """Yield the rows of a kind from one key to another, both included."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT key, value FROM row WHERE kind = ? AND key BETWEEN ? AND ?", (kind, first, last)
            )
            for key, value in rows:
                yield key, unseal(value)

    def put(self, rows: Iterable[tuple[str, str, bytes | None]], dropped: Iterable[str] = ()) -> None:
        """Write rows, all or none of them: (kind, key, value), None removes; first all rows of the `dropped` kinds go."""
        with self._reading() as database:
            for kind in dropped:
                database.execute("DELETE FROM row WHERE kind = ?", (kind,))
            gone: list[tuple[str, str]] = []
            database.executemany("INSERT OR REPLACE INTO row VALUES (?, ?, ?)", _sealed(rows, gone))
            database.executemany("DELETE FROM row WHERE kind = ? AND key = ?", gone)
            database.commit()

    def read(self, name: str) -> bytes:
        """Return a file of the index that the last update made or kept.

        Raises `StateDamagedError` where it cannot be read any more; then everything is forgotten.
        """
        try:
            data = self.get("file", name)
        except StateDamagedError:
            data = None
        if data is None:
            self.clear()
            raise StateDamagedError
        return data

    def clear(self) -> None:
        """Forget everything."""
        self.close()
        if self._path:
            for path in self._path.parent.glob(f"{self._path.name}*"):
                path.unlink()

    def close(self) -> None:
        """Close the file."""
        if self._database is not None:
            self._database.close()
            self._database = None

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            if (
                self._database is None or self._process != os.getpid()
            ):  # SQLite's handles do not survive a fork
                self._process = os.getpid()
                if self._path:
                    self._path.parent.mkdir(parents=True, exist_ok=True)
                self._database = sqlite3.connect(self._path or ":memory:")
                self._database.execute(_SCHEMA)
            yield self._database
        except sqlite3.DatabaseError as error:
            raise StateDamagedError(str(error)) from error


class Rows(dict[str, T]):
    """The rows of one kind, read when they are asked for and written when they were changed."""

    def __init__(
        self,
        kind: str,
        state: State | None,
        decode: Callable[[bytes], T],
        encode: Callable[[T], bytes | None],
    ) -> None:
        """Take how a value is kept; without a state there is nothing to read. `decode(b"")` is what an absent row is."""
        super().__init__()
        self.kind = kind
        self.changed: set[str] = set()
        self._state = state
        self._decode = decode
        self._encode = encode

    def __missing__(self, key: str) -> T:
        """Read a row."""
        data = self._state.get(self.kind, key) if self._state else None
        value = self[key] = self._decode(data or b"")
        return value

    def load(self, keys: Sequence[str]) -> None:
        """Read many rows at once: those of sorted keys that nearly follow each other."""
        if self._state is not None and keys:
            for key, data in self._state.between(self.kind, keys[0], keys[-1]):
                if key not in self:
                    self[key] = self._decode(data)
            for key in keys:
                if key not in self:
                    self[key] = self._decode(b"")

    def change(self, key: str) -> T:
        """Return a value that the caller will change."""
        self.changed.add(key)
        return self[key]

    def rows(self) -> Iterator[tuple[str, str, bytes | None]]:
        """Yield what must be written."""
        for key in sorted(self.changed):
            yield self.kind, key, self._encode(self[key])


def _sealed(
    rows: Iterable[tuple[str, str, bytes | None]], gone: list[tuple[str, str]]
) -> Iterator[tuple[str, str, bytes]]:
    """Yield the rows that there are, as they are kept; note the keys of the others."""
    for kind, key, value in rows:
        if value is None:
            gone.append((kind, key))
        else:
            yield kind, key, seal(value)
