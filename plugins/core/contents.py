"""What Pelican's generators hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from operator import is_not, itemgetter
from typing import Any

from pelican.contents import Article, Content
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from plugins.core.library import Document
from plugins.core.text import nfc


def contents_of(generators: Sequence[Generator]) -> list[Content]:
    """Return every article and page of a run, drafts too, sorted by file."""
    return list(by_source_of(generators).values())


def by_source_of(generators: Sequence[Generator]) -> Mapping[str, Content]:
    """Return every article and page of a run by its file, in the order of the files."""
    settings = generators[0].settings if generators else {}
    lists: list[list[Content]] = []
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            lists += [generator.articles, generator.hidden_articles, generator.drafts]
        elif isinstance(generator, PagesGenerator):
            lists += [generator.pages, generator.hidden_pages, generator.draft_pages]
    # Each room asks, and nobody adds or removes any: they are put in order once.
    known: tuple[list[list[Content]], list[int], Mapping[str, Content]] | None = settings.get("CONTENTS")
    sizes = list(map(len, lists))
    if known is None or known[1] != sizes or any(map(is_not, known[0], lists)):
        found = sorted(((source_of(each), each) for part in lists for each in part), key=itemgetter(0))
        known = settings["CONTENTS"] = lists, sizes, dict(found)
    return known[2]


def describe(settings: Mapping[str, Any], **attributes: Callable[[Any], object]) -> None:
    """Put attributes on all articles and pages of a run: each is found when somebody asks an article for it.

    An edit shows few articles of thousands. What is found depends on the article's own file, on data and settings, and on
    what was asked of the library in `Memo.of`.
    """
    settings["DESCRIBED"].update(attributes)


def _described(content: Content, name: str) -> object:
    """Return an attribute that a room has put on all articles; Python asks for what is not on this one yet."""
    own = vars(content)
    find = own["settings"]["DESCRIBED"].get(name) if "settings" in own else None
    if find is None:
        msg = f"{type(content).__name__} has no attribute {name}"
        raise AttributeError(msg)
    found = own[name] = find(content)
    return found


# Pelican makes the articles, of its own classes, and looks settings up by their names.
Content.__getattr__ = _described


Marked = Callable[[str], Sequence[str] | None]
"""File → the addresses of the cards in it that are marked as advertising, because of other articles; None for no card."""


def marked_in(settings: Mapping[str, Any]) -> Marked:
    """Return what knows of marks; a room that knows advertising puts it into the settings."""
    found: Marked = settings.get("MARKED", {}.get)
    return found


def is_article(content: Content) -> bool:
    """Tell an article from a page."""
    return isinstance(content, Article)


def updated_of(content: Content) -> dt.datetime:
    """Return when an article was last changed, or published."""
    own = vars(content)  # to ask an article for what it has not takes long
    moment: dt.datetime = own.get("modified") or own["date"]
    return moment


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
