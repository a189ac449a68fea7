"""A small validator of JSON-LD: the types and properties of schema.org that the site uses, and what Google asks of them.

It is strict: a type or a property that is not in the table is a fault, so that a slip of the pen is one too.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

_WEB_PAGE = ("@id", "url", "name", "description", "inLanguage", "isPartOf", "mainEntity")
ALLOWED: dict[str, tuple[str, ...]] = {
    "WebSite": ("@id", "url", "name", "description", "inLanguage", "publisher"),
    "Organization": ("@id", "name", "url", "logo", "sameAs"),
    "Person": ("@id", "name", "url", "jobTitle", "hasCredential", "description", "image", "sameAs"),
    "EducationalOccupationalCredential": ("name",),
    "BlogPosting": (
        *("@id", "headline", "description", "image", "datePublished", "dateModified", "author", "publisher"),
        *("isPartOf", "articleSection", "keywords"),
    ),
    "WebPage": _WEB_PAGE,
    "CollectionPage": _WEB_PAGE,
    "ProfilePage": _WEB_PAGE,
    "BreadcrumbList": ("itemListElement",),
    "ItemList": ("name", "description", "itemListOrder", "numberOfItems", "itemListElement"),
    "ListItem": ("position", "name", "item", "url"),
    "ImageObject": ("url", "width", "height"),
    "Review": ("itemReviewed", "author", "datePublished", "reviewBody", "reviewRating"),
    "Rating": ("ratingValue", "bestRating", "worstRating"),
    "Course": ("name", "url"),
    "Book": ("name", "url"),
}
"""Type → the properties that may be there."""

REQUIRED: dict[str, tuple[str, ...]] = {
    "WebSite": ("name", "url"),
    "Organization": ("name", "url"),
    "Person": ("name",),
    "EducationalOccupationalCredential": ("name",),
    "BlogPosting": ("headline", "datePublished", "dateModified", "author", "publisher"),
    "WebPage": ("name", "url"),
    "CollectionPage": ("name", "url"),
    "ProfilePage": ("mainEntity",),
    "BreadcrumbList": ("itemListElement",),
    "ItemList": ("itemListElement", "numberOfItems"),
    "ListItem": ("position", "name"),
    "ImageObject": ("url",),
    "Review": ("itemReviewed", "author", "reviewRating", "datePublished"),
    "Rating": ("ratingValue", "bestRating", "worstRating"),
}
"""Type → the properties that must be there."""

REVIEWED = ("Book", "Course", "Organization")
"""What reviews may be of."""

_WHOLE = ("url", "item", "@id", "sameAs")
_DATES = ("datePublished", "dateModified")


def read(text: str) -> list[dict[str, Any]]:
    """Return the things that a `script` element describes."""
    value = json.loads(text)
    assert value.pop("@context") == "https://schema.org"
    graph: list[dict[str, Any]] = value.get("@graph", [value])
    return graph


def faults(graph: list[dict[str, Any]]) -> list[str]:
    """Return what is wrong with the things of a page."""
    known = {str(node["@id"]) for each in graph for node in _nodes(each) if "@id" in node and "@type" in node}
    return [fault for each in graph for node in _nodes(each) for fault in _of_node(node, known)]


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from _nodes(each)


def _of_node(node: dict[str, Any], known: set[str]) -> Iterator[str]:
    if set(node) == {"@id"}:
        # The site itself is described on the home page.
        if node["@id"] not in known and not node["@id"].endswith("/#website"):
            yield f"{node['@id']} is described nowhere"
        return
    kind = node.get("@type")
    if kind not in ALLOWED:
        yield f"{kind} is no known type"
        return
    for name in node:
        if name not in ("@type", *ALLOWED[kind]):
            yield f"{kind} has no {name}"
    for name in REQUIRED.get(kind, ()):
        if not node.get(name):
            yield f"{kind} needs {name}"
    for name, value in node.items():
        yield from _of_value(kind, name, value)
    if kind in ("BreadcrumbList", "ItemList"):
        yield from _of_list(kind, node.get("itemListElement") or [])
    if kind == "Review" and node["itemReviewed"].get("@type") not in REVIEWED:
        yield "Review of a kind that search engines do not take"


def _of_value(kind: str, name: str, value: object) -> Iterator[str]:
    if value in (None, "", []):
        yield f"{kind}.{name} is empty"
    if name in _WHOLE:
        for address in value if isinstance(value, list) else [value]:
            if not isinstance(address, str) or not urlsplit(address).scheme.startswith("http"):
                yield f"{kind}.{name} is no whole address: {address}"
    if name in _DATES:
        try:
            moment = dt.datetime.fromisoformat(str(value))
        except ValueError:
            yield f"{kind}.{name} is no date: {value}"
        else:
            if "T" in str(value) and moment.tzinfo is None:
                yield f"{kind}.{name} has no zone"
    if isinstance(value, str) and (found := re.search(r"&(?:[a-z]+|#x?[0-9a-f]+);", value)):
        yield f"{kind}.{name} holds {found[0]}"


def _of_list(kind: str, items: list[dict[str, Any]]) -> Iterator[str]:
    if [item.get("position") for item in items] != list(range(1, len(items) + 1)):
        yield f"{kind}: positions do not count from 1"
    if kind == "BreadcrumbList":
        if len(items) < 2:
            yield "BreadcrumbList needs two steps"
        if not all("item" in item for item in items[:-1]):
            yield "BreadcrumbList: a step leads nowhere"
