"""The pages that a change touches: two built sites are compared file by file."""

from __future__ import annotations

import shutil
from pathlib import Path


def changed_pages(before: Path, after: Path) -> list[str]:
    """Return the addresses of pages that are new or different, sorted; those that are gone are not shown."""
    return [
        name
        for path in sorted(after.rglob("*.html"))
        if _differs(path, before / (name := path.relative_to(after).as_posix()))
    ]


def _differs(path: Path, other: Path) -> bool:
    return not other.is_file() or path.read_bytes() != other.read_bytes()


def collect(after: Path, pages: list[str], target: Path) -> None:
    """Copy the changed pages, and all that is no page (pictures, styles), so that they can be opened from a disk."""
    for path in sorted(after.rglob("*")):
        name = path.relative_to(after)
        is_wanted = name.as_posix() in pages or path.suffix != ".html"
        if path.is_file() and is_wanted and name.parts[0] != "search":
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / name)
