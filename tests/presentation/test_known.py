"""Phrases are found once, and kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins.presentation import known
from plugins.presentation.known import KnownPhrases
from plugins.presentation.phrases import phrases

TEXT = "志望動機の組み立て方"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts whose phrases had to be found."""
    found: list[str] = []

    def noted(text: str) -> tuple[str, ...]:
        found.append(text)
        return phrases(text)

    monkeypatch.setattr(known, "phrases", noted)
    return found


def test_what_is_known_is_not_found_again(tmp_path: Path, asked: list[str]) -> None:
    for text in (TEXT, "", "plain"):
        assert KnownPhrases(tmp_path).of(text) == phrases(text)
        assert KnownPhrases(tmp_path).of(text) == phrases(text)
    assert asked.count(TEXT) == 1


def test_another_version_knows_nothing(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in ("a1", "b2", "b2"):
        monkeypatch.setattr(known, "_VERSION", version)
        KnownPhrases(tmp_path).of(TEXT)
    assert asked == [TEXT, TEXT]
    assert {path.name.split(".")[0] for path in tmp_path.iterdir()} == {"b2"}


@pytest.mark.parametrize("damage", ["no database", "another text", "no folder can be made"])
def test_a_damaged_file_is_as_none(tmp_path: Path, asked: list[str], damage: str) -> None:
    folder = tmp_path / "phrases"
    if damage == "no folder can be made":
        folder.write_text("a file", encoding="utf-8")
    else:
        KnownPhrases(folder).of(TEXT)
        for path in folder.iterdir():
            data = path.read_bytes().replace(TEXT[:2].encode(), b"?" * 6)
            path.write_bytes(data if damage == "another text" else b"x" * 5_000)
    again = KnownPhrases(folder)
    assert [again.of(TEXT) for _ in range(3)] == [phrases(TEXT)] * 3
    assert asked


def test_a_forked_process_asks_for_itself(tmp_path: Path) -> None:
    kept = KnownPhrases(tmp_path)
    kept.of("")
    pid = os.fork()
    if pid == 0:
        os._exit(kept.of(TEXT) != phrases(TEXT))
    assert os.waitpid(pid, 0)[1] == 0
    assert KnownPhrases(tmp_path).of(TEXT) == phrases(TEXT)
