"""The sitemap (sitemaps.org protocol 0.9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from xml.etree import ElementTree as ET

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(pages: Iterable[tuple[str, dt.datetime | None]]) -> bytes:
    """Return a sitemap of whole addresses, each with the date of its last real change where there is one."""
    root = ET.Element("urlset", {"xmlns": _NAMESPACE})
    for address, changed in sorted(pages, key=lambda page: page[0]):
        url = ET.SubElement(root, "url")
        ET.SubElement(url, "loc").text = address
        if changed is not None:
            ET.SubElement(url, "lastmod").text = changed.isoformat(timespec="seconds")
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
