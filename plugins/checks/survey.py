"""All findings of a site: what the build reports, and what the rules mark."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.checks import addresses, changes
from plugins.checks.finding import BUILD, Finding, with_keys
from plugins.checks.page import Page, read_page
from plugins.checks.rule import Found, Rule
from plugins.checks.rules import PAGE_RULES, RULES, SITE_RULES
from plugins.checks.settings import ChecksSettings
from plugins.checks.site import Entry, Site
from plugins.checks.store import Marks, Store
from plugins.core.library import Library
from plugins.core.outputs import digest
from plugins.core.pool import spread
from plugins.core.problems import Level, display_path
from plugins.core.reading import Reading
from plugins.core.settings import from_pelican
from plugins.core.source import decode
from plugins.core.text import nfc
from plugins.dialect.grammar import Dialect

STATE = "checks"
"""The folder of what is remembered, in `CACHE_PATH`."""

_LINKS = ("link", "card", "related-link")
_RELATED = ("card", "related-link")


@dataclass(frozen=True)
class Source:
    """A file of an article or page."""

    path: Path
    relative: str
    text: str
    key: str


def survey(reading: Reading) -> tuple[list[Finding], list[Source]]:
    """Return all findings, sorted by file and line, and the files that were looked at."""
    settings = reading.settings
    options = from_pelican(ChecksSettings, "CHECKS_", settings)
    sources = list(sources_of(settings))
    marks = _marks(sources, settings, options)
    found = [
        Finding(problem.path, problem.line, problem.level, BUILD, problem.message)
        for problem in reading.problems
    ]
    by_name: Mapping[str, Rule[Any]] = {rule.name: rule for rule in RULES}
    for source in sources:
        path = display_path(source.path)
        found += [_finding(by_name[name], mark, path) for name, mark in marks[source.key]]
    if "LIBRARY" in settings:
        site = site_of(reading)
        for rule in SITE_RULES:
            if options.is_on(rule.name):
                found += [_finding(rule, mark, mark.path) for mark in rule.check(site)]
        found += _lost(reading)
    lines = {display_path(source.path): source.text.split("\n") for source in sources}
    return sorted(set(with_keys(_once(found), lines))), sources


def _lost(reading: Reading) -> Iterator[Finding]:
    settings = reading.settings
    content = Path(settings["PATH"])
    library: Library = settings["LIBRARY"]
    patterns = dict.fromkeys(settings["ARTICLE_PATHS"], settings["ARTICLE_URL"])
    patterns |= dict.fromkeys(settings["PAGE_PATHS"], settings["PAGE_URL"])
    unread = {posixpath.splitext(posixpath.basename(source))[0] for source in library.unread}
    known = {each.address for each in library.documents} | {each.old for each in settings["REDIRECTS"]}
    for source, address in addresses.lost(changes.former(content), patterns, settings["NOW"], known):
        if source in library.unread or address.strip("/") in unread:
            continue  # it is there, with a fault of its own
        yield Finding(
            display_path(content / source),
            0,
            Level.WARNING,
            addresses.RULE,
            f"公開していた「{address}」がなくなります",
            "ほかのサイトや検索から来た人が、記事を読めなくなります。",
            f"住所を変えたのなら、新しい記事の先頭に「redirect_from: [{address}]」と書いてください。消したのなら、このままでかまいません。",
        )


def _finding(rule: Rule[Any], mark: Found, path: str) -> Finding:
    return Finding(path, mark.line, rule.level, rule.name, mark.what, rule.reason, rule.remedy)


def _once(found: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out what the build says of the same words already: claims beside advertising."""
    said = {(each.path, each.line): each.message for each in found if each.rule == BUILD}
    for each in found:
        words = each.message.partition("」")[0].removeprefix("「")
        if each.rule != "根拠" or words not in said.get((each.path, each.line), ""):
            yield each


def sources_of(settings: Mapping[str, Any]) -> Iterator[Source]:
    """Yield the files of all articles and pages that can be read."""
    content = Path(settings["PATH"])
    for folder in (*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"]):
        for path in sorted((content / folder).rglob("*.md")):
            relative = nfc(path.relative_to(content).as_posix())
            if any(part.startswith((".", "~")) for part in Path(relative).parts) or not path.is_file():
                continue
            data = path.read_bytes()
            text = decode(data, lambda *_: None)  # the build has reported what is wrong with it
            if text is not None:
                yield Source(path, relative, text, digest(relative.encode() + b"\0" + data))


def _marks(
    sources: Sequence[Source], settings: Mapping[str, Any], options: ChecksSettings
) -> Mapping[str, Marks]:
    year: int = settings["NOW"].year
    rules = [rule for rule in PAGE_RULES if options.is_on(rule.name)]
    version = f"{settings['VERSION'].conversion} {year}"
    place = digest(str(Path(settings["PATH"]).resolve()).encode())
    store = Store(Path(settings["STATE"], f"{place}.json"), version)
    marks = {source.key: known for source in sources if (known := store.get(source.key)) is not None}
    stale = [source for source in sources if source.key not in marks]

    def look(some: Sequence[Source]) -> dict[str, Marks]:
        return {source.key: marks_of(page_of(source, settings["DIALECT"], year), rules) for source in some}

    for each in spread(look, stale):
        marks |= each
    store.save(marks)
    return marks


def page_of(source: Source, dialect: Dialect, year: int) -> Page:
    """Return a file as the rules see it."""
    return read_page(source.relative, source.text, dialect, year)


def marks_of(page: Page, rules: Iterable[Rule[Page]]) -> Marks:
    """Return what these rules mark, by line."""
    return sorted(
        {(rule.name, found) for rule in rules for found in rule.check(page)}, key=lambda mark: mark[1]
    )


def site_of(reading: Reading) -> Site:
    """Return what the rules that compare files see."""
    library: Library = reading.settings["LIBRARY"]
    entries = []
    for content in reading.contents:
        if Path(content.source_path).suffix != ".md":
            continue
        source = nfc(content.get_relative_source_path())
        document = library.by_source[source]
        links, own = [], []
        for need in content.body.needs:
            target = library.find(need.value.partition("#")[0], document) if need.kind in _LINKS else None
            if target is not None and target.document is not None:
                links.append((target.document.source, need.line))
                if need.kind in _RELATED and target.document is document and not need.value.startswith("#"):
                    own.append(need.line)
        is_listed = document.kind == "article" and document.is_listed
        path = display_path(content.source_path)
        line = content.fields.lines.get("title", 1)
        entries.append(Entry(path, source, content.title, line, is_listed, tuple(links), tuple(own)))
    return Site(tuple(entries))
