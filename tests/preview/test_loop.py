"""Who is told to end may be told so at any moment."""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path

import pytest

from plugins.preview import loop
from plugins.preview.loop import Preview, Worker
from plugins.preview.messages import Built, Place
from plugins.preview.shown import Shown

PLACE = Place("", "content", "theme", ())


def worker() -> Worker:
    """Give a process that stays."""
    context = multiprocessing.get_context("fork")
    ours, _ = context.Pipe()
    process = context.Process(target=time.sleep, args=(600,))
    process.start()
    return Worker(1, process, ours)


def test_no_process_is_forgotten_when_the_end_comes_between_two_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python waits for its processes, so that one that is forgotten would keep the program for ever."""
    last, new = worker(), worker()
    preview = Preview([], PLACE, Shown(tmp_path), _workers=[last, new], _current=last, _building=new)

    def is_told_to_end(_worker: Worker) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(loop, "_end", is_told_to_end)
        with pytest.raises(SystemExit):
            preview._finish(new, Built(place=PLACE))
    preview.close()
    assert not last.process.is_alive()
    assert not new.process.is_alive()
    for each in (last, new):
        each.process.close()
        each.connection.close()
