"""Which other hosts a page contacts by itself: scripts, pictures, frames, style sheets — what a browser loads.

Links are none: they contact nobody before they are followed. A part that loads when it is pressed (a video) counts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

_COMMENT = re.compile(r"<!--.*?-->|(?P<script><script\b.*?</script)", re.DOTALL | re.IGNORECASE)
"""A comment; one inside a script is none to a browser (old snippets hide their text in it)."""
_ATTRIBUTES = r"""[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*"""
_SCRIPT = re.compile(rf"<script\b(?P<attributes>{_ATTRIBUTES})>(?P<text>.*?)</script", re.DOTALL)
_LOADING = "script|img|iframe|link|source|video|audio|embed|object|input|form|track"
_TAG, _TAG_OR_FACADE = (
    re.compile(rf"<(?P<tag>{tags})(?P<attributes>\s{_ATTRIBUTES})>") for tags in (_LOADING, f"{_LOADING}|a")
)
_ATTRIBUTE = re.compile(r"""\s([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
_IN_SCRIPT = re.compile(r"""["'`](?:https?:)?(?:\\?/){2}([a-z0-9.-]+\.[a-z]{2,})""")
_IN_STYLE = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])(?:https?:)?//([a-z0-9.-]+)""")
_STYLE = re.compile(r"<style\b[^>]*>([^<]*(?:<(?!/style)[^<]*)*)")
_OWN_STYLE = re.compile(r"""style(?<=\sstyle)\s*=\s*"([^"]*)\"""")

SCRIPT, PICTURE, FRAME, STYLE, MEDIA, FORM, CONNECTION = (
    "プログラム（スクリプト）",
    "画像",
    "埋め込み（フレーム）",
    "見た目の設定",
    "動画・音声",
    "送信フォーム",
    "接続の準備",
)
_SOURCES = {
    "script": (("src",), SCRIPT),
    "img": (("src", "srcset"), PICTURE),
    "source": (("src", "srcset"), PICTURE),
    "iframe": (("src",), FRAME),
    "embed": (("src",), FRAME),
    "object": (("data",), FRAME),
    "video": (("src", "poster"), MEDIA),
    "audio": (("src",), MEDIA),
    "track": (("src",), MEDIA),
    "form": (("action",), FORM),
    "input": (("src", "formaction"), FORM),
}
_RELATIONS = {
    "stylesheet": STYLE,
    "icon": PICTURE,
    "apple-touch-icon": PICTURE,
    "preload": STYLE,
    "modulepreload": SCRIPT,
}
_RELATIONS |= {"preconnect": CONNECTION, "dns-prefetch": CONNECTION, "prefetch": CONNECTION}
_FACADES = {"data-youtube": ("www.youtube-nocookie.com", FRAME)}
"""Attributes of parts of our own that load something when they are pressed."""


@dataclass(frozen=True, order=True)
class Contact:
    """A host, and by what it is contacted."""

    host: str
    what: str


class Contacts:
    """Whom the pages of a build contact: a page that has been looked at need not be looked at again."""

    def __init__(self, own_host: str) -> None:
        """Take the host of the site itself."""
        self._own_host = own_host
        self._seen: dict[str, frozenset[Contact]] = {}

    def look(self, name: str, page: str) -> frozenset[Contact]:
        """Return whom a page contacts, while it is rendered as the file `name`. Nothing that is put in later may contact others."""
        found = self._seen[name] = contacts(page, self._own_host)
        return found

    def of(self, name: str, page: str) -> frozenset[Contact]:
        """Return whom a page contacts that was rendered just now."""
        found = self._seen.pop(name, None)
        return contacts(page, self._own_host) if found is None else found


def contacts(page: str, own_host: str) -> frozenset[Contact]:
    """Return whom a page contacts, without the site itself.

    >>> sorted(contacts('<img src="//b.example/a.gif"><a href="https://c.example/">c</a>', "a.example"))
    [Contact(host='b.example', what='画像')]
    """
    return frozenset(each for each in _all(page) if each.host and each.host != own_host)


def _all(page: str) -> Iterator[Contact]:
    if "<!--" in page:
        page = _COMMENT.sub(lambda match: match["script"] or "", page)
    page = page.lower()  # what counts means the same in small letters, and they are found faster
    for match in _SCRIPT.finditer(page):
        if "json" not in match["attributes"]:
            yield from (Contact(host, SCRIPT) for host in _IN_SCRIPT.findall(match["text"]))
    for style in (*_STYLE.findall(page), *_OWN_STYLE.findall(page)):
        if "//" in style:
            yield from (Contact(host, STYLE) for host in _IN_STYLE.findall(style))
    with_facades = any(name in page for name in _FACADES)
    for tag, attributes in (_TAG_OR_FACADE if with_facades else _TAG).findall(page):
        # Most elements are links and pictures of this site: a quick look spares them the rest.
        if ("//" in attributes and tag != "a") or any(name in attributes for name in _FACADES):
            found = _ATTRIBUTE.findall(attributes)
            yield from _of_element(
                tag, {name: html.unescape(double or single or bare) for name, double, single, bare in found}
            )


def _of_element(tag: str, attributes: dict[str, str]) -> Iterator[Contact]:
    names, what = _SOURCES.get(tag, ((), ""))
    if tag == "link":
        kinds = [_RELATIONS[word] for word in attributes.get("rel", "").split() if word in _RELATIONS]
        names, what = (("href",), kinds[0]) if kinds else ((), "")
    for name in names:
        value = attributes.get(name, "")
        for address in value.split(",") if name == "srcset" else [value]:
            yield Contact(_host(address.strip().partition(" ")[0]), what)
    for name, (host, facade) in _FACADES.items():
        if name in attributes:
            yield Contact(host, facade)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
