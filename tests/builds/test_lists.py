"""Pages of lists."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from plugins.builds.lists import cut
from tests.support import ROOT, Blog, short, snapshot


@pytest.mark.parametrize(
    ("count", "found"),
    [
        (0, {1: []}),
        (1, {1: [1]}),
        (5, {1: [5, 4, 3, 2, 1]}),
        (6, {1: [6, 5, 4], 2: [3, 2, 1]}),
        (8, {1: [8, 7, 6, 5, 4], 2: [3, 2, 1]}),
        (9, {1: [9, 8, 7], 3: [6, 5, 4], 2: [3, 2, 1]}),
    ],
)
def test_pages_are_filled_and_numbered_from_the_oldest_article(
    count: int, found: dict[int, list[int]]
) -> None:
    assert dict(cut(list(range(count, 0, -1)), 3)) == found


@given(st.integers(0, 60), st.integers(1, 7))
def test_a_new_article_changes_the_front_alone(count: int, size: int) -> None:
    articles = list(range(count, 0, -1))
    before, after = cut(articles, size), cut([count + 1, *articles], size)
    assert [each for _, part in before for each in part] == articles
    assert sorted(number for number, _ in before) == list(range(1, len(before) + 1))
    behind = dict(before[1:])
    assert {number: dict(after)[number] for number in behind} == behind
    assert [len(part) for _, part in before[1:]] == [size] * (len(before) - 1)
    assert len(before[0][1]) < 2 * size
    assert len(after) - len(before) in {0, 1}


def test_a_new_article_leaves_the_later_pages_of_lists(blog: Blog) -> None:
    blog.conf("DEFAULT_PAGINATION = 3\n", every_room=True)
    theme = str(ROOT / "theme")
    for number in range(10):
        blog.article(
            f"kiji-{number}", f"{number}つ目の本文です。\n", tags="[準備]", date=f"2026-03-{number + 1:02}"
        )
    before = snapshot(blog.build(theme=theme).ok().output)
    blog.article("atarashii", "新しい本文です。\n", tags="[準備]", date="2026-04-01")
    after = snapshot(blog.build(theme=theme).ok().output)
    pages = {name for name in before if "/page/" in name}
    assert {name.partition("/page/")[2] for name in pages} == {"2/index.html", "3/index.html"}
    assert {name for name in pages if after[name] != before[name]} == set()


def test_pages_have_titles_of_their_own(blog: Blog) -> None:
    blog.conf("DEFAULT_PAGINATION = 2\n", every_room=True)
    for number in range(9):
        blog.article(f"kiji-{number}", tags="[準備]", date=f"2026-03-{1 + number // 6:02}")
    built = blog.build(theme=str(ROOT / "theme")).ok()
    pages = ["", "page/4/", "page/3/", "page/2/"]
    titles = [re.findall("<title>(.*?) \\|", built.page(f"/tag/準備/{page}"))[0] for page in pages]
    assert titles == [
        "タグ「準備」の記事一覧",
        "タグ「準備」の記事一覧（2026年3月1日 その3）",
        "タグ「準備」の記事一覧（2026年3月1日 その2）",
        "タグ「準備」の記事一覧（2026年3月1日 その1）",
    ]


def test_a_list_is_one_page_where_none_has_a_size(blog: Blog) -> None:
    blog.conf("DEFAULT_PAGINATION = False\n", every_room=True)
    for number in range(30):
        blog.article(f"kiji-{number}", tags="[準備]")
    built = blog.build(theme=str(ROOT / "theme")).ok()
    assert not [name for name in snapshot(built.output) if "/page/" in name]
    assert "30件の記事" in built.page("/tag/準備/")


def test_the_pages_of_a_list_lead_to_each_other(blog: Blog) -> None:
    blog.conf("DEFAULT_PAGINATION = 2\n", every_room=True)
    for number in range(7):
        blog.article(f"kiji-{number}", tags="[準備]", date=f"2026-03-{number + 1:02}")
    built = blog.build(theme=str(ROOT / "theme")).ok()
    way, articles, newer = [], [], []
    address: str | None = "/tag/準備/"
    while address:
        page = BeautifulSoup(built.page(address), "html.parser")
        articles += [each["href"] for each in page.select(short(".entry__link"))]
        newer += [unquote(str(each["href"])) for each in page.select("a[rel=prev]")]
        way.append((address, page.select(short(".heading .note"))[0].text))
        older = page.select_one("a[rel=next]")
        address = unquote(str(older["href"])) if older else None
    assert articles == [f"/kiji-{number}/" for number in reversed(range(7))]
    assert way == [
        ("/tag/準備/", "7件の記事"),
        ("/tag/準備/page/3/", "2026年3月3日〜3月4日の記事"),
        ("/tag/準備/page/2/", "2026年3月1日〜3月2日の記事"),
    ]
    assert newer == [each for each, _ in way[:-1]]
