"""Files of the theme → files of the site, and what a page needs of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import rcssmin
import rjsmin

from plugins.core.colours import shades

MARK = "<!--styles-->"
"""Stands in a page for the style sheets of its parts until all of the page is known."""

_FOR = re.compile(r"\A/\* For (?P<blocks>[a-z][a-z, -]*):")
_CLASSES = re.compile(r'\sclass="([^"]*)"')
_MODIFIER = re.compile(r"(?<=[{}])\.([a-z]+--[\w-]+)\{[^{}]*\}")
_DESCENDANT = re.compile(r"(?<=[\w*)\]&])\s+(?=::?[a-z-]+[\s({,>+~])")


@dataclass(frozen=True)
class Part:
    """A style sheet of a part of pages: the blocks (as in `block__element--modifier`) that it is for, and its text."""

    blocks: frozenset[str]
    css: str


@dataclass(frozen=True)
class Bundle:
    """What the theme gives to the site."""

    files: Mapping[str, bytes]
    """Path under `theme/` → bytes."""
    names: Mapping[str, str]
    """The name of an asset → its path under `theme/`."""
    parts: tuple[Part, ...]

    def styled(self, page: str) -> str:
        """Return a page with the style sheets of the parts that it shows in place of the mark.

        They stand in the page itself: a page shows few of many parts, and so asks for one style sheet alone.
        """
        classes = {name for value in _CLASSES.findall(page) for name in value.split()}
        css = self.styles_of(classes)
        return page.replace(MARK, f"<style>{css}</style>" if css else "", 1)

    def styles_of(self, classes: Iterable[str]) -> str:
        """Return what the parts with these classes need; rules for one modifier alone only where it is there."""
        known = set(classes)
        blocks = {re.split("__|--", name, maxsplit=1)[0] for name in known}
        css = "".join(part.css for part in self.parts if part.blocks & blocks)
        return _MODIFIER.sub(lambda rule: rule[0] if rule[1] in known else "", css)


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
        f"--link:light-dark({color},{found.bright});--calm:light-dark({color},{found.bright});"
        f"--deep:light-dark({found.deep},#0d1716);--sky:light-dark({found.pale},{found.dim})"
        "}}"
    )


def bundle(static: Path, color: str | None = None) -> Bundle:
    """Return the files of the theme, in the colour of the blog where it has one.

    The style sheets in `css/` are joined into one (`layers.css` first), those of a folder in it into one of that name,
    and those in `css/parts/` go into the pages that show the part. The name of a file holds its content's hash, so that
    it can be cached for ever. Scripts keep their names: modules import each other by them.
    """
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}
    first = static / "css/layers.css"
    folders = {"site": [first, *sorted(path for path in static.glob("css/*.css") if path != first)]}
    folders |= {"search": sorted(static.glob("css/search/*.css"))}
    for name, paths in folders.items():
        css = "".join(map(_stripped, paths)).encode()
        if color and name == "site":
            css += branded(color).encode()
        names[f"{name}.css"] = f"css/{name}.{hashlib.sha256(css).hexdigest()[:10]}.css"
        files[names[f"{name}.css"]] = css
    for path in sorted((static / "js").rglob("*.js")):
        name = path.relative_to(static).as_posix()
        files[name] = strip_js(path.read_text(encoding="utf-8"))
        names[name] = name
    return Bundle(files, names, tuple(map(_part, sorted(static.glob("css/parts/*.css")))))


def _stripped(path: Path) -> str:
    return strip_css(path.read_text(encoding="utf-8"))


def _part(path: Path) -> Part:
    source = path.read_text(encoding="utf-8")
    found = _FOR.match(source)
    if found is None:
        msg = f"{path}: the first line must say what it is for: /* For block, block: … */"
        raise ValueError(msg)
    return Part(frozenset(found["blocks"].replace(" ", "").split(",")), strip_css(source))
