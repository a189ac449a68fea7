"""The HTML of feeds: whole addresses, and words for what the page says by its look."""

from __future__ import annotations

import pytest

from plugins.core.html import feed_html

BASE = "https://example.com/blog/a/"


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ('<p><a href="/blog/b/">題</a></p>', '<p><a href="https://example.com/blog/b/">題</a></p>'),
        ('<p><a href="#x">題</a></p>', '<p><a href="https://example.com/blog/a/#x">題</a></p>'),
        ('<p><a href="https://example.org/">題</a></p>', '<p><a href="https://example.org/">題</a></p>'),
        (
            '<p><img alt="図" src="/blog/a.png" width="3"/></p>',
            '<p><img alt="図" src="https://example.com/blog/a.png" width="3"/></p>',
        ),
        ("<p>一</p><script>alert(1)</script><p>二</p>", "<p>一</p><p>二</p>"),
        ('<p class="x" onclick="y" style="z">一</p>', "<p>一</p>"),
        ("<p>&lt;b&gt; &amp; ｜</p>", "<p>&lt;b&gt; &amp; ｜</p>"),
        ("", ""),
    ],
)
def test_feed_html(fragment: str, expected: str) -> None:
    assert feed_html(fragment, BASE) == expected


def test_a_box_keeps_its_label() -> None:
    box = '<aside class="callout callout--point"><p class="callout__title">ポイント</p><div class="callout__body"><p>本文</p></div></aside>'
    assert feed_html(box, BASE) == "<blockquote><p><strong>ポイント</strong></p><p>本文</p></blockquote>"


def test_a_balloon_says_who_speaks() -> None:
    balloon = (
        '<div class="dialogue"><div class="balloon"><p class="balloon__who"><img alt="" class="balloon__picture" src="/a.svg"/>'
        '<span class="balloon__name">花<span class="visually-hidden">：</span></span></p>'
        '<div class="balloon__text"><p>こんにちは</p></div></div></div>'
    )
    assert feed_html(balloon, BASE) == "<p><strong>花：</strong>こんにちは</p>"
