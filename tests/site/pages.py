"""A built site as its visitors and search engines find it: pages, their links, their anchors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import lxml.html

_LINKS = {"a": "href", "area": "href", "form": "action"}
_LOADED = {
    "img": "src",
    "script": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
}
_LOADED_RELS = {"stylesheet", "icon", "apple-touch-icon", "preload", "modulepreload", "manifest"}


@dataclass(frozen=True)
class Page:
    """One HTML file of a site."""

    address: str
    """Its whole address."""
    html: str

    @cached_property
    def root(self) -> lxml.html.HtmlElement:
        """The parsed page."""
        return lxml.html.document_fromstring(
            self.html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8")
        )

    @cached_property
    def ids(self) -> list[str]:
        """Every id, as often as it is there."""
        return [str(each) for each in self.root.xpath("//@id")]

    def links(self) -> Iterator[str]:
        """Yield the whole address of everything that can be followed."""
        for element in self.root.iter(*_LINKS):
            value = element.get(_LINKS[str(element.tag)])
            if value is not None:
                yield urljoin(self.address, value)

    def loaded(self) -> Iterator[str]:
        """Yield the whole address of everything that a browser loads with the page."""
        for element in self.root.iter(*_LOADED):
            if value := element.get(_LOADED[str(element.tag)]):
                yield urljoin(self.address, value)
            for part in (element.get("srcset") or "").split(","):
                if part.strip():
                    yield urljoin(self.address, part.split()[0])
        for element in self.root.iter("link"):
            if set((element.get("rel") or "").split()) & _LOADED_RELS:
                yield urljoin(self.address, element.get("href") or "")

    def value(self, path: str) -> str | None:
        """Return what an XPath finds first, as text."""
        found = self.root.xpath(path)
        return str(found[0]) if found else None

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may show it."""
        return "noindex" not in (self.value("//meta[@name='robots']/@content") or "")

    @property
    def is_redirect(self) -> bool:
        """Whether it only leads on."""
        return bool(self.root.xpath("//meta[@http-equiv='refresh']"))


@dataclass(frozen=True)
class Site:
    """A built site."""

    folder: Path
    siteurl: str

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Every page by its whole address, percent-encoded."""
        pages = [
            Page(self.address_of(path), path.read_text(encoding="utf-8"))
            for path in sorted(self.folder.rglob("*.html"))
        ]
        return {page.address: page for page in pages}

    @property
    def shown(self) -> dict[str, Page]:
        """The pages that are not redirections."""
        return {address: page for address, page in self.pages.items() if not page.is_redirect}

    def address_of(self, path: Path) -> str:
        """Return the whole address of a file of the site."""
        name = path.relative_to(self.folder).as_posix().removesuffix("index.html")
        return quote(f"{self.siteurl}/{name}", safe="/:%()")

    def file_at(self, address: str) -> Path | None:
        """Return the file that a static host serves at an address of the site; None where there is none."""
        path = unquote(urlsplit(address).path)
        base = urlsplit(self.siteurl).path
        if not (path + "/").startswith(base + "/"):
            return None
        name = path[len(base) :].lstrip("/")
        file = self.folder / (name + "index.html" if not name or name.endswith("/") else name)
        return file if file.is_file() else None

    def is_own(self, address: str) -> bool:
        """Say whether an address is on the host of the site."""
        return urlsplit(address).netloc == urlsplit(self.siteurl).netloc
