"""Names that are there: of categories (the folders of the articles), and of articles (what addresses are taken)."""

from __future__ import annotations

import re
from pathlib import Path

from plugins.core.text import fold, nfc

ARTICLES, PAGES = "articles", "pages"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_SLUG_LINE = re.compile(r"^slug:[ 　]*([a-z0-9-]+)", re.MULTILINE)
_FORBIDDEN = re.compile(r'[/\\:*?"<>|\x00-\x1f]|^[.\s]|[.\s]$')


def categories(content: Path) -> list[str]:
    """Return the folders of the articles, sorted."""
    folder = content / ARTICLES
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(nfc(path.name) for path in found if path.is_dir() and not path.name.startswith("."))


def known_category(name: str, known: list[str]) -> str | None:
    """Return the folder that a name means, whatever its width and case."""
    return next((each for each in known if fold(each) == fold(name)), None)


def is_usable_category(name: str) -> bool:
    """Whether every system can have a folder of that name."""
    return bool(name) and not _FORBIDDEN.search(name)


def taken(content: Path) -> set[str]:
    """Return the slugs of all articles and pages: what is named in their heads, and the names of their files."""
    slugs = set()
    for folder in (ARTICLES, PAGES):
        for path in (content / folder).rglob("*.md"):
            slugs.add(path.stem)
            slugs.update(_SLUG_LINE.findall(path.read_text(encoding="utf-8", errors="replace")))
    return slugs
