"""The way back from `make check FIX=1`: what the mended files said before, kept until the next time."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.core.moves import write_whole
from plugins.core.outputs import digest


@dataclass(frozen=True)
class Undo:
    """One file, in the folder of what is remembered."""

    path: Path

    def keep(self, mended: Mapping[Path, tuple[bytes, bytes]]) -> None:
        """Keep the bytes of files before and the hash of those after they were mended, in place of what was kept."""
        files = {
            str(path): [base64.b64encode(before).decode(), digest(after)]
            for path, (before, after) in mended.items()
        }
        write_whole(self.path, json.dumps(files).encode())

    def restore(self) -> tuple[list[Path], list[Path]]:
        """Give the files back what they said; return them, and those that have been worked on since and stay."""
        done, left = [], []
        try:
            files = json.loads(self.path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return [], []
        for name, (before, after) in files.items():
            path = Path(name)
            if path.is_file() and digest(path.read_bytes()) == after:
                path.write_bytes(base64.b64decode(before))
                done.append(path)
            else:
                left.append(path)
        self.path.unlink()
        return done, left
