"""The files that a build publishes: what is as it was, and what is staged to take its place.

A room that makes a file of the site says what the file depends on (`key`) and how it is made. A file whose key is that
of the last build, and which nobody has touched since, is neither made nor written again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from plugins.core.moves import overwrite

TICK = 20_000_000
"""Nanoseconds within which a file may change twice without another date."""


class Stat(NamedTuple):
    """What tells, without reading it, that a file is the one that was seen."""

    mtime_ns: int
    ctime_ns: int
    inode: int
    size: int

    @classmethod
    def of(cls, path: Path | str) -> Stat | None:
        """Return the stat of a file, or None where there is no file."""
        try:
            return cls._from(os.stat(path))  # noqa: PTH116 - asked for every file of a site: a Path would take longer than the question
        except (FileNotFoundError, NotADirectoryError):
            return None

    @classmethod
    def of_file(cls, path: str) -> Stat | None:
        """Return the stat of a regular file, or None where there is none, or something else."""
        try:
            found = os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return cls._from(found) if stat.S_ISREG(found.st_mode) else None

    @classmethod
    def _from(cls, found: os.stat_result) -> Stat:
        return cls(found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size)


Made = tuple[str, str, tuple[int, int, int, int] | None]
"""One published file: what it was made of, the hash of its bytes, and its stat once it is published.

A plain tuple, as the manifest of a large site holds thousands.
"""


def digest(data: bytes) -> str:
    """Return the hash of a file's bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


WAITING = ".waiting"
"""The folder in the staging folder where finished files wait, and those that they have replaced in the last build."""

SPARE = ".spare"
"""The folder there for the files of a site that was cleared away, each under the hash of its name, to be written into."""


def staged_file(staging: Path, name: str, *, is_new: bool) -> str:
    """Return where the file that is to be published as `name` waits.

    All wait in one folder: to make a folder for each would take longer than to write it. Those of a new output folder
    wait as they will stand in it, because then one move publishes them all.
    """
    return f"{staging}/{WAITING}/{name if is_new else digest(name.encode())}"


@dataclass
class Outputs:
    """The files of one build, by their path in the output folder (with `/`)."""

    folder: Path
    staging: Path
    """Where Pelican, and rooms that know nothing of this, write as if it were the output folder."""
    before: Mapping[str, Made] = field(default_factory=dict)
    made: dict[str, Made] = field(default_factory=dict)
    staged: set[str] = field(default_factory=set)
    is_as_published: bool = False
    """Whether it is known that nobody has touched the files of `before`."""
    is_new: bool = False
    """Whether there was no output folder when the build began."""
    spare: AbstractSet[str] = frozenset()
    """What is in `SPARE`."""

    def put(self, name: str, key: str, make: Callable[[], bytes]) -> bool:
        """Publish a file; return whether it had to be made. `key` holds all that `make` depends on."""
        old = self.before.get(name)
        if old is not None and old[0] == key:
            found = self.published(name)
            if found is not None and found[1] == old[1]:
                self.made[name] = old if found is old else (key, *found[1:])
                return False
        self.write(name, make(), key)
        return True

    def keep(self, keys: Mapping[str, str]) -> dict[str, str]:
        """Take over what is known to be as it was, of names → keys; return the names and keys that are left to be put."""
        if not self.is_as_published:
            return dict(keys)
        before = self.before
        kept = {name: old for name, key in keys.items() if (old := before.get(name)) and old[0] == key}
        self.made |= kept
        return {name: key for name, key in keys.items() if name not in kept}

    def write(self, name: str, data: bytes, key: str = "") -> None:
        """Publish these bytes; they are only written where they differ from what is there."""
        own = digest(data)
        found = self.published(name)
        if found is not None and found[1] == own:
            self.made[name] = (key, *found[1:])
            self.staged.discard(name)
            return
        overwrite(self._room_for(name), data)
        self.made[name] = (key, own, None)
        self.staged.add(name)

    def adopt(self) -> None:
        """Take in what was written into the staging folder by a room, or by Pelican, that knows nothing of this."""
        for folder in sorted(self.staging.glob("*")):
            for path in [folder, *sorted(folder.rglob("*"))] if folder.name not in (WAITING, SPARE) else []:
                if path.is_file():
                    self.write(path.relative_to(self.staging).as_posix(), path.read_bytes())

    def read(self, name: str) -> bytes:
        """Return the bytes that this build publishes under a name."""
        waits = name in self.staged
        return Path(self._staged(name) if waits else self.folder / name).read_bytes()

    def _room_for(self, name: str) -> str:
        """Return where a file is to be written: into an old one, if there is one for it."""
        path, spare = self._staged(name), digest(name.encode())
        if spare in self.spare:
            os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - asked for every file of a site
            # It has been taken where a file is written a second time.
            with contextlib.suppress(FileNotFoundError):
                os.rename(f"{self.staging}/{SPARE}/{spare}", path)  # noqa: PTH104 - the same
        return path

    def _staged(self, name: str) -> str:
        return staged_file(self.staging, name, is_new=self.is_new)

    def published(self, name: str) -> Made | None:
        """Return what is published under a name now; a file is only read where its stat is not the one that was seen."""
        old = self.before.get(name)
        if old is not None and self.is_as_published:
            return old
        path = f"{self.folder}/{name}"
        found = Stat.of_file(path)
        if found is None:
            return None
        if old is not None and old[2] == found:
            return old
        return "", digest(Path(path).read_bytes()), (*found,)
