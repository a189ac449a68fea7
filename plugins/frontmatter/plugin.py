"""Give Pelican the reader; check what only the sum of all files tells."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import ArticlesGenerator, Generator
from pelican.readers import Readers
from pelican.urlwrappers import Category

from plugins.core.contents import contents_of, describe, document_of, is_article
from plugins.core.problems import Problems
from plugins.frontmatter.addresses import Claim, report_collisions
from plugins.frontmatter.conversions import Conversions
from plugins.frontmatter.reader import MarkdownReader
from plugins.frontmatter.snapshot import attach, fields_of

_NOT_ARTICLES = (
    ".txt",
    ".markdown",
    ".mdown",
    ".mkd",
    ".rst",
    ".html",
    ".htm",
    ".docx",
    ".doc",
    ".rtf",
    ".odt",
)


def prepare(pelican: Pelican) -> None:
    """Open what former builds have read, where this one remembers anything."""
    settings: dict[str, Any] = pelican.settings
    path = Path(settings["STATE"], "conversions.db") if "STATE" in settings else None
    settings["UNREAD"] = set()
    settings["CONVERSIONS"] = Conversions(path, settings["VERSION"].conversion, settings.get("LOOKS"))
    describe(settings, fields=fields_of)


def forget(pelican: Pelican) -> None:
    """Drop what no article of today needs."""
    pelican.settings["CONVERSIONS"].forget_unused()
    pelican.settings["CONVERSIONS"].close()


def add_reader(readers: Readers) -> None:
    """Read `.md` with our reader, and nothing else as an article."""
    readers.reader_classes = {"md": MarkdownReader, "static": readers.reader_classes["static"]}


def convert(generator: ArticlesGenerator) -> None:
    """Convert all changed articles at once, before Pelican asks for them one by one."""
    reader = generator.readers.readers["md"]
    if isinstance(reader, MarkdownReader):
        settings = generator.settings
        found = generator.get_files(settings["ARTICLE_PATHS"], settings["ARTICLE_EXCLUDES"])
        reader.prepare([f"{generator.path}/{name}" for name in sorted(found)])


def order(generator: ArticlesGenerator) -> None:
    """Put the newest article first, and those of one moment in the order of their slugs, not of the file system."""
    generator.articles.sort(key=attrgetter("slug"))
    generator.articles.sort(key=attrgetter("date"), reverse=True)


def check_addresses(generators: list[Generator]) -> None:
    """Report collisions of addresses, and files that look like articles and are none."""
    settings = generators[0].settings
    problems: Problems = settings["PROBLEMS"]
    report_collisions(_claims(generators), problems)
    for path in sorted(_unreadable(settings)):
        advice = "ファイル名の終わりを「.md」にしてください。"
        problems.error(path, 0, f"「{path.name}」は記事として読めません。{advice}")


def _unreadable(settings: dict[str, Any]) -> Iterator[Path]:
    """Yield the files in the folders of articles and pages that writers take for articles."""
    for place in (*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"]):
        for folder, _, names in os.walk(Path(settings["PATH"], place), followlinks=True):
            for name in names:
                ending = os.path.splitext(name)[1]  # noqa: PTH122 - asked for each file of a site
                if ending != ".md" and ending.lower() in (*_NOT_ARTICLES, ".md"):
                    path = Path(folder, name)
                    if path.is_file():  # a link to nothing (an editor's lock) is none
                        yield path


def _claims(generators: list[Generator]) -> Iterator[tuple[str, Callable[[], Claim]]]:
    settings = generators[0].settings
    for name in settings["DIRECT_TEMPLATES"]:
        if url := settings.get(f"{name.upper()}_URL"):
            yield "/" + url, partial(Claim, "/" + url, f"一覧「{name}」", "pelicanconf.py")
    topics: dict[int, tuple[Any, Content]] = {}  # by identity: articles share them
    for content in contents_of(generators):
        yield document_of(content).address, partial(_claim_of, content)
        if is_article(content):
            for topic in (content.category, *content.tags):
                topics.setdefault(id(topic), (topic, content))
    # One claim for a name, however many articles have it.
    firsts: dict[tuple[type, str], tuple[Any, Content]] = {}
    for topic, content in topics.values():
        firsts.setdefault((type(topic), topic.name), (topic, content))
    for topic, content in firsts.values():
        yield topic.address, partial(_claim_of_topic, topic, content)


def _claim_of(content: Content) -> Claim:
    what = "記事" if is_article(content) else "ページ"
    line = content.fields.lines.get("slug", 0)
    return Claim(document_of(content).address, f"{what}「{content.title}」", content.source_path, line)


def _claim_of_topic(topic: Any, content: Content) -> Claim:
    what, field = ("カテゴリー", "category") if isinstance(topic, Category) else ("タグ", "tags")
    line = content.fields.lines.get(field, 0)
    return Claim(topic.address, f"{what}「{topic.name}」", content.source_path, line)


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.readers_init.connect(add_reader)
    signals.article_generator_init.connect(convert)
    signals.article_generator_init.connect(attach)
    signals.page_generator_init.connect(attach)
    signals.article_generator_pretaxonomy.connect(order)
    signals.all_generators_finalized.connect(check_addresses)
    signals.finalized.connect(forget)
