"""Watching for changes, where the system does not let it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from plugins.preview import command
from plugins.preview.loop import Preview
from plugins.preview.messages import Place
from plugins.preview.shown import Shown


def test_a_system_that_tells_of_no_changes_keeps_nothing_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_folders: Path, **_options: object) -> None:
        raise OSError("No file descriptors available")

    monkeypatch.setattr(command, "watch", refuse)
    preview = Preview([], Place("", str(tmp_path), str(tmp_path), ()), Shown(tmp_path))
    waiting = threading.Thread(target=command.watch_all, args=(preview, tmp_path), daemon=True)
    waiting.start()
    waiting.join(20)
    assert not waiting.is_alive()
    assert "変更に気づけません（No file descriptors available）" in capsys.readouterr().err
