"""What stands in a list, and what the writer is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from plugins.core.library import Document, Library
from plugins.core.problems import Level
from plugins.core.settings import SettingsError
from plugins.related.choice import chosen, linked, reason, selected
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
    ],
)
def test_the_list(own: str, ranked: str, known: str, count: int, expected: str) -> None:
    sources = {document(slug).source for slug in known}
    assert [each.slug for each in selected(documents(*own), documents(*ranked), sources, count)] == [
        *expected
    ]


@pytest.mark.parametrize(
    ("tags", "others", "topics", "their_topics", "expected"),
    [
        ("面接 逆質問 準備 例文", "例文 逆質問 面接", (), (), "同じ話題: 面接・逆質問・例文"),
        ("面接", "面接", ("求人票", "面接"), ("求人票", "面接"), "同じ話題: 面接・求人票"),
        ("面接", "準備", ("求人票", "残業"), ("残業", "求人票"), "同じ話題: 求人票・残業"),
        ("面接", "準備", ("求人票",), ("残業",), "同じカテゴリー: 面接"),
        ("", "", ("",), ("",), "同じカテゴリー: 面接"),
    ],
)
def test_the_reason(
    tags: str, others: str, topics: Sequence[str], their_topics: Sequence[str], expected: str
) -> None:
    one, other = document("a", tags=tuple(tags.split())), document("b", tags=tuple(others.split()))
    assert reason(one, other, topics, their_topics) == expected


def test_there_may_be_no_reason() -> None:
    assert reason(document("a"), document("b", category="転職"), (), ()) == ""


@pytest.mark.parametrize(
    "wrong", [{"count": -1}, {"count": 31}, {"count": "5"}, {"count": True}, {"least": 2}, {"least": "0"}]
)
def test_settings_that_cannot_be_used(wrong: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match="RELATED_"):
        RelatedSettings(**wrong)  # type: ignore[arg-type]
