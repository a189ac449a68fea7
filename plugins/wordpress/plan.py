"""Where everything of an export goes: names, folders, and what the old addresses lead to."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from plugins.core.romaji import free_slug, slug_from
from plugins.core.site import UNCATEGORISED
from plugins.core.text import address_part, fold, nfc
from plugins.core.tokens import Tokenizer
from plugins.wordpress.export import Channel, Item
from plugins.wordpress.state import State
from plugins.wordpress.themes import PRIMARY_CATEGORIES

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FOLDERS = {"post": "articles", "page": "pages", "wp_block": "parts"}

_RESERVED = frozenset(
    "archives category tag author search images files pictures theme page feed feeds".split()
)
"""First parts of addresses that the site itself has."""
_UNSAFE = re.compile(r"[\s/\\?#%&:*\"'<>|{}\[\]()（）^`~,;!$+=@.\x00-\x1f]+")
_FRAGMENT = re.compile(r"""href\s*=\s*["'][^"'#]*\#([^"']+)["']""")
_HEADING_ID = re.compile(r"""<h[1-6]\b[^>]*\sid\s*=\s*["']([^"']+)["']""", re.IGNORECASE)


@dataclass
class Entry:
    """What is remembered of an item while the others are read: little, because there may be many."""

    number: str
    kind: str
    status: str
    slug: str
    title: str
    path: str
    """Its old path, without the host; `""` where it had none of its own."""
    url: str = ""
    """Where the file of an attachment was."""
    category: str = ""
    topics: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    source: str = ""
    """The file to write, relative to the content folder."""

    @property
    def is_public(self) -> bool:
        """Whether readers of the old site saw it."""
        return self.status == "publish"


def entry_of(item: Item, channel: Channel) -> Entry:
    """Return what is remembered of an item."""
    protected = bool(item.fields.get("post_password"))
    status = "private" if protected and item.status == "publish" else item.status
    return Entry(
        item.number,
        item.kind,
        status,
        unquote(item.fields.get("post_name", "")),
        plain(item.title),
        old_path(item.link),
        item.fields.get("attachment_url", ""),
        category_of(item, channel),
        tuple(name for _, name in (*item.categories, *item.tags)),
        frozenset(html.unescape(each) for each in _HEADING_ID.findall(item.content)),
    )


def plain(text: str) -> str:
    """Return a title without tags, on one line."""
    return " ".join(html.unescape(re.sub(r"</?[A-Za-z][^<>]*>", "", text)).split())


def old_path(link: str) -> str:
    """Return the path of an old address; `""` for `/?p=12`, to which no static page can lead.

    >>> old_path("https://old.example/2020/05/%E9%9D%A2%E6%8E%A5/")
    '/2020/05/面接/'
    """
    parts = urlsplit(link)
    return "" if parts.query or parts.path in ("", "/") else nfc(unquote(parts.path))


def category_of(item: Item, channel: Channel) -> str:
    """Return the one category of an article: the one that an SEO plugin calls primary, or else the first."""
    numbers = {item.meta.get(key, "") for key in PRIMARY_CATEGORIES} - {""}
    for slug, name in item.categories:
        if slug in channel.categories and channel.categories[slug].number in numbers:
            return name
    return item.categories[0][1] if item.categories else ""


@dataclass
class Plan:
    """Every item with its file; built once, then asked for links."""

    channel: Channel
    site_url: str
    entries: dict[str, Entry] = field(default_factory=dict)
    by_path: dict[str, Entry] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)
    """Those of all articles and pages that there will be."""
    topics: dict[tuple[str, str], str] = field(default_factory=dict)
    """(`category` or `tag`, slug of old) → path of the list that there will be."""
    addresses: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(`category` or `tag`, name) → what stands for it in addresses, where the owner set it."""

    def settle(self, entries: Iterable[Entry], content: Path, state: State) -> None:
        """Give each item its file; the same again for what was imported before."""
        taken = {*_RESERVED, *_slugs_of_others(content, state)}
        wanted = sorted(
            entries, key=lambda each: (not each.is_public, not each.number.isdigit(), _number(each))
        )
        tokenizer: Tokenizer | None = None
        for entry in wanted:
            self.entries[entry.number] = entry
            if entry.kind not in FOLDERS or not (entry.kind == "wp_block" or _is_wanted(entry)):
                continue
            before = state.posts.get(entry.number)
            if before is not None:
                entry.source = before
                taken.add(posixpath.basename(before).removesuffix(".md"))
        for entry in wanted:
            if entry.kind not in FOLDERS or entry.source or not _is_wanted(entry):
                continue
            slug = entry.slug
            if not SLUG.fullmatch(slug):
                tokenizer = tokenizer or Tokenizer()
                slug = slug_from(tokenizer.words(entry.title or entry.slug)) or f"{entry.kind}-{entry.number}"
                slug = slug if SLUG.fullmatch(slug) else f"{entry.kind.replace('_', '-')}-{entry.number}"
            slug = free_slug(slug, taken)
            taken.add(slug)
            folder = FOLDERS[entry.kind]
            if entry.kind == "post" and entry.category:
                folder += "".join(f"/{part}" for part in self.folders(entry.category))
            entry.source = f"{folder}/{slug}.md"
            state.posts[entry.number] = entry.source

    def folders(self, category: str) -> list[str]:
        """Return the folders of a category, the outermost first, as the old site nested them."""
        found, seen = [], set()
        slug = next((each.slug for each in self.channel.categories.values() if each.name == category), "")
        name = category
        while name and name not in seen:
            seen.add(name)
            found.append(_UNSAFE.sub("-", nfc(name)).strip("-") or UNCATEGORISED)
            parent = self.channel.categories[slug].parent if slug in self.channel.categories else ""
            slug, name = (
                parent,
                self.channel.categories[parent].name if parent in self.channel.categories else "",
            )
        return found[::-1]

    def note_addresses(self) -> None:
        """Note what each old address leads to; the addresses of lists are known by now."""
        categories: set[str] = set()
        tags: set[str] = set()
        for entry in self.entries.values():
            if not entry.source:
                continue
            if entry.kind != "wp_block":
                self.slugs.add(posixpath.basename(entry.source).removesuffix(".md"))
            if entry.path:
                self.by_path.setdefault(_key(entry.path), entry)
            if entry.is_public and entry.kind == "post":
                categories.add(entry.category)
                tags.update(name for name in entry.topics if name != entry.category)
        for kind, terms in (("category", self.channel.categories), ("tag", self.channel.tags)):
            for term in terms.values():
                # A second category of an article is one of its tags now.
                is_category = kind == "category" and term.name in categories
                if is_category or term.name in tags:
                    place = self.list_address("category" if is_category else "tag", term.name)
                    self.topics[kind, fold(unquote(term.slug))] = place

    def list_address(self, kind: str, name: str) -> str:
        """Return the path of the list of a category or tag."""
        return f"/{kind}/{self.addresses.get((kind, name)) or address_part(name)}/"

    def is_own(self, url: str) -> bool:
        """Say whether an address is of the old site, or of the new one."""
        host = urlsplit(url).netloc.lower().removeprefix("www.")
        return host in {
            urlsplit(each).netloc.lower().removeprefix("www.") for each in (self.channel.link, self.site_url)
        }

    def whole(self, url: str) -> str:
        """Return an address with its host."""
        return urljoin(self.channel.link.rstrip("/") + "/", url)

    def find(self, url: str) -> Entry | None:
        """Return the item that an address of the old site means."""
        parts = urlsplit(url)
        for name, values in parse_qs(parts.query).items():
            if name in ("p", "page_id", "attachment_id") and values[0] in self.entries:
                return self.entries[values[0]]
        return self.by_path.get(_key(nfc(unquote(parts.path))))

    def topic(self, url: str) -> str:
        """Return the path of the list that an address of the old site means, `""` for none."""
        match = re.search(r"/(category|tag)/(?:.*/)?([^/]+)/?$", unquote(urlsplit(url).path))
        return self.topics.get((match[1], fold(match[2])), "") if match else ""

    def redirect(self, entry: Entry) -> str:
        """Return the old path as `redirect_from` takes it; `""` where it is the new one, or somebody else's."""
        base = urlsplit(self.site_url).path.rstrip("/")
        path = entry.path
        if base and path.startswith(base + "/"):
            path = path[len(base) :]
        slug = posixpath.basename(entry.source).removesuffix(".md")
        first = path.strip("/").partition("/")[0]
        is_taken = path.strip("/") in self.slugs or (first in _RESERVED and path.strip("/") == first)
        return "" if not path or path.strip("/") == slug or is_taken else path

    def parents(self) -> dict[str, str]:
        """Return the categories that stand under another, each with that one."""
        terms = self.channel.categories
        return {each.name: terms[each.parent].name for each in terms.values() if each.parent in terms}


def fragments(content: str) -> set[str]:
    """Return the anchors that links of an article lead to."""
    return {html.unescape(unquote(each)) for each in _FRAGMENT.findall(content)}


def _is_wanted(entry: Entry) -> bool:
    return entry.status in ("publish", "future", "draft", "pending", "private")


def _key(path: str) -> str:
    return fold(path).strip("/")


def _number(entry: Entry) -> int:
    return int(entry.number) if entry.number.isdigit() else 0


def _slugs_of_others(content: Path, state: State) -> Iterable[str]:
    """Yield the slugs of articles and pages that the import did not write."""
    for folder in ("articles", "pages"):
        for path in sorted((content / folder).rglob("*.md")):
            if state.is_ours(nfc(path.relative_to(content).as_posix())):
                continue
            with path.open(encoding="utf-8", errors="replace") as file:
                start = file.read(4096)
            match = re.search(r"^slug:\s*(\S+)", start.partition("\n---")[0], re.MULTILINE)
            yield match[1].strip("\"'") if match else path.stem
