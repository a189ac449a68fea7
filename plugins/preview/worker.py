"""The process that builds: the whole site once, then single articles, with all that it knows of the others.

It is forked from a process that has loaded the packages and no site (multiprocessing's `forkserver`), so that each build
begins with clean hands, and one that dies takes nothing with it.
"""

from __future__ import annotations

import contextlib
import gc
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pelican
from pelican import signals
from pelican.contents import Content, SkipStub
from pelican.generators import Generator

from plugins.builds.command import publish, refusal, until
from plugins.core.contents import contents_of, is_article
from plugins.core.problems import Level, Problems, display_path
from plugins.core.reading import read_conf
from plugins.preview.messages import Built, Place, Quick

_HIDDEN = ("draft", "scheduled")


@dataclass
class Site:
    """A site that this process has built."""

    settings: dict[str, Any] = field(default_factory=dict)
    generators: list[Generator] = field(default_factory=list)

    def contents(self) -> Iterator[tuple[Generator, Content]]:
        """Yield all articles and pages, and who has read them."""
        return ((generator, each) for generator in self.generators for each in contents_of([generator]))

    @cached_property
    def _by_path(self) -> dict[str, tuple[Generator, Content]]:
        folder = Path(self.settings["PATH"]).resolve()  # as the watcher names it, which follows links
        return {
            str(folder / content.relative_source_path): (generator, content)
            for generator, content in self.contents()
        }

    def read_again(self, path: str, change: int) -> Quick:
        """Return the page of an article or page whose file has changed.

        It is the page that a whole build makes, but for what comes from others: the common parts (a sidebar may name this
        article by its old title), the articles before and behind it, and its related articles.
        """
        problems = self.settings["PROBLEMS"] = _renewed(self.settings["PROBLEMS"])
        generator, old = self._by_path.get(path, (None, None))
        if generator is None or old is None:
            return Quick(display_path(path), change)
        place = display_path(old.source_path)
        content = self._read(generator, old)
        if isinstance(content, SkipStub) or problems.count(Level.ERROR):
            return Quick(place, change, tuple(problems))
        for describe in self.settings["DESCRIBERS"]:
            describe(content)
        known = {*vars(content), *self.settings["DESCRIBED"]}
        vars(content).update({name: each for name, each in vars(old).items() if name not in known})
        if problems.count(Level.ERROR) or content.save_as != old.save_as:
            return Quick(place, change, tuple(problems))
        self._by_path[path] = generator, content
        page = self._page(generator, content)
        return Quick(place, change, tuple(problems), content.save_as, page)

    def _read(self, generator: Generator, old: Content) -> Content:
        signal_ = signals.article_generator_context if is_article(old) else signals.page_generator_context
        return generator.readers.read_file(
            base_path=generator.path,
            path=old.source_path,
            content_class=type(old),
            context=generator.context,
            context_signal=signal_,
            context_sender=generator,
        )

    def _page(self, generator: Generator, content: Content) -> bytes | None:
        values = (
            {"article": content, "category": content.category} if is_article(content) else {"page": content}
        )
        template = generator.get_template(content.template)
        page: bytes | None = self.settings["PAGES"].text(content.save_as, template, values)
        return page

    def stay(self) -> None:
        """Make ready to read single files: with a memory of its own, because that of the build is closed."""
        settings = self.settings
        settings["CONVERSIONS"] = type(settings["CONVERSIONS"])(None, settings["VERSION"].conversion)
        for generator in {each for each, _ in self._by_path.values()}:
            readers = generator.readers.readers
            readers["md"] = type(readers["md"])(settings)
        for path in self._by_path:  # what the first page takes to load is loaded now
            self.read_again(path, 0)
            return


def _renewed(problems: Problems) -> Problems:
    """Return the same list of problems, empty: all rooms have it."""
    problems.found.clear()
    return problems


def serve(connection: Connection, arguments: list[str]) -> None:
    """Build, tell, and stay as long as there is someone to tell."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which ends this process
    gc.disable()  # a build makes little that refers to itself
    site = Site()
    built = build(arguments, site)
    connection.send(built)
    if built.failure:
        return
    site.stay()
    with contextlib.suppress(EOFError):
        while True:
            change, path = connection.recv()
            try:
                quick = site.read_again(path, change)
            except Exception:  # noqa: BLE001 - the whole build, which is under way, says what is wrong
                quick = Quick(display_path(path), change)
            connection.send(quick)


def build(arguments: list[str], site: Site) -> Built:
    """Build the whole site, with what readers do not see yet."""
    started = time.monotonic()
    args = pelican.parse_arguments(arguments)
    problems = Problems()
    place = None

    def show(_generator: Generator, metadata: dict[str, Any]) -> None:
        """Let Pelican take a draft for an article; its own status stays what it is."""
        if metadata.get("own_status") in _HIDDEN:
            metadata["status"] = "published"
            metadata.setdefault("date", site.settings["NOW"].replace(hour=0, minute=0, second=0))

    def note(generators: list[Generator]) -> None:
        site.generators = generators

    for each in (signals.article_generator_context, signals.page_generator_context):
        each.connect(show, weak=False)
    signals.all_generators_finalized.connect(note, weak=False)
    try:
        site.settings = settings = read_conf(args.settings, pelican.get_config(args))
        place = place_of(settings)
        stands_still = bool(settings.get("NOW"))  # the clock of a test
        publish(args, settings, problems)
    except Exception as error:  # noqa: BLE001 - said on the page
        return Built(tuple(problems), refusal(error), place, seconds=time.monotonic() - started)
    return Built(
        tuple(problems),
        place=place,
        sources={each.save_as: display_path(each.source_path) for _, each in site.contents()},
        marks=dict(_marks(site)),
        until=float("inf") if stands_still else until(settings),
        articles=sum(is_article(each) for _, each in site.contents()),
        rendered=settings["PAGES"].rendered,
        seconds=time.monotonic() - started,
    )


def place_of(settings: dict[str, Any]) -> Place:
    """Return where a site is served, and what it is made of."""
    return Place(
        urlsplit(settings["SITEURL"]).path.rstrip("/"),
        str(Path(settings["PATH"]).resolve()),
        str(Path(settings["THEME"]).resolve()),
        (*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"]),
    )


def _marks(site: Site) -> Iterator[tuple[str, str]]:
    base_path = urlsplit(site.settings["SITEURL"]).path.rstrip("/")
    for _, content in site.contents():
        if content.own_status == "draft":
            yield base_path + content.document.address, "下書き"
        elif content.own_status == "scheduled":
            date = content.date
            when = f"{date.year}年{date.month}月{date.day}日 {date.hour}:{date.minute:02}"
            yield base_path + content.document.address, f"予約 {when}"
