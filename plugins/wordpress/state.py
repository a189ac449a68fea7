"""What the import wrote before, so that it never overwrites what the writer has changed since."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

NAME = ".import.json"
"""In the content folder: it belongs to the articles, and Pelican reads no hidden files."""

Outcome = Literal["written", "same", "edited", "removed", "foreign"]


def digest(data: bytes) -> str:
    """Return what is remembered of a file."""
    return hashlib.sha256(data).hexdigest()


@dataclass
class State:
    """Files that were written (relative to the content folder), and where each post went."""

    content: Path
    files: dict[str, str] = field(default_factory=dict)
    posts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, content: Path) -> State:
        """Read the state; `ValueError` with a Japanese message where it is broken, because then nothing is known."""
        path = content / NAME
        if not path.is_file():
            return cls(content)
        try:
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            parts = [{str(key): str(value) for key, value in found[name].items()} for name in _PARTS]
        except (ValueError, KeyError, AttributeError, TypeError):
            msg = f"前の取り込みの記録「{path}」が壊れています。前に取り込んだ記事をよけてから、このファイルを消してやり直してください。"
            raise ValueError(msg) from None
        return cls(content, *parts)

    def save(self) -> None:
        """Write the state, whole or not at all."""
        found = {name: dict(sorted(getattr(self, name).items())) for name in _PARTS}
        _write(self.content / NAME, (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode())

    def is_ours(self, name: str) -> bool:
        """Say whether a file is one that we wrote, also when it was changed since."""
        return name in self.files

    def put(self, name: str, data: bytes) -> Outcome:
        """Write a file, unless somebody else made, changed or removed it."""
        path = self.content / name
        known = self.files.get(name)
        if not path.exists():
            if known is not None:
                return "removed"
        else:
            present = digest(path.read_bytes())
            if present == digest(data):
                self.files[name] = present
                return "same"
            if known is None:
                return "foreign"
            if present != known:
                return "edited"
        _write(path, data)
        self.files[name] = digest(data)
        return "written"


_PARTS = ("files", "posts", "pictures")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(data)
    beside.replace(path)
