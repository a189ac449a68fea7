"""Draws the bar of a long build. A program of its own: it reads what `core/progress.py` writes, until nobody writes."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn


def draw(lines: Iterable[str], progress: Progress) -> None:
    """Draw what the lines say: `name<tab>pieces` begins a stage, an empty one is a piece that is done."""
    with progress:
        task = progress.add_task("サイトを作る", total=None)
        for line in lines:
            name, tab, pieces = line.rstrip("\n").partition("\t")
            if tab:
                progress.reset(task, description=name, total=int(pieces) or None)
            else:
                progress.advance(task)


def main() -> None:
    """Draw what stands on the standard input; the bar goes when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends with the build
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    draw(sys.stdin, Progress(*columns, transient=True))


if __name__ == "__main__":
    main()
