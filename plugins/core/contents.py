"""What Pelican's generators hold."""

from __future__ import annotations

from collections.abc import Sequence

from pelican.contents import Article, Content
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from plugins.core.library import Document
from plugins.core.text import nfc


def contents_of(generators: Sequence[Generator]) -> list[Content]:
    """Return every article and page of a run, drafts too, sorted by file."""
    settings = generators[0].settings if generators else {}
    found: list[Content] = []
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            found += [*generator.articles, *generator.hidden_articles, *generator.drafts]
        elif isinstance(generator, PagesGenerator):
            found += [*generator.pages, *generator.hidden_pages, *generator.draft_pages]
    # Each room asks, and nobody adds or removes any: they are put in order once.
    members, known = settings.get("CONTENTS", (None, []))
    if members != (members := set(map(id, found))):
        settings["CONTENTS"] = members, (known := sorted(found, key=source_of))
    return list(known)


def is_article(content: Content) -> bool:
    """Tell an article from a page."""
    return isinstance(content, Article)


def output_of(content: Content) -> str:
    """Return where an article or page is published, relative to the output folder."""
    found: str | None = vars(content).get("_output")
    if found is None:
        found = content._output = content.save_as  # noqa: SLF001 - Pelican works it out each time that it is asked
    return found


def source_of(content: Content) -> str:
    """Return a file relative to the content folder, composed (a Mac decomposes か + ゙), with `/`."""
    found: str | None = vars(content).get("_source")
    if found is None:
        found = content._source = nfc(content.get_relative_source_path())  # noqa: SLF001 - asked for many times
    return found


def document_of(content: Content) -> Document:
    """Return what others may know of an article or a page."""
    found: Document | None = vars(content).get("_document")
    if found is None:
        found = content._document = Document(  # noqa: SLF001 - it is found out once
            source=source_of(content),
            kind="article" if is_article(content) else "page",
            title=content.title,
            slug=content.slug,
            address="/" + content.settings[f"{type(content).__name__.upper()}_URL"].format(slug=content.slug),
            status=content.own_status,
            description=content.description,
            image=content.image,
            date=getattr(content, "date", None) if content.own_status != "draft" else None,
            modified=getattr(content, "modified", None),
            category=content.category.name if is_article(content) else None,
            tags=tuple(tag.name for tag in content.tags),
            anchors=content.body.anchors,
            headings=content.body.headings,
            noindex=content.noindex,
        )
    return found
