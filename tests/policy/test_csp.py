"""The policy of a page follows from what the page holds."""

from __future__ import annotations

import base64
import hashlib

import pytest

from plugins.core.contacts import PICTURE, Contact, contacts
from plugins.policy.csp import MARK, policy, secured

STRICT = "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def directives(page: str, *script_hosts: str) -> dict[str, list[str]]:
    """Return what the policy adds to the strict one."""
    strict = {part.partition(" ")[0]: part.split() for part in STRICT.split("; ")}
    found = {
        part.partition(" ")[0]: part.split()[1:]
        for part in policy(page, contacts(page, "own.example"), script_hosts).split("; ")
    }
    return {
        name: [each for each in sources if each not in strict.get(name, [])]
        for name, sources in found.items()
        if sources != strict.get(name, [])[1:]
    }


@pytest.mark.parametrize(
    "page",
    [
        "<p>本文</p>",
        '<script src="/theme/js/theme.js"></script><script type="module" src="/a.js"></script>',
        '<script type="application/ld+json">{"url": "https://a.example/"}</script>',
        '<a href="https://a.example/" rel="noopener">ほかのサイト</a>',
        '<img src="/images/a.png" srcset="https://own.example/b.png 2x">',
        "<pre><code>&lt;script&gt;alert(1)&lt;/script&gt; style=&quot;color:red&quot;</code></pre>",
        '<!-- <script>alert(1)</script> <b style="color:red"> -->',
        '<p>文の中の style="color:red" と onclick="go()"</p>',
    ],
)
def test_a_page_that_holds_nothing_of_others(page: str) -> None:
    assert policy(page, contacts(page, "own.example")) == STRICT


def test_pictures_frames_forms_and_media_of_others() -> None:
    assert directives('<img src="https://www13.a8.net/0.gif?a8mat=1" width="1" height="1" alt="">') == {
        "img-src": ["'self'", "www13.a8.net"]
    }
    assert directives('<a href="https://www.youtube.com/watch?v=1" data-youtube="1">動画</a>') == {
        "frame-src": ["'self'", "www.youtube-nocookie.com"]
    }
    assert directives('<form action="https://f.example/send"></form>') == {"form-action": ["f.example"]}
    assert directives('<video src="https://v.example/a.mp4"></video>') == {
        "media-src": ["'self'", "v.example"]
    }


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<script>go()</script>", "go()"),
        ("<script type=module>\n go(1 < 2)\n</script>", "\n go(1 < 2)\n"),
        ("<SCRIPT>日本語</SCRIPT >", "日本語"),
        ("<script><!--\ngo()\n//--></script>", "<!--\ngo()\n//-->"),
    ],
)
def test_scripts_in_the_page(page: str, text: str) -> None:
    assert directives(page) == {"script-src": ["'self'", digest(text)]}


def test_styles_and_handlers_in_the_page() -> None:
    page = """<style>p { color: red }</style><b style="a:&quot;1&quot;">b</b><i style='x:y' onclick="go('1')">i</i>"""
    assert directives(page) == {
        "style-src": [
            "'self'",
            digest("p { color: red }"),
            "'unsafe-hashes'",
            digest('a:"1"'),
            digest("x:y"),
        ],
        "script-src": ["'self'", "'unsafe-hashes'", digest("go('1')")],
    }


def test_pictures_in_the_page() -> None:
    page = """<style>p { mask: url("data:image/svg+xml,<svg/>") }</style>"""
    assert directives(page)["img-src"] == ["'self'", "data:"]


def test_a_style_sheet_of_others() -> None:
    page = '<link rel="stylesheet" href="https://fonts.example/css?family=A">'
    assert directives(page) == {
        "style-src": ["'self'", "fonts.example"],
        "font-src": ["'self'", "data:", "https:"],
    }


def test_a_script_of_others_is_named_and_what_it_shows_is_open() -> None:
    found = directives(
        '<script async src="https://s.example/a.js"></script><b style="x:y">b</b>', "t.example"
    )
    assert found["script-src"] == ["'self'", "s.example", "t.example"]
    assert found["style-src"] == ["'self'", "'unsafe-inline'", "https:"]
    for name in ("frame-src", "media-src", "connect-src"):
        assert found[name] == ["'self'", "https:"]
    assert found["img-src"] == ["'self'", "https:"]


def test_a_snippet_that_loads_a_script() -> None:
    text = '(function(d,s,u){d.createElement(s).src=u})(document,"script","//dn.msmstatic.com/site/cardlink/bundle.js");'
    assert directives(f"<script>{text}</script>")["script-src"] == [
        "'self'",
        "dn.msmstatic.com",
        digest(text),
    ]


def test_known_scripts_that_load_others() -> None:
    page = '<script async src="https://pagead2.googlesyndication.com/pagead/js/adsbygoogle.js"></script>'
    assert "https:" in directives(page)["script-src"]


def test_hosts_for_scripts_mean_nothing_on_a_page_without() -> None:
    assert policy("<p>本文</p>", [], ["t.example"]) == STRICT


def test_the_mark_is_replaced_once_and_the_value_is_escaped() -> None:
    page = secured(f"<head>{MARK}</head><p>{MARK}</p>", [])
    assert page == f'<head><meta http-equiv="Content-Security-Policy" content="{STRICT}"></head><p>{MARK}</p>'
    assert "&amp;" in secured(MARK, [Contact("a&b.example", PICTURE)])
