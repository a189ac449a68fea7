"""Old addresses."""

from __future__ import annotations

import pytest

from plugins.redirects.pages import Redirect, host_file, old_path, page


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("/old/", "/old/"),
        ("/old", "/old"),
        ("/2020/01/old.html", "/2020/01/old.html"),
        ("https://old.example.com/2020/01/a/", "/2020/01/a/"),
        ("/%E9%9D%A2%E6%8E%A5/", "/面接/"),
        ("/面接/", "/面接/"),
        (" /old/ ", "/old/"),
    ],
)
def test_old_path(value: str, path: str) -> None:
    assert old_path(value) == path


@pytest.mark.parametrize("value", ["old/", "", "/", "/?p=123", "/a/../b/", "https://old.example.com/"])
def test_what_no_host_can_serve(value: str) -> None:
    with pytest.raises(ValueError, match="使えません"):
        old_path(value)


@pytest.mark.parametrize(
    ("old", "file"),
    [
        ("/old/", "old/index.html"),
        ("/old", "old/index.html"),
        ("/a/old.html", "a/old.html"),
        ("/a/old.htm", "a/old.htm"),
        ("/面接/", "面接/index.html"),
    ],
)
def test_where_it_is_served(old: str, file: str) -> None:
    assert Redirect(old, "/new/", "題名").save_as == file


def test_the_page_leads_on() -> None:
    text = page(Redirect("/old/", "/new/", "題名 <&>"), "/blog/new/", "https://example.com/blog/new/")
    assert '<meta http-equiv="refresh" content="0; url=/blog/new/">' in text
    assert '<link rel="canonical" href="https://example.com/blog/new/">' in text
    assert '<meta name="robots" content="noindex">' in text
    assert '<a href="/blog/new/">題名 &lt;&amp;&gt;</a>' in text
    assert '<html lang="ja">' in text


def test_the_file_for_hosts() -> None:
    redirects = [Redirect("/面 接/", "/b/", "B"), Redirect("/a.html", "/a/", "A")]
    assert host_file(redirects, "/blog") == (
        "/blog/%E9%9D%A2%20%E6%8E%A5/ /blog/b/ 301\n/blog/a.html /blog/a/ 301\n"
    )
