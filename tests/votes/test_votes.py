"""The vote buttons: providers, wrong data, what stands where, and that nothing is requested."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from plugins.core.data import load
from plugins.core.library import Document, Library
from plugins.core.problems import Level, Problems
from plugins.dialect.needs import Need
from plugins.votes.buttons import PLACES, Votes
from plugins.votes.providers import PROVIDERS
from plugins.votes.render import Buttons
from tests.support import ROOT, Blog, Convert

ADDRESSES = {
    "にほんブログ村": "https://career.blogmura.com/tenshokucareer/ranking/in?p_cid=12345678",
    "にほんブログ村PV": "https://blogmura.com/profiles/12345678?p_cid=12345678",
    "人気ブログランキング": "https://blog.with2.net/link/?id=1234567&cid=4281",
    "自由": "https://hiroba.example/vote?blog=42",
}
"""What the examples of each provider's forms must make."""

TWO = """\
text: 一票をいただけると励みになります。
buttons:
  - service: にほんブログ村
    id: 12345678
    label: 転職・キャリア
  - service: にほんブログ村PV
    id: 12345678
"""


def votes_of(text: str, folder: Path) -> tuple[Votes | None, list[tuple[int, str]]]:
    problems = Problems()
    path = folder / "votes.yaml"
    path.write_text(text, encoding="utf-8")
    votes = load(path, Votes, problems.reporter(path))
    return votes, [(problem.line, problem.message) for problem in problems]


def buttons_of(text: str, folder: Path) -> Buttons:
    votes, faults = votes_of(text, folder)
    assert votes is not None, faults
    return Buttons(votes)


def link(path: str) -> str:
    return "/blog" + path


# ---- providers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PROVIDERS)
def test_provider_makes_the_address_of_its_examples(name: str) -> None:
    provider = PROVIDERS[name]
    assert provider.address({key: form.example for key, form in provider.forms.items()}) == ADDRESSES[name]


@pytest.mark.parametrize("name", PROVIDERS)
def test_provider_accepts_its_own_examples(name: str) -> None:
    assert all(form.fault(key, form.example) is None for key, form in PROVIDERS[name].forms.items())


def test_blogmura_without_category_is_the_general_ranking() -> None:
    assert (
        PROVIDERS["にほんブログ村"].address({"id": "12345678"})
        == "https://blogmura.com/ranking/in?p_cid=12345678"
    )


def test_each_provider_has_its_own_rule_in_the_style_sheet() -> None:
    css = Path("theme/static/css/parts/votes.css").read_text(encoding="utf-8")
    kinds = {provider.kind for provider in PROVIDERS.values()}
    assert kinds - {"blogmura"} == set(
        re.findall(r"\.vote--(?!picture)([a-z0-9-]+)", css)
    )  # blogmura: the default


# ---- wrong data --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            "buttons:\n  - service: ブログ村\n    id: 12345678\n",
            2,
            "ブログ村」という投票サービスはありません。もしかして: にほんブログ村",
        ),
        ("buttons:\n  - service: にほんブログ村\n    id: 1234\n", 3, "例: id: 12345678"),
        (
            "buttons:\n  - service: にほんブログ村\n    id: https://blogmura.com/ranking/in?p_cid=12345678\n",
            3,
            "8桁の数字",
        ),
        (
            "buttons:\n  - service: にほんブログ村\n    id: 12345678\n    category: 転職\n",
            4,
            "例: category: career",
        ),
        (
            "buttons:\n  - service: にほんブログ村\n    id: 12345678\n    subcategory: job\n",
            2,
            "category も書いてください",
        ),
        ("buttons:\n  - service: にほんブログ村\n    category: career\n", 2, "id がありません"),
        ("buttons:\n  - service: にほんブログ村\n    id: 12345678\n    cid: 42\n", 4, "cid は使いません"),
        ("buttons:\n  - service: 人気ブログランキング\n    id: abc\n", 3, "例: id: 1234567"),
        ("buttons:\n  - service: 人気ブログランキング\n    id: 1234567\n    cid: x\n", 4, "例: cid: 4281"),
        (
            "buttons:\n  - service: 人気ブログランキング\n    id: 1234567\n    counter: yes\n",
            4,
            "counter はありません",
        ),
        ("buttons:\n  - service: 自由\n    name: 広場\n", 2, "url がありません"),
        (
            "buttons:\n  - service: 自由\n    name: 広場\n    url: hiroba\n",
            4,
            "例: url: https://hiroba.example",
        ),
        (
            "buttons:\n  - service: 人気ブログランキング\n    id: 1234567\n    picture:\n      src: https://x.example/a\n      width: 88\n      height: 31\n",
            4,
            "blog.with2.net の画像",
        ),
        (
            "buttons:\n  - service: 人気ブログランキング\n    id: 1234567\n    picture:\n      src: https://blog.with2.net/a.gif\n      height: 31\n",
            4,
            "「width」がありません",
        ),
        (
            "buttons:\n  - service: 人気ブログランキング\n    id: 1234567\n  - service: 人気ブログランキング\n    id: 1234567\n",
            1,
            "同じボタンが二つ",
        ),
        ("text: 1位獲得しました\n", 1, "順位は rank に"),
        (
            "rank:\n  place: 1\n  category: 転職\n  url: https://career.blogmura.com/\n",
            1,
            "「date」がありません",
        ),
        (
            "rank:\n  place: 1\n  category: 転職\n  date: 2026-13-01\n  url: https://career.blogmura.com/\n",
            4,
            "暦にありません",
        ),
        (
            "rank:\n  place: 1\n  category: 転職\n  date: きのう\n  url: https://career.blogmura.com/\n",
            4,
            "使える形",
        ),
        ("rank:\n  place: 1\n  category: 転職\n  date: 2026-11-01\n  url: ランキング\n", 5, "https://"),
        ("places:\n  - フッター\n", 2, "使えません"),
        ("botton: []\n", 1, "もしかして: buttons"),
    ],
)
def test_wrong_data_is_one_message_with_its_line(text: str, line: int, words: str, tmp_path: Path) -> None:
    votes, faults = votes_of(text, tmp_path)
    assert votes is None
    assert len(faults) == 1, faults
    assert faults[0][0] == line
    assert words in faults[0][1]


# ---- rendering ---------------------------------------------------------------------------------------------------


def test_buttons_request_nothing_and_say_that_they_open_a_tab(tmp_path: Path) -> None:
    html = buttons_of(TWO, tmp_path).place("記事の下", link)
    assert "<img" not in html
    assert html.count('rel="nofollow noopener" target="_blank"') == 2
    assert html.count("新しいタブで開きます") == 2
    assert "<span>にほんブログ村<br><small>転職・キャリア</small></span>" in html


def test_counter_is_where_the_buttons_are(tmp_path: Path) -> None:
    buttons = buttons_of(TWO + "    counter: yes\n", tmp_path)
    for place in PLACES:
        shown = buttons.place(place, link)
        assert shown.count("<img") == 1
        assert 'src="https://blogparts.blogmura.com/parts_image/user/pv12345678.gif"' in shown
        assert 'width="160" height="87" loading="eager" fetchpriority="low"' in shown
    buttons = buttons_of("places: [記事の下]\n" + TWO + "    counter: yes\n", tmp_path)
    assert buttons.place("サイドバー", link) == ""


def test_embed_never_counts_because_feeds_have_it_too(tmp_path: Path) -> None:
    buttons = buttons_of(TWO + "    counter: yes\n", tmp_path)
    document = Document("a.md", "article", "a", "a", "/a/", "published")
    html = buttons.answer(Need("votes", 1, ""), document, Library((document,)), lambda *_: None)
    assert "vote--blogmura" in html
    assert "<img" not in html


def test_official_picture_is_an_opt_in(tmp_path: Path) -> None:
    text = (
        TWO
        + "  - service: 人気ブログランキング\n    id: 1234567\n    picture: {src: 'https://blog.with2.net/img/banner/banner_22.gif', width: 88, height: 31}\n"
    )
    html = buttons_of(text, tmp_path).place("記事の下", link)
    assert (
        '<img src="https://blog.with2.net/img/banner/banner_22.gif" alt="人気ブログランキング" width="88" height="31"'
        in html
    )


def test_picture_of_a_free_button_is_one_of_this_site(tmp_path: Path) -> None:
    text = "buttons:\n  - {service: 自由, name: 広場, url: 'https://hiroba.example/', picture: {src: images/h.png, width: 80, height: 30}}\n"
    assert '<img src="/blog/images/h.png" alt="広場"' in buttons_of(text, tmp_path).place("記事の下", link)


def test_rank_comes_with_its_evidence(tmp_path: Path) -> None:
    text = (
        TWO
        + "rank:\n  place: 3\n  category: 転職・キャリア\n  date: 2026年11月20日\n  url: https://career.blogmura.com/ranking/in\n"
    )
    html = buttons_of(text, tmp_path).place("記事の下", link)
    assert '転職・キャリア 3位（<time datetime="2026-11-20">2026年11月20日</time>時点）' in html
    assert 'href="https://career.blogmura.com/ranking/in"' in html


def test_embed_takes_no_argument(convert_all: Convert) -> None:
    assert "（）の中は使いません" in convert_all("@[投票](x)").errors[0].message


# ---- a blog ------------------------------------------------------------------------------------------------------

_ARTICLE = '{% extends "base.html" %}\n{% block main %}{{ article.content | safe }}<!--after-->{{ article.votes | safe }}{% endblock %}\n'


def test_article_can_do_without(blog: Blog) -> None:
    blog.write("content/data/votes.yaml", TWO)
    blog.write("theme/templates/article.html", _ARTICLE)
    blog.article("a")
    blog.article("b", votes="no")
    built = blog.build().ok()
    assert "vote--blogmura" in built.page("/a/")
    assert "vote" not in built.page("/b/").partition("<!--after-->")[2]


def test_each_page_has_the_buttons_once(blog: Blog) -> None:
    blog.write("content/data/votes.yaml", TWO)
    for part in ("theme", "content/images"):
        shutil.copytree(ROOT / part, blog.root / part, dirs_exist_ok=True)
    blog.article("a")
    blog.article("b", votes="no")
    built = blog.build().ok()
    assert [built.page(page).count("blogmura.com/ranking") for page in ("/a/", "/b/", "/archives/")] == [
        1,
        0,
        1,
    ]
    blog.write("content/data/votes.yaml", "places: [サイドバー]\n" + TWO)
    built = blog.build().ok()
    assert [built.page(page).count("blogmura.com/ranking") for page in ("/a/", "/b/")] == [1, 0]


def test_embed_without_buttons_is_an_error(blog: Blog) -> None:
    blog.article("a", "@[投票]\n")
    (error,) = blog.build().errors
    assert (error.line, error.level) == (5, Level.ERROR)
    assert "votes.yaml" in error.message
