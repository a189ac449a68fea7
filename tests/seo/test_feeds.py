"""Feeds: any text of an article comes through, with whole addresses and the dates of the article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.site import TOKYO
from plugins.core.text import control_character
from plugins.seo.feeds import Channel, Entry, atom, rss

CHANNEL = Channel(
    "見本 <&>", "説明 & 説明", "https://example.com/blog/", "https://example.com/blog/feed.atom"
)
ENTRY = Entry(
    title="題名 <b> & 「」",
    address="https://example.com/blog/a/",
    description="説明 <&>",
    content="<p>本文 &amp; <b>太字</b> ]]&gt;</p>",
    published=dt.datetime(2026, 5, 1, 9, 30, tzinfo=TOKYO),
    updated=dt.datetime(2026, 5, 3, tzinfo=TOKYO),
    author="佐藤 花",
    categories=("面接", "準備"),
)

Write = Callable[[Channel, Sequence[Entry]], str]
both = pytest.mark.parametrize("write", [atom, rss])


@both
def test_a_feed(write: Write) -> None:
    feed = feedparser.parse(write(CHANNEL, [ENTRY]))
    assert not feed.bozo
    assert (feed.feed.title, feed.feed.link) == ("見本 <&>", "https://example.com/blog/")
    assert feed.feed.language == "ja"
    (entry,) = feed.entries
    assert entry.title == "題名 <b> & 「」"
    assert (entry.link, entry.id) == (ENTRY.address, ENTRY.address)
    assert entry.content[0].value == ENTRY.content
    assert entry.author == "佐藤 花"
    assert [tag.term for tag in entry.tags] == ["面接", "準備"]
    assert tuple(entry.published_parsed[:5]) == (2026, 5, 1, 0, 30)


def test_atom_tells_of_changes() -> None:
    (entry,) = feedparser.parse(atom(CHANNEL, [ENTRY])).entries
    assert tuple(entry.updated_parsed[:5]) == (2026, 5, 2, 15, 0)


@both
def test_an_empty_feed(write: Write) -> None:
    feed = feedparser.parse(write(CHANNEL, []))
    assert not feed.bozo
    assert feed.entries == []


@both
def test_no_clock(write: Write) -> None:
    assert write(CHANNEL, [ENTRY]) == write(CHANNEL, [ENTRY])
    assert "2026" in write(CHANNEL, [ENTRY])


# Sources hold no control characters: core.source refuses them.
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"])).filter(
    lambda text: not control_character(text)
)


@both
@given(text=TEXTS)
def test_any_text_is_well_formed(write: Write, text: str) -> None:
    entry = Entry(text, ENTRY.address, text, text, ENTRY.published, ENTRY.updated, text, (text,))
    assert not feedparser.parse(write(CHANNEL, [entry]).encode()).bozo
