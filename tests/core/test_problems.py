"""Messages to the writer."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.problems import BuildRefused, Level, Problems, choices, display_path, nearest


def test_a_message_can_be_clicked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    problems = Problems()
    problems.error(tmp_path / "content/a.md", 12, "だめです。")
    problems.add(Level.WARNING, "content/b.md", 0, "よくありません。")
    problems.add(Level.HINT, "/elsewhere/c.md", 3, "参考まで。")
    assert [str(problem) for problem in problems] == [
        "/elsewhere/c.md:3: ヒント: 参考まで。",
        "content/a.md:12: エラー: だめです。",
        "content/b.md: 警告: よくありません。",
    ]


def test_they_are_sorted_and_said_once() -> None:
    problems = Problems()
    for line in (3, 1, 3, 2):
        problems.error("a.md", line, "だめです。")
    assert [problem.line for problem in problems] == [1, 2, 3]


def test_only_errors_refuse() -> None:
    problems = Problems()
    problems.add(Level.WARNING, "a.md", 1, "よくありません。")
    assert problems.raise_errors() is problems
    problems.error("a.md", 1, "だめです。")
    problems.error("b.md", 1, "だめです。")
    with pytest.raises(BuildRefused, match="エラーが2件あるため"):
        problems.raise_errors()


def test_a_reporter_knows_its_file() -> None:
    problems = Problems()
    problems.reporter("a.md")(Level.HINT, 7, "参考まで。")
    assert [(problem.path, problem.line, problem.level) for problem in problems] == [("a.md", 7, Level.HINT)]


def test_display_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert display_path("content/面接/a.md") == "content/面接/a.md"
    assert display_path(tmp_path / "a b.md") == "a b.md"
    assert display_path(tmp_path.parent / "x.md") == (tmp_path.parent / "x.md").as_posix()


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("ポインド", ["ポイント", "注意"], "ポイント"),
        ("ＰＯＩＮＴ", ["point", "memo"], "point"),
        ("draf", ["published", "draft"], "draft"),
        ("まったく別", ["ポイント"], None),
        ("ぽいんと", ["ポイント", "まとめ"], "ポイント"),
        ("マトメ", ["ポイント", "まとめ"], "まとめ"),
        ("", ["ポイント"], None),
        ("a", [], None),
    ],
)
def test_nearest(word: str, known: list[str], expected: str | None) -> None:
    assert nearest(word, known) == expected


def test_choices() -> None:
    assert choices("ポインド", ["ポイント", "注意"]) == "もしかして: ポイント（使える名前: ポイント、注意）"
    assert choices("別", ["ポイント"]) == "（使える名前: ポイント）"
    assert not choices("別", [])
