"""The one normal form of Japanese text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.text import address_part, control_character, cut_at_sentence, fold, is_wide, nfc


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" ＰＯＩＮＴ ", "point"),
        ("ﾎﾟｲﾝﾄ", "ポイント"),
        ("か\u3099", "が"),
        ("①", "1"),
        ("　題名　", "題名"),
        ("Ⅳ", "iv"),
        ("Straße", "strasse"),
        ("企業", "企業"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_nfc_composes_and_changes_nothing_else(text: str) -> None:
    assert nfc(unicodedata.normalize("NFD", nfc(text))) == nfc(text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("退職・入社", "退職・入社"),
        ("UI / UX", "ui-ux"),
        ("Ｗｅｂ面接", "web面接"),
        ("C#", "c"),
        ("50代", "50代"),
        ("転職 エージェント", "転職-エージェント"),
        ("「本音」", "「本音」"),
        ("a?b&c=d%20", "a-b-c-d-20"),
        ("../etc", "etc"),
        ("か\u3099くせい", "がくせい"),
    ],
)
def test_address_part(name: str, expected: str) -> None:
    assert address_part(name) == expected


@given(st.text())
def test_an_address_part_is_one_part(name: str) -> None:
    part = address_part(name)
    assert not set(part) & set("/\\?#%&:*\"'<>|. \t\n")
    assert part == part.strip("-")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("面接\t\n", None),
        ("面接\x00", "\x00"),
        ("\x0b", "\x0b"),
        ("\x1a", "\x1a"),
        ("\x7f", "\x7f"),
        ("\ufffe", "\ufffe"),
        ("\ufdd0", "\ufdd0"),
        ("葛\U000e0100", None),
        ("👨\u200d👩\u200d👧", None),
        ("\u3000\u00a0\u200b", None),
    ],
)
def test_control_character(text: str, found: str | None) -> None:
    match = control_character(text)
    assert (match[0] if match else None) == found


@pytest.mark.parametrize(
    ("character", "wide"),
    [("面", True), ("Ａ", True), ("。", True), ("🎉", True), ("A", False), ("ｱ", False), ("é", False)],
)
def test_is_wide(character: str, wide: bool) -> None:
    assert is_wide(character) is wide


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("一文目です。二文目はとても長いです。", 10, "一文目です。"),
        ("短い文です。", 120, "短い文です。"),
        ("「本当ですか？」と聞かれました。", 10, "「本当ですか？」"),
        ("句点のない文がどこまでも続きます", 8, "句点のない文が…"),
        ("一。二。三。四。", 5, "一。二。"),
        ("すごい！本当？そう。長い長い長い文", 12, "すごい！本当？そう。"),
        ("  前後と\n  間の空白  ", 120, "前後と 間の空白"),
        ("", 10, ""),
        ("Version 2.0 の話です。", 12, "Version 2.0…"),
    ],
)
def test_cut_at_sentence(text: str, limit: int, expected: str) -> None:
    assert cut_at_sentence(text, limit) == expected


@given(st.text(), st.integers(2, 200))
def test_a_cut_is_a_beginning_and_short_enough(text: str, limit: int) -> None:
    cut = cut_at_sentence(text, limit)
    assert len(cut) <= limit
    assert " ".join(text.split()).startswith(cut.removesuffix("…"))
