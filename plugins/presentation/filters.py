"""Filters of the templates, as pure functions."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import quote

CHARACTERS_A_MINUTE = 500
"""How fast a text is read on a phone; Japanese adults read 400–600 characters a minute."""

_SAFE = "/:?#[]@!$&'()*+,;=%~"
_PLAIN = re.compile(r"/(?:[\w.~-]+/)*[\w.~-]*", re.ASCII)
_SIGNS = re.compile(r"""[\0- "#%&'+<>\[\]\\^`{|}]""")


@dataclass(frozen=True)
class Addresses:
    """Addresses of one site, from its `SITEURL`."""

    base_path: str
    origin: str

    def link(self, address: str) -> str:
        """Return the `href` of a site path: with the site's own path, percent-encoded.

        >>> Addresses("/blog", "https://example.com").link("/category/面接/")
        '/blog/category/%E9%9D%A2%E6%8E%A5/'
        """
        # Most are plain, and need no thought.
        if _PLAIN.fullmatch(address) and _PLAIN.fullmatch(self.base_path or "/"):
            return self.base_path + address
        if "//" in address.partition("?")[0] or address.startswith(("mailto:", "#")):
            return address
        return quote(self.base_path + "/" + address.lstrip("/"), safe=_SAFE)

    def absolute(self, address: str) -> str:
        """Return the whole address of a site path."""
        link = self.link(address)
        return self.origin + link if link.startswith("/") and not link.startswith("//") else link


def in_query(text: str) -> str:
    """Return a text as the value in an address: its letters as they are, which are half of what their codes would be.

    >>> in_query("面接: 100%の準備 #1")
    '面接:%20100%25の準備%20%231'
    """
    return _SIGNS.sub(lambda sign: quote(sign[0], safe=""), text)


def date_ja(moment: dt.date) -> str:
    """Return 2026年5月1日."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


def period_ja(first: dt.date, last: dt.date) -> str:
    """Return the days from the first to the last.

    >>> period_ja(dt.date(2026, 4, 10), dt.date(2026, 6, 3))
    '2026年4月10日〜6月3日'
    >>> period_ja(dt.date(2025, 12, 1), dt.date(2026, 1, 7))
    '2025年12月1日〜2026年1月7日'
    >>> period_ja(dt.date(2026, 4, 10), dt.date(2026, 4, 10))
    '2026年4月10日'
    """
    start, end = date_ja(first), date_ja(last)
    if start == end:
        return start
    return f"{start}〜{end.removeprefix(f'{first.year}年')}"


def day_iso(moment: dt.date) -> str:
    """Return the machine's form of a day."""
    return f"{moment:%Y-%m-%d}"


def date_iso(moment: dt.datetime) -> str:
    """Return the machine's form, with the zone."""
    return moment.isoformat(timespec="seconds")


def reading_minutes(characters: int) -> int:
    """Return how long a text takes to read, at least a minute."""
    return max(1, round(characters / CHARACTERS_A_MINUTE))
