"""Atom (RFC 4287) and RSS 2.0 with full text, whole addresses, and the dates of the articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from feedgenerator import Atom1Feed, Rss201rev2Feed


@dataclass(frozen=True)
class Channel:
    """A feed as a whole; all addresses are whole ones."""

    title: str
    description: str
    home: str
    feed: str


@dataclass(frozen=True)
class Entry:
    """One article."""

    title: str
    address: str
    description: str
    content: str
    published: dt.datetime
    updated: dt.datetime
    author: str
    categories: tuple[str, ...]


def atom(channel: Channel, entries: Sequence[Entry]) -> str:
    """Return an Atom feed."""
    return _write(Atom1Feed, channel, entries)


def rss(channel: Channel, entries: Sequence[Entry]) -> str:
    """Return an RSS feed."""
    return _write(_FullTextRss, channel, entries)


class _FullTextRss(Rss201rev2Feed):
    """RSS with the full text, in the element of the RSS 1.0 content module that readers know."""

    def rss_attributes(self) -> dict[str, str]:
        attributes: dict[str, str] = super().rss_attributes()
        return attributes | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


def _write(kind: type[Atom1Feed | Rss201rev2Feed], channel: Channel, entries: Sequence[Entry]) -> str:
    feed = kind(
        title=channel.title,
        link=channel.home,
        feed_url=channel.feed,
        description=channel.description,
        subtitle=channel.description,
        language="ja",
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=entry.address,
            unique_id=entry.address,
            description=entry.description,
            content=entry.content,
            author_name=entry.author,
            categories=entry.categories,
            pubdate=entry.published,
            updateddate=entry.updated,
        )
    return str(feed.writeString("utf-8"))
