"""What stands in the list of one article: the writer's own choice first, then the nearest that the text does not name already."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from plugins.core.library import Document, Library
from plugins.core.problems import Level, Report, nearest
from plugins.core.text import nfc
from plugins.related.features import normal

REASONS = 3
"""How many topics a reason names."""

FEW = 3
"""So many articles a list holds even when nothing can be said of why."""

SHORT = 2
"""Terms of so few characters, which neither tags nor the dictionary name, are too general for a reason: 場面, 前日."""

BROAD = frozenset(
    "準備 例文 例 手順 方法 やり方 コツ ポイント まとめ ガイド 基本 入門 解説 注意点 選び方 書き方 使い方 過ごし方 伝え方 体験談 "
    "比較 おすすめ ランキング チェックリスト 一覧 初心者 最新 お知らせ 雑記 その他 仕事 会社 言葉 場合 場面 自分 相手 最初 結論 中身".split()
)
"""What says how an article is made, or stands in any: as a tag it is no reason to read on."""


def chosen(
    values: Iterable[str], document: Document, library: Library, line: int, report: Report
) -> list[Document]:
    """Return the articles that the head names, by slug or by file; the others are reported."""
    found: list[Document] = []
    for value in values:
        target = _named(value, document, library)
        if target is None and library.is_unread(value, document):
            continue
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
    own: Sequence[Document],
    ranked: Iterable[Document],
    known: AbstractSet[str],
    count: int,
    reason_for: Callable[[Document], str],
) -> list[tuple[Document, str]]:
    """Return the list with its reasons: the writer's choice, all of it, filled up to `count` with the nearest not `known`.

    One without a reason that can be named stands behind those that have one, and in a short list alone.
    """
    found = [(each, reason_for(each)) for each in own]
    rest = (each for each in ranked if each not in own and each.source not in known)
    weak: list[tuple[Document, str]] = []
    for each in rest:
        if len(found) >= count:
            break
        why = reason_for(each)
        (found if why else weak).append((each, why))
    return found + weak[: max(0, min(FEW, count) - len(found))]


@dataclass(frozen=True)
class About:
    """What an article is about, as far as a reason may name it."""

    document: Document
    topics: Sequence[str]
    """The strongest first."""

    @cached_property
    def terms(self) -> Mapping[str, str]:
        """Its tags and topics, but for those that say little: normal spelling → as it is written."""
        terms = {normal(term): term for term in (*self.document.tags, *self.topics) if term}
        return {key: term for key, term in terms.items() if key not in BROAD}

    @cached_property
    def tags(self) -> AbstractSet[str]:
        """Its tags in normal spelling."""
        return set(map(normal, self.document.tags))


def reason(one: About, other: About, trade: AbstractSet[str]) -> str:
    """Return why two articles belong together, in words; it depends on these two alone.

    Tags that both have; then what one has as a tag, or the owner's dictionary as a word, and the other is about too; else
    other terms that both are about; else the category. `trade`: the words of the dictionary in normal spelling.
    """
    both = [key for key in one.terms if key in other.terms]
    tags = [key for key in both if key in one.tags and key in other.tags]
    words = [key for key in both if key in one.tags or key in other.tags or key in trade]
    shared = list(dict.fromkeys((*tags, *words))) or [key for key in both if len(key) > SHORT]
    # 面接 says nothing beside 最終面接.
    clear = [key for key in shared if not any(key != each and key in each for each in shared)]
    if clear:
        return f"同じ話題: {'・'.join(one.terms[key] for key in clear[:REASONS])}"
    return (
        f"同じカテゴリー: {one.document.category}" if one.document.category == other.document.category else ""
    )
