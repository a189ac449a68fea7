"""What stands in the list of one article: the writer's own choice first, then the nearest that the text does not name already."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

from plugins.core.library import Document, Library
from plugins.core.problems import Level, Report, nearest
from plugins.core.text import nfc

REASONS = 3
"""How many topics a reason names."""


def chosen(
    values: Iterable[str], document: Document, library: Library, line: int, report: Report
) -> list[Document]:
    """Return the articles that the head names, by slug or by file; the others are reported."""
    found: list[Document] = []
    for value in values:
        target = _named(value, document, library)
        if target is None:
            report(
                Level.ERROR,
                line,
                f"related「{value}」という記事はありません。{_guess(value, document, library)}",
            )
        elif target.source == document.source:
            report(Level.ERROR, line, f"related「{value}」はこの記事自身です。ほかの記事を書いてください。")
        elif target in found:
            report(Level.ERROR, line, f"related「{value}」が二度書かれています。一つにしてください。")
        elif not target.is_listed:
            report(
                Level.WARNING,
                line,
                f"related「{value}」は一覧に出ない記事（下書き・公開日前・限定公開）なので、関連記事に出しません。",
            )
        else:
            found.append(target)
    return found


def _named(value: str, document: Document, library: Library) -> Document | None:
    if value.endswith(".md"):
        found = library.by_source.get(_source(value, document))
        return found if found is not None and found.kind == "article" else None
    return library.by_slug.get(value)


def _guess(value: str, document: Document, library: Library) -> str:
    if value.endswith(".md"):
        folder = posixpath.dirname(document.source)
        names = {
            posixpath.basename(each.source): posixpath.relpath(each.source, folder)
            for each in library.documents
            if each.kind == "article" and each.source != document.source
        }
    else:
        names = {slug: slug for slug in library.by_slug if slug != document.slug}
    close = nearest(posixpath.basename(value), sorted(names))
    return f"もしかして: {names[close]}" if close else "記事のファイル名か slug を書いてください。"


def _source(path: str, document: Document) -> str:
    """Return the file, relative to the content folder, that a path in a document means."""
    folder = "" if path.startswith("/") else posixpath.dirname(document.source)
    return posixpath.normpath(posixpath.join(folder, nfc(unquote(path)).lstrip("/")))


def linked(addresses: Iterable[str], document: Document, library: Library) -> set[str]:
    """Return the sources of the documents that a text links to. What leads nowhere is another room's business."""
    found: set[str] = set()
    for value in addresses:
        path = value.partition("#")[0].partition("?")[0]
        parts = urlsplit(path)
        if parts.scheme or parts.netloc:
            if f"{parts.scheme}://{parts.netloc}" != library.origin:
                continue
            path = "/" + parts.path.removeprefix(library.base_path).lstrip("/")
        path = path.removeprefix("{filename}").removeprefix("|filename|")
        target = library.by_source.get(_source(path, document)) if path else None
        if target is None and path.startswith("/"):
            target = library.by_address.get(nfc(unquote(path)).rstrip("/") + "/")
        if target is not None:
            found.add(target.source)
    return found


def selected(
    own: Sequence[Document], ranked: Iterable[Document], known: set[str], count: int
) -> list[Document]:
    """Return the list: the writer's choice, all of it, filled up to `count` with the nearest that are not `known`."""
    rest = [each for each in ranked if each not in own and each.source not in known]
    return [*own, *rest[: max(0, count - len(own))]]


def reason(document: Document, other: Document, topics: Sequence[str], other_topics: Sequence[str]) -> str:
    """Return why two articles belong together, in words; it depends on these two alone.

    The tags that they share; words that are weighty in both, where that is less than two; else the category.
    """
    shared = [tag for tag in document.tags if tag in other.tags]
    if len(shared) < 2:  # noqa: PLR2004 - a single tag says little
        common = [word for word in topics if word and word in other_topics]
        shared += [word for word in common if not any(word in tag for tag in shared)]
    if shared:
        return f"同じ話題: {'・'.join(shared[:REASONS])}"
    return f"同じカテゴリー: {document.category}" if document.category == other.category else ""
