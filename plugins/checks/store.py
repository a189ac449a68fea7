"""What the rules found in each file, kept in one file between runs. One that cannot be read is a cold start."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from plugins.checks.rule import Found

Marks = list[tuple[str, Found]]
"""Rule and place, for one file."""


class Store:
    """The marks of files, by the hash of path and bytes."""

    def __init__(self, path: Path, version: str) -> None:
        """Read what another run has left. `version`: of all that the marks depend on besides the files."""
        self._path, self._version = path, version
        self._known: dict[str, Marks] = {}
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["version"] == version:
                self._known = {
                    key: [(rule, Found(line, what)) for rule, line, what in marks]
                    for key, marks in stored["files"].items()
                }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass

    def get(self, key: str) -> Marks | None:
        """Return the marks of a file, or None where it was not seen before."""
        return self._known.get(key)

    def save(self, marks: Mapping[str, Marks]) -> None:
        """Keep these, and forget all others."""
        files = {key: [(rule, found.line, found.what) for rule, found in each] for key, each in marks.items()}
        if files.keys() == self._known.keys():
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        staged = self._path.with_suffix(f".{os.getpid()}")
        staged.write_text(
            json.dumps({"version": self._version, "files": files}, ensure_ascii=False), encoding="utf-8"
        )
        staged.replace(self._path)
