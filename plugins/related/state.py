"""What is remembered of the collection, so that a build looks only at what changed: one SQLite file.

A row is (table, number) → bytes with their checksum. A file that is damaged, or of another version, counts as empty.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from plugins.core.problems import StateDamagedError
from plugins.core.seals import seal, unseal

T = TypeVar("T")

_MOST = 500
"""How many rows are asked for at once."""


class State:
    """The tables of one site. `version`: what all rows depend on besides their article."""

    def __init__(self, path: Path | None, version: str) -> None:
        """Open or make a file; None: keep it in memory."""
        self._path, self._version = path, version
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open()
        except sqlite3.DatabaseError:
            self.clear()

    def _open(self) -> None:
        self._database = sqlite3.connect(self._path or ":memory:", isolation_level=None, timeout=10)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = OFF")  # a file that a crash has damaged is made anew
        self._database.execute("CREATE TABLE IF NOT EXISTS version (name TEXT)")
        if self._database.execute("SELECT name FROM version").fetchall() != [(self._version,)]:
            with self._database:
                self._database.execute("BEGIN IMMEDIATE")
                names = self._database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                for (name,) in names.fetchall():
                    self._database.execute(f'DROP TABLE "{name}"')
                self._database.execute("CREATE TABLE version (name TEXT)")
                self._database.execute("INSERT INTO version VALUES (?)", (self._version,))

    def rows(self, table: str, numbers: Iterable[int] | None = None) -> Iterator[tuple[int, bytes]]:
        """Yield the rows of a table with the given numbers, or all."""
        try:
            if numbers is None:
                yield from _unsealed(self._database.execute(f"SELECT number, value FROM {table}"))  # noqa: S608 - our names
                return
            asked = list(numbers)
            for start in range(0, len(asked), _MOST):
                part = asked[start : start + _MOST]
                signs = ",".join("?" * len(part))
                query = f"SELECT number, value FROM {table} WHERE number IN ({signs})"  # noqa: S608 - our names
                yield from _unsealed(self._database.execute(query, part))
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise StateDamagedError(str(error)) from error
        except sqlite3.DatabaseError as error:
            raise StateDamagedError(str(error)) from error

    def write(self, tables: Iterable[Table[T]]) -> None:
        """Write what was changed in some tables, all of it or nothing."""
        try:
            with self._database:
                self._database.execute("BEGIN IMMEDIATE")
                for table in tables:
                    self._write(table)
        except sqlite3.DatabaseError as error:
            raise StateDamagedError(str(error)) from error

    def _write(self, table: Table[T]) -> None:
        self._database.execute(
            f"CREATE TABLE IF NOT EXISTS {table.name} (number INTEGER PRIMARY KEY, value BLOB)"
        )
        if table.is_new:
            self._database.execute(f"DELETE FROM {table.name}")  # noqa: S608 - our names
        rows = ((number, seal(table.encode(table[number]), number)) for number in sorted(table.changed))
        self._database.executemany(f"INSERT OR REPLACE INTO {table.name} VALUES (?, ?)", rows)  # noqa: S608 - our names
        table.changed.clear()
        table.is_new = False

    def clear(self) -> None:
        """Forget everything."""
        self.close()
        if self._path:
            for each in self._path.parent.glob(self._path.name + "*"):
                each.unlink(missing_ok=True)
        self._open()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


class Table(dict[int, T]):
    """The rows of one table, read when they are asked for, and written when they were changed."""

    def __init__(
        self,
        state: State,
        name: str,
        decode: Callable[[bytes], T],
        encode: Callable[[T], bytes],
    ) -> None:
        """Take how a value is kept."""
        super().__init__()
        self.name, self.decode, self.encode = name, decode, encode
        self.changed: set[int] = set()
        self.is_new = False
        """Whether the rows that were written before are void."""
        self._state = state

    def __missing__(self, number: int) -> T:
        """Read a row."""
        self.load([number])
        return self[number]

    def load(self, numbers: Iterable[int]) -> None:
        """Read those rows that are not known yet."""
        missing = [number for number in numbers if number not in self]
        if missing and not self.is_new:
            self.update((number, self.decode(data)) for number, data in self._state.rows(self.name, missing))
        for number in missing:
            if number not in self:
                self[number] = self.absent(number)

    def absent(self, number: int) -> T:
        """Return what is not among the rows. Each that is asked for has been written."""
        msg = f"{self.name} {number} is missing"
        raise StateDamagedError(msg)

    def load_all(self) -> None:
        """Read all rows."""
        for number, data in self._state.rows(self.name):
            if number not in self:
                self[number] = self.decode(data)

    def put(self, number: int, value: T) -> None:
        """Take a new value for a row."""
        self[number] = value
        self.changed.add(number)

    def renew(self) -> None:
        """Forget all rows, known and written."""
        self.clear()
        self.changed.clear()
        self.is_new = True


def _unsealed(rows: Iterable[tuple[int, object]]) -> Iterator[tuple[int, bytes]]:
    return ((number, unseal(value, number)) for number, value in rows)
