"""The sitemap."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import pytest

from plugins.core.site import TOKYO
from plugins.seo.sitemap import sitemap
from tests.support import Blog

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_sitemap() -> None:
    data = sitemap(
        [
            ("https://example.com/b/?a=1&b=2", None),
            ("https://example.com/a/", dt.datetime(2026, 5, 1, 9, 30, tzinfo=TOKYO)),
        ]
    )
    root = ET.fromstring(data)
    assert root.tag == f"{NAMESPACE}urlset"
    assert [(url.findtext(f"{NAMESPACE}loc"), url.findtext(f"{NAMESPACE}lastmod")) for url in root] == [
        ("https://example.com/a/", "2026-05-01T09:30:00+09:00"),
        ("https://example.com/b/?a=1&b=2", None),
    ]
    assert data.startswith(b"<?xml version='1.0' encoding='utf-8'?>")


def test_the_order_of_the_pages_does_not_matter() -> None:
    pages: list[tuple[str, dt.datetime | None]] = [(f"https://example.com/{name}/", None) for name in "cab"]
    assert sitemap(pages) == sitemap(reversed(pages))


def test_an_empty_site() -> None:
    assert list(ET.fromstring(sitemap([]))) == []


@pytest.mark.parametrize(
    "change",
    [
        {"author": "b"},
        {"tags": "面接"},
        {"date": "2026-02-01"},
        {"modified": "2026-06-30"},
        {"slug": "other"},
    ],
    ids=str,
)
def test_a_change_of_an_article_is_in_the_next_sitemap(blog: Blog, change: dict[str, str]) -> None:
    blog.write("content/data/authors.yaml", "a:\n  name: 早川\nb:\n  name: 高木\n")
    blog.article("one", author="a")
    blog.article("two", author="a")
    assert blog.build().code == 0
    blog.article("two", **{"author": "a"} | change)
    assert blog.build().code == blog.build(output="clean").code == 0
    now = (blog.output / "sitemap.xml").read_text(encoding="utf-8")
    assert now == (blog.root / "clean" / "sitemap.xml").read_text(encoding="utf-8")
