"""How a finished file takes the place of the published one: they are exchanged, where the system can.

Either way a reader finds the old file or the new one, whole. The old one then waits for the next build to overwrite it:
to make a file, and to free one, costs a file system ten times what writing into one does (measured on ext4).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
from collections.abc import Callable
from functools import cache
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are those of the working directory
_EXCHANGE = 2  # RENAME_EXCHANGE, of Linux' renameat2(2)


def move(source: str, target: str) -> None:
    """Put the file `source` at `target`; a file there takes its place, or is gone."""
    if not _exchange(source, target):
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 - asked thousands of times
        os.replace(source, target)  # noqa: PTH105 - the same


def overwrite(path: str, data: bytes) -> None:
    """Write a file that waits; it may be one that was published before."""
    with open(_open(path), "wb") as file:
        file.write(data)
        file.truncate()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file at once: a process that is killed, or another that writes the same, never leaves half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(data)
    temporary.replace(path)


def _open(path: str) -> int:
    """Open a file to be written from its start; never one that others have a link to."""
    try:
        return _create(path)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - as above
    except FileExistsError:
        with contextlib.suppress(OSError):
            found = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
            if os.fstat(found).st_nlink == 1:
                return found
            os.close(found)
        os.unlink(path)  # noqa: PTH108 - as above
    return _create(path)


def _create(path: str) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)


def _exchange(source: str, target: str) -> bool:
    """Let two files change places; say whether they have."""
    rename = _renameat2()
    try:
        is_file = stat.S_ISREG(os.lstat(target).st_mode)
    except OSError:
        return False
    if rename is None or not is_file:
        return False
    return rename(_HERE, os.fsencode(source), _HERE, os.fsencode(target), _EXCHANGE) == 0


@cache
def _renameat2() -> Callable[[int, bytes, int, bytes, int], int] | None:
    try:
        found: Callable[[int, bytes, int, bytes, int], int] = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):  # another system, an old library
        return None
    return found
