"""The filters of the templates."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.core.site import TOKYO
from plugins.presentation.filters import Addresses, date_iso, date_ja, reading_minutes

ROOT_SITE = Addresses("", "https://example.com")
PATH_SITE = Addresses("/blog", "https://example.com")


@pytest.mark.parametrize(
    ("address", "link", "absolute"),
    [
        ("/", "/blog/", "https://example.com/blog/"),
        ("/a/", "/blog/a/", "https://example.com/blog/a/"),
        ("a/", "/blog/a/", "https://example.com/blog/a/"),
        (
            "/category/面接/",
            "/blog/category/%E9%9D%A2%E6%8E%A5/",
            "https://example.com/blog/category/%E9%9D%A2%E6%8E%A5/",
        ),
        (
            "/images/図 1.png",
            "/blog/images/%E5%9B%B3%201.png",
            "https://example.com/blog/images/%E5%9B%B3%201.png",
        ),
        ("/#site-topics", "/blog/#site-topics", "https://example.com/blog/#site-topics"),
        ("https://example.org/x", "https://example.org/x", "https://example.org/x"),
        ("//example.org/x", "//example.org/x", "//example.org/x"),
        (
            "/a/?next=https://example.org/",
            "/blog/a/?next=https://example.org/",
            "https://example.com/blog/a/?next=https://example.org/",
        ),
    ],
)
def test_addresses(address: str, link: str, absolute: str) -> None:
    assert (PATH_SITE.link(address), PATH_SITE.absolute(address)) == (link, absolute)
    assert ROOT_SITE.link(address) == link.removeprefix("/blog")


@pytest.mark.parametrize("address", ["mailto:a@example.com", "#main"])
def test_what_is_no_page_stays(address: str) -> None:
    assert PATH_SITE.link(address) == address


def test_dates() -> None:
    moment = dt.datetime(2026, 5, 1, 9, 30, tzinfo=TOKYO)
    assert date_ja(moment) == "2026年5月1日"
    assert date_iso(moment) == "2026-05-01T09:30:00+09:00"


@pytest.mark.parametrize(("characters", "minutes"), [(0, 1), (499, 1), (1_000, 2), (4_100, 8)])
def test_reading_minutes(characters: int, minutes: int) -> None:
    assert reading_minutes(characters) == minutes
