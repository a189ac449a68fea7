"""The Content-Security-Policy of one page, as narrow as what the page holds allows.

A page of this system alone gets `default-src 'self'` and little else. What a writer pasted or an owner switched on is
allowed byte for byte: inline scripts, style sheets and handlers by their hash, other sites by their host. JSON-LD is
data and needs nothing.

A page with the script of another site trusts that script: what it shows, frames and connects to cannot be known here,
so these are open to https. What may run stays a list.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from plugins.core.contacts import FORM, FRAME, MEDIA, PICTURE, SCRIPT, STYLE, Contact

MARK = "<!--policy-->"
"""Stands in a page for the policy until all of the page is known."""

_ATTRIBUTES = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
_TEXTS = re.compile(
    rf"<!--.*?-->|<(?P<tag>script|style)\b(?P<attributes>{_ATTRIBUTES})>"
    r"(?P<text>[^<]*(?:<(?!/(?P=tag)\s*>)[^<]*)*)</(?P=tag)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_DATA = re.compile(r"""\stype\s*=\s*["']?[^"'\s>]*json""", re.IGNORECASE)
_SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
_INLINE = re.compile(
    r"""\s(?P<name>style|on[a-z]+)\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s>"']+))""", re.IGNORECASE
)
_HINTS = ("style=", "style =", *(f"{space}on" for space in " \t\n"))
"""Without one of these, no tag has a style or a handler: a quick look spares most pages the rest."""
_TAG = re.compile(rf"<[a-z][a-z0-9-]*(?P<attributes>\s{_ATTRIBUTES})>", re.IGNORECASE)

_LOADS: Mapping[str, tuple[str, ...]] = {
    "pagead2.googlesyndication.com": ("https:", "'unsafe-eval'"),
    "www.clarity.ms": ("*.clarity.ms",),
    "www.googletagmanager.com": ("*.googletagmanager.com",),
}
"""Scripts of others that load further scripts: host → what they need. Advertising has no end of hosts."""


@dataclass(frozen=True)
class _Inline:
    """The hashes of what stands in a page itself."""

    scripts: list[str] = field(default_factory=list)
    handlers: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)


def secured(page: str, contacted: Iterable[Contact], script_hosts: Iterable[str] = ()) -> str:
    """Return a page with its policy in place of the mark."""
    content = html.escape(policy(page.replace(MARK, "", 1), contacted, script_hosts), quote=True).replace(
        "&#x27;", "'"
    )
    return page.replace(MARK, f'<meta http-equiv="Content-Security-Policy" content="{content}">', 1)


def policy(page: str, contacted: Iterable[Contact], script_hosts: Iterable[str] = ()) -> str:
    """Return the policy of a page that contacts others; `script_hosts` may run too where any other site's script does.

    >>> policy('<p>本文</p>', [])
    "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
    """
    hosts: dict[str, list[str]] = {}
    for contact in sorted(contacted):
        hosts.setdefault(contact.what, []).append(contact.host)
    foreign = hosts.get(SCRIPT, [])
    anywhere = ["https:"] if foreign else []
    found = _inline(page)
    scripts = [*foreign, *(each for host in foreign for each in _LOADS.get(host, ()))]
    scripts += [*script_hosts] if foreign else []
    scripts += found.scripts + (["'unsafe-hashes'", *found.handlers] if found.handlers else [])
    if foreign:
        styles = ["'unsafe-inline'", "https:"]  # beside a hash, 'unsafe-inline' would mean nothing
    else:
        styles = hosts.get(STYLE, []) + found.sheets
        styles += ["'unsafe-hashes'", *found.styles] if found.styles else []
    directives = {
        "default-src": [],
        "base-uri": None,
        "form-action": hosts.get(FORM, []),
        "object-src": None,
        "img-src": [*(["data:"] if "data:image/" in page else []), *(anywhere or hosts.get(PICTURE, []))],
        "script-src": scripts,
        "style-src": styles,
        "frame-src": anywhere or hosts.get(FRAME, []),
        "media-src": anywhere or hosts.get(MEDIA, []),
        "font-src": ["data:", "https:"] if foreign or STYLE in hosts else [],
        "connect-src": anywhere,
    }
    return "; ".join(_directives(directives))


_ALWAYS = ("default-src", "base-uri", "form-action", "object-src")


def _directives(found: Mapping[str, Collection[str] | None]) -> Iterator[str]:
    for name, sources in found.items():
        if sources is None:
            yield f"{name} 'none'"
        elif sources or name in _ALWAYS:
            yield " ".join((name, "'self'", *dict.fromkeys(sources)))


def _inline(page: str) -> _Inline:
    found = _Inline()
    rest = _TEXTS.sub(lambda match: _take(match, found), page)
    lower = rest.lower()
    if any(hint in lower for hint in _HINTS):
        for tag in _TAG.finditer(rest):
            for match in _INLINE.finditer(tag["attributes"]):
                value = next(match[name] for name in "abc" if match[name] is not None)
                into = found.styles if match["name"].lower() == "style" else found.handlers
                into.append(_hash(html.unescape(value)))
    return found


def _take(match: re.Match[str], found: _Inline) -> str:
    """Note the text of a script or style sheet; return its start tag, whose attributes count too."""
    if match["tag"] is None:
        return ""
    attributes = match["attributes"]
    if match["tag"].lower() == "style":
        found.sheets.append(_hash(match["text"]))
    elif not _DATA.search(attributes) and not _SOURCE.search(attributes):
        found.scripts.append(_hash(match["text"]))
    return f"<{match['tag']}{attributes}>"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
