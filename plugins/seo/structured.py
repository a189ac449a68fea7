"""JSON-LD (schema.org) of the pages: what search engines are told of the site, its articles and who writes them.

Only what a reader can see on the page too, and never a star for the site's own work. Each page has one `@graph`; the
parts name each other by `@id`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from plugins.core.site import Author, Blog

Node = dict[str, object]
Step = tuple[str, str]
"""A step of the way to a page: its name and its address (a path from `/` on)."""


class Picture(Protocol):
    """A picture of the site."""

    address: str


class Topic(Protocol):
    """A category."""

    name: str
    address: str


class Dates(Protocol):
    """When an article was published and really changed."""

    published: dt.datetime
    updated: dt.datetime | None


class Article(Protocol):
    """What is said of an article; addresses are paths from `/` on."""

    title: str
    description: str
    address: str
    category: Topic
    dates: Dates
    shared_picture: Picture | None
    writer: Author | None


@dataclass(frozen=True)
class LinkedData:
    """Makes the data of one site's pages, as elements for the head."""

    blog: Blog
    authors: Mapping[str, Author]
    absolute: Callable[[str], str]
    """Makes the whole address of a path."""

    def home(self) -> Markup:
        """Return the data of the home page."""
        return _element([self._website(), self._publisher()])

    def article(self, article: Article, profile: str) -> Markup:
        """Return the data of an article; `profile` is the address of the list of its writer's articles."""
        published, updated = article.dates.published, article.dates.updated
        posting: Node = {
            "@type": "BlogPosting",
            "headline": article.title,
            "description": article.description,
            "image": self.absolute(article.shared_picture.address) if article.shared_picture else None,
            "datePublished": _iso(published),
            "dateModified": _iso(updated or published),
            "author": self._person(article.writer, profile) if article.writer else self._reference(),
            "publisher": {
                "@type": "Organization",
                "@id": self._id("publisher"),
                "name": self.blog.name,
                "url": self.absolute("/"),
            },
        }
        category = (article.category.name, article.category.address)
        way = self._breadcrumb([category, (article.title, article.address)])
        return _element([posting, way])

    def page(self, title: str, description: str, address: str, slug: str) -> Markup:
        """Return the data of a page; that of an author is a profile."""
        author = next((each for each in self.authors.values() if each.page == slug), None)
        node = self._web_page("ProfilePage" if author else "WebPage", title, description, address)
        if author:
            node["mainEntity"] = self._person(author, address, whole=True)
        return _element([node, self._breadcrumb([(title, address)])])

    def author(self, name: str, title: str, description: str, address: str) -> Markup:
        """Return the data of the list of an author's articles: his profile."""
        author = next((each for each in self.authors.values() if each.name == name), None)
        node = self._web_page("ProfilePage", title, description, address)
        node["mainEntity"] = (
            self._person(author, address, whole=True)
            if author
            else {"@type": "Person", "name": name, "url": self.absolute(address)}
        )
        return _element([node, self._breadcrumb([(title, address)])])

    def listing(self, title: str, description: str, address: str, above: Sequence[Step] = ()) -> Markup:
        """Return the data of a list of articles; `above` is what stands between home and it."""
        node = self._web_page("CollectionPage", title, description, address)
        return _element([node, self._breadcrumb([*above, (title, address)])])

    def _website(self) -> Node:
        return {
            "@type": "WebSite",
            "@id": self._id("website"),
            "url": self.absolute("/"),
            "name": self.blog.name,
            "description": self.blog.description or self.blog.tagline,
            "inLanguage": "ja",
            "publisher": self._reference(),
        }

    def _publisher(self) -> Node:
        return {
            "@type": "Organization",
            "@id": self._id("publisher"),
            "name": self.blog.name,
            "url": self.absolute("/"),
            "logo": {"@type": "ImageObject", "url": self.absolute("/" + self.blog.logo)}
            if self.blog.logo
            else None,
            "sameAs": [each.url for each in self.blog.social],
        }

    def _web_page(self, kind: str, title: str, description: str, address: str) -> Node:
        return {
            "@type": kind,
            "@id": self.absolute(address),
            "url": self.absolute(address),
            "name": _plain(title),
            "description": _plain(description),
            "inLanguage": "ja",
            "isPartOf": {
                "@type": "WebSite",
                "@id": self._id("website"),
                "name": self.blog.name,
                "url": self.absolute("/"),
            },
        }

    def _person(self, author: Author, address: str, *, whole: bool = False) -> Node:
        """Return a writer; `whole` on the page that is about him, to which all others lead. `address` counts where he has none."""
        url = self.absolute(f"/{author.page}/" if author.page else address)
        person: Node = {
            "@type": "Person",
            "@id": url + "#person",
            "name": author.name,
            "url": url,
        }
        if whole:
            person |= {
                "jobTitle": author.title,
                "hasCredential": [
                    {"@type": "EducationalOccupationalCredential", "name": each}
                    for each in author.credentials
                ],
                "description": author.bio,
                "image": self.absolute("/" + author.picture) if author.picture else None,
                "sameAs": [each.url for each in author.links],
            }
        return person

    def _breadcrumb(self, steps: Iterable[Step]) -> Node:
        items: list[Node] = [
            {"@type": "ListItem", "position": position, "name": _plain(name), "item": self.absolute(address)}
            for position, (name, address) in enumerate([("ホーム", "/"), *steps], 1)
        ]
        del items[-1]["item"]  # the page itself
        return {"@type": "BreadcrumbList", "itemListElement": items}

    def _reference(self) -> Node:
        return {"@id": self._id("publisher")}

    def _id(self, name: str) -> str:
        return self.absolute("/") + "#" + name


def _element(nodes: Sequence[Node]) -> Markup:
    """Return the element that holds a graph; what is not known is left out."""
    graph = {"@context": "https://schema.org", "@graph": _without_gaps(list(nodes))}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    # `<` as an escape: a title with </script> must not end the element.
    escaped = text.replace("<", "\\u003c")
    return Markup(f'<script type="application/ld+json">{escaped}</script>')  # noqa: S704 - escaped above


def _iso(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _plain(text: str) -> str:
    """Return a text as it is read, also where a template has escaped it."""
    return text.unescape() if isinstance(text, Markup) else text


def _without_gaps(value: object) -> object:
    """Return a value without the entries that say nothing."""
    if isinstance(value, dict):
        return {name: _without_gaps(each) for name, each in value.items() if each not in (None, "", [])}
    if isinstance(value, list):
        return [_without_gaps(each) for each in value]
    return value
