"""Files of the theme → files of the site, and what a page needs of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import rcssmin
import rjsmin

from plugins.assets.sheet import Sheet, read_sheet
from plugins.assets.slim import Slim, names_of
from plugins.core.colours import shades

MARK = "<!--styles-->"
"""Stands in a page for its style sheet until all of the page is known."""

_CLASSES = re.compile(
    r'class=(?<=\sclass=)("[^"]*"|[^\s>]+)'
)  # what begins with plain letters is found faster
_ELEMENTS = re.compile(r"<([a-z][a-z0-9]*)")
_SCRIPTS = re.compile(r"""<script\s[^>]*src="?[^"\s>]*/theme/(js/[^"\s>]+)""")
_VALUES = re.compile(r"var\((--[\w-]+)")
_WORDS = re.compile(r"[A-Za-z_][\w-]*")
_KNOWN = re.compile(r"""\bclass(?:Name|List\.\w+)?\W+([\w -]+)|(?<![\w.?)\]])\.([A-Za-z_][\w-]*)""")
"""The name of a class in a script: one that it gives, or the beginning of a selector."""
_DESCENDANT = re.compile(r"(?<=[\w*)\]&])\s+(?=::?[a-z-]+[\s({,>+~])")


@dataclass(frozen=True)
class Bundle:
    """What the theme gives to the site."""

    files: Mapping[str, bytes]
    """Path under `theme/` → bytes."""
    names: Mapping[str, str]
    """The name of an asset → its path under `theme/`."""
    sheet: Sheet
    """The styles of all pages."""
    words: Mapping[str, frozenset[str]]
    """The name of a script → the classes that it names, and the words in it: the elements that it may put into a page are among them."""
    values: frozenset[str]
    """What the styles that are fetched later ask for of those in the page."""
    inline: str
    """The script that stands in the head of every page; its modules are below `/theme/`."""
    slim: Slim
    """Makes pages shorter, with the names of classes that the styles have. Before `styled`."""

    def script(self, base: str) -> str:
        """Return it for a site below a path."""
        return self.inline.replace("`/theme/", f"`{base}/theme/")

    def styled(self, page: str) -> str:
        """Return a page with the styles that it needs in place of the mark: the reader waits for no other file."""
        names = {"html", "body", *_ELEMENTS.findall(page), *_VALUES.findall(page), *self.values}
        names.update(f".{name}" for value in set(_CLASSES.findall(page)) for name in value.strip('"').split())
        for script in _SCRIPTS.findall(page):
            names |= self.words.get(script, frozenset())
        return page.replace(MARK, f"<style>{self.sheet.of(names)}</style>", 1)


def strip_css(source: str) -> str:
    """Remove comments and superfluous space.

    rcssmin takes the space in `.a :is(b)` for superfluous, as it is in `color: red`; `.a *:is(b)` means the same.
    """
    return str(rcssmin.cssmin(_DESCENDANT.sub(" *", source)))


def strip_js(source: str) -> bytes:
    """Remove comments and superfluous space; names stay, so that a browser's messages can be understood."""
    return str(rjsmin.jsmin(source)).encode() + b"\n"


def branded(color: str) -> str:
    """Return the style sheet that puts a colour and its shades in place of the theme's own."""
    found = shades(color)
    return (
        "@layer tokens{:root{"
        f"--deep-teal:{color};--mid-teal:{color};--soft-teal:{found.soft};--pale-teal:{found.pale};"
        f"--link:light-dark({color},{found.bright});"
        f"--deep:light-dark({found.deep},#0d1716);--sky:light-dark({found.pale},{found.dim})"
        "}}"
    )


def bundle(static: Path, color: str | None = None) -> Bundle:
    """Return the files of the theme, in the colour of the blog where it has one.

    The style sheets in `css/` and `css/parts/` (`layers.css` first) are one, of which each page holds what it needs.
    Those in `css/search/` are a file, fetched with the search; its name holds its content's hash, so that it can be
    cached for ever. Scripts keep their names: modules import each other by them. Those in `js/inline/` are no files.
    """
    css = "".join(map(_stripped, sorted(static.glob("css/*.css"), key=lambda path: path.stem != "layers")))
    css += "".join(map(_stripped, sorted(static.glob("css/parts/*.css"))))
    if color:
        css += branded(color)
    search = "".join(map(_stripped, sorted(static.glob("css/search/*.css"))))
    files = {}
    names = {}
    words = {}
    known: set[str] = set()
    inline = "".join(
        strip_js(path.read_text(encoding="utf-8")).decode().strip()
        for path in sorted(static.glob("js/inline/*.js"))
    )
    for path in sorted((static / "js").rglob("*.js")):
        if path.parent.name == "inline":
            continue
        name = path.relative_to(static).as_posix()
        files[name] = strip_js(path.read_text(encoding="utf-8"))
        names[name] = name
        text = files[name].decode()
        classes = " ".join(chain(*_KNOWN.findall(text))).split()
        words[name] = frozenset(_WORDS.findall(text)).union(f".{each}" for each in classes)
        known.update(classes)
    short = names_of(css + search, known)
    search = short.in_css(search)
    names["search.css"] = f"css/search.{hashlib.sha256(search.encode()).hexdigest()[:10]}.css"
    files[names["search.css"]] = search.encode()
    values = frozenset(_VALUES.findall(search))
    return Bundle(files, names, read_sheet(short.in_css(css)), words, values, inline, Slim(short))


def _stripped(path: Path) -> str:
    return strip_css(path.read_text(encoding="utf-8"))
