"""What holds for every page of every site: no dead link, no request to others, nothing that must not be seen."""

from __future__ import annotations

import gzip
import html
import itertools
import json
import re
from collections import Counter
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest

from plugins.assets.bundle import bundle
from tests.seo import schema
from tests.site.pages import Page, Site
from tests.support import ROOT, Built, well_formed_text

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


@pytest.mark.parametrize("name", ["real_build", "sample_build", "path_build"])
def test_there_is_nothing_to_complain_about(name: str, request: pytest.FixtureRequest) -> None:
    built: Built = request.getfixturevalue(name)
    assert (built.code, built.stderr) == (0, "")
    assert "警告 0件" in built.stdout


def test_every_link_leads_somewhere(site: Site) -> None:
    dead = set()
    for page in site.pages.values():
        for link in page.links():
            if not site.is_own(link):
                continue
            target, _, fragment = link.partition("#")
            file = site.file_at(target)
            if file is None:
                dead.add((page.address, link))
            elif fragment and file.suffix == ".html":
                ids = site.pages[site.address_of(file)].ids
                if unquote(fragment) not in ids:
                    dead.add((page.address, link))
    assert dead == set()


def test_everything_that_a_page_loads_is_there_and_its_own(site: Site) -> None:
    wrong = {
        (page.address, address)
        for page in site.pages.values()
        for address in page.loaded()
        if not site.is_own(address) or site.file_at(address) is None
    }
    assert wrong == set()


def test_links_to_others_give_them_no_hold(site: Site) -> None:
    bare = {
        (page.address, link.get("href"))
        for page in site.pages.values()
        for link in page.root.iter("a")
        if urlsplit(link.get("href") or "").netloc
        and not site.is_own(link.get("href") or "")
        and "noopener" not in (link.get("rel") or "").split()
    }
    assert bare == set()


def test_nothing_runs_but_scripts_of_the_theme(site: Site) -> None:
    inline = {
        (page.address, name)
        for page in site.pages.values()
        for element in page.root.iter()
        for name in element.attrib
        if name.startswith("on") or name == "style"
    }
    assert inline == set()
    own = bundle(ROOT / "theme/static").script(urlsplit(site.siteurl).path)
    assert all(
        script.get("src") or script.get("type") == "application/ld+json" or script.text == own
        for page in site.pages.values()
        for script in page.root.iter("script")
    )


def test_style_sheets_load_nothing_from_others(site: Site) -> None:
    for path in site.folder.rglob("*.css"):
        css = path.read_text(encoding="utf-8")
        assert "@import" not in css
        assert [
            url for url in re.findall(r"url\(['\"]?([^'\")]+)", css) if not url.startswith(("data:", "#"))
        ] == []


def test_pages_are_well_formed(site: Site) -> None:
    for page in site.pages.values():
        try:
            well_formed_text(page.html, slim=True)
        except AssertionError as error:
            error.add_note(page.address)
            raise


def test_ids_are_there_once(site: Site) -> None:
    twice = {
        (page.address, name)
        for page in site.pages.values()
        for name, times in Counter(page.ids).items()
        if times > 1
    }
    assert twice == set()


def test_what_is_referred_to_is_there(site: Site) -> None:
    missing = {
        (page.address, name)
        for page in site.pages.values()
        for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for")
        for value in page.root.xpath(f"//@{attribute}")
        for name in str(value).split()
        if name not in page.ids
    }
    assert missing == set()


def test_every_page_says_what_it_is(site: Site) -> None:
    for address, page in site.shown.items():
        assert page.value("/html/@lang") == "ja", address
        assert JAPANESE.search(page.value("//title/text()") or ""), address
        assert (page.value("//meta[@name='description']/@content") or "").strip(), address
        assert len(page.root.xpath("//h1")) == 1, address
        assert len(page.root.xpath("//main")) == 1, address
        if page.is_indexed:
            assert page.value("//link[@rel='canonical']/@href") == address


def test_titles_are_told_apart(site: Site) -> None:
    titles = Counter(page.value("//title/text()") for page in site.shown.values() if page.is_indexed)
    assert [title for title, times in titles.items() if times > 1] == []


def test_descriptions_are_told_apart(site: Site) -> None:
    found = Counter(
        page.value("//meta[@name='description']/@content") for page in site.shown.values() if page.is_indexed
    )
    assert [each for each, times in found.items() if times > 1] == []


KINDS_OF_DATA = {
    "": {"WebSite", "Organization"},
    "category": {"CollectionPage", "BreadcrumbList"},
    "tag": {"CollectionPage", "BreadcrumbList"},
    "archives": {"CollectionPage", "BreadcrumbList"},
    "author": {"ProfilePage", "BreadcrumbList"},
    "profile": {"ProfilePage", "BreadcrumbList"},
    "about": {"WebPage", "BreadcrumbList"},
    "junbi": {"BlogPosting", "BreadcrumbList"},
    "ranking-mihon": {"WebPage", "BreadcrumbList", "ItemList"},
}


def data_of(page: Page) -> list[dict[str, Any]]:
    scripts = page.root.xpath("//script[@type='application/ld+json']/text()")
    return [node for script in scripts for node in schema.read(str(script))]


def test_data_for_search_engines_keeps_their_rules(site: Site) -> None:
    wrong = [
        (address, fault) for address, page in site.shown.items() for fault in schema.faults(data_of(page))
    ]
    assert wrong == []


def test_each_kind_of_page_says_what_it_is_to_search_engines(site: Site) -> None:
    for address, page in site.shown.items():
        kind = address.removeprefix(site.siteurl).split("/")[1]
        found = {str(node["@type"]) for node in data_of(page)}
        if "/page/" not in address and kind in KINDS_OF_DATA:
            assert found == KINDS_OF_DATA[kind], address
        assert bool(found) == page.is_indexed, address


def test_addresses_for_search_engines_are_there(site: Site) -> None:
    for address, page in site.shown.items():
        text = json.dumps(data_of(page))
        for found in re.findall(r'"(https://example\.com[^"]*)"', text):
            target, _, fragment = found.partition("#")
            assert site.file_at(target) is not None, (address, found)
            if "ranking-" in fragment:
                assert fragment in page.ids, (address, found)


def test_the_way_to_a_page_is_the_same_for_search_engines_and_readers(site: Site) -> None:
    for address, page in site.shown.items():
        shown = [str(each.text_content()) for each in page.root.xpath("//nav[@aria-label='現在の位置']//li")]
        for node in data_of(page):
            if node["@type"] == "BreadcrumbList":
                names = [item["name"] for item in node["itemListElement"]]
                assert names[: len(shown) - 1] == shown[:-1], address


@pytest.mark.parametrize(("path", "kib"), [("/mensetsu-nagare/", 12), ("/tenshoku-guide/", 16)])
def test_the_text_of_a_page_is_light(real_site: Site, path: str, kib: int) -> None:
    """An article of some 4,000 characters, and the longest, in which is everything: HTML, styles and script as they travel.

    Other programs compress somewhat less.
    """
    page = real_site.pages[real_site.siteurl + path].html
    assert len(gzip.compress(page.encode(), 9)) <= kib * 1024 - 250
    assert '<link rel="stylesheet"' not in page


SHARED = (
    *("og:title", "og:type", "og:url", "og:image", "og:description", "og:site_name", "og:locale"),
    *(
        "og:image:width",
        "og:image:height",
        "og:image:alt",
        "twitter:card",
        "description",
        "viewport",
        "theme-color",
    ),
)
OF_ARTICLES = ("article:published_time", "article:modified_time", "author")


def test_what_is_shared_of_a_page_is_whole(site: Site) -> None:
    for address, page in site.shown.items():
        if not page.is_indexed:
            continue
        article = page.value("//meta[@property='og:type']/@content") == "article"
        for name in (*SHARED, *(OF_ARTICLES if article else ())):
            assert page.value(f"//meta[@property='{name}' or @name='{name}']/@content"), (address, name)
        assert page.value("//meta[@property='og:url']/@content") == address
        assert site.file_at(page.value("//meta[@property='og:image']/@content") or "") is not None


def test_headings_leave_no_level_out(site: Site) -> None:
    wrong = []
    for address, page in site.shown.items():
        levels = [int(str(each.tag)[1]) for each in page.root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        wrong += [
            (address, before, after) for before, after in itertools.pairwise(levels) if after > before + 1
        ]
    assert wrong == []


def test_pictures_have_a_text_and_a_size(site: Site) -> None:
    wrong = {
        (page.address, picture.get("src"))
        for page in site.pages.values()
        for picture in page.root.iter("img")
        if picture.get("alt") is None
        or (
            not (picture.get("src") or "").endswith(".svg")
            and not (picture.get("width") and picture.get("height"))
        )
    }
    assert wrong == set()


def test_no_machine_path_and_no_mark(site: Site) -> None:
    for path in site.folder.rglob("*"):
        if path.suffix in (".html", ".xml", ".atom", ".rss", ".txt", ".json", ".css", ".js"):
            text = path.read_text(encoding="utf-8")
            assert str(site.folder.parent) not in text, path
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text), path
            assert "klzzwxh" not in text, path


@pytest.mark.parametrize("name", ["feed.atom", "feed.rss"])
def test_feeds(site: Site, name: str) -> None:
    feed = feedparser.parse((site.folder / name).read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.feed.link == f"{site.siteurl}/"
    assert feed.entries
    dates = [entry.published_parsed for entry in feed.entries]
    assert dates == sorted(dates, reverse=True)
    for entry in feed.entries:
        page = site.pages[entry.link]
        content = entry.content[0].value
        text = re.sub(r"<[^>]*>|\s", "", content)
        for paragraph in page.root.xpath("//article/div/p[not(*)]/text()"):
            assert re.sub(r"\s", "", str(paragraph)) in html.unescape(text)
        addresses = re.findall(r'(?:href|src)="([^"]*)"', content)
        assert [each for each in addresses if not re.match("https?://|mailto:|tel:", each)] == []
        own = [each.partition("#")[0] for each in addresses if site.is_own(each)]
        assert [each for each in own if site.file_at(each) is None] == []
        assert entry.id == entry.link
        assert entry.author
    ids = [entry.id for entry in feed.entries]
    assert len(ids) == len(set(ids))
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"{site.siteurl}/{name}"]
    assert feed.feed.title
    assert feed.feed.subtitle
    assert feed.feed.language == "ja"


def test_the_atom_feed_keeps_the_rules_of_rfc_4287(site: Site) -> None:
    root = ET.fromstring((site.folder / "feed.atom").read_bytes())
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ja"
    entries = root.findall(f"{ATOM}entry")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
    for entry in entries:
        assert entry.find(f"{ATOM}author/{ATOM}name") is not None
        assert entry.findall(f"{ATOM}content")[0].get("type") == "html"
    for name in ("updated", "published"):
        for moment in root.iter(f"{ATOM}{name}"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", moment.text or "")
    newest = max(entry.findtext(f"{ATOM}updated") or "" for entry in entries)
    assert root.findtext(f"{ATOM}updated") == newest


def test_the_rss_feed_keeps_its_rules(site: Site) -> None:
    root = ET.fromstring((site.folder / "feed.rss").read_bytes())
    items = root.findall("channel/item")
    assert items
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert root.findtext(f"channel/{name}")
    for item in items:
        assert item.findtext("title")
        assert item.findtext("guid") == item.findtext("link")
        assert parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo


def test_feeds_hold_no_looks(site: Site) -> None:
    for name in ("feed.atom", "feed.rss"):
        for entry in feedparser.parse((site.folder / name).read_bytes(), sanitize_html=False).entries:
            content = entry.content[0].value
            # feedparser itself would take these away
            assert not re.search(
                r"<(?:script|iframe|form|button|input|object|embed|style|svg|nav)\b", content
            )
            assert not re.search(r"\sstyle=|\sclass=|\son\w+=", content)
            well_formed_text(content)


def test_feeds_are_announced(site: Site) -> None:
    for address, page in site.shown.items():
        feeds = page.root.xpath("//link[@rel='alternate'][contains(@type, 'xml')]/@href")
        assert [str(each) for each in feeds] == [f"{site.siteurl}/feed.atom", f"{site.siteurl}/feed.rss"], (
            address
        )


def test_the_sitemap_lists_the_public_pages(site: Site) -> None:
    root = ET.fromstring((site.folder / "sitemap.xml").read_bytes())
    assert root.tag == f"{SITEMAP}urlset"
    listed = [url.findtext(f"{SITEMAP}loc") for url in root]
    public = {
        address
        for address, page in site.shown.items()
        if page.is_indexed and "/page/" not in address and not address.endswith("/404.html")
    }
    assert len(listed) == len(set(listed))
    assert set(listed) == public
    for lastmod in root.iter(f"{SITEMAP}lastmod"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00", lastmod.text or "")


def test_robots(site: Site) -> None:
    assert f"Sitemap: {site.siteurl}/sitemap.xml" in (site.folder / "robots.txt").read_text(encoding="utf-8")


def test_the_page_for_what_is_not_there_is_not_indexed(site: Site) -> None:
    assert not site.pages[f"{site.siteurl}/404.html"].is_indexed


def test_nothing_leads_out_of_the_path(path_site: Site) -> None:
    base = urlsplit(path_site.siteurl).path
    wrong = {
        (page.address, address)
        for page in path_site.pages.values()
        for address in (*page.links(), *page.loaded())
        if path_site.is_own(address) and not urlsplit(address).path.startswith(f"{base}/")
    }
    assert wrong == set()


def test_old_addresses_lead_on(sample_site: Site) -> None:
    for old in ("/old/taishoku.html", "/2020/03/taishoku/"):
        page = sample_site.pages[sample_site.siteurl + old]
        assert page.is_redirect
        assert page.value("//link[@rel='canonical']/@href") == f"{sample_site.siteurl}/taishoku/"
    hosts = (sample_site.folder / "_redirects").read_text(encoding="utf-8")
    assert hosts.splitlines() == ["/2020/03/taishoku/ /taishoku/ 301", "/old/taishoku.html /taishoku/ 301"]
