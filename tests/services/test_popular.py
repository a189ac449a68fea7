"""`popular.csv`."""

from __future__ import annotations

import pytest

from plugins.core.library import Document, Library
from plugins.core.problems import Level
from plugins.services.popular import popular, read_views

LIBRARY = Library(
    tuple(Document(f"articles/{slug}.md", "article", slug, slug, f"/{slug}/", "published") for slug in "abc"),
    "/blog",
)


def top(text: str, limit: int = 5) -> tuple[list[str], list[tuple[Level, int, str]]]:
    found: list[tuple[Level, int, str]] = []

    def report(level: Level, line: int, message: str) -> None:
        found.append((level, line, message))

    return [each.slug for each in popular(read_views(text, report), LIBRARY, limit, report)], found


@pytest.mark.parametrize(
    "text",
    [
        "ページ,表示回数\n/a/,10\n/b/,30\n/c/,20\n",
        "# GA4\n# 2026年10月\nページ パスとスクリーン クラス,表示回数,ユーザー\n/blog/a/,10,1\n/blog/b/,30,2\n/blog/c/,20,3\n",
        'url,views\nhttps://example.com/blog/a/,10\nhttps://example.com/blog/b/index.html,"1,030"\n/c,２０\n',
        "ページ,PV\n/a/,10\n/c/,20\n/b/,15\n/b/?utm_source=x,15\n",
    ],
)
def test_order(text: str) -> None:
    assert top(text) == (["b", "c", "a"], [])


def test_limit_and_ties() -> None:
    assert top("ページ,表示回数\n/c/,1\n/a/,1\n/b/,1\n", 2)[0] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "line", "level", "words"),
    [
        ("ページ,人数\n/a/,1\n", 1, Level.ERROR, "「表示回数」の列がありません"),
        ("題名,表示回数\nx,1\n", 1, Level.ERROR, "「ページ」の列がありません"),
        ("ページ,表示回数\n/a/,たくさん\n", 2, Level.ERROR, "数ではありません"),
        ("ページ,表示回数\n/a/\n", 2, Level.ERROR, "列が足りません"),
        ("ページ,表示回数\n/old/,3\n", 2, Level.HINT, "公開されていない"),
    ],
)
def test_faults(text: str, line: int, level: Level, words: str) -> None:
    (found,) = top(text)[1]
    assert found[:2] == (level, line)
    assert words in found[2]
