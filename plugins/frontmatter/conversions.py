"""What was read of each file, kept between builds: a file whose bytes are known is not converted again.

A database, because a build that changes one article of thousands asks for few of them. It holds nothing that cannot be
made again: one that is damaged, or of another version of the code, is a cold start.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import secrets
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins.core.outputs import TICK, Stat, digest
from plugins.core.problems import Level, StateDamagedError
from plugins.core.seals import seal, unseal
from plugins.dialect.convert import Body
from plugins.frontmatter.fields import Fields

_LAZY = ("html", "text")
"""The large fields of a body. They are read when they are asked for."""


@dataclass(frozen=True)
class Conversion:
    """What one file says; it depends on its bytes, its path and the settings alone."""

    fields: Fields | None
    """None where the file cannot be used: `problems` says why."""
    body: Body | None
    problems: tuple[tuple[Level, int, str], ...]
    summary: str = ""
    """The beginning of the body's paragraphs, cut at a sentence."""


class StoredBody(Body):
    """A body whose large fields are still in the database."""

    store: Conversions
    key: str

    @property
    def html(self) -> str:
        """Read the large fields."""
        return self._large("html")

    @property
    def text(self) -> str:
        """Read the large fields."""
        return self._large("text")

    def _large(self, name: str) -> str:
        own = self.__dict__
        if name not in own:
            own.update(zip(_LAZY, self.store.large(self.key), strict=True))
        found: str = own[name]
        return found

    def release(self) -> None:
        """Forget the large fields; they are read again when they are asked for again."""
        for name in _LAZY:
            self.__dict__.pop(name, None)


class Conversions:
    """The database of one version of the code, the settings and the data.

    `birth` tells it from any other, and from itself before it was emptied: who refers to what is in it remembers that.
    """

    def __init__(
        self, path: Path | None, version: str, looks: Mapping[str, tuple[int, int, int, int]] | None = None
    ) -> None:
        """Open or make the file `path`; None: keep it in memory. `looks`: how files looked a moment ago (`Stat`)."""
        self._looks = looks or {}
        self._path = path
        self._process = os.getpid()
        self._used: set[str] = set()
        self._unwritten: dict[tuple[str, str], bytes] = {}
        self._seen: dict[str, tuple[tuple[int, ...] | None, str]] = {}
        self._opened = time.time_ns()
        if path is None:
            self._open(":memory:", version)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open(str(path), version)
        except sqlite3.DatabaseError:
            self.remove()
            self._open(str(path), version)

    def _open(self, path: str, version: str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, timeout=10, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = OFF")  # a database that a crash has damaged is made anew
        self._db.execute("CREATE TABLE IF NOT EXISTS version (name TEXT PRIMARY KEY, birth TEXT)")
        # Bodies are apart, because every build reads all heads, and few bodies.
        self._db.execute("CREATE TABLE IF NOT EXISTS heads (key TEXT PRIMARY KEY, value BLOB)")
        self._db.execute("CREATE TABLE IF NOT EXISTS bodies (key TEXT PRIMARY KEY, value BLOB)")
        self._db.execute("CREATE TABLE IF NOT EXISTS files (value BLOB)")
        found = self._db.execute("SELECT name, birth FROM version").fetchall()
        if [name for name, _ in found] != [version]:
            self._db.executescript(
                "DELETE FROM heads; DELETE FROM bodies; DELETE FROM files; DELETE FROM version"
            )
            found = [(version, secrets.token_hex(8))]
            self._db.execute("INSERT INTO version VALUES (?, ?)", found[0])
        self.birth: str = found[0][1]

    @cached_property
    def _known(self) -> set[str]:
        """The keys of all that is known."""
        try:
            return {key for (key,) in self._db.execute("SELECT key FROM heads")}
        except sqlite3.DatabaseError:
            return set()

    def __contains__(self, key: str) -> bool:
        """Say whether something is known of a file."""
        return key in self._known

    def get(self, key: str) -> Conversion | None:
        """Return what was read of a file, or None."""
        self._used.add(key)
        if key not in self._known:
            return None
        try:
            fields, state, problems, summary = self._read("heads", key)
        except (sqlite3.DatabaseError, StateDamagedError):
            return None
        body = None if state is None else self.stored(key, state)
        return Conversion(fields, body, problems, summary)

    def stored(self, key: str, state: Mapping[str, Any]) -> StoredBody:
        """Return a body whose large fields are here. `state`: the others."""
        body = StoredBody.__new__(StoredBody)
        body.__dict__.update(state, store=self, key=key)
        return body

    def use(self, keys: Iterable[str]) -> None:
        """Keep the bodies that belong to what was kept elsewhere."""
        self._used.update(keys)

    def large(self, key: str) -> tuple[str, str]:
        """Return the large fields of a body. Raises `StateDamagedError`."""
        try:
            found: tuple[str, str] = self._read("bodies", key)
        except (sqlite3.DatabaseError, StateDamagedError) as error:
            self.remove()
            raise StateDamagedError from error
        return found

    def _read(self, table: str, key: str) -> Any:
        data = self._unwritten.get((table, key))
        if data is None:
            query = f"SELECT value FROM {table} WHERE key = ?"  # noqa: S608 - one of two tables of ours
            row = self._own().execute(query, (key,)).fetchone()
            data = unseal(row and row[0])
        return pickle.loads(data)  # noqa: S301 - our own file, in a folder of ours

    def _own(self) -> sqlite3.Connection:
        """Return a connection of this process: SQLite's do not survive a fork, and bodies are read in workers too."""
        if self._path is not None and os.getpid() != self._process:
            self._inherited = self._db  # let go of, it would be closed
            self._db = sqlite3.connect(self._path, isolation_level=None, timeout=10)
            self._process = os.getpid()
        return self._db

    def remove(self) -> None:
        """Forget everything, on the disk too: the next build begins from nothing."""
        self._db.close()
        if self._path is not None:
            for each in self._path.parent.glob(self._path.name + "*"):
                each.unlink(missing_ok=True)

    def put(self, found: Mapping[str, Conversion]) -> None:
        """Keep what was read, by key."""
        self._used |= set(found)
        dumped = {key: _dump(each) for key, each in found.items()}
        try:
            with self._transaction():
                for key, (head, body) in dumped.items():
                    self._db.execute("INSERT OR REPLACE INTO heads VALUES (?, ?)", (key, seal(head)))
                    self._db.execute("INSERT OR REPLACE INTO bodies VALUES (?, ?)", (key, seal(body)))
        except sqlite3.DatabaseError:  # the disk is full
            for key, (head, body) in dumped.items():
                self._unwritten |= {("heads", key): head, ("bodies", key): body}
        self._known.update(found)

    def key_of(self, path: str, relative: str) -> str:
        """Return the key of a file: the hash of its place and its bytes. A file that looks as it did is not read."""
        stat: tuple[int, ...] | None = self._looks.get(path) or Stat.of(path)
        known = self._files.get(relative)
        if known is None or known[0] != stat:
            known = stat and tuple(stat), key_of(relative, Path(path).read_bytes())
        if stat is not None and max(stat[:2]) < self._opened - TICK:
            self._seen[relative] = known
        return known[1]

    @cached_property
    def _files(self) -> dict[str, tuple[tuple[int, ...] | None, str]]:
        """How the files looked in the last build, and their keys."""
        try:
            row = self._db.execute("SELECT value FROM files").fetchone()
            found: dict[str, tuple[tuple[int, ...] | None, str]] = pickle.loads(unseal(row[0])) if row else {}  # noqa: S301 - as below
        except (sqlite3.DatabaseError, StateDamagedError):
            return {}
        return found

    def close(self) -> None:
        """Let go of the file. What has not been read of a body by now cannot be read any more."""
        if self._seen != self._files:
            with contextlib.suppress(sqlite3.DatabaseError), self._transaction():
                self._db.execute("DELETE FROM files")
                self._db.execute("INSERT INTO files VALUES (?)", (seal(pickle.dumps(self._seen, 5)),))
        self._db.close()

    def forget_unused(self, most: int = 1_000) -> None:
        """Drop what no file of this build asked for, once there is much of it: a deleted article, a former wording."""
        with contextlib.suppress(sqlite3.DatabaseError), self._transaction():
            unused = self._known - self._used
            if len(unused) > max(most, len(self._used)):
                for key in unused:
                    self._db.execute("DELETE FROM heads WHERE key = ?", (key,))
                    self._db.execute("DELETE FROM bodies WHERE key = ?", (key,))
                self._known -= unused

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def key_of(relative: str, data: bytes) -> str:
    """Return the hash of a file's place and its bytes."""
    return digest(relative.encode() + b"\0" + data)


def head_of(body: Body) -> dict[str, Any]:
    """Return the fields of a body but the large ones."""
    return {name: value for name, value in vars(body).items() if name not in (*_LAZY, "store", "key")}


def _dump(conversion: Conversion) -> tuple[bytes, bytes]:
    body = conversion.body
    state, large = (None, ("", "")) if body is None else (head_of(body), (body.html, body.text))
    head = (conversion.fields, state, conversion.problems, conversion.summary)
    return pickle.dumps(head, 5), pickle.dumps(large, 5)
