"""Whom the pages contact, and what is said of it."""

from __future__ import annotations

import pytest

from plugins.services.contacts import Contact, contacts
from plugins.services.transmissions import OFFERED, Recipient, listing, undeclared


@pytest.mark.parametrize(
    ("html", "hosts"),
    [
        ('<img src="https://a.example/x.gif">', {"a.example"}),
        ("<img src=//a.example/x.gif alt=''>", {"a.example"}),
        ('<img src="/x.gif" srcset="/x.gif 1x, https://a.example/y.gif 2x">', {"a.example"}),
        ('<script src="https://a.example/x.js"></script>', {"a.example"}),
        ('<script>load("//a.example/x.js")</script>', {"a.example"}),
        ('<script type="application/ld+json">{"url": "https://a.example/"}</script>', set()),
        ('<iframe src="https://a.example/"></iframe>', {"a.example"}),
        ('<link rel="stylesheet" href="https://a.example/x.css">', {"a.example"}),
        ('<link rel="preconnect" href="https://a.example">', {"a.example"}),
        ('<link rel="canonical" href="https://a.example/">', set()),
        ('<div style="background: url(https://a.example/x.png)"></div>', {"a.example"}),
        ('<style>@import "https://a.example/x.css";</style>', {"a.example"}),
        ('<form action="https://a.example/send"></form>', {"a.example"}),
        ('<video poster="https://a.example/x.png"></video>', {"a.example"}),
        ('<a href="https://www.youtube.com/watch?v=1" data-youtube="1">動画</a>', {"www.youtube-nocookie.com"}),
        ('<a href="https://a.example/">リンク</a>', set()),
        ('<!-- <img src="https://a.example/x.gif"> -->', set()),
        ('<img src="https://own.example/x.gif">', set()),
        ('<pre><code>&lt;img src="https://a.example/"&gt;</code></pre>', set()),
        ('<img src="https://[">', set()),
    ],
)  # fmt: skip
def test_contacts(html: str, hosts: set[str]) -> None:
    assert {contact.host for contact in contacts(html, "own.example")} == hosts


def test_list_without_contacts() -> None:
    assert "送られることはありません" in listing([], {})


def test_list_names_who_what_and_why() -> None:
    html = listing([Contact("blogparts.blogmura.com", "画像")], {})
    assert "にほんブログ村" in html
    assert "閲覧数の集計" in html
    assert "IPアドレス" in html


def test_host_without_an_entry() -> None:
    (message,) = undeclared({Contact("x.example", "画像"): "/a/"}, {})
    assert "x.example" in message
    assert "transmissions.yaml" in message
    assert (
        undeclared(
            {Contact("x.example", "画像"): "/a/"}, {"x.example": Recipient(recipient="X社", purpose="計測")}
        )
        == []
    )


def test_hosts_of_networks_are_known() -> None:
    assert (
        undeclared({Contact("www13.a8.net", "画像"): "/a/", Contact("i.moshimo.com", "画像"): "/a/"}, {})
        == []
    )


def test_every_offered_host_says_what_for() -> None:
    assert all(each.recipient and each.purpose and each.sent for each in OFFERED.values())
