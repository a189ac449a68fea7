"""The sitemap (sitemaps.org protocol 0.9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from xml.sax.saxutils import escape

_HEAD = """<?xml version='1.0' encoding='utf-8'?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
"""


def sitemap(pages: Iterable[tuple[str, dt.datetime | None]]) -> bytes:
    """Return a sitemap of whole addresses, each with the date of its last real change where there is one."""
    entries = []
    for address, changed in sorted(
        pages, key=lambda page: page[0]
    ):  # a tree of elements takes ten times as long
        date = f"    <lastmod>{changed.isoformat(timespec='seconds')}</lastmod>\n" if changed else ""
        entries.append(f"  <url>\n    <loc>{escape(address)}</loc>\n{date}  </url>\n")
    return f"{_HEAD}{''.join(entries)}</urlset>\n".encode()
