"""The phrases of titles, kept between builds: to open the dictionary takes longer than to make ten pages."""

from __future__ import annotations

import os
import sqlite3
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from plugins.core.fingerprint import hash_of
from plugins.core.tokens import DICTIONARY
from plugins.presentation import phrases as code
from plugins.presentation.phrases import phrases

_VERSION = hash_of([DICTIONARY, version("budoux"), Path(code.__file__).read_text(encoding="utf-8")])
"""What phrases depend on besides their text."""

_SIGN = "\0"
"""Stands between the phrases of a text in the file."""


class KnownPhrases:
    """A database for one version of code and dictionary. Each process of a build opens it for itself: workers read and write, too."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which holds nothing else."""
        self._folder = folder
        self._process = 0
        self._database: sqlite3.Connection | None = None

    @cached_property
    def _path(self) -> Path:
        """Where phrases are kept; those of other versions go."""
        self._folder.mkdir(parents=True, exist_ok=True)
        found = self._folder / f"{_VERSION}.sqlite"
        for path in self._folder.iterdir():
            if not path.name.startswith(found.name):
                path.unlink(missing_ok=True)
        return found

    def of(self, text: str) -> tuple[str, ...]:
        """Return the phrases of a text: kept ones, or found and kept. What is damaged is found again."""
        try:
            row = self._own().execute("SELECT value FROM phrases WHERE text = ?", (text,)).fetchone()
            found = tuple(str(row[0]).split(_SIGN)) if row else ()
            if not found or "".join(found) != text:
                found = phrases(text)
                self._own().execute("INSERT OR REPLACE INTO phrases VALUES (?, ?)", (text, _SIGN.join(found)))
        except (
            OSError,
            sqlite3.OperationalError,
        ):  # the disk is full; another process has been writing for long
            return phrases(text)
        except sqlite3.DatabaseError:
            for path in self._folder.iterdir():
                path.unlink(missing_ok=True)
            self._process = 0
            return phrases(text)
        return found

    def _own(self) -> sqlite3.Connection:
        """Return a connection of this process: SQLite's do not survive a fork."""
        if self._database is None or self._process != os.getpid():
            self._inherited = self._database  # let go of, it would be closed
            self._database = sqlite3.connect(self._path, isolation_level=None, timeout=10)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = OFF")  # one that a crash has damaged is made anew
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS phrases (text TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID"
            )
            self._process = os.getpid()
        return self._database
