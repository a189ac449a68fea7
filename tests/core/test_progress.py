"""What a long build says while it works."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from collections.abc import Sequence

import pytest
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn

from plugins.core import progress
from plugins.core.display import draw
from plugins.core.pool import spread
from tests.support import ROOT


@pytest.fixture
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)


def work() -> None:
    progress.stage("記事を読んでいます", 2)
    progress.advance()
    progress.advance()
    progress.stage("検索の索引を作っています")


def test_a_short_build_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 1_000.0)
    with progress.shown():
        work()
    assert capfd.readouterr() == ("", "")


def test_elsewhere_than_in_a_terminal_each_stage_is_a_line(
    no_patience: None, capfd: pytest.CaptureFixture[str]
) -> None:
    with progress.shown():
        work()
    assert capfd.readouterr() == ("記事を読んでいます（2）…\n検索の索引を作っています…\n", "")


def test_outside_of_a_build_nothing_is_said(no_patience: None, capfd: pytest.CaptureFixture[str]) -> None:
    work()
    assert capfd.readouterr() == ("", "")


def test_the_bar_follows_the_pieces() -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=80)
    bar = Progress(
        TextColumn("{task.description}"), MofNCompleteColumn(), console=console, auto_refresh=False
    )
    draw(["記事を読んでいます\t3\n", "\n", "\n"], bar)
    (task,) = bar.tasks
    assert (task.description, task.completed, task.total) == ("記事を読んでいます", 2, 3)
    assert "2/3" in out.getvalue()


def test_other_processes_tell_of_their_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 1_000.0)
    monkeypatch.setattr("plugins.core.pool.cores", lambda: 2)
    found = progress.Progress(draws=True)
    monkeypatch.setattr(progress, "_running", [found])
    progress.stage("記事を読んでいます", 60)

    def work(items: Sequence[int]) -> None:
        for _ in items:
            progress.advance()

    spread(work, range(60))
    assert found._ends is not None
    assert os.read(found._ends[0], 1_000).decode() == "記事を読んでいます\t60\n" + "\n" * 60
    found.close()


def test_a_terminal_shows_a_bar_and_is_clean_afterwards() -> None:
    code = (
        "from plugins.core import progress\nprogress.PATIENCE = 0.0\n"
        "with progress.shown():\n    progress.stage('記事を読んでいます', 2)\n    progress.advance()\nprint('できました')\n"
    )
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | {"TERM": "xterm"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=theirs, stderr=theirs, check=False
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 10_000):
            shown += piece
    except OSError:
        pass  # the end of a terminal
    os.close(ours)
    assert done.returncode == 0
    text = shown.decode()
    assert "記事を読んでいます" in text
    assert text.rstrip().endswith("できました")
