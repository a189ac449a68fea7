"""Watching for changes: what they are, and where the system does not let it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from plugins.preview import command
from plugins.preview.changes import Changes, sort
from plugins.preview.loop import Preview
from plugins.preview.messages import Place
from plugins.preview.shown import Shown


def test_code_that_is_about_to_be_written_is_waited_for(tmp_path: Path) -> None:
    """An editor may empty a file before it writes: what is begun anew in between finds no code."""
    place = Place("", str(tmp_path / "content"), str(tmp_path / "theme"), ())
    module = tmp_path / "plugins" / "room.py"
    module.parent.mkdir()
    module.touch()
    assert sort([str(module)], place, module.parent) == Changes(has_others=True)
    module.write_text("x = 1\n", encoding="utf-8")
    assert sort([str(module)], place, module.parent) == Changes(code=(str(module),))
    module.unlink()
    assert sort([str(module)], place, module.parent) == Changes(code=(str(module),))


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
