"""What is said of those whom the pages contact."""

from __future__ import annotations

from plugins.core.contacts import Contact
from plugins.services.transmissions import OFFERED, Recipient, listing, undeclared


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
