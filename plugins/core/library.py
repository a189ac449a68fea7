"""All articles and pages of a site, as the rooms see each other's: by file and by address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

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

    def listed(self, kind: Kind) -> Iterable[Document]:
        """Return what lists may name."""
        return (document for document in self.documents if document.kind == kind and document.is_listed)
