"""Hashes of files, kept between builds: a file that looks as it did then is not read."""

from __future__ import annotations

import contextlib
import pickle
import time
from pathlib import Path

from plugins.core.moves import write_whole
from plugins.core.outputs import TICK, Stat, digest
from plugins.core.problems import StateDamagedError
from plugins.core.seals import seal, unseal


class Digests:
    """The hashes that one build asks for."""

    def __init__(self, path: Path) -> None:
        """Load what the last build knew."""
        self._path = path
        self._opened = time.time_ns()
        self._before = self._load()
        self._now: dict[str, tuple[tuple[int, ...], str]] = {}

    def of(self, name: str) -> str:
        """Return the hash of a file."""
        stat = Stat.of(name)
        known = self._before.get(name)
        own = known[1] if known is not None and known[0] == stat else digest(Path(name).read_bytes())
        # What is as new as this build may change once more and look the same.
        if stat is not None and max(stat.mtime_ns, stat.ctime_ns) < self._opened - TICK:
            self._now[name] = tuple(stat), own  # plain values: they outlive this version of the code
        return own

    def save(self) -> None:
        """Keep what was asked for; where nothing can be written, the next build reads the files again."""
        if self._now == self._before:
            return
        with contextlib.suppress(OSError):
            write_whole(self._path, seal(pickle.dumps(self._now, 5)))

    def _load(self) -> dict[str, tuple[tuple[int, ...], str]]:
        with contextlib.suppress(OSError, StateDamagedError):
            found: dict[str, tuple[tuple[int, ...], str]] = pickle.loads(unseal(self._path.read_bytes()))  # noqa: S301 - our own file
            return found
        return {}
