"""What Pelican's generators hold."""

from __future__ import annotations

from collections.abc import Iterable

from pelican.contents import Content
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from plugins.core.text import nfc


def contents_of(generators: Iterable[Generator]) -> list[Content]:
    """Return every article and page of a run, drafts too, sorted by file."""
    found: list[Content] = []
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            found += [*generator.articles, *generator.hidden_articles, *generator.drafts]
        elif isinstance(generator, PagesGenerator):
            found += [*generator.pages, *generator.hidden_pages, *generator.draft_pages]
    return sorted(found, key=source_of)


def is_article(content: Content) -> bool:
    """Tell an article from a page."""
    return bool(content.default_template == "article")


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
