"""All articles and pages of a site, as the rooms see each other's: by file and by address."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal
from urllib.parse import unquote, urlsplit

from plugins.core.text import nfc

_PELICAN = re.compile(r"^[{|](?:filename|static|attach)[}|]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)

Kind = Literal["article", "page"]


@dataclass(frozen=True)
class Heading:
    """A heading of an article; `text` without markup and ruby."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Document:
    """What others may know of an article or a page."""

    source: str
    """Its file, relative to the content folder, with `/`."""
    kind: Kind
    title: str
    slug: str
    address: str
    """Its path on the site, from `/` on, without the path of the site itself."""
    status: str
    """`published`, `hidden`, `share`, `draft`; `scheduled` when its date has not come."""
    description: str = ""
    image: str | None = None
    """Its eye-catch, relative to the content folder."""
    date: dt.datetime | None = None
    modified: dt.datetime | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    anchors: frozenset[str] = frozenset()
    headings: tuple[Heading, ...] = ()
    noindex: bool = False

    @property
    def is_public(self) -> bool:
        """Whether the built site has it."""
        return self.status not in ("draft", "scheduled")

    @property
    def is_listed(self) -> bool:
        """Whether lists, feeds and the sitemap name it."""
        return self.status == "published"


@dataclass(frozen=True)
class Target:
    """What a link leads to on this site."""

    address: str
    """Its path, from `/` on, without the path of the site itself."""
    document: Document | None = None
    file: str | None = None
    """A static file, relative to the content folder."""


@dataclass(frozen=True)
class Library:
    """All documents of one build, drafts too, in the order of their files."""

    documents: tuple[Document, ...]
    base_path: str = ""
    """The path under which the site lives, without a slash at the end: `` or `/blog`."""
    origin: str = ""
    """`https://example.com`, without the path."""
    addresses: frozenset[str] = frozenset()
    """Every path of the built site that is no document: lists, files."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Static files: path relative to the content folder → address from `/` on."""
    unread: frozenset[str] = frozenset()
    """Sources that are there and could not be read. That is reported; whatever leads there is not wrong for it."""

    @cached_property
    def by_source(self) -> Mapping[str, Document]:
        """Documents by file."""
        return {document.source: document for document in self.documents}

    @cached_property
    def by_address(self) -> Mapping[str, Document]:
        """Documents by address."""
        return {document.address: document for document in self.documents}

    @cached_property
    def by_slug(self) -> Mapping[str, Document]:
        """Articles by slug."""
        return {document.slug: document for document in self.documents if document.kind == "article"}

    @cached_property
    def _file_addresses(self) -> frozenset[str]:
        return frozenset(self.files.values())

    def is_external(self, value: str) -> bool:
        """Say whether an address leads off this site (or is a mail address and the like)."""
        return value.startswith("//") or (bool(_SCHEME.match(value)) and not self._is_own(value))

    def _is_own(self, value: str) -> bool:
        parts, own = urlsplit(value), urlsplit(self.origin)
        is_below = (parts.path + "/").startswith(self.base_path + "/")
        return parts.scheme in ("http", "https") and parts.netloc == own.netloc and is_below

    def find(self, path: str, document: Document) -> Target | None:
        """Return what a path in a document leads to: a file beside it, one from the content folder on, an address.

        Percent-encoded and plain, composed and decomposed, with Pelican's `{filename}` and without are the same.
        """
        if _SCHEME.match(path):
            path = "/" + urlsplit(path).path[len(self.base_path) :].lstrip("/")
        path = nfc(unquote(_PELICAN.sub("", path).partition("?")[0]))
        source = _source(path, document)
        if source in self.by_source:
            return Target(self.by_source[source].address, self.by_source[source])
        if source in self.files:
            return Target(self.files[source], file=source)
        return self._at_address(path) if path.startswith("/") else None

    def is_unread(self, path: str, document: Document) -> bool:
        """Say whether a path in a document leads to a file that could not be read: by itself, or by its name."""
        path = nfc(unquote(_PELICAN.sub("", path).partition("?")[0]))
        names = {posixpath.basename(source).removesuffix(".md") for source in self.unread}
        return _source(path, document) in self.unread or posixpath.basename(path.rstrip("/")) in names

    def _at_address(self, path: str) -> Target | None:
        for address in (path, path.rstrip("/") + "/", re.sub(r"index\.html$", "", path)):
            if address in self.by_address:
                return Target(address, self.by_address[address])
            if address in self.addresses or address in self._file_addresses:
                return Target(address)
        return None

    def listed(self, kind: Kind) -> Iterable[Document]:
        """Return what lists may name."""
        return (document for document in self.documents if document.kind == kind and document.is_listed)


def _source(path: str, document: Document) -> str:
    """Return the file that a path in a document names, relative to the content folder."""
    folder = "" if path.startswith("/") else posixpath.dirname(document.source)
    return posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
