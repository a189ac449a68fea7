"""The passage that a result shows, cut around what was found."""

from __future__ import annotations

import json

import pytest

from tests.search.node import SCRIPTS, node

LONG = "志望動機は、会社の言葉ではなく自分の言葉で書きます。" * 8


def cut(text: str | list[str], *words: str) -> tuple[str, list[str]]:
    """Return the passage and what is marked in it."""
    (parts,) = json.loads(node("passage.mjs", SCRIPTS, given=json.dumps([[text, words]])))
    return "".join(part["text"] for part in parts), [part["text"] for part in parts if part["hit"]]


@pytest.mark.parametrize(
    ("text", "words", "passage", "hits"),
    [
        ("面接の服装です。", ["服装"], "面接の服装です。", ["服装"]),
        ("はじめに。面接の服装を選びます。", ["服装"], "面接の服装を選びます。", ["服装"]),
        ("ＳＰＩの対策をします。", ["spi"], "ＳＰＩの対策をします。", ["ＳＰＩ"]),
        (LONG + "退職の話は上司にします。", ["退職"], "退職の話は上司にします。", ["退職"]),
        ("何もありません。", ["退職"], "何もありません。", []),
    ],
)
def test_short(text: str, words: list[str], passage: str, hits: list[str]) -> None:
    assert cut(text, *words) == (passage, hits)


def test_the_best_block_is_shown_with_what_follows() -> None:
    blocks = [
        "はじめに",
        "二次面接の服装",
        "二次面接の服装は、一次と同じで問題ありません。",
        "靴を磨きます。",
        "髪を整えます。",
    ]
    assert (
        cut(blocks, "二次", "服装")[0]
        == "二次面接の服装は、一次と同じで問題ありません。　靴を磨きます。　髪を整えます。"
    )
    assert cut(["面接", "服装の話", "前の晩に決めます。"], "服装") == (
        "服装の話　前の晩に決めます。",
        ["服装"],
    )


def test_long_sentences_are_cut_at_phrases() -> None:
    text = "あ" * 50 + "、いまの職場の上司に、" + "退職の日を伝えて、" + "う" * 40 + "、" + "え" * 60
    passage, hits = cut(text, "退職")
    assert passage.startswith("…退職の日を")
    assert passage.endswith("…")
    assert len(passage) <= 82
    assert hits == ["退職"]


def test_whole_sentences_are_kept_where_they_fit() -> None:
    passage, hits = cut(LONG, "志望動機")
    assert passage == LONG[: len(passage)]
    assert passage.endswith("。")
    assert hits == ["志望動機"] * 3
