"""Names in Latin letters."""

from __future__ import annotations

import re

import pytest

from plugins.core.romaji import LONGEST, free_slug, hepburn, slug_of

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@pytest.mark.parametrize(
    ("kana", "spelt"),
    [
        ("トウキョウ", "tokyo"),
        ("オオサカ", "osaka"),
        ("シンブン", "shinbun"),
        ("マッチャ", "matcha"),
        ("ジッセン", "jissen"),
        ("キョウイク", "kyoiku"),
        ("ジュウブン", "jubun"),
        ("フォロー", "foro"),
        ("チェック", "chekku"),
        ("ウィルス", "wirusu"),
        ("ヴァイオリン", "vaiorin"),
        ("ツァイス", "tsaisu"),
        ("めんせつ", "mensetsu"),
        ("ッ", ""),
        ("", ""),
    ],
)
def test_hepburn(kana: str, spelt: str) -> None:
    assert hepburn(kana) == spelt


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("職務経歴書の書き方", "shokumu-keirekisho-kakikata"),
        ("2次面接の心構えと対策は？", "2ji-mensetsu-kokorogamae-taisaku"),
        ("２次面接の心構え", "2ji-mensetsu-kokorogamae"),
        ("Webデザイナーへ未経験から転職する方法", "web-dezaina-mikeiken-tenshoku-hoho"),
        ("面接、面接、また面接", "mensetsu"),
        ("このように", ""),
        ("😀", ""),
        ("", ""),
    ],
)
def test_a_title_becomes_its_content_words(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_a_slug_is_short_and_ends_with_a_whole_word() -> None:
    title = "最終面接で聞かれること。社長の質問には「これから」で答える。役員の質問には経験で答える"
    slug = slug_of(title)
    assert SLUG.fullmatch(slug)
    assert len(slug) <= LONGEST
    assert slug.startswith("saishu-mensetsu-")
    assert slug_of(title, 200).startswith(slug + "-")


def test_one_word_that_is_too_long_is_cut() -> None:
    assert (
        slug_of("supercalifragilisticexpialidociousnessandmore") == "supercalifragilisticexpialidociousnessan"
    )


def test_a_taken_name_gets_a_number() -> None:
    assert free_slug("a", {"a", "a-2"}) == "a-3"
    assert free_slug("b", {"a"}) == "b"
