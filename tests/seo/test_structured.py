"""JSON-LD: whatever an article is called, the data is whole, true to it, and ends where its element ends."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from plugins.core.site import TOKYO, Author, Blog, Link
from plugins.seo.structured import LinkedData
from tests.seo.schema import faults, read

AUTHOR = Author(
    name="早川", title="相談員", credentials=("国家資格",), bio="紹介", page="profile", picture="a.png"
)
BLOG = Blog(
    name="道しるべ", tagline="短く", logo="images/logo.svg", social=(Link(title="X", url="https://x.com/a"),)
)
DATA = LinkedData(BLOG, {"hayakawa": AUTHOR}, lambda address: "https://example.com" + address)


def article(**values: Any) -> Any:
    topic = SimpleNamespace(name="面接", address="/category/面接/")
    standard = {
        "title": "題名",
        "description": "説明",
        "address": "/a/",
        "category": topic,
        "dates": SimpleNamespace(published=dt.datetime(2026, 5, 1, 9, 30, tzinfo=TOKYO), updated=None),
        "shared_picture": SimpleNamespace(address="/images/a.png"),
        "writer": AUTHOR,
    }
    return SimpleNamespace(**standard | values)


def graph(element: str) -> dict[str, dict[str, Any]]:
    match = re.fullmatch(r'<script type="application/ld\+json">([^<]*)</script>', element)
    assert match, element
    nodes = read(match[1])
    assert faults(nodes) == []
    return {str(node["@type"]): node for node in nodes}


def test_an_article() -> None:
    found = graph(DATA.article(article(), "/author/hayakawa/"))
    posting = found["BlogPosting"]
    assert posting["headline"] == "題名"
    assert posting["datePublished"] == posting["dateModified"] == "2026-05-01T09:30:00+09:00"
    assert posting["image"] == "https://example.com/images/a.png"
    assert posting["author"]["url"] == "https://example.com/profile/"
    assert posting["publisher"]["name"] == "道しるべ"
    assert [item["name"] for item in found["BreadcrumbList"]["itemListElement"]] == ["ホーム", "面接", "題名"]


def test_the_home_page_tells_of_the_blog() -> None:
    found = graph(DATA.home())
    assert found["WebSite"]["publisher"]["@id"] == found["Organization"]["@id"]
    assert found["Organization"]["logo"]["url"] == "https://example.com/images/logo.svg"


def test_a_change_is_told() -> None:
    published = dt.datetime(2026, 5, 1, tzinfo=TOKYO)
    dates = SimpleNamespace(published=published, updated=published + dt.timedelta(days=2))
    posting = graph(DATA.article(article(dates=dates), "/"))["BlogPosting"]
    assert posting["dateModified"] == "2026-05-03T00:00:00+09:00"


def test_what_is_not_known_is_left_out() -> None:
    bare = LinkedData(Blog(), {}, DATA.absolute)
    posting = graph(bare.article(article(shared_picture=None, writer=None, description=""), "/"))[
        "BlogPosting"
    ]
    assert not {"image", "description"} & set(posting)
    assert posting["author"] == {"@id": posting["publisher"]["@id"]}
    assert set(graph(bare.home())["Organization"]) == {"@type", "@id", "name", "url"}


def test_an_author_is_one_person_wherever_he_is_named() -> None:
    by_page = graph(DATA.page("プロフィール", "説明", "/profile/", "profile"))["ProfilePage"]["mainEntity"]
    by_list = graph(DATA.author("早川", "早川の記事", "説明", "/author/hayakawa/"))["ProfilePage"][
        "mainEntity"
    ]
    by_article = graph(DATA.article(article(), "/author/hayakawa/"))["BlogPosting"]["author"]
    assert by_page == by_list
    assert by_article.items() <= by_page.items()
    assert "hasCredential" not in by_article
    assert by_page["hasCredential"][0]["name"] == "国家資格"
    assert by_page["description"] == "紹介"


def test_an_author_without_a_page_is_at_his_list() -> None:
    data = replace(DATA, authors={"a": AUTHOR.model_copy(update={"page": None})})
    person = graph(data.author("早川", "早川の記事", "説明", "/author/a/"))["ProfilePage"]["mainEntity"]
    assert person["url"] == "https://example.com/author/a/"


def test_another_page_is_no_profile() -> None:
    assert set(graph(DATA.page("運営者", "説明", "/about/", "about"))) == {"WebPage", "BreadcrumbList"}


def test_texts_that_a_template_has_escaped() -> None:
    page = graph(DATA.listing(escape("「A&B」"), Markup("&lt;説明&gt;"), "/category/a/"))["CollectionPage"]
    assert (page["name"], page["description"]) == ("「A&B」", "<説明>")


@given(st.text(min_size=1).filter(str.strip))
def test_any_title_stays_inside_of_its_element(title: str) -> None:
    for hostile in (title, f"</script>{title}", f"<!--{title}<script>"):
        element = DATA.article(article(title=hostile, description=hostile), "/")
        assert element.count("<") == 2
        (posting, _) = read(element.partition(">")[2].rpartition("<")[0])
        assert posting["headline"] == hostile
