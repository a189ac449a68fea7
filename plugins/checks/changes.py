"""What git says about files: which have changed, and which have changes that are nowhere saved."""

from __future__ import annotations

import subprocess
from pathlib import Path

from plugins.core.text import nfc


def changed(folder: Path) -> set[Path] | None:
    """Return the files below a folder that differ from where the branch began (or the last commit), new ones too.

    None where there is no git or no commit.
    """
    base = _base(folder)
    if base is None:
        return None
    names = _names(folder, "diff", "--name-only", "--relative", "--diff-filter=d", "-z", base, "--", ".")
    names += _names(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return {normal(folder / name) for name in names}


def unsaved(folder: Path) -> set[Path] | None:
    """Return the files below a folder that differ from the last commit; None where there is no git."""
    if _base(folder) is None:
        return None
    names = _names(folder, "diff", "--name-only", "--relative", "-z", "HEAD", "--", ".")
    names += _names(folder, "ls-files", "--others", "-z", "--", ".")
    return {normal(folder / name) for name in names}


def normal(path: Path) -> Path:
    """Return a path in the one form in which it can be compared: whole, real and composed."""
    return Path(nfc(str(path.resolve())))


def _base(folder: Path) -> str | None:
    for branch in ("origin/HEAD", "origin/main", "origin/master"):
        if base := _git(folder, "merge-base", "HEAD", branch):
            return base.strip()
    head = _git(folder, "rev-parse", "--verify", "HEAD")
    return head.strip() if head else None


def _names(folder: Path, *arguments: str) -> list[str]:
    return [name for name in (_git(folder, *arguments) or "").split("\0") if name]


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, encoding="utf-8", check=False
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
