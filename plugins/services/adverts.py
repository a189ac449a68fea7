"""Honest advertising in finished HTML: which links earn money, `rel="sponsored"`, the mark on cards.

Everything is done to the text itself, so that a pasted snippet stays byte for byte what the network gave, but for `rel`:

    <a href="https://px.a8.net/svt/ejp?a8mat=1" rel="nofollow">…</a><img src="https://www13.a8.net/0.gif?a8mat=1" …>
    →  <a href="https://px.a8.net/svt/ejp?a8mat=1" rel="nofollow sponsored">…</a><img src="https://www13.a8.net/0.gif?…" …>
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from plugins.services.networks import Networks
from plugins.services.pieces import ADVERT_MARK

_QUIET = r"<!--.*?-->|<script\b[^>]*>.*?</script\s*>|<style\b.*?</style\s*>|<textarea\b.*?</textarea\s*>"
_ATTRIBUTES = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
_LINK = re.compile(rf"{_QUIET}|<a(?P<attributes>\s{_ATTRIBUTES})>", re.DOTALL | re.IGNORECASE)
_HREF = re.compile(r"""\shref\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s>"']+))""", re.IGNORECASE)
_REL = re.compile(
    r"""(?P<name>\srel\s*=\s*)(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s>"']+))""", re.IGNORECASE
)
_BANNER = re.compile(r"""<(?:script|iframe)\b[^>]*?\ssrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_CARD = re.compile(
    r"""(?P<start><a class="(?:card__link|related-link__card)" href="(?P<href>[^"]*)"[^>]*>.*?)(?P<title><span class="(?:card|related-link)__title">)""",
    re.DOTALL,
)


def affiliate_links(fragment: str, networks: Networks) -> Iterator[tuple[str, str]]:
    """Return address (as it stands there) and network of every affiliate link, script and frame of a piece of HTML."""
    if not any(needle in fragment for needle in networks.needles):
        return
    for match in _LINK.finditer(fragment):
        if match["attributes"] and (href := _value(_HREF.search(match["attributes"]))):
            network = networks.of_link(href)
            if network:
                yield href, network
    for match in _BANNER.finditer(fragment):
        network = networks.of_banner(match[1])
        if network:
            yield match[1], network


def sponsor(fragment: str, networks: Networks) -> str:
    """Return a piece of HTML in which every affiliate link has `sponsored` in its `rel`; nothing else is changed."""
    if not any(needle in fragment for needle in networks.needles):
        return fragment

    def change(match: re.Match[str]) -> str:
        attributes = match["attributes"]
        href = _value(_HREF.search(attributes)) if attributes else None
        if not href or not networks.of_link(href):
            return match[0]
        rel = _REL.search(attributes)
        if rel is None:
            return f'{match[0][:-1]} rel="sponsored">'
        value = _value(rel) or ""
        if "sponsored" in value.lower().split():
            return match[0]
        quote = "'" if rel["b"] is not None else '"'
        new = f"{rel['name']}{quote}{f'{value} sponsored'.strip()}{quote}"
        return f"{match[0][:2]}{attributes[: rel.start()]}{new}{attributes[rel.end() :]}>"

    return _LINK.sub(change, fragment)


def cards(fragment: str) -> Iterator[str]:
    """Return the addresses of the cards in a piece of HTML, without what stands behind a `#`."""
    return (match["href"].partition("#")[0] for match in _CARD.finditer(fragment))


def mark_cards(fragment: str, advertised: Collection[str]) -> str:
    """Return a piece of HTML in which cards of articles with advertising carry the mark; `advertised` are their `href`s."""

    def change(match: re.Match[str]) -> str:
        mark = ADVERT_MARK if match["href"].partition("#")[0] in advertised else ""
        return f"{match['start']}{match['title']}{mark}"

    return _CARD.sub(change, fragment) if advertised else fragment


def _value(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    return next((match[name] for name in "abc" if match[name] is not None), None)
