"""The hash of a file is that of its bytes, whether it was read now or in the last build."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from plugins.core import digests
from plugins.core.digests import Digests
from plugins.core.outputs import digest


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a file that the last build has read, long after it was written."""
    path = tmp_path / "a.py"
    path.write_text("1", encoding="utf-8")
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now + 60_000_000_000)
    asked(path)
    return path


def asked(path: Path) -> str:
    """Ask as a build does."""
    found = Digests(path.parent / "cache" / "digests")
    own = found.of(str(path))
    found.save()
    return own


def test_a_file_that_looks_the_same_is_not_read(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "digest", lambda _data: pytest.fail("was read"))
    assert asked(known) == digest(b"1")
    assert asked(known) == digest(b"1")


def test_a_file_of_the_same_date_and_size_is_another(known: Path) -> None:
    seen = known.stat()
    while known.stat().st_ctime_ns == seen.st_ctime_ns:  # some systems have a clock of milliseconds
        known.write_text("2", encoding="utf-8")
        os.utime(known, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert asked(known) == digest(b"2")


def test_a_file_as_new_as_the_build_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.py"
    path.write_text("1", encoding="utf-8")
    moment = path.stat().st_ctime_ns
    monkeypatch.setattr(time, "time_ns", lambda: moment)
    asked(path)
    monkeypatch.setattr(digests, "digest", lambda _data: "read")
    assert asked(path) == "read"


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\0\0\0\0nonsense"])
def test_damage_is_as_nothing_known(known: Path, data: bytes) -> None:
    (known.parent / "cache" / "digests").write_bytes(data)
    assert asked(known) == digest(b"1")


def test_a_folder_that_cannot_be_written_is_done_without(known: Path) -> None:
    (known.parent / "cache" / "digests").unlink()
    (known.parent / "cache").rmdir()
    (known.parent / "cache").write_text("a file", encoding="utf-8")
    assert asked(known) == digest(b"1")
