"""Work for all cores: a list is dealt out to forked processes, which know all that this one knows."""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

FORKS = sys.platform.startswith("linux")

WORTH = 24
"""Below so many pieces a fork costs more than it saves."""

_SLICES = 24
"""For each process: one slice of them may take longer than another."""


class WorkerError(RuntimeError):
    """A process ended without an answer, or with an error that cannot be sent."""


def cores() -> int:
    """Return how many processes can work at once; one where processes cannot be forked safely (macOS, Windows)."""
    return len(os.sched_getaffinity(0)) if FORKS else 1


def spread(work: Callable[[Sequence[T]], R], items: Sequence[T], *, worth: int = WORTH) -> list[R]:
    """Return what `work` makes of slices of `items`, which together are all of them, in the order of the slices.

    Slices are dealt like cards; who is done takes the next. `work` runs in a copy of this process: what it changes is gone,
    what it returns is pickled. What it raises is raised.
    """
    number = min(cores(), max(1, len(items) // worth))
    if number == 1:
        return [work(items)]
    sys.stdout.flush()
    sys.stderr.flush()
    count = min(number * _SLICES, len(items), 256)
    slices = [items[start::count] for start in range(count)]
    pile, end = os.pipe()
    os.write(end, bytes(range(number, count)))
    os.close(end)

    def take(hand: Sequence[int]) -> dict[int, R]:
        found = {}
        while hand:
            found[hand[0]] = work(slices[hand[0]])
            hand = os.read(pile, 1)
        return found

    workers = [_start(take, (card,)) for card in range(1, number)]
    try:
        found = take((0,))
    finally:
        others = [_answer(*worker) for worker in workers]
        os.close(pile)
    for kind, value in others:
        if kind == "error":
            raise value
        found |= value
    return [found[card] for card in range(count)]


def spread_each(work: Callable[[T], R], items: Sequence[T], *, least: int) -> list[R]:
    """Return what `work` makes of each item, in their order; fewer than `least` are not worth a process.

    `work` is heavy, and a function of a module: where processes cannot be forked, new ones are started for it.
    """
    if len(items) < max(2, least):
        return [work(item) for item in items]
    if not FORKS:
        with get_context("spawn").Pool(min(os.cpu_count() or 1, len(items))) as pool:
            return pool.map(work, items)
    slices = spread(lambda dealt: [work(item) for item in dealt], items, worth=1)
    found: list[Any] = [None] * len(items)
    for start, results in enumerate(slices):
        found[start :: len(slices)] = results
    return found


def aside(work: Callable[[], R]) -> Callable[[], R]:
    """Begin some work in a process beside this one; return what waits for its result. It works on a copy, as in `spread`."""
    if cores() == 1:
        result = work()
        return lambda: result
    sys.stdout.flush()
    sys.stderr.flush()
    worker = _start(lambda _nothing: work(), ())

    def wait() -> R:
        kind, value = _answer(*worker)
        if kind == "error":
            raise value
        found: R = value
        return found

    return wait


def batches(items: Sequence[T], size: int = 1_000) -> Iterator[Sequence[T]]:
    """Yield a list in pieces, so that what is made of all of them need not be held at once."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _start(work: Callable[[Sequence[T]], R], items: Sequence[T]) -> tuple[int, Any]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `_answer`, in the other process
    pid = os.fork()
    if pid:
        return pid, file
    try:
        try:
            pickle.dump(("done", work(items)), file, 5)
            file.flush()
        except Exception as error:  # noqa: BLE001 - raised again in the first process
            file.seek(0)
            file.truncate()
            pickle.dump(("error", _sendable(error)), file, 5)
            file.flush()
    finally:
        os._exit(0)


def _sendable(error: Exception) -> Exception:
    """Return an error as it reaches another process: some cannot be pickled, or not be made again from their text."""
    try:
        pickle.loads(pickle.dumps(error, 5))  # noqa: S301 - written just now
    except Exception:  # noqa: BLE001 - whatever the error's own code raises
        return WorkerError(f"{type(error).__name__}: {error}")
    return error


def _answer(pid: int, file: Any) -> tuple[str, Any]:
    os.waitpid(pid, 0)
    with file:
        file.seek(0)
        try:
            answer: tuple[str, Any] = pickle.load(file)  # noqa: S301 - written by our own process a moment ago
        except EOFError:
            return "error", WorkerError("a worker process was killed")
    return answer
