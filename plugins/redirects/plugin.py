"""Collect `redirect_from` of all articles and pages, check it, and write the pages."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import Generator

from plugins.core.contents import by_source_of, source_of
from plugins.core.library import Library
from plugins.core.memo import Memo
from plugins.core.problems import Problems, Report, report_nothing
from plugins.core.text import fold
from plugins.redirects.pages import Redirect, host_file, old_path, page


def collect(generators: list[Generator]) -> None:
    """Put `REDIRECTS` into the settings; report paths that cannot be used and those that are taken."""
    settings: dict[str, Any] = generators[0].settings
    problems: Problems = settings["PROBLEMS"]
    library: Library = settings["LIBRARY"]
    memo: Memo = settings["MEMO"]

    def look(content: Content) -> tuple[str, ...]:
        return memo.of(content.document, "redirects", report_nothing, partial(_asked, content))

    contents = by_source_of(generators)
    found = zip(contents.values(), memo.of_each("redirects", contents, look), strict=True)
    asking = [(content, asked) for content, asked in found if asked]
    owners = _owners(library) if asking else {}
    redirects = []
    for content, asked in asking:
        line = content.fields.lines["redirect_from"]
        for value in asked:
            try:
                old = old_path(value)
            except ValueError as error:
                problems.error(content.source_path, line, f"redirect_from: {error}")
                continue
            key = fold(old.strip("/").removesuffix("/index.html"))
            if key in owners:
                problems.error(
                    content.source_path,
                    line,
                    f"redirect_from の「{value}」は {owners[key]} のアドレスです。別の記事が使っています。",
                )
                continue
            owners[key] = f"「{content.title}」の redirect_from"
            if content.own_status not in ("draft", "scheduled"):
                document = library.by_source[source_of(content)]
                redirects.append(Redirect(old, document.address, document.title, document.is_listed))
    settings["REDIRECTS"] = sorted(redirects, key=lambda redirect: redirect.old)


def _asked(content: Content, _report: Report) -> tuple[str, ...]:
    return tuple(content.fields.values.get("redirect_from", ()))


def _owners(library: Library) -> dict[str, str]:
    """Return what has each address, for the message."""
    lists = {
        fold(address.strip("/")): f"「{address}」"
        for address in (*library.addresses, *library.files.values())
    }
    return lists | {
        fold(each.address.strip("/")): f"「{each.title}」（{each.source}）" for each in library.documents
    }


class RedirectsGenerator(Generator):
    """Writes what `collect` found."""

    def generate_output(self, _writer: object) -> None:
        """Write the pages and `_redirects`."""
        filters = self.settings["JINJA_FILTERS"]
        redirects: list[Redirect] = self.settings["REDIRECTS"]
        for redirect in redirects:
            path = Path(self.output_path, redirect.save_as)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                page(redirect, filters["link"](redirect.new), filters["absolute"](redirect.new)),
                encoding="utf-8",
            )
        if text := host_file(redirects, self.settings["LIBRARY"].base_path):
            Path(self.output_path, "_redirects").write_text(text, encoding="utf-8")


def add_generator(_pelican: Pelican) -> type[Generator]:
    """Tell Pelican of the generator."""
    return RedirectsGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.all_generators_finalized.connect(collect)
    signals.get_generators.connect(add_generator)
