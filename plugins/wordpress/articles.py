"""One item of an export → the text of one file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from plugins.core.heads import head_text
from plugins.core.site import UNCATEGORISED
from plugins.wordpress.export import Item
from plugins.wordpress.markdown import Note, convert
from plugins.wordpress.phrases import Link, Lookup
from plugins.wordpress.plan import Entry, Plan, plain
from plugins.wordpress.source import prepare
from plugins.wordpress.themes import DESCRIPTIONS, NOINDEX
from plugins.wordpress.uploads import Uploads, is_picture, upload_path

MAX_BYTES = 1_000_000

_STATUSES = {"publish": "", "future": "", "draft": "draft", "pending": "draft", "private": "draft"}
_VARIABLE = re.compile(r"%%?\w+%%?|#(?:post|site|separator)_\w+|\{\{|\}\}")
_SCHEMES = ("http", "https", "mailto", "tel", "sms")
_SAFE = "%/:=&?~#+!$,;'@-._"


class SkippedError(ValueError):
    """An item that cannot be an article; the message is the reason."""


@dataclass
class Writer:
    """Makes the texts of articles; it knows the plan and the pictures."""

    plan: Plan
    uploads: Uploads
    authors: Mapping[str, str]
    """Login → key in `authors.yaml`."""
    fragments: frozenset[str]

    def article(self, item: Item, entry: Entry) -> tuple[str, list[Note]]:
        """Return the text of a file and what to look at in it. Raises `SkippedError`."""
        lookup = Lookup(
            lambda url: self._link(url, entry), lambda url: self._picture(url, entry), self._site_address
        )
        source = prepare(item.content, self._attachment, self._part)
        body, notes = convert(source, lookup, self.fragments)
        if entry.kind == "wp_block":
            head = ""
        else:
            head, more = self._head(item, entry)
            notes = more + [Note(each.kind, each.detail, each.line + head.count("\n")) for each in notes]
        if not body.strip():
            msg = "本文がありません"
            raise SkippedError(msg)
        text = f"{head}{body}\n"
        if len(text.encode()) > MAX_BYTES or max(map(len, body.split("\n"))) > MAX_BYTES // 10:
            msg = "本文が大きすぎます（1MB、1行10万字まで）"
            raise SkippedError(msg)
        return text, notes

    # -- the head ----------------------------------------------------------------------------------------------

    def _head(self, item: Item, entry: Entry) -> tuple[str, list[Note]]:
        notes: list[Note] = []
        values: dict[str, str | list[str]] = {"title": entry.title or "（無題）"}
        if not entry.title:
            notes.append(Note("title", "題名がありません", 2))
        date, modified = item.moment("post_date"), item.moment("post_modified")
        if entry.kind == "post":
            if date is None and not _STATUSES[entry.status]:
                msg = "公開日がありません"
                raise SkippedError(msg)
            values["date"] = date.strftime("%Y-%m-%d %H:%M") if date else ""
        if date and modified and entry.is_public and modified.date() > date.date():
            values["modified"] = modified.strftime("%Y-%m-%d %H:%M")
        values |= self._topics(item, entry, notes)
        values["description"] = description_of(item)
        values["image"] = self._cover(item, entry, notes)
        values["author"] = self.authors.get(item.creator, "") if entry.kind == "post" else ""
        values["status"] = _STATUSES[entry.status]
        old = self.plan.redirect(entry) if entry.is_public else ""
        values["redirect_from"] = [_in_head(old)] if old else []
        values["noindex"] = "yes" if is_hidden(item) else ""
        return head_text(values), notes

    def _topics(self, item: Item, entry: Entry, notes: list[Note]) -> dict[str, str | list[str]]:
        names = [name for _, name in item.categories if name != entry.category]
        tags = list(dict.fromkeys([*(name for _, name in item.tags), *names]))
        if names:
            notes.append(Note("category", f"カテゴリー「{'」「'.join(names)}」はタグにしました", 2))
        seen: dict[str, str] = {}
        for tag in tags:
            seen.setdefault(tag.casefold(), tag)
        folders = posixpath.dirname(entry.source).split("/")[1:]
        own = entry.category or UNCATEGORISED
        is_told = not folders or folders[-1] == own or entry.kind != "post"
        return {"category": "" if is_told else own, "tags": list(seen.values())}

    def _cover(self, item: Item, entry: Entry, notes: list[Note]) -> str:
        number = item.meta.get("_thumbnail_id", "")
        if not number:
            return ""
        url = self._attachment(number)
        path = self._picture(url, entry) if url else None
        if path is None or path.startswith("http"):
            notes.append(Note("picture", f"アイキャッチ {url or number}", 2))
            return ""
        return path

    # -- what other files answer -------------------------------------------------------------------------------

    def _attachment(self, number: str) -> str | None:
        entry = self.plan.entries.get(number)
        return entry.url or None if entry else None

    def _part(self, number: str) -> str | None:
        entry = self.plan.entries.get(number)
        return posixpath.basename(entry.source).removesuffix(".md") if entry and entry.source else None

    def _file(self, url: str, entry: Entry) -> str | None:
        place = upload_path(url)
        target = self.uploads.copy(place) if place and self.plan.is_own(url) else None
        return posixpath.relpath(target, posixpath.dirname(entry.source)) if target else None

    def _picture(self, url: str, entry: Entry) -> str | None:
        url = self.plan.whole(url)
        if self.plan.is_own(url):
            path = self._file(url, entry)
            return path if path and is_picture(path) else None
        return _target(url) if urlsplit(url).scheme in ("http", "https") else None

    def _link(self, url: str, entry: Entry) -> Link:
        scheme = urlsplit(url).scheme.lower()
        if scheme and scheme not in _SCHEMES:
            return Link("", is_own=True)
        if scheme not in ("", "http", "https"):
            return Link(_target(url))
        url = self.plan.whole(url)
        if not self.plan.is_own(url):
            return Link(_target(url))
        if upload_path(url):
            path = self._file(url, entry)
            return Link(path or "", is_own=True, is_picture=is_picture(urlsplit(url).path))
        found = self.plan.find(url)
        if found is not None and found.kind == "attachment" and found.url:
            path = self._file(found.url, entry)
            return Link(path or "", is_own=True, is_picture=is_picture(urlsplit(found.url).path))
        return Link(self._page(url, found, entry), is_own=True)

    def _page(self, url: str, found: Entry | None, entry: Entry) -> str:
        if found is not None:
            if not found.source or not found.is_public:
                return ""
            anchor = urlsplit(url).fragment
            mark = f"#{quote(anchor)}" if anchor and anchor in found.ids else ""
            if found is entry:
                return mark or posixpath.basename(entry.source)
            return posixpath.relpath(found.source, posixpath.dirname(entry.source)) + mark
        if topic := self.plan.topic(url):
            return quote(topic)
        return "/" if urlsplit(url).path in ("", "/") and not urlsplit(url).query else ""

    def _site_address(self, url: str) -> str:
        whole = self.plan.whole(url)
        if not self.plan.is_own(whole):
            return url
        base = urlsplit(self.plan.site_url).path.rstrip("/")
        place = upload_path(whole)
        if place:
            target = self.uploads.copy(place)
            return f"{base}/{quote(target)}" if target else whole
        found = self.plan.find(whole)
        if found is not None and found.source:
            return f"{base}/{posixpath.basename(found.source).removesuffix('.md')}/"
        return whole


def description_of(item: Item) -> str:
    """Return the description that was written out, for a search engine or as an excerpt; not one made of variables."""
    for value in (*(item.meta.get(key, "") for key in DESCRIPTIONS), item.excerpt):
        text = plain(value)
        if text and not _VARIABLE.search(text):
            return text
    return ""


def is_hidden(item: Item) -> bool:
    """Say whether an SEO plugin kept it out of search engines."""
    return any(pattern.fullmatch(item.meta.get(key, "")) for key, pattern in NOINDEX.items())


def _target(url: str) -> str:
    return quote(url, safe=_SAFE)


def _in_head(path: str) -> str:
    """Return a path as a list of the head may hold it: readable, or percent-encoded where signs would divide it."""
    return path if re.fullmatch(r"[\w/.~-]+", path) else quote(path)
