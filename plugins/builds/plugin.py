"""The gate: when a writer has something to mend, nothing is written. Then pages and files that changed. It stands last."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import ArticlesGenerator, Generator
from pelican.paginator import Page, Paginator
from pelican.urlwrappers import URLWrapper
from pelican.writers import Writer
from pydantic import BaseModel

from plugins.builds.fragments import Fragments
from plugins.builds.lists import ListPage, cut
from plugins.builds.pages import Pages
from plugins.builds.state import StateFile
from plugins.core.contents import by_source_of, is_article, marked_in, output_of
from plugins.core.fingerprint import fingerprint, hash_of
from plugins.core.outputs import Outputs, Stat


class Articles(ArticlesGenerator):
    """Pelican's, without what it finds out again and again.

    It asks `article in articles` for each article and list, to order each by date; ours are in order already. It goes
    through the content folder three times, and works out the address of an article each time that it names it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Remember nothing yet."""
        self._files: dict[tuple[object, ...], set[str]] = {}
        super().__init__(*args, **kwargs)

    def get_files(self, paths: Any, exclude: Any = None, extensions: Any = None) -> set[str]:
        """Return the files of some kinds in some folders: of those that were there the first time."""
        key = tuple(paths), tuple(exclude or ())
        if key not in self._files:
            self._files[key] = super().get_files(paths, exclude, extensions=False)
        kinds = self.readers.extensions if extensions is None else extensions
        found = self._files[key]
        return found if kinds is False else {each for each in found if each.rpartition(".")[2] in kinds}

    def _include_path(self, path: str, extensions: Any = None) -> bool:  # noqa: ARG002 - all kinds are asked for
        """Say whether a file is none of those to be ignored; Pelican compares each with one pattern after the other."""
        return self._ignored(os.path.normcase(os.path.basename(path))) is None  # noqa: PTH119 - asked for each file

    @cached_property
    def _ignored(self) -> Callable[[str], object]:
        patterns = map(os.path.normcase, self.settings["IGNORE_FILES"])
        return re.compile("|".join(map(fnmatch.translate, patterns)) or r"(?!)").match

    def add_source_path(self, content: Any, static: bool = False) -> None:  # noqa: FBT001, FBT002 - Pelican's own form
        """Note where an article comes from."""
        self.context["static_content" if static else "generated_content"][content.relative_source_path] = (
            content
        )

    def add_static_links(self, content: Any) -> None:
        """Look for no links in an article: the dialect knows them."""

    def refresh_metadata_intersite_links(self) -> None:
        """Leave descriptions as they are: the dialect knows their links."""

    def generate_articles(self, write: Callable[..., None]) -> None:
        """Ask for the pages of all articles."""
        is_asked = bool(signals.article_generator_write_article.receivers)
        for article in (*self.articles, *self.hidden_articles):
            if is_asked:
                signals.article_generator_write_article.send(self, content=article)
            template = self.get_template(article.template)
            write(output_of(article), template, self.context, article=article, category=article.category)

    def generate_tags(self, write: Callable[..., None]) -> None:
        """Ask for the pages of all tags."""
        self._lists(write, "tag", self.tags.items())

    def generate_categories(self, write: Callable[..., None]) -> None:
        """Ask for the pages of all categories."""
        self._lists(write, "category", self.categories)

    def generate_authors(self, write: Callable[..., None]) -> None:
        """Ask for the pages of all authors."""
        self._lists(write, "author", self.authors)

    def _lists(self, write: Callable[..., None], kind: str, lists: Iterable[tuple[Any, list[Any]]]) -> None:
        template = self.get_template(kind)
        for topic, articles in lists:
            write(
                topic.save_as,
                template,
                self.context,
                url=topic.url,
                articles=articles,
                template_name=kind,
                **{kind: topic},
            )


class Site(Pelican):
    """Pelican with these lists."""

    def _get_generator_classes(self) -> list[type[Generator]]:
        found: list[type[Generator]] = super()._get_generator_classes()
        return [Articles if each is ArticlesGenerator else each for each in found]


class PageWriter(Writer):
    """Pelican's writer, which hands its pages to `Pages`."""

    def write_file(  # noqa: PLR0913, PLR0917 - Pelican's own form
        self,
        name: str,
        template: Any,
        context: Mapping[str, Any],  # noqa: ARG002 - the same
        relative_urls: bool = False,  # noqa: FBT001, FBT002, ARG002 - the same
        paginated: Mapping[str, Any] | None = None,  # noqa: ARG002 - the same
        template_name: str | None = None,
        override_output: bool = False,  # noqa: FBT001, FBT002, ARG002 - the same
        url: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Add a page, or the pages of a list."""
        pages: Pages = self.settings["PAGES"]
        if not name:
            return
        if any(each in kwargs for each in ("article", "page")):
            pages.add(name, template, kwargs)
        elif template_name in self.settings["PAGINATED_TEMPLATES"]:
            own = {each: value for each, value in kwargs.items() if each != "articles"}
            size = self.settings["PAGINATED_TEMPLATES"][template_name] or self.settings["DEFAULT_PAGINATION"]
            for page, shown in _list_pages(name, url or "", kwargs["articles"], self.settings, size):
                pages.add(page, template, {**own, "articles_page": shown})
        else:
            pages.add_free(name, template, kwargs)


def _list_pages(
    name: str, url: str, articles: Sequence[Any], settings: Mapping[str, Any], size: int
) -> Iterator[tuple[str, ListPage]]:
    paginator = Paginator(name, url, articles, settings, size)
    parts = cut(articles, size or len(articles))  # no size: all on one page
    pages = [Page(name, url, part, number, paginator, settings) for number, part in parts]
    addresses = ["/" + page.url for page in pages]
    around = zip([None, *addresses], [*addresses[1:], None], strict=False)
    for page, (newer, older) in zip(pages, around, strict=False):
        total = None if newer else len(articles)
        yield page.save_as, ListPage(page.object_list, page.number, addresses[0], newer, older, total)


def prepare(pelican: Pelican) -> None:
    """Load what the last build left."""
    settings: dict[str, Any] = pelican.settings
    if "STATE" in settings:
        settings["BUILD"] = StateFile(Path(settings["STATE"], "state"), settings["VERSION"].conversion)
        settings["BEFORE"] = settings["BUILD"].before.memo


def refuse_errors(generators: list[Generator]) -> None:
    """Raise `BuildRefused` when any room has reported an error; else make ready for the pages."""
    settings = generators[0].settings
    settings["PROBLEMS"].raise_errors()
    if "OUTPUTS" not in settings:
        return  # a command that only reads
    context = generators[0].context
    generator = generators[0]
    site = {name: value for name, value in context.items() if name not in _FOR_PELICAN}
    slim, phrased = (generator.env.filters[name] for name in ("slim", "phrased"))
    fragments = Fragments(
        generator.env, {**site, "blog": settings["SITE"].blog}, lambda part: slim(phrased(part))
    )
    # What rooms found out and every page may show has a name like a setting (YEAR): it counts as one.
    known = settings["KNOWN_AT_START"]
    found = {name: value for name, value in context.items() if name.isupper() and name not in known}
    contents = by_source_of(generators)
    settings["PAGES"] = Pages(
        outputs=settings["OUTPUTS"],
        before=settings["BUILD"].before.pages,
        version=hash_of([settings["VERSION"].page, fingerprint(found)]),
        memo=settings["MEMO"],
        fragments=fragments,
        own={name: context[name] for name in known if name in context} | found,
        contents=contents,
        articles={each.slug: each for each in contents.values() if is_article(each)},
        content_kind=Content,
        described=tuple(settings["DESCRIBED"]),
        # Data is known to the version: its own words say which of it.
        names={URLWrapper: lambda topic: f"{topic.name} {topic.slug}", BaseModel: repr},
        facts=settings.get("PAGE_FACTS", {}),
        marked=marked_in(settings),
        beside=settings.get("BESIDE", lambda _content: ((), ())),
    )


class PagesGenerator(Generator):
    """Comes behind all generators but that of the static files: makes the pages that they asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Note what templates may know before anything is read: it is in the version."""
        super().__init__(*args, **kwargs)
        self.settings["KNOWN_AT_START"] = [name for name in self.context if name not in _FOR_PELICAN]

    def generate_output(self, _writer: object) -> None:
        """Make the pages, and publish the static files."""
        self.settings["PAGES"].make()
        outputs: Outputs = self.settings["OUTPUTS"]
        for each in self.context["staticfiles"]:
            path = Path(self.path, each.source_path)
            outputs.put(each.save_as, str(Stat.of(path)), path.read_bytes)
        self.context["staticfiles"] = []  # nothing is left for Pelican to copy


_FOR_PELICAN = ("generated_content", "static_links", "static_content", "staticfiles")
"""What Pelican keeps account of for itself while it reads, and no template is given."""


def get_writer(_pelican: Pelican) -> type[PageWriter]:
    """Tell Pelican of the writer."""
    return PageWriter


def add_generator(_pelican: Pelican) -> type[Generator]:
    """Tell Pelican of the generator."""
    return PagesGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.all_generators_finalized.connect(refuse_errors)
    signals.get_writer.connect(get_writer)
    signals.get_generators.connect(add_generator)
