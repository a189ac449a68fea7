"""Reading an export (WXR): one item after the other, so that its size does not matter.

WXR is RSS 2.0 with elements of WordPress. What exports hold beside it: control characters that XML forbids (editors
paste them), bytes that are no UTF-8. Both are replaced while the file is read; a document type is refused, so that no
entity is ever declared, and nothing is fetched.
"""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from plugins.core.site import TOKYO

if TYPE_CHECKING:
    from lxml.etree import _Element

    Events = Iterator[tuple[str, _Element]]

_FORBIDDEN = dict.fromkeys([*range(0x20), 0xFFFE, 0xFFFF, *range(0xFDD0, 0xFDF0)], " ")
for _allowed in (0x09, 0x0A, 0x0D):
    del _FORBIDDEN[_allowed]
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)""")
_CHUNK = 1 << 16
_WP = re.compile(r"\{http://wordpress\.org/export/[0-9.]+/\}")
_EXCERPT = re.compile(r"\{http://wordpress\.org/export/[0-9.]+/excerpt/\}encoded")
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


class UnreadableExportError(ValueError):
    """The file is no export, or a broken one; the message is for the writer, `line` is where (0: the whole file)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Term:
    """A category or tag as the export lists it."""

    slug: str
    name: str
    parent: str = ""
    """The slug of the category above."""
    number: str = ""


@dataclass
class Item:
    """One post, page, attachment, … of an export; every text as it stands there."""

    line: int
    title: str = ""
    link: str = ""
    creator: str = ""
    content: str = ""
    excerpt: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    """The elements of WordPress: post_id, post_name, post_type, status, post_date, …"""
    meta: dict[str, str] = field(default_factory=dict)
    categories: list[tuple[str, str]] = field(default_factory=list)
    """Slug and name."""
    tags: list[tuple[str, str]] = field(default_factory=list)
    comments: int = 0

    @property
    def number(self) -> str:
        """The id in WordPress."""
        return self.fields.get("post_id", "")

    @property
    def kind(self) -> str:
        """`post`, `page`, `attachment`, `nav_menu_item`, …"""
        return self.fields.get("post_type", "post")

    @property
    def status(self) -> str:
        """`publish`, `draft`, `pending`, `private`, `future`, `trash`, …"""
        return self.fields.get("status", "publish")

    def moment(self, name: str) -> dt.datetime | None:
        """Return a date in Tokyo; that of Greenwich wins, because the clock of the old site may have been another's."""
        for key, zone in ((f"{name}_gmt", dt.UTC), (name, TOKYO)):
            try:
                found = dt.datetime.fromisoformat(self.fields.get(key, ""))
            except ValueError:
                continue  # 0000-00-00 00:00:00: a draft that never had a date
            if found.year > 1:
                return found.replace(tzinfo=zone).astimezone(TOKYO)
        return None


@dataclass
class Channel:
    """What an export says of the whole site, as far as it has been read."""

    link: str = ""
    categories: dict[str, Term] = field(default_factory=dict)
    tags: dict[str, Term] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    """Login → name."""
    version: str = ""


class _Clean:
    """A file whose bytes are UTF-8 that XML allows; line ends stay, so that lines can be named."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        first = file.read(_CHUNK)
        match = _ENCODING.match(first)
        try:
            codec = codecs.lookup(match[1].decode() if match else "utf-8")
        except LookupError:
            codec = codecs.lookup("utf-8")
        self._decoder = codec.incrementaldecoder("replace")
        self._rest: bytes | None = first.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")

    def read(self, _size: int = -1) -> bytes:
        data = self._file.read(_CHUNK) if self._rest is None else self._rest
        self._rest = None
        return self._decoder.decode(data, final=not data).translate(_FORBIDDEN).encode("utf-8", "replace")


def read_items(path: Path, channel: Channel) -> Iterator[Item]:
    """Yield the items of an export; `channel` is filled on the way (it stands before the items).

    Raises `UnreadableExportError`.
    """
    from lxml import etree  # noqa: PLC0415 - heavy, and only the import needs it

    with path.open("rb") as file:
        events = etree.iterparse(
            _Clean(file),
            events=("start", "end"),
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            yield from _items(cast("Events", events), channel)
        except etree.XMLSyntaxError as error:
            line = error.lineno or 0
            message = f"XML として読めません（{error.msg}）。書き出しが途中で切れたときは、もう一度書き出してください。"
            raise UnreadableExportError(line, message) from None
    if not channel.version:
        message = "WordPress の書き出し（WXR）ではありません。管理画面の「ツール」→「エクスポート」で作ったファイルを指定してください。"
        raise UnreadableExportError(0, message)


def _items(events: Events, channel: Channel) -> Iterator[Item]:
    depth, checked = 0, False
    for event, element in events:
        if event == "start":
            depth += 1
            if not checked:
                checked = True
                if element.getroottree().docinfo.doctype:
                    message = "DOCTYPE のあるファイルは、安全のため読みません。WordPress の書き出しをそのまま使ってください。"
                    raise UnreadableExportError(element.sourceline or 0, message)
            continue
        depth -= 1
        if depth != 2:  # noqa: PLR2004 - rss, channel; what stands in an item is read with it
            continue
        name = _WP.sub("", str(element.tag))
        if name == "item":
            yield _item(element)
        else:
            _tell(channel, name, element)
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]  # type: ignore[union-attr]


def _texts(element: _Element) -> dict[str, str]:
    return {_WP.sub("", str(child.tag)): child.text or "" for child in element}


def _tell(channel: Channel, name: str, element: _Element) -> None:
    texts = _texts(element)
    match name:
        case "wxr_version":
            channel.version = element.text or ""
        case "link":
            channel.link = (element.text or "").strip()
        case "author":
            channel.authors[texts.get("author_login", "")] = texts.get("author_display_name", "")
        case "category":
            slug = texts.get("category_nicename", "")
            term = Term(
                slug, texts.get("cat_name", ""), texts.get("category_parent", ""), texts.get("term_id", "")
            )
            channel.categories[slug] = term
        case "tag":
            slug = texts.get("tag_slug", "")
            channel.tags[slug] = Term(slug, texts.get("tag_name", ""))
        case _:
            pass


def _item(element: _Element) -> Item:
    item = Item(element.sourceline or 0)
    for child in element:
        name, text = str(child.tag), child.text or ""
        if name == "title":
            item.title = text
        elif name == "link":
            item.link = text.strip()
        elif name == _CREATOR:
            item.creator = text
        elif name == _CONTENT:
            item.content = text
        elif _EXCERPT.fullmatch(name):
            item.excerpt = text
        elif name == "category":
            place = item.tags if child.get("domain") == "post_tag" else item.categories
            if child.get("domain") in ("post_tag", "category"):
                place.append((child.get("nicename", ""), text))
        elif _WP.match(name):
            short = _WP.sub("", name)
            if short == "postmeta":
                texts = _texts(child)
                item.meta[texts.get("meta_key", "")] = texts.get("meta_value", "")
            elif short == "comment":
                item.comments += 1
            else:
                item.fields[short] = text.strip()
    return item
