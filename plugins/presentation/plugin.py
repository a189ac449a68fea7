"""Put the filters into Jinja, and the attributes on the articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from jinja2 import FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import ArticlesGenerator, Generator

from plugins.core.contents import by_source_of, contents_of, describe, is_article, updated_of
from plugins.core.data import line_of
from plugins.core.memo import Memo
from plugins.core.problems import Problems, Report, choices
from plugins.dialect.grammar import Dialect
from plugins.dialect.kept import kept
from plugins.presentation.filters import (
    Addresses,
    date_iso,
    date_ja,
    day_iso,
    in_query,
    period_ja,
    reading_minutes,
)
from plugins.presentation.known import KnownPhrases
from plugins.presentation.phrases import phrased, phrases

RECENT = 5
PHRASES = "phrases"
"""The folder of the phrases that are known, in `CACHE_PATH`."""


class Dates(NamedTuple):
    """The dates that a reader is shown."""

    published: dt.datetime
    updated: dt.datetime | None


@dataclass(frozen=True)
class Feed:
    """A feed of the site."""

    title: str
    address: str
    type: str


def prepare(pelican: Pelican) -> None:
    """Add filters and globals before any environment is made."""
    settings: dict[str, Any] = pelican.settings
    site = urlsplit(settings["SITEURL"])
    addresses = Addresses(site.path.rstrip("/"), f"{site.scheme}://{site.netloc}")
    names = settings["ASSET_NAMES"]
    cut = (
        KnownPhrases(Path(settings["CACHE_PATH"]).absolute() / PHRASES).of if "STATE" in settings else phrases
    )
    settings["JINJA_FILTERS"] |= {
        "link": _remembered(addresses.link),
        "absolute": _remembered(addresses.absolute),
        "query": in_query,
        "date_ja": date_ja,
        "date_iso": date_iso,
        "day_iso": day_iso,
        "period_ja": period_ja,
        "kept": lambda snippet: Markup(kept(str(snippet))),  # noqa: S704 - an owner's, for the head
        "phrased": lambda page: Markup(phrased(str(page), cut)),  # noqa: S704 - a whole page, or a part that pages have in common
    }
    settings["JINJA_GLOBALS"] |= {"asset": lambda name: addresses.link("/theme/" + names[name])}
    name = settings["SITE"].blog.name
    settings["FEEDS"] = [
        Feed(f"{name}（Atom）", "/" + settings["SEO_ATOM"], "application/atom+xml"),
        Feed(f"{name}（RSS）", "/" + settings["SEO_RSS"], "application/rss+xml"),
    ]


def _remembered(change: Callable[[str], str]) -> Callable[[str], str]:
    """Return a function of addresses that knows the last thousands: pages name each article many times."""
    return lru_cache(maxsize=10_000, typed=True)(change)  # typed: what is safe to show is a type of text


def be_strict(generator: Generator) -> None:
    """Use our templates only, escape what is not marked safe, and let an unknown variable be an error."""
    generator.env.loader = FileSystemLoader(Path(generator.theme, "templates"))
    generator.env.auto_reload = False  # no template changes within a build: its version holds them
    generator.env.undefined = StrictUndefined
    generator.env.autoescape = True
    if "STATE" in generator.settings:
        generator.env.bytecode_cache = compiled(
            Path(generator.settings["STATE"], "templates"), generator.settings["VERSION"].conversion
        )


def compiled(folder: Path, version: str) -> FileSystemBytecodeCache:
    """Return the compiled templates; those of other code go, as it may call filters otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        if not file.name.startswith(version):
            file.unlink(missing_ok=True)
    return FileSystemBytecodeCache(str(folder), f"{version}-%s")


def finish(generators: list[Generator]) -> None:
    """Put on every article and page what its template shows."""
    settings = generators[0].settings
    memo: Memo = settings["MEMO"]
    context = generators[0].context

    def scripts_of(content: Content) -> tuple[str, ...]:
        find = partial(_scripts, content, settings["DIALECT"])
        return memo.of(content.document, "scripts", settings["PROBLEMS"].reporter(content.source_path), find)

    describe(
        settings,
        address=lambda content: content.document.address,
        headings=lambda content: content.document.headings,
        minutes=lambda content: reading_minutes(content.body.length),
        writer=lambda _content: None,  # the reader knows no author of this one
        dates=lambda content: (
            Dates(content.date, getattr(content, "modified", None)) if is_article(content) else None
        ),
        scripts=scripts_of,
    )
    contents = by_source_of(generators)
    memo.of_each("scripts", contents, scripts_of)
    settings["DESCRIBERS"].append(scripts_of)
    _check_profiles(generators)
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            _order(generator, context, settings)
    for content in contents.values():
        if "previous" not in vars(content):
            content.previous = content.next = None
    context["YEAR"] = max(map(updated_of, context["articles"]), default=settings["NOW"]).year


def _check_profiles(generators: list[Generator]) -> None:
    """Report authors whose `page` is none that readers can open."""
    settings = generators[0].settings
    pages = [
        each.slug for each in contents_of(generators) if not is_article(each) and each.document.is_public
    ]
    path = Path(settings["PATH"], "data", "authors.yaml")
    for key, author in settings["SITE"].authors.items():
        if author.page is not None and author.page not in pages:
            message = f"page「{author.page}」という公開ページはありません。{choices(author.page, pages)}"
            settings["PROBLEMS"].error(path, line_of(path, (key, "page")), message)


def _scripts(content: Any, dialect: Dialect, _report: Report) -> tuple[str, ...]:
    html = content.finished.resolved
    return tuple(name for piece, name in dialect.scripts.items() if piece in html)


def _order(generator: ArticlesGenerator, context: dict[str, Any], settings: dict[str, Any]) -> None:
    articles = generator.articles  # newest first
    for newer, article, older in zip([None, *articles], articles, [*articles[1:], None], strict=False):
        article.next, article.previous = newer, older
    for wrapper, _ in generator.authors:
        wrapper.address = "/" + wrapper.url
    known = list(settings["SITE"].categories)
    context["categories"] = sorted(
        generator.categories,
        key=lambda pair: (known.index(pair[0].name) if pair[0].name in known else len(known), pair[0].name),
    )
    context["recent"] = articles[:RECENT]
    context["recommended"] = _recommended(articles, settings)


def _recommended(articles: list[Any], settings: dict[str, Any]) -> list[Any]:
    problems: Problems = settings["PROBLEMS"]
    by_slug = {article.slug: article for article in articles}
    found = []
    for slug in settings["SITE"].blog.recommended:
        if slug in by_slug:
            found.append(by_slug[slug])
        else:
            path = Path(settings["PATH"], "data", "site.yaml")
            problems.error(
                path,
                0,
                f"recommended の「{slug}」という公開記事はありません。{choices(slug, list(by_slug)[:20])}",
            )
    return found


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.generator_init.connect(be_strict)
    signals.all_generators_finalized.connect(finish)
