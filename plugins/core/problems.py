"""Messages to the writer: file, line, what is wrong, what is allowed and the nearest known name.

Nothing that is wrong stops the reading of the other files: every fault of a build is collected in one
`Problems`, printed once, and the build is refused when one of them is an error.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.core.text import fold

if TYPE_CHECKING:
    from typing import Self


_HIRAGANA = {ord("ァ") + number: ord("ぁ") + number for number in range(ord("ヶ") - ord("ァ") + 1)}


class Level(IntEnum):
    """How bad a problem is. An error refuses the build; the others are printed and the build goes on."""

    ERROR = 0
    WARNING = 1
    HINT = 2

    @property
    def label(self) -> str:
        """The word that a writer reads."""
        return ("エラー", "警告", "ヒント")[self]


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: the file (a path that the writer can open), the line (1-based, 0 = the whole file)."""

    path: str
    line: int
    level: Level
    message: str

    def __str__(self) -> str:
        """`content/articles/a.md:12: エラー: …`, the form that editors make clickable."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.level.label}: {self.message}"


Report = Callable[[Level, int, str], None]
"""What the pure parsers get: they name level, line and message, and know nothing of files."""


def report_nothing(_level: Level, _line: int, _message: str) -> None:
    """Take the report of who has none."""


@dataclass
class Problems:
    """All faults of one build, in the order in which they were found."""

    found: list[Problem] = field(default_factory=list)

    def add(self, level: Level, path: Path | str, line: int, message: str) -> None:
        """Note one fault; the same one twice counts once."""
        problem = Problem(display_path(path), line, level, message)
        if problem not in self.found:
            self.found.append(problem)

    def error(self, path: Path | str, line: int, message: str) -> None:
        """Note a fault that refuses the build."""
        self.add(Level.ERROR, path, line, message)

    def warning(self, path: Path | str, line: int, message: str) -> None:
        """Note a fault that lets the build go on."""
        self.add(Level.WARNING, path, line, message)

    def reporter(self, path: Path | str) -> Report:
        """Return the function with which a parser of `path` reports."""

        def report(level: Level, line: int, message: str) -> None:
            self.add(level, path, line, message)

        return report

    def __iter__(self) -> Iterator[Problem]:
        """Sorted by file and line, so that two builds print the same."""
        return iter(sorted(self.found))

    def count(self, level: Level) -> int:
        """Return how many faults of a level there are."""
        return sum(problem.level is level for problem in self.found)

    def raise_errors(self) -> Self:
        """Raise `BuildRefused` when there is an error."""
        if errors := self.count(Level.ERROR):
            raise BuildRefused(errors)
        return self


class StateDamagedError(Exception):
    """What was remembered cannot be read. It is removed before a build is told: whoever tries again begins from nothing."""


class BuildRefused(Exception):  # noqa: N818 - it is a decision, the errors are in `Problems`
    """The build stops here, and what is published stays as it is. `args[0]`: how many errors there are."""

    def __str__(self) -> str:
        """Say it to the writer."""
        return f"エラーが{self.args[0]}件あるため、サイトを更新しませんでした。公開中の内容は前のままです。"


def display_path(path: Path | str) -> str:
    """Return the path as the writer would type it: relative to the current folder where it lies below it."""
    absolute = Path(path).absolute()
    here = Path.cwd()
    return absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else absolute.as_posix()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks most like `word`, or None where nothing comes close."""
    names = {_sounded(name): name for name in known}
    close = difflib.get_close_matches(_sounded(word), names, n=1, cutoff=0.5)
    return names[close[0]] if close else None


def _sounded(name: str) -> str:
    """Return a name with katakana as hiragana: ぽいんと is ポイント to who types it."""
    return fold(name).translate(_HIRAGANA)


def choices(word: str, known: Iterable[str]) -> str:
    """Return the end of a message: the nearest name, and all that are allowed."""
    names = list(known)
    close = nearest(word, names)
    guess = f"もしかして: {close}" if close else ""
    allowed = f"（使える名前: {'、'.join(names)}）" if names else ""
    return guess + allowed
