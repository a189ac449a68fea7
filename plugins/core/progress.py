"""What a long build says while it works: the stage that it is in, and how far it has come.

Nothing is said of what takes less than a second. Then a terminal shows a bar, drawn by a process of its own
(`core/display.py`), which processes that work for this one tell of each piece, too; elsewhere each stage is a line.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PATIENCE = 1.0
"""Seconds after which something is said."""


class Progress:
    """The progress of one build."""

    def __init__(self, *, draws: bool) -> None:
        """Begin to count; `draws`: with a bar."""
        self._draws = draws
        self._started = time.monotonic()
        self._owner = os.getpid()
        self._said = ""
        self._stage = ("", 0)
        self._ends: tuple[int, int] | None = os.pipe() if draws else None
        self._display: subprocess.Popen[bytes] | None = None
        if self._ends:
            os.set_blocking(self._ends[1], False)

    def stage(self, name: str, pieces: int) -> None:
        """Enter a stage of so many pieces; 0: nobody knows."""
        self._stage = name, pieces
        self._tell(f"{name}\t{pieces}\n")

    def advance(self) -> None:
        """Take one piece as done."""
        self._tell("\n")

    def _tell(self, line: str) -> None:
        if self._ends:
            with contextlib.suppress(OSError):  # full, or nobody draws any more
                os.write(self._ends[1], line.encode())
        if os.getpid() != self._owner or time.monotonic() - self._started < PATIENCE:
            return
        if self._ends is None:
            self._say()
        elif self._display is None:
            script = str(Path(__file__).with_name("display.py"))
            self._display = subprocess.Popen([sys.executable, script], stdin=self._ends[0])

    def _say(self) -> None:
        name, pieces = self._stage
        if name != self._said:
            count = f"（{pieces}）" if pieces else ""
            print(f"{name}{count}…", flush=True)  # noqa: T201 - what it is for
        self._said = name

    def close(self) -> None:
        """Take the bar away."""
        if self._ends:
            for end in self._ends:
                os.close(end)
        if self._display:
            self._display.wait()


_running: list[Progress] = []


@contextlib.contextmanager
def shown() -> Iterator[None]:
    """Show what is said meanwhile."""
    draws = sys.stdout.isatty() and not os.environ.get("CI")
    _running.append(Progress(draws=draws))
    try:
        yield
    finally:
        _running.pop().close()


def stage(name: str, pieces: int = 0) -> None:
    """Say what is done from here on."""
    if _running:
        _running[-1].stage(name, pieces)


def advance() -> None:
    """Say that one piece of the stage is done."""
    if _running:
        _running[-1].advance()
