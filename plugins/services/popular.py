"""`content/data/popular.csv`: which articles are read most, as an analytics tool exports it.

ページ,表示回数            also GA4's own file: lines with # above the header, 「ページパスとスクリーン クラス」,
/gyaku-shitsumon/,1204     whole addresses, numbers with commas
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from plugins.core.library import Document, Library
from plugins.core.problems import Level, Report, choices
from plugins.core.text import fold

_PATH = tuple(
    fold(name)
    for name in (
        "ページ", "path", "page", "ページパス", "ページ パス", "ページ パスとスクリーン クラス",
        "ページパスとスクリーン クラス", "page path", "page path and screen class", "url", "アドレス",
    )
)  # fmt: skip
_VIEWS = tuple(
    fold(name)
    for name in ("表示回数", "views", "ページビュー数", "pageviews", "pv", "閲覧数", "screen page views")
)


@dataclass(frozen=True)
class Views:
    """One row."""

    path: str
    views: int
    line: int


def read_views(text: str, report: Report) -> list[Views]:
    """Return the rows of the file; what cannot be read is reported."""
    rows = csv.reader(text.splitlines())
    header: tuple[int, int] | None = None
    found: list[Views] = []
    for row in rows:
        line = rows.line_num
        if not any(cell.strip() for cell in row) or row[0].lstrip().startswith("#"):
            continue
        if header is None:
            header = _header(row, line, report)
            if header is None:
                return []
            continue
        path, views = header
        if len(row) <= max(header):
            report(Level.ERROR, line, f"列が足りません（{len(row)}列）。見出しと同じ数の列にしてください。")
            continue
        number = unicodedata.normalize("NFKC", row[views]).replace(",", "").strip()
        if not number.isdecimal():
            report(Level.ERROR, line, f"表示回数「{row[views]}」は数ではありません。例: 1204")
            continue
        found.append(Views(row[path].strip(), int(number), line))
    return found


def _header(row: list[str], line: int, report: Report) -> tuple[int, int] | None:
    names = [fold(cell) for cell in row]
    path = next((number for number, name in enumerate(names) if name in _PATH), None)
    views = next((number for number, name in enumerate(names) if name in _VIEWS), None)
    if path is None or views is None:
        missing = "ページ" if path is None else "表示回数"
        report(
            Level.ERROR,
            line,
            f"「{missing}」の列がありません。1行目に「ページ,表示回数」のように見出しを書いてください。{choices('', row)}",
        )
        return None
    return path, views


def popular(rows: list[Views], library: Library, limit: int, report: Report) -> list[Document]:
    """Return the articles that are read most, the most first; rows of the same article are added up."""
    totals: dict[str, int] = {}
    documents: dict[str, Document] = {}
    for row, document in _articles(rows, library, report):
        documents[document.slug] = document
        totals[document.slug] = totals.get(document.slug, 0) + row.views
    order = sorted(totals, key=lambda slug: (-totals[slug], slug))
    return [documents[slug] for slug in order[:limit]]


def _articles(rows: list[Views], library: Library, report: Report) -> Iterator[tuple[Views, Document]]:
    for row in rows:
        path = unquote(urlsplit(row.path).path).removesuffix("index.html")
        if library.base_path and path.startswith(library.base_path + "/"):
            path = path.removeprefix(library.base_path)
        address = "/" + path.strip("/") + "/" if path.strip("/") else "/"
        document = library.by_address.get(address)
        if document is not None and document.kind == "article" and document.is_listed:
            yield row, document
        elif document is None and address not in library.addresses and address.count("/") == 2:  # noqa: PLR2004 - `/slug/`
            report(
                Level.HINT,
                row.line,
                f"「{row.path}」という記事は公開されていないので、人気記事には出しません。",
            )
