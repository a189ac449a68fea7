"""HTML that is already made: the one place that knows a parser for it."""

from __future__ import annotations

from urllib.parse import urljoin

import lxml.html
from lxml import etree


def absolute_links(fragment: str, base: str) -> str:
    """Return a fragment of HTML in which every address is whole; `base` is the address of its page."""
    root = lxml.html.fragment_fromstring(fragment, create_parent="div")
    root.rewrite_links(lambda address: urljoin(base, address), resolve_base_href=False)
    inner = etree.tostring(root, encoding="unicode", method="html")
    return str(inner[len("<div>") : -len("</div>")])
