"""Make the dialect at the start of a run; when all articles are known, put what they need into their HTML."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import ArticlesGenerator, Generator, StaticGenerator

from plugins.core.contents import by_source_of, contents_of, describe, document_of, source_of
from plugins.core.memo import Memo, State
from plugins.core.outputs import Stat
from plugins.core.problems import Problems
from plugins.core.watched import WatchedLibrary
from plugins.dialect.finished import Finished
from plugins.dialect.grammar import Dialect, dialect_of


def prepare(pelican: Pelican) -> None:
    """Put `DIALECT` into the settings of this run."""
    settings = pelican.settings
    settings["DIALECT"] = dialect_of(settings["PLUGINS"], settings["SITE"], settings)


def library_of(generators: Sequence[Generator], settings: dict[str, Any]) -> WatchedLibrary:
    """Return all documents and addresses of a run."""
    site = urlsplit(settings["SITEURL"])
    files: dict[str, str] = {}
    stamps: dict[str, str] = {}
    lists: set[str] = {"/"}
    for generator in generators:
        if isinstance(generator, StaticGenerator):
            files = {source_of(each): "/" + each.save_as for each in generator.staticfiles}
            stamps = {source_of(each): str(Stat.of(each.source_path)) for each in generator.staticfiles}
        elif isinstance(generator, ArticlesGenerator):
            wrappers = [
                *(each for each, _ in generator.categories),
                *generator.tags,
                *(each for each, _ in generator.authors),
            ]
            lists |= {"/" + wrapper.url for wrapper in wrappers}
            lists |= {
                "/" + settings[f"{name.upper()}_URL"]
                for name in settings["DIRECT_TEMPLATES"]
                if settings.get(f"{name.upper()}_URL")
            }
    return WatchedLibrary(
        documents=tuple(document_of(content) for content in contents_of(generators)),
        base_path=site.path.rstrip("/"),
        origin=f"{site.scheme}://{site.netloc}",
        addresses=frozenset(lists),
        files=files,
        stamps=stamps,
        unread=frozenset(settings["UNREAD"]),
    )


def finish(generators: list[Generator]) -> None:
    """Put `LIBRARY` and `MEMO` into the settings; report what is wrong with needs; give every article its HTML.

    The HTML is made when it is asked for: a build that changes one article of thousands asks for few.
    """
    settings = generators[0].settings
    dialect: Dialect = settings["DIALECT"]
    problems: Problems = settings["PROBLEMS"]
    library = settings["LIBRARY"] = library_of(generators, settings)
    memo = settings["MEMO"] = Memo(settings.get("BEFORE", State()), settings["VERSION"].data)
    contents = by_source_of(generators)
    memo.begin(library, {source: _own(each) for source, each in contents.items()})
    describe(
        settings,
        document=lambda content: library.by_source[source_of(content)],
        finished=lambda content: Finished(content.body, content.document, library, dialect),
        _get_content=lambda content: partial(
            getattr, content.finished, "html"
        ),  # Pelican asks it for the HTML
    )

    def look(content: Content) -> None:
        report = problems.reporter(content.source_path)
        memo.of(content.document, "needs", report, content.finished.check)

    def look_again(content: Content) -> None:
        library.put(document_of(content))
        memo.renew(source_of(content), _own(content))
        look(content)

    memo.of_each("needs", contents, look)
    settings["DESCRIBERS"].append(look_again)


def _own(content: Content) -> str:
    return f"{content.source_key} {content.own_status}"


def register() -> None:
    """Connect to Pelican. `finish` comes before the rooms that read the finished HTML: they stand behind in `PLUGINS`."""
    signals.initialized.connect(prepare)
    signals.all_generators_finalized.connect(finish)
