"""What stands in a page for each embed and link."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.core.library import Document, Library
from plugins.core.problems import Level, Problems
from plugins.core.site import Author, Site
from plugins.dialect.convert import Converter
from plugins.dialect.grammar import dialect_of
from plugins.dialect.needs import resolve
from plugins.services.catalogue import Catalogue
from plugins.services.pieces import badge, stars
from plugins.services.records import Review
from plugins.services.structured import Data
from tests.support import NO_HEAD

AUTHORS = {"hayakawa": Author(name="早川 みのり", page="profile")}
HERE = Document("articles/a.md", "article", "記事", "a", "/a/", "published")
ABOUT = Document("articles/b.md", "article", "くわしく", "about", "/about-it/", "published")
LIBRARY = Library((HERE, ABOUT), "/blog", "https://example.com")

Render = Callable[[str], tuple[str, list[str]]]


@pytest.fixture
def render(data: Path) -> Render:
    problems = Problems()
    settings = {"PATH": str(data.parent), "PROBLEMS": problems, "SITEURL": "https://example.com/blog"}
    dialect = dialect_of(["plugins.services", "plugins.links"], Site(authors=AUTHORS), settings)
    converter = Converter(dialect)

    def run(source: str) -> tuple[str, list[str]]:
        found: list[str] = []

        def report(level: Level, line: int, message: str) -> None:
            found.append(f"{line}: {level.label}: {message}")

        body = converter.convert(source, 1, report, NO_HEAD)
        return resolve(body.html, body.needs, lambda need: dialect.answer(HERE, LIBRARY, report, need)), found

    return run


def test_ranking(render: Render) -> None:
    html, found = render("## 順位\n\n@[ランキング](agent)")
    assert found == []
    assert (
        '<h3 class="service__name"><span class="place place--1"><span>第</span><b>1</b><span>位</span></span> こみち</h3>'
        in html
    )
    assert html.index("こみち") < html.index("はなうた")
    assert '公式サイトを見て採点（<time datetime="2026-11-12">2026年11月12日</time>時点）' in html
    assert "5点満点中4.5点" in html
    assert '出典: 公式サイト（<time datetime="2026-11-10">2026年11月10日</time>確認）' in html
    assert 'href="https://click.annai.example/go?p=1&amp;b=2" rel="sponsored nofollow noopener"' in html
    assert 'href="https://komichi.example/" rel' not in html  # はなうた has its own
    assert 'href="https://hanauta.example/" rel="noopener"' in html


@pytest.mark.parametrize(
    ("before", "level"), [("", 2), ("## a\n\n", 3), ("### a\n\n", 4), ("###### a\n\n", 6)]
)
def test_headings_belong_under_the_last_one(render: Render, before: str, level: int) -> None:
    assert f'<h{level} class="service__name">' in render(f"{before}@[サービス](komichi)")[0]


def test_comparison(render: Render) -> None:
    html, found = render("@[比較表](agent)")
    assert found == []
    assert html.count('<th scope="row">') == 2
    assert "<td>無料</td>" in html
    assert "表の出典と確認日" in html


def test_fact_that_one_lacks(render: Render, data: Path) -> None:
    path = data / "services/hanauta.yaml"
    text = path.read_text(encoding="utf-8").replace("name: 費用", "name: 地域")
    path.write_text(text, encoding="utf-8")
    assert "costs" not in render("@[比較表](agent)")[0]


def test_same_ranking_twice_has_two_ids(render: Render) -> None:
    html, _ = render("@[ランキング](agent)\n\n@[ランキング](agent)")
    assert html.count('id="ranking-agent-komichi"') == 1
    assert html.count('id="ranking-agent-1-komichi"') == 1


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("@[ランキング](agnet)", "1: エラー: 「@[ランキング](agnet)」の content/data/rankings/agnet.yaml がありません。もしかして: agent"),
        ("@[比較表](x)", "content/data/rankings/x.yaml がありません"),
        ("@[サービス](komici)", "もしかして: komichi"),
        ("@[サービス]", "対象がありません"),
        ("a\n[公式](service:komici)", "2: エラー: リンク「service:komici」"),
    ],
)  # fmt: skip
def test_unknown_names(render: Render, source: str, words: str) -> None:
    _, found = render(source)
    assert len(found) == 1
    assert words in found[0]


def test_link_in_a_sentence(render: Render) -> None:
    html, _ = render("詳しくは[こみち](service:komichi)へ。")
    assert (
        '<a rel="sponsored nofollow noopener" href="https://click.annai.example/go?p=1&amp;b=2">こみち</a>'
        in html
        or ('href="https://click.annai.example/go?p=1&amp;b=2" rel="sponsored nofollow noopener"' in html)
    )
    assert "button" not in html


def test_empty_link_takes_the_name(render: Render) -> None:
    assert ">こみち<" in render("前の[](service:komichi)後")[0]


def test_link_alone_is_a_button(render: Render) -> None:
    html, _ = render("[公式サイトを見る](service:komichi)")
    assert '<p class="service-button"><a class="button"' in html
    assert '<span class="advert-mark">広告</span>' in html


def test_emphasised_line_before_it_is_microcopy(render: Render) -> None:
    html, _ = render("**面談だけでもかまいません**\n[公式サイトを見る](service:komichi)")
    assert '<strong class="service__microcopy">面談だけでもかまいません</strong>' in html


def test_button_without_affiliate_has_no_mark(render: Render) -> None:
    html, _ = render("[公式サイトを見る](service:hanauta)")
    assert "広告" not in html
    assert 'rel="noopener"' in html


def test_badge_has_shape_word_and_number() -> None:
    assert badge(3) == '<span class="place place--3"><span>第</span><b>3</b><span>位</span></span>'
    assert "place--" not in badge(4)


def test_every_half_star_has_a_rule() -> None:
    css = Path("theme/static/css/parts/stars.css").read_text(encoding="utf-8")
    for half in range(11):
        review = Review.model_validate(
            {"stars": str(half / 2), "reviewer": "a", "criteria": "b", "date": "2026-01-01"}
        )
        name = stars(review).partition("stars__drawing ")[2].partition('"')[0]
        assert (
            f".{name} {{ --stars: {f'{half / 2:g}'.removeprefix('0') if half % 2 and half < 2 else f'{half / 2:g}'};"
            in css
        )


# ---- JSON-LD -----------------------------------------------------------------------------------------------------


@pytest.fixture
def structured(catalogue: Catalogue) -> Data:
    return Data(catalogue, LIBRARY, AUTHORS, lambda address: "https://example.com/blog" + address)


def test_item_list(render: Render, structured: Data) -> None:
    (text,) = structured.of_page(render("@[ランキング](agent)")[0], "/a/")
    data = json.loads(text)
    assert data["@type"] == "ItemList"
    assert [(each["position"], each["name"]) for each in data["itemListElement"]] == [
        (1, "こみち"),
        (2, "はなうた"),
    ]
    assert data["itemListElement"][0]["url"] == "https://example.com/blog/a/#ranking-agent-komichi"


def test_review_by_a_named_person(render: Render, structured: Data) -> None:
    (text,) = structured.of_page(render("@[サービス](komichi)")[0], "/a/")
    data = json.loads(text)
    assert data["@type"] == "Review"
    assert data["itemReviewed"]["@type"] == "Organization"
    assert data["author"] == {
        "@type": "Person",
        "name": "早川 みのり",
        "url": "https://example.com/blog/profile/",
    }
    assert data["reviewRating"]["ratingValue"] == 4.5


@pytest.mark.parametrize(
    "change",
    [("kind: 転職エージェント", "kind: キャリア相談"), ("https://komichi.example/", "https://example.com/x")],
)
def test_no_review_of_other_types_nor_of_oneself(render: Render, data: Path, change: tuple[str, str]) -> None:
    from plugins.services.catalogue import load_catalogue  # noqa: PLC0415

    html = render("@[サービス](komichi)")[0]
    path = data / "services/komichi.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    found = Data(load_catalogue(data, Problems()), LIBRARY, AUTHORS, lambda address: address)
    assert found.of_page(html, "/a/") == ()
