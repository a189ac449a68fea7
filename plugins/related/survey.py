"""What the map of links needs to know of each article."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.core.contents import is_article, source_of
from plugins.core.library import Library
from plugins.core.problems import display_path
from plugins.core.reading import Reading
from plugins.related.choice import linked
from plugins.related.collection import Collection
from plugins.related.paragraphs import Paragraph, best_place, paragraphs_of, vectors_of
from plugins.related.plugin import Reader, addresses_of, articles_of, with_collection
from plugins.related.vectors import Vector


@dataclass(frozen=True)
class Surveyed:
    """One article on the map."""

    slug: str
    title: str
    path: str
    """Its file, as the writer would type it."""
    source: str
    """The same, relative to the content folder."""
    links: Sequence[str] = ()
    """The slugs of the articles that its text links to, sorted."""
    ranked: Sequence[str] = ()
    """The slugs of those that are most like it, the best first."""
    paragraphs: Sequence[Paragraph] = ()
    vectors: Sequence[Vector] = ()
    """One for each paragraph."""
    vector: Vector | None = None
    """That of the whole article."""

    def place(self, target: Surveyed) -> tuple[Paragraph, float] | None:
        """Return where a link to another article fits best, and how well (0–1)."""
        return best_place(self.paragraphs, self.vectors, target.vector) if target.vector else None

    def relative(self, target: Surveyed) -> str:
        """Return what stands in the brackets of a link to another article."""
        return posixpath.relpath(target.source, posixpath.dirname(self.source))


def survey(reading: Reading) -> tuple[list[Surveyed], list[str]]:
    """Return the listed articles of a site, and the slugs that pages link to."""
    settings = reading.settings
    library: Library = settings["LIBRARY"]
    reader = Reader(settings)
    contents = {each.slug: each for each in articles_of(reading.contents)}

    def links(source: str, addresses: Sequence[str]) -> list[str]:
        found = linked(addresses, library.by_source[source], library) - {source}
        return sorted(slug for each in found if (slug := library.by_source[each].slug) in contents)

    def surveyed(collection: Collection) -> list[Surveyed]:
        found = []
        for slug, each in sorted(contents.items()):
            source = source_of(each)
            paragraphs = paragraphs_of(Path(each.source_path).read_text(encoding="utf-8-sig"))
            found.append(
                Surveyed(
                    slug,
                    each.title,
                    display_path(each.source_path),
                    source,
                    links(source, addresses_of(each)),
                    collection.related(slug),
                    paragraphs,
                    vectors_of(paragraphs, reader.frequencies, reader.tokenizer, reader.trade),
                    collection.vector(slug),
                )
            )
        return found

    from_pages = [
        slug
        for each in reading.contents
        if not is_article(each)
        for slug in links(source_of(each), addresses_of(each))
    ]
    articles = [each for each in reading.contents if is_article(each)]
    return with_collection(articles, settings, surveyed), from_pages
