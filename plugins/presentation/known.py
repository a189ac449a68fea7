"""The phrases of titles, kept between builds: to open the dictionary takes longer than to make ten pages."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from plugins.presentation.phrases import phrases

_SIGN = "\0"
"""Stands between the phrases of a text in the file."""


class KnownPhrases:
    """A database of one version of the code. Each process of a build opens it for itself: workers read and write, too."""

    def __init__(self, folder: Path, version: str) -> None:
        """Take the folder; what other versions left there goes."""
        self._path = folder / f"phrases-{version}.sqlite"
        self._process = 0
        self._database: sqlite3.Connection | None = None
        for path in folder.glob("phrases-*"):
            if not path.name.startswith(self._path.name):
                path.unlink(missing_ok=True)

    def of(self, text: str) -> tuple[str, ...]:
        """Return the phrases of a text: kept ones, or found and kept. What is damaged is found again."""
        try:
            row = self._own().execute("SELECT value FROM phrases WHERE text = ?", (text,)).fetchone()
            found = tuple(str(row[0]).split(_SIGN)) if row else ()
            if not found or "".join(found) != text:
                found = phrases(text)
                self._own().execute("INSERT OR REPLACE INTO phrases VALUES (?, ?)", (text, _SIGN.join(found)))
        except sqlite3.OperationalError:  # the disk is full, or another process has been writing for long
            return phrases(text)
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
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
