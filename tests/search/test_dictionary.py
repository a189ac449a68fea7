"""`dictionary.csv`."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.dictionary import DictionaryWord, load_dictionary, read_dictionary
from plugins.core.problems import Level, Problems
from tests.support import ROOT

HEAD = "語,読み,同義語\n"


def read(text: str) -> tuple[tuple[DictionaryWord, ...], list[tuple[Level, int, str]]]:
    found: list[tuple[Level, int, str]] = []
    return read_dictionary(text, lambda *fault: found.append(fault)), found


def test_rows() -> None:
    rows, faults = read("# 説明\n" + HEAD + "履歴書,りれきしょ,レジュメ／CV\n\n日本,にほん／ニッポン\nES\n")
    assert not faults
    assert rows == (
        DictionaryWord("履歴書", ("りれきしょ",), ("レジュメ", "CV")),
        DictionaryWord("日本", ("にほん", "ニッポン"), ()),
        DictionaryWord("ES", (), ()),
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("語,よみ\n", 1, "1行目は「語,読み,同義語」"),
        (HEAD + "面接,面接,\n", 2, "ひらがなかカタカナだけ"),
        (HEAD + "面接,めんせつ,面談,懇談\n", 2, "列が4あります"),
        (HEAD + "面接,,\nES,,\n面接,,\n", 4, "二度書かれています"),
        (HEAD + ",めんせつ,\n", 2, "「語」が空"),
        (HEAD + "面接,,面接\n", 2, "そのもの"),
    ],
)
def test_faults(text: str, line: int, words: str) -> None:
    _, faults = read(text)
    assert [fault[1] for fault in faults] == [line]
    assert words in faults[0][2]


def test_file(tmp_path: Path) -> None:
    problems = Problems()
    path = tmp_path / "dictionary.csv"
    assert load_dictionary(path, problems.reporter(path)) == ()
    path.write_bytes(b"\x83\x65")
    assert load_dictionary(path, problems.reporter(path)) == ()
    assert problems.count(Level.ERROR) == 1


def test_sample() -> None:
    problems = Problems()
    path = ROOT / "content" / "data" / "dictionary.csv"
    assert len(load_dictionary(path, problems.reporter(path))) >= 80
    assert not problems.found
