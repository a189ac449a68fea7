"""What was read of each file, kept between builds: a file whose bytes are known is not converted again.

A database, because a build that changes one article of thousands asks for few of them. It holds nothing that cannot be
made again: one that is damaged, or of another version of the code, is a cold start.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
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
            own.update(zip(_LAZY, own["load"](), strict=True))
        found: str = own[name]
        return found

    def release(self) -> None:
        """Forget the large fields; they are read again when they are asked for again."""
        for name in _LAZY:
            self.__dict__.pop(name, None)


class Conversions:
    """The database of one version of the code, the settings and the data."""

    def __init__(self, path: Path | None, version: str) -> None:
        """Open or make the file `path`; None: keep it in memory."""
        self._path = path
        self._process = os.getpid()
        self._used: set[str] = set()
        self._unwritten: dict[str, bytes] = {}
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
        self._db.execute("CREATE TABLE IF NOT EXISTS version (name TEXT PRIMARY KEY)")
        # Bodies are apart, because every build reads all heads, and few bodies.
        self._db.execute("CREATE TABLE IF NOT EXISTS heads (key TEXT PRIMARY KEY, value BLOB)")
        self._db.execute("CREATE TABLE IF NOT EXISTS bodies (key TEXT PRIMARY KEY, value BLOB)")
        self._db.execute("CREATE TABLE IF NOT EXISTS files (value BLOB)")
        if [name for (name,) in self._db.execute("SELECT name FROM version")] != [version]:
            self._db.executescript(
                "DELETE FROM heads; DELETE FROM bodies; DELETE FROM files; DELETE FROM version"
            )
            self._db.execute("INSERT INTO version VALUES (?)", (version,))

    @cached_property
    def _heads(self) -> dict[str, bytes]:
        """All that is known but the bodies, at once: one by one would take a build's time."""
        try:
            return dict(self._db.execute("SELECT key, value FROM heads"))
        except sqlite3.DatabaseError:
            return {}

    def __contains__(self, key: str) -> bool:
        """Say whether something is known of a file."""
        return key in self._heads

    def get(self, key: str) -> Conversion | None:
        """Return what was read of a file, or None."""
        self._used.add(key)
        head = self._heads.get(key)
        try:
            return None if head is None else self._load(key, unseal(head))
        except StateDamagedError:
            return None

    def _load(self, key: str, head: bytes) -> Conversion:
        fields, state, problems, summary = pickle.loads(head)  # noqa: S301 - our own file, in a folder of ours
        body = None
        if state is not None:
            body = _stored(state)
            self.lend(key, body)
        return Conversion(fields, body, problems, summary)

    def lend(self, key: str, body: StoredBody) -> None:
        """Let a body that was kept elsewhere read its large fields here."""
        self._used.add(key)
        body.__dict__["load"] = partial(self._large, key)

    def _large(self, key: str) -> tuple[str, str]:
        try:
            data = self._unwritten.get(key)
            if data is None:
                row = self._own().execute("SELECT value FROM bodies WHERE key = ?", (key,)).fetchone()
                data = unseal(row and row[0])
            found: tuple[str, str] = pickle.loads(data)  # noqa: S301 - as above
        except (sqlite3.DatabaseError, StateDamagedError) as error:
            self.remove()
            raise StateDamagedError from error
        return found

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
                    self._db.execute("INSERT OR REPLACE INTO heads VALUES (?, ?)", (key, head))
                    self._db.execute("INSERT OR REPLACE INTO bodies VALUES (?, ?)", (key, body))
        except sqlite3.DatabaseError:  # the disk is full
            self._unwritten |= {key: body[4:] for key, (_head, body) in dumped.items()}
        self._heads |= {key: head for key, (head, _body) in dumped.items()}

    def key_of(self, path: str, relative: str) -> str:
        """Return the key of a file: the hash of its place and its bytes. A file that looks as it did is not read."""
        stat = Stat.of(path)
        known = self._files.get(relative)
        if known is None or known[0] != stat:
            known = stat and tuple(stat), key_of(relative, Path(path).read_bytes())
        if stat is not None and max(stat.mtime_ns, stat.ctime_ns) < self._opened - TICK:
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
            unused = self._heads.keys() - self._used
            if len(unused) > max(most, len(self._used)):
                for key in unused:
                    self._db.execute("DELETE FROM heads WHERE key = ?", (key,))
                    self._db.execute("DELETE FROM bodies WHERE key = ?", (key,))
                    del self._heads[key]

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


def bare(body: Body) -> StoredBody:
    """Return a body without its large fields, until it is lent them again."""
    return _stored({name: value for name, value in vars(body).items() if name not in (*_LAZY, "load")})


def _stored(state: Mapping[str, Any]) -> StoredBody:
    body = StoredBody.__new__(StoredBody)
    body.__dict__.update(state)
    return body


def _dump(conversion: Conversion) -> tuple[bytes, bytes]:
    body = conversion.body
    state = None
    large = ("", "")
    if body is not None:
        large = (body.html, body.text)
        state = vars(bare(body))
    head = (conversion.fields, state, conversion.problems, conversion.summary)
    return seal(pickle.dumps(head, 5)), seal(pickle.dumps(large, 5))
