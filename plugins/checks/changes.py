"""What git says about files: which have changed, and what they said before."""

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


def former(folder: Path) -> dict[str, str]:
    """Return what files that have changed or gone since then said, by their path below the folder."""
    base = _base(folder)
    if base is None:
        return {}
    kinds = ("--no-renames", "--diff-filter=MD", "--name-only", "--relative", "-z")
    names = [name for name in _names(folder, "diff", *kinds, base, "--", ".") if name.endswith(".md")]
    return {nfc(name): _git(folder, "show", f"{base}:./{name}") or "" for name in names}


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
