"""Entries of articles that were made before: one file an article, named by what it was made from."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from plugins.search.terms import Entry

_FIELDS = set(Entry.__dataclass_fields__)


@dataclass
class Cache:
    """A folder of entries. A file that is damaged counts as absent."""

    folder: Path
    used: set[str] = field(default_factory=set)

    def get(self, key: str) -> Entry | None:
        """Return the entry of a key."""
        name = _name(key)
        self.used.add(name)
        try:
            value = json.loads((self.folder / name).read_bytes())
        except (OSError, ValueError):
            return None
        if not isinstance(value, dict) or set(value) != _FIELDS:
            return None
        return Entry(**value)

    def put(self, key: str, entry: Entry) -> None:
        """Keep an entry; what a killed build leaves behind is never half a file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / _name(key)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_text(json.dumps(asdict(entry), ensure_ascii=False), encoding="utf-8")
        temporary.replace(path)

    def clean(self) -> None:
        """Remove what this run did not use."""
        for path in self.folder.glob("*"):
            if path.name not in self.used:
                with contextlib.suppress(OSError):
                    path.unlink()


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:24] + ".json"
