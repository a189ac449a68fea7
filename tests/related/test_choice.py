"""What stands in a list, and what the writer is told."""

from __future__ import annotations

import pytest

from plugins.core.library import Document, Library
from plugins.core.problems import Level
from plugins.core.settings import SettingsError
from plugins.related.choice import About, chosen, linked, reason, selected
from plugins.related.settings import RelatedSettings


def document(
    slug: str, *, folder: str = "articles/面接", status: str = "published", **values: object
) -> Document:
    kind = "page" if folder.startswith("pages") else "article"
    fields = {"title": slug, "category": "面接", **values}
    return Document(f"{folder}/{slug}.md", kind, slug=slug, address=f"/{slug}/", status=status, **fields)  # type: ignore[arg-type]


LIBRARY = Library(
    (
        document("gyaku-shitsumon"),
        document("saishu-mensetsu"),
        document("kyujin-hyo", folder="articles/転職"),
        document("himitsu", status="share"),
        document("shitagaki", status="draft"),
        document("profile", folder="pages"),
    ),
    base_path="/blog",
    origin="https://example.com",
)
ME = LIBRARY.by_slug["gyaku-shitsumon"]


def told(*values: str) -> tuple[list[str], list[tuple[Level, int, str]]]:
    found: list[tuple[Level, int, str]] = []
    documents = chosen(values, ME, LIBRARY, 7, lambda *problem: found.append(problem))
    return [each.slug for each in documents], found


def test_by_slug_and_by_file_in_the_order_of_the_head() -> None:
    assert told("../転職/kyujin-hyo.md", "saishu-mensetsu") == (["kyujin-hyo", "saishu-mensetsu"], [])
    assert told("./saishu-mensetsu.md", "/articles/転職/kyujin-hyo.md")[0] == [
        "saishu-mensetsu",
        "kyujin-hyo",
    ]


@pytest.mark.parametrize(
    ("value", "level", "words"),
    [
        ("saisyu-mensetsu", Level.ERROR, "もしかして: saishu-mensetsu"),
        ("kyujin-hyo.md", Level.ERROR, "もしかして: ../転職/kyujin-hyo.md"),
        ("../../pages/profile.md", Level.ERROR, "という記事はありません"),
        ("profile", Level.ERROR, "という記事はありません"),
        ("まったく違う", Level.ERROR, "記事のファイル名か slug を書いてください"),
        ("gyaku-shitsumon", Level.ERROR, "この記事自身"),
        ("himitsu", Level.WARNING, "一覧に出ない記事"),
        ("shitagaki", Level.WARNING, "一覧に出ない記事"),
    ],
)
def test_what_cannot_be_related(value: str, level: Level, words: str) -> None:
    found, problems = told(value)
    assert found == []
    assert [(each[0], each[1]) for each in problems] == [(level, 7)]
    assert words in problems[0][2]


def test_the_same_article_twice_is_told_once() -> None:
    found, problems = told("saishu-mensetsu", "saishu-mensetsu.md")
    assert found == ["saishu-mensetsu"]
    assert "二度" in problems[0][2]


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("saishu-mensetsu.md", "articles/面接/saishu-mensetsu.md"),
        ("../転職/kyujin-hyo.md#見出し", "articles/転職/kyujin-hyo.md"),
        ("../%E8%BB%A2%E8%81%B7/kyujin-hyo.md", "articles/転職/kyujin-hyo.md"),
        ("{filename}/articles/転職/kyujin-hyo.md", "articles/転職/kyujin-hyo.md"),
        ("/kyujin-hyo/", "articles/転職/kyujin-hyo.md"),
        ("/kyujin-hyo?from=a#b", "articles/転職/kyujin-hyo.md"),
        ("https://example.com/blog/kyujin-hyo/", "articles/転職/kyujin-hyo.md"),
        ("https://example.org/kyujin-hyo/", None),
        ("mailto:a@example.com", None),
        ("#見出し", None),
        ("nai.md", None),
        ("", None),
    ],
)
def test_what_a_text_links_to(address: str, source: str | None) -> None:
    assert linked([address], ME, LIBRARY) == ({source} if source else set())


def documents(*slugs: str) -> list[Document]:
    return [document(slug) for slug in slugs]


def because(each: Document) -> str:
    return "" if each.slug in "wxyz" else f"because of {each.slug}"


@pytest.mark.parametrize(
    ("own", "ranked", "known", "count", "expected"),
    [
        ("", "abc", "", 2, "ab"),
        ("c", "abc", "", 2, "ca"),
        ("cd", "ab", "", 1, "cd"),  # the writer's choice is never cut
        ("", "abc", "a", 2, "bc"),
        ("a", "ab", "a", 2, "ab"),  # chosen although the text links to it
        ("", "ab", "", 0, ""),
        ("", "", "", 5, ""),
        ("", "xaybcd", "", 5, "abcd"),  # without a reason they are left out
        ("", "xayzb", "", 5, "abx"),  # but in a short list
        ("", "xyz", "", 2, "xy"),
        ("w", "xy", "", 5, "wxy"),
    ],
)
def test_the_list(own: str, ranked: str, known: str, count: int, expected: str) -> None:
    sources = {document(slug).source for slug in known}
    found = selected(documents(*own), documents(*ranked), sources, count, because)
    assert [each.slug for each, _ in found] == [*expected]
    assert [why for _, why in found] == [because(document(slug)) for slug in expected]


def why(tags: str, others: str, topics: str = "", their_topics: str = "", trade: str = "") -> str:
    """Return the reason of two articles of one category; all words are given with spaces between."""
    one = About(document("a", tags=tuple(tags.split())), topics.split())
    other = About(document("b", tags=tuple(others.split())), their_topics.split())
    return reason(one, other, set(trade.split()))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ("面接 逆質問 準備 例文", "例文 逆質問 面接"),
            "面接・逆質問",
        ),  # what says how an article is made is none
        (("面接", "転職", "求人票 残業代", "残業代 求人票"), "求人票・残業代"),
        (("面接", "", "求人票", "面接 求人票"), "面接"),  # a tag of one that the other is about
        (("", "", "場面別 内定 前日", "前日 内定 場面別", "内定"), "内定"),  # words of the dictionary
        (("", "", "場面別 前日", "前日 場面別"), "場面別"),  # two characters alone are too general
        (("Web面接", "ＷＥＢ面接"), "Web面接"),
        (("面接 最終面接", "最終面接 面接"), "最終面接"),  # what stands in another says nothing more
        (("一 二 三 四", "四 三 二 一"), "一・二・三"),
    ],
)
def test_the_reason(words: tuple[str, ...], expected: str) -> None:
    assert why(*words) == f"同じ話題: {expected}"


@pytest.mark.parametrize(
    "words",
    [("", ""), ("準備 例文", "例文 準備"), ("面接", "準備", "求人票", "残業"), ("", "", "前日", "前日")],
)
def test_else_the_category_is_the_reason(words: tuple[str, ...]) -> None:
    assert why(*words) == "同じカテゴリー: 面接"


def test_there_may_be_no_reason() -> None:
    assert reason(About(document("a"), ()), About(document("b", category="転職"), ()), set()) == ""


@pytest.mark.parametrize(
    "wrong", [{"count": -1}, {"count": 31}, {"count": "5"}, {"count": True}, {"least": 2}, {"least": "0"}]
)
def test_settings_that_cannot_be_used(wrong: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match="RELATED_"):
        RelatedSettings(**wrong)  # type: ignore[arg-type]
