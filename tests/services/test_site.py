"""Services in a built blog."""

from __future__ import annotations

import subprocess

import pytest

from plugins.core.problems import Level
from tests.services.conftest import RANKING, SERVICE, other
from tests.support import Blog, snapshot

A8 = '<a href="https://px.a8.net/svt/ejp?a8mat=1" rel="nofollow">公式</a>\n'

AUTHORS = "hayakawa:\n  name: 早川\n"
_ARTICLE = '{% extends "base.html" %}\n{% block main %}<i>{{ article.advert or "なし" }}</i>{{ article.content | safe }}{% endblock %}\n'


@pytest.fixture
def shop(blog: Blog) -> Blog:
    blog.write("content/data/services/komichi.yaml", SERVICE)
    blog.write("content/data/services/hanauta.yaml", other())
    blog.write("content/data/rankings/agent.yaml", RANKING)
    blog.write("content/data/authors.yaml", AUTHORS)
    blog.write("theme/templates/article.html", _ARTICLE)
    return blog


def test_ranking_has_a_page_that_links_find(shop: Blog) -> None:
    shop.article("a", "[順位](/ranking-agent/)を見る。\n")
    built = shop.build().ok()
    assert "place--1" in built.page("/ranking-agent/")
    assert "/ranking-agent/" in built.page("sitemap.xml")


def test_ranking_without_a_page(shop: Blog) -> None:
    shop.write("content/data/rankings/agent.yaml", RANKING + "page: no\n")
    shop.article("a")
    assert not (shop.build().ok().output / "ranking-agent").exists()


@pytest.mark.parametrize(
    "body", [A8, "[公式](service:komichi)\n", "@[ランキング](agent)\n", "@[サービス](komichi)\n"]
)
def test_page_that_earns_has_its_label(shop: Blog, body: str) -> None:
    shop.article("a", body)
    page = shop.build().ok().page("/a/")
    assert "<i>このページには広告" in page
    assert "sponsored" in page


@pytest.mark.parametrize(("pr", "label"), [("auto", "なし"), ("no", "なし"), ("yes", "このページには広告")])
def test_page_that_does_not_earn(shop: Blog, pr: str, label: str) -> None:
    shop.article("a", "[公式](service:hanauta)\n", pr=pr)
    assert f"<i>{label}" in shop.build().ok().page("/a/")


def test_label_cannot_be_switched_off(shop: Blog) -> None:
    shop.article("a", A8, pr="no")
    (error,) = shop.build().errors
    assert error.line == 4
    assert "ステマ規制" in error.message


def test_wording_is_a_setting(shop: Blog) -> None:
    shop.article("a", A8)
    shop.conf('SERVICES_ADVERT = "PRを含みます。"\n')
    assert "<i>PRを含みます。" in shop.build().ok().page("/a/")
    shop.conf('SERVICES_ADVERT = ""\n')
    assert "表示は消せません" in shop.build().stderr


def test_words_near_an_affiliate_link_are_reported(shop: Blog) -> None:
    shop.article("a", f"満足度98%です。\n\n{A8}\nクリックしてください。\n")
    found = [(each.line, each.level) for each in shop.build().messages]
    assert found == [(5, Level.WARNING), (9, Level.WARNING)]


def test_changed_star_changes_the_pages_that_show_it_only(shop: Blog) -> None:
    shop.article("shows", "@[サービス](komichi)\n")
    shop.article("links", "[公式](service:komichi)\n")
    shop.article("plain")
    before = snapshot(shop.build().ok().output)
    shop.write("content/data/services/komichi.yaml", SERVICE.replace("stars: 4.5", "stars: 3"))
    after = snapshot(shop.build().ok().output)
    changed = {name for name in after if after[name] != before.get(name)}
    assert {name for name in changed if name.endswith(".html")} == {
        "shows/index.html",
        "ranking-agent/index.html",
    }


def test_card_of_an_article_with_advertising_is_marked(shop: Blog) -> None:
    shop.article("a", A8)
    shop.article("b", "関連記事>> [](a.md)\n")
    assert '<span class="advert-mark">広告</span>' in shop.build().ok().page("/b/")


_EXTERNAL = "---\ntitle: 外部送信\n---\n@[外部送信]\n"


def test_list_of_outside_contacts(shop: Blog) -> None:
    shop.write("content/pages/external.md", _EXTERNAL)
    shop.article("a", '<img src="https://www13.a8.net/0.gif" width="1" height="1" alt="">\n')
    page = shop.build().ok().page("/external/")
    assert "A8.net" in page
    assert "<!--transmissions-->" not in page


@pytest.mark.parametrize(("strict", "code", "level"), [("False", 0, Level.WARNING), ("True", 1, Level.ERROR)])
def test_host_that_nothing_is_said_of(shop: Blog, strict: str, code: int, level: Level) -> None:
    shop.write("content/pages/external.md", _EXTERNAL)
    shop.article("a", '<iframe src="https://map.example/x" title="地図"></iframe>\n')
    shop.conf(f"SERVICES_STRICT = {strict}\n")
    built = shop.build()
    (message,) = built.messages
    assert (built.code, message.level) == (code, level)
    assert "map.example" in message.message
    shop.write(
        "content/data/transmissions.yaml", "map.example:\n  recipient: 地図の会社\n  purpose: 地図の表示\n"
    )
    assert "地図の会社" in shop.build().ok().page("/external/")


def test_contacts_need_a_page_that_says_so(shop: Blog) -> None:
    shop.article("a", '<img src="https://www13.a8.net/0.gif" width="1" height="1" alt="">\n')
    (message,) = shop.build().messages
    assert "@[外部送信]" in message.message


def test_list_of_programmes(shop: Blog) -> None:
    shop.article("a", "[公式](service:komichi)\n")
    shop.build().ok()
    command = [shop.command()[0], "-m", "plugins.services", "content", "output", "--csv", "uses.csv"]
    done = subprocess.run(
        command, cwd=shop.root, env=shop.environment(), capture_output=True, encoding="utf-8", check=True
    )
    assert "案内ネット・こみち・無料面談（2ページ）" in done.stdout
    rows = (shop.root / "uses.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "ページ,広告の会社,サービス,プログラム,リンク"
    assert any(
        "/a/" in row and "案内ネット,こみち,無料面談,https://click.annai.example/go?p=1&b=2" in row
        for row in rows
    )


def test_popular_articles_are_in_the_context(shop: Blog) -> None:
    shop.write(
        "theme/templates/index.html",
        '{% extends "base.html" %}{% block main %}{% for each in popular %}[{{ each.slug }}]{% endfor %}{% endblock %}\n',
    )
    shop.write("content/data/popular.csv", "ページ,表示回数\n/a/,1\n/b/,2\n")
    shop.article("a")
    shop.article("b")
    assert "[b][a]" in shop.build().ok().page("/")


def test_sidebar_ranking_has_internal_links(shop: Blog) -> None:
    shop.write("content/data/rankings/agent.yaml", RANKING + "sidebar: yes\n")
    shop.write("content/data/services/komichi.yaml", SERVICE + "article: a\n")
    shop.write(
        "theme/templates/index.html",
        '{% extends "base.html" %}{% block main %}{% for each in sidebar_ranking.entries %}[{{ each.name }} {{ each.address }}]{% endfor %}{% endblock %}\n',
    )
    shop.article("a")
    page = shop.build().ok().page("/")
    assert "[こみち /a/][はなうた /ranking-agent/#ranking-agent-hanauta]" in page
