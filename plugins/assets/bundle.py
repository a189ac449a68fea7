"""Files of the theme → files of the site."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import rcssmin
import rjsmin


def bundle_css(folder: Path) -> bytes:
    """Join `layers.css` and all other style sheets (by name), without comments and superfluous space."""
    first = folder / "layers.css"
    sheets = [first, *sorted(path for path in folder.glob("*.css") if path != first)]
    joined = "\n".join(path.read_text(encoding="utf-8") for path in sheets)
    return str(rcssmin.cssmin(joined)).encode()


def strip_js(source: str) -> bytes:
    """Remove comments and superfluous space; names stay, so that a browser's messages can be understood."""
    return str(rjsmin.jsmin(source)).encode() + b"\n"


def bundle(static: Path) -> tuple[Mapping[str, bytes], Mapping[str, str]]:
    """Return the files to write (path under `theme/` → bytes) and where each named asset is to be found.

    The style sheet's name holds its content's hash, so that it can be cached for ever. Scripts keep their names:
    modules import each other by them.
    """
    css = bundle_css(static / "css")
    styles = f"css/site.{hashlib.sha256(css).hexdigest()[:10]}.css"
    files = {styles: css}
    names = {"site.css": styles}
    for path in sorted((static / "js").rglob("*.js")):
        name = path.relative_to(static).as_posix()
        files[name] = strip_js(path.read_text(encoding="utf-8"))
        names[name] = name
    return files, names
