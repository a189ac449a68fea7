"""Work for all processors: pictures that are new, the first time a blog is built."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


def spread(work: Callable[[Job], Result], jobs: Sequence[Job], *, least: int) -> list[Result]:
    """Return the results of all jobs in their order; fewer than `least` are not worth starting processes for."""
    workers = min(os.cpu_count() or 1, len(jobs))
    if workers < 2 or len(jobs) < least:  # noqa: PLR2004 - one processor
        return [work(job) for job in jobs]
    # Spawned, not forked: a process that has read all articles would be copied, and macOS forbids it.
    with get_context("spawn").Pool(workers) as pool:
        return pool.map(work, jobs, chunksize=1 if len(jobs) < 64 * workers else 8)
