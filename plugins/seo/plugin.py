"""Write feeds, sitemap and robots.txt; give the templates the data for search engines."""

from __future__ import annotations

import datetime as dt
import html
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican import Pelican, signals
from pelican.generators import Generator

from plugins.core.contents import document_of, marked_in, source_of, updated_of
from plugins.core.fingerprint import hash_of
from plugins.core.html import feed_html
from plugins.core.memo import Memo
from plugins.core.problems import report_nothing
from plugins.core.settings import from_pelican
from plugins.seo.feeds import Channel, Entry, atom, rss
from plugins.seo.settings import SeoSettings
from plugins.seo.sitemap import sitemap
from plugins.seo.structured import LinkedData


class SeoGenerator(Generator):
    """Writes what machines read."""

    def generate_output(self, _writer: object) -> None:
        """Write the files."""
        options = from_pelican(SeoSettings, "SEO_", self.settings)
        absolute = self.settings["JINJA_FILTERS"]["absolute"]
        entries = [
            self._entry(article, absolute) for article in self.context["articles"][: options.feed_items]
        ]
        blog = self.settings["SITE"].blog
        for path, write in ((options.atom, atom), (options.rss, rss)):
            channel = Channel(
                blog.name, blog.description or blog.tagline, absolute("/"), absolute("/" + path)
            )
            self._write(path, write(channel, entries).encode())
        memo: Memo = self.settings["MEMO"]
        # Documents say all of it, but who has written an article.
        authors = (f"{each.address} {max(map(updated_of, found))}" for each, found in self.context["authors"])
        key = hash_of([self.settings["VERSION"].page, memo.documents, *authors])
        self.settings["OUTPUTS"].put("sitemap.xml", key, lambda: sitemap(self._pages(absolute)))
        self._write("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {absolute('/sitemap.xml')}\n".encode())

    def _entry(self, article: Any, absolute: Any) -> Entry:
        address = absolute(article.address)
        memo: Memo = self.settings["MEMO"]
        content = memo.of(
            article.document,
            " ".join(
                ("feed", *(marked_in(self.settings)(source_of(article)) or ()))
            ),  # in the text, too, cards are marked
            report_nothing,
            lambda _report: feed_html(article.content, address),
        )
        return Entry(
            title=article.title,
            address=address,
            description=article.description,
            content=_advert(article) + content,
            published=article.date,
            updated=updated_of(article),
            author=article.writer.name if article.writer else self.settings["SITE"].blog.name,
            categories=tuple(dict.fromkeys([article.category.name, *(tag.name for tag in article.tags)])),
        )

    def _pages(self, absolute: Any) -> list[tuple[str, dt.datetime | None]]:
        """Return the addresses of all pages, and when they were changed."""
        dates: dict[int, dt.datetime] = {id(each): updated_of(each) for each in self.context["articles"]}

        def changed(articles: list[Any]) -> dt.datetime | None:
            return max((dates[id(each)] for each in articles), default=None)

        articles = [article for article in self.context["articles"] if not article.noindex]
        pages: list[tuple[str, dt.datetime | None]] = [
            ("/", changed(articles)),
            ("/" + self.settings["ARCHIVES_URL"], changed(articles)),
        ]
        pages += [(document_of(article).address, dates[id(article)]) for article in articles]
        pages += [
            (page.address, getattr(page, "modified", None))
            for page in self.context["pages"]
            if not page.noindex
        ]
        pages += [
            (topic.address, changed(found))
            for name in ("categories", "tags", "authors")
            for topic, found in self.context[name]
        ]
        return [(absolute(path), moment) for path, moment in pages]

    def _write(self, name: str, data: bytes) -> None:
        path = Path(self.output_path, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _advert(article: Any) -> str:
    """Return the 広告 label of an article; a room that knows advertising puts it on the article."""
    wording = getattr(article, "advert", None)
    return f"<p><strong>広告</strong> {html.escape(wording)}</p>\n" if wording else ""


def prepare(pelican: Pelican) -> None:
    """Check the settings at the start; give templates the addresses of the feeds, and what makes JSON-LD."""
    settings: dict[str, Any] = pelican.settings
    options = from_pelican(SeoSettings, "SEO_", settings)
    settings["SEO_ATOM"], settings["SEO_RSS"] = options.atom, options.rss
    site = settings["SITE"]
    if options.strict and f".{urlsplit(settings['SITEURL']).hostname}".endswith(".example.com"):
        advice = "検索や SNS に出る住所になります。自分の住所に変えてください。"
        settings["PROBLEMS"].warning(
            "pelicanconf.py", 0, f"SITEURL が見本の「{settings['SITEURL']}」のままです。{advice}"
        )

    def absolute(address: str) -> str:
        whole: str = settings["JINJA_FILTERS"]["absolute"](address)
        return whole

    settings["JINJA_GLOBALS"]["linked_data"] = LinkedData(site.blog, site.authors, absolute)


def add_generator(_pelican: Pelican) -> type[Generator]:
    """Tell Pelican of the generator."""
    return SeoGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.get_generators.connect(add_generator)
