"""What stands at an old address."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from plugins.core.text import nfc


@dataclass(frozen=True)
class Redirect:
    """From an old path of the site to a new one; both from `/` on, not percent-encoded, without the site's own path."""

    old: str
    new: str
    title: str
    is_listed: bool = True
    """Whether a list may name it: an unlisted page must not be found by others than those who have its address."""

    @property
    def save_as(self) -> str:
        """The file that a host serves at the old path."""
        path = self.old.lstrip("/")
        return path if re.search(r"\.html?$", path) else path.rstrip("/") + "/index.html"


def old_path(value: str) -> str:
    """Return the path that a writer gave, also as a whole address.

    Raises `ValueError` with a Japanese message for what no static host can serve.
    """
    parts = urlsplit(value.strip())
    if parts.query:
        msg = f"「{value}」は使えません。「?」を含むアドレスからは転送できません。「/old-name/」のような形だけです。"
        raise ValueError(msg)
    path = nfc(unquote(parts.path))
    if "／" in value:
        msg = f"「{value}」の「／」が全角です。「{value.replace('／', '/')}」と半角で書いてください。"
        raise ValueError(msg)
    if not path.startswith("/") or path == "/" or ".." in path.split("/"):
        msg = f"「{value}」は使えません。「/old-name/」のように「/」から書いてください。"
        raise ValueError(msg)
    return path


def page(redirect: Redirect, href: str, canonical: str) -> str:
    """Return the page at the old address: it leads on at once, and has a link where that does not work."""
    title, link, target = html.escape(redirect.title), html.escape(href), html.escape(canonical)
    return (
        f'<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self'\">\n<title>{title}</title>\n"
        f'<link rel="canonical" href="{target}">\n<meta name="robots" content="noindex">\n'
        f'<meta name="viewport" content="width=device-width">\n<meta http-equiv="refresh" content="0; url={link}">\n'
        f'</head>\n<body>\n<p>このページは移動しました: <a href="{link}">{title}</a></p>\n</body>\n</html>\n'
    )


def host_file(redirects: Iterable[Redirect], base_path: str) -> str:
    """Return `_redirects` as Netlify and Cloudflare Pages read it: old, new and status, separated by spaces.

    Other hosts show the file to everybody, so it names what is listed only; the rest has its pages.
    """
    lines = [
        f"{quote(base_path + each.old)} {quote(base_path + each.new)} 301"
        for each in redirects
        if each.is_listed
    ]
    return "".join(f"{line}\n" for line in sorted(lines))
