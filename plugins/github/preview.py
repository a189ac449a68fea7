"""The pages that a change touches: two built sites are compared file by file, and what differs can be opened from a disk."""

from __future__ import annotations

import posixpath
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from bs4 import BeautifulSoup, Tag

LIST = "はじめに開く.html"
"""The page that lists the changed ones."""

_ADDRESSES = ("href", "src", "poster", "action")


def changed_pages(before: Path, after: Path) -> list[str]:
    """Return the addresses of pages that are new or different, sorted; those that are gone are not shown."""
    return [
        name
        for path in sorted(after.rglob("*.html"))
        if _differs(path, before / (name := path.relative_to(after).as_posix()))
    ]


def _differs(path: Path, other: Path) -> bool:
    return not other.is_file() or path.read_bytes() != other.read_bytes()


def collect(after: Path, pages: list[str], target: Path) -> None:
    """Copy the changed pages so that they can be opened from a disk, and all that is no page (pictures, styles)."""
    site = _Site.of(after)
    titles = {}
    for path in sorted(after.rglob("*")):
        name = path.relative_to(after).as_posix()
        is_page = path.suffix == ".html"
        if not path.is_file() or name.startswith("search/data/") or (is_page and name not in pages):
            continue
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if is_page:
            page = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
            titles[name] = page.title.get_text() if page.title else name
            site.make_local(page, name, pages)
            copy.write_text(str(page), encoding="utf-8")
        else:
            shutil.copyfile(path, copy)
    if titles:
        (target / LIST).write_text(_list(titles), encoding="utf-8")


@dataclass(frozen=True)
class _Site:
    """A built site and where it is published."""

    folder: Path
    origin: str
    base: str
    """The path of its home: `/` or `/blog/`."""

    @classmethod
    def of(cls, folder: Path) -> _Site:
        """Read the address of the home page, where there is one."""
        home = folder / "index.html"
        page = BeautifulSoup(home.read_text(encoding="utf-8") if home.is_file() else "", "lxml")
        link = page.find("link", rel="canonical")
        address = urlsplit(str(link["href"]) if isinstance(link, Tag) else "")
        return cls(
            folder, f"{address.scheme}://{address.netloc}" if address.netloc else "", address.path or "/"
        )

    def make_local(self, page: BeautifulSoup, name: str, kept: Collection[str]) -> None:
        """Change the addresses of this site in a page to those of the copies, and of the published site for the rest."""
        for policy in page.find_all("meta", attrs={"http-equiv": "Content-Security-Policy"}):
            policy.decompose()  # it knows no site on a disk
        for element in page.find_all(name=True):
            for attribute in _ADDRESSES:
                if isinstance(value := element.get(attribute), str):
                    element[attribute] = self._local(value, name, kept)
            if isinstance(value := element.get("srcset"), str):
                candidates = (each.strip().partition(" ") for each in value.split(","))
                element["srcset"] = ", ".join(
                    f"{self._local(address, name, kept)}{space}{size}" for address, space, size in candidates
                )

    def _local(self, address: str, name: str, kept: Collection[str]) -> str:
        if not address.startswith(self.base) or address.startswith("//"):
            return address
        path, mark, rest = unquote(address.removeprefix(self.base)).partition("#")
        path = path.partition("?")[0]
        file = posixpath.join(path, "index.html") if not path or path.endswith("/") else path
        if file.endswith(".html") and file not in kept:
            return self.origin + address
        return quote(posixpath.relpath(file, posixpath.dirname(name))) + mark + rest


def _list(titles: dict[str, str]) -> str:
    page = BeautifulSoup(
        '<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>変わったページ</title><h1>変わったページ</h1><ul></ul></html>",
        "lxml",
    )
    assert page.ul is not None  # noqa: S101 - three lines above
    for name, title in titles.items():
        item, link = page.new_tag("li"), page.new_tag("a", href=quote(name), string=title)
        item.append(link)
        page.ul.append(item)
    return str(page)
