"""Whom the pages contact."""

from __future__ import annotations

import pytest

from plugins.core.contacts import contacts


@pytest.mark.parametrize(
    ("html", "hosts"),
    [
        ('<img src="https://a.example/x.gif">', {"a.example"}),
        ("<img src=//a.example/x.gif alt=''>", {"a.example"}),
        ('<img src="/x.gif" srcset="/x.gif 1x, https://a.example/y.gif 2x">', {"a.example"}),
        ('<script src="https://a.example/x.js"></script>', {"a.example"}),
        ('<script>load("//a.example/x.js")</script>', {"a.example"}),
        ('<script><!--\nload("//a.example/x.js")\n//--></script>', {"a.example"}),
        ('<script type="application/ld+json">{"url": "https://a.example/"}</script>', set()),
        ('<iframe src="https://a.example/"></iframe>', {"a.example"}),
        ('<link rel="stylesheet" href="https://a.example/x.css">', {"a.example"}),
        ('<link rel="preconnect" href="https://a.example">', {"a.example"}),
        ('<link rel="canonical" href="https://a.example/">', set()),
        ('<div style="background: url(https://a.example/x.png)"></div>', {"a.example"}),
        ('<DIV STYLE = "Background: URL(HTTPS://A.Example/x.png)"></DIV>', {"a.example"}),
        ('<div data-style="background: url(https://a.example/x.png)"></div>', set()),
        ("<IMG ALT='>' SRC='HTTPS://A.Example/x.gif'>", {"a.example"}),
        ("<SCRIPT>Load('HTTPS://A.Example/x.js')</SCRIPT>", {"a.example"}),
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
