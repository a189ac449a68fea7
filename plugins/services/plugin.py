"""Read the data, register the embeds; when all is known, name the advertising, and check what is said near it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import Generator
from pelican.readers import BaseReader, Readers

from plugins.core.contacts import Contact, Contacts
from plugins.core.contents import by_source_of, describe, source_of
from plugins.core.data import load
from plugins.core.library import Library
from plugins.core.memo import Memo
from plugins.core.outputs import Outputs
from plugins.core.problems import Level, Problems, Report
from plugins.core.settings import from_pelican
from plugins.dialect.convert import Converter
from plugins.dialect.grammar import Dialect, EmbedKind, Scheme
from plugins.services.adverts import affiliate_links, cards, mark_cards, sponsor
from plugins.services.catalogue import Catalogue, World, check, load_catalogue
from plugins.services.claims import findings
from plugins.services.links import SCHEME, ServiceLinks, finish
from plugins.services.networks import Networks
from plugins.services.pages import FOLDER, SKIPPED, page, slug
from plugins.services.popular import popular, read_views
from plugins.services.records import Ranking
from plugins.services.render import Answers, embed, transmissions
from plugins.services.settings import ServicesSettings
from plugins.services.structured import Data
from plugins.services.transmissions import (
    PLACEHOLDER,
    Recipients,
    listing,
    placeholder,
    undeclared,
    without_page,
)

_EMBEDS = {"ランキング": "ranking", "比較表": "comparison", "サービス": "service"}


@dataclass(frozen=True)
class SidebarEntry:
    """One place of the small ranking in the sidebar; `address` is a path of this site."""

    place: int
    name: str
    address: str


@dataclass(frozen=True)
class SidebarRanking:
    """The small ranking in the sidebar."""

    title: str
    address: str
    entries: tuple[SidebarEntry, ...]


class RankingReader(BaseReader):
    """Reads the rankings as pages; other YAML is no page."""

    file_extensions = ("yaml",)

    @cached_property
    def _converter(self) -> Converter:
        return Converter.for_dialect(self.settings["DIALECT"])

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML (with marks) and the metadata of a page."""
        path = Path(source_path)
        if path.parent != Path(self.settings["PATH"], FOLDER):
            return SKIPPED
        report = self.settings["PROBLEMS"].reporter(path)
        ranking = load(path, Ranking, report)
        return page(path.stem, ranking, self._converter, report) if ranking and ranking.page else SKIPPED


def extend_dialect(dialect: Dialect) -> None:
    """Add the embeds, the links `service:KEY`, and their answers."""
    settings = dialect.settings
    catalogue = load_catalogue(Path(settings["PATH"], "data"), settings["PROBLEMS"])
    answers = Answers(catalogue, dialect.site.authors)
    links = ServiceLinks(catalogue)
    for name, kind in _EMBEDS.items():
        dialect.add_embed(EmbedKind(name, embed(name, kind)))
    dialect.add_embed(EmbedKind("外部送信", transmissions))
    dialect.finishers.append(finish)
    dialect.schemes[SCHEME] = Scheme(links.link, links.title)
    dialect.resolvers |= {
        "ranking": answers.ranking,
        "comparison": answers.comparison,
        "service": answers.service,
        "service-rel": links.rel,
        "service-mark": links.mark,
        "transmissions": placeholder,
    }


def prepare(pelican: Pelican) -> None:
    """Check the settings at the start; let Pelican look for pages among the rankings."""
    settings: dict[str, Any] = pelican.settings
    from_pelican(ServicesSettings, "SERVICES_", settings)
    found: Contacts = settings["CONTACTS"]
    settings.setdefault("PAGE_FACTS", {}).update(
        contacts=lambda name, text: tuple(found.of(name, text)),
        asks=lambda _name, text: PLACEHOLDER in text,
    )
    if FOLDER not in settings["PAGE_PATHS"]:
        settings["PAGE_PATHS"] = [*settings["PAGE_PATHS"], FOLDER]


def add_reader(readers: Readers) -> None:
    """Read rankings as pages."""
    readers.reader_classes["yaml"] = RankingReader


def advertise(generators: list[Generator]) -> None:
    """Put `advert` and `structured` on every article and page, and the lists into the context.

    `MARKED` in the settings tells of which cards in a file the articles are marked as advertising.
    """
    settings: dict[str, Any] = generators[0].settings
    options = from_pelican(ServicesSettings, "SERVICES_", settings)
    problems: Problems = settings["PROBLEMS"]
    library: Library = settings["LIBRARY"]
    authors = settings["SITE"].authors
    path = Path(settings["PATH"])
    catalogue = load_catalogue(path / "data", problems)
    world = World(path, library, authors, settings["NOW"], options.stale_months, options.strict)
    check(catalogue, world, problems)
    networks = Networks(
        {**options.affiliate_hosts, **catalogue.affiliate_hosts}, catalogue.affiliate_addresses
    )
    data = Data(catalogue, library, authors, lambda address: library.origin + library.base_path + address)
    memo: Memo = settings["MEMO"]
    contents = by_source_of(generators)
    found: dict[str, Advertising] = {}
    hrefs: set[str] = set()
    marked: dict[str, tuple[str, ...]] = {}
    settings["MARKED"] = marked.get

    def look(content: Content) -> Advertising:
        report = problems.reporter(content.source_path)
        find = partial(_look, content, networks, data)
        own = found[source_of(content)] = memo.of(content.document, "advertising", report, find)
        mark(source_of(content), own)
        return own

    def mark(source: str, own: Advertising) -> None:
        if own.cards and (cards := hrefs.intersection(own.cards)):
            marked[source] = tuple(sorted(cards))

    found |= zip(contents, memo.of_each("advertising", contents, look), strict=True)
    hrefs |= {
        library.base_path + contents[source].document.address
        for source, own in found.items()
        if own.is_advert
    }
    for source, own in found.items():
        mark(source, own)
    describe(
        settings,
        structured=lambda content: found[source_of(content)].structured,
        advert=lambda content: options.advert if found[source_of(content)].is_advert else None,
    )
    settings["DESCRIBERS"].append(look)
    dialect: Dialect = settings["DIALECT"]
    dialect.changes += [
        lambda html, _document: sponsor(html, networks),
        lambda html, document: mark_cards(html, marked.get(document.source, ())),
    ]
    context = generators[0].context
    context["sidebar_ranking"] = _sidebar(catalogue, library)
    context["popular"] = _popular(path / "data" / "popular.csv", generators, library, options, problems)


class Advertising(NamedTuple):
    """What one page says of services."""

    is_advert: bool
    """Whether it earns something, or the writer says so."""
    cards: tuple[str, ...]
    """The addresses of its cards."""
    structured: tuple[str, ...]
    """JSON-LD of the services that it shows."""


def _look(content: Content, networks: Networks, data: Data, report: Report) -> Advertising:
    """Look for advertising in one page, and at what stands beside it."""
    html = content.finished.resolved
    earns = next(affiliate_links(html, networks), None)
    label = content.fields.values.get("pr", "auto")
    if earns and label == "no":
        message = (
            f"この記事には広告リンク（{earns[1]}）があるので、「pr: no」で広告の表示を消すことはできません"
            "（景品表示法のステマ規制、2023年10月1日から）。pr の行を消すか、リンクを外してください。"
        )
        report(Level.ERROR, content.fields.lines.get("pr", 0), message)
    if earns and Path(content.source_path).suffix == ".md":
        lines = Path(content.source_path).read_text(encoding="utf-8-sig").splitlines()
        for line, message in findings(lines, _shows_affiliate(networks)):
            report(Level.WARNING, line, message)
    structured = data.of_page(html, content.document.address)
    return Advertising(earns is not None or label == "yes", tuple(cards(html)), tuple(structured))


def _shows_affiliate(networks: Networks) -> Callable[[str], bool]:
    marks = (f"]({SCHEME}:", *(f"@[{name}](" for name in _EMBEDS))
    return lambda line: any(mark in line for mark in (*marks, *networks.needles))


def _sidebar(catalogue: Catalogue, library: Library) -> SidebarRanking | None:
    for key, ranking in catalogue.rankings.items():
        if ranking.sidebar and ranking.page:
            own = next((each for each in library.documents if each.slug == slug(key)), None)
            return _small(key, ranking, catalogue, library, own.address if own else f"/{slug(key)}/")
    return None


def _small(
    key: str, ranking: Ranking, catalogue: Catalogue, library: Library, address: str
) -> SidebarRanking:
    entries = []
    for place, entry in enumerate(ranking.order, 1):
        service = catalogue.services.get(entry.service)
        if service is not None:
            article = library.by_slug.get(service.article or "")
            own = article.address if article is not None and article.is_public else None
            entries.append(
                SidebarEntry(place, service.name, own or f"{address}#ranking-{key}-{entry.service}")
            )
    return SidebarRanking(ranking.title, address, tuple(entries))


def _popular(
    path: Path, generators: list[Generator], library: Library, options: ServicesSettings, problems: Problems
) -> list[Content]:
    """Return the articles that are read most, in order."""
    if not path.is_file():
        return []
    report = problems.reporter(path)
    rows = read_views(path.read_text(encoding="utf-8-sig"), report)
    by_source = by_source_of(generators)
    return [by_source[each.source] for each in popular(rows, library, options.popular_items, report)]


def declare(pelican: Pelican) -> None:
    """Put the list of outside contacts into the pages that ask for it; report hosts that nothing is said of."""
    settings: dict[str, Any] = pelican.settings
    problems: Problems = settings["PROBLEMS"]
    options = from_pelican(ServicesSettings, "SERVICES_", settings)
    path = Path(settings["PATH"], "data", "transmissions.yaml")
    loaded = load(path, Recipients, problems.reporter(path)) if path.is_file() else None
    own = loaded.root if loaded else {}
    outputs: Outputs = settings["OUTPUTS"]
    facts = {name: page.facts for name, page in settings["PAGES"].made.items()}
    found: dict[Contact, str] = {}
    for name in sorted(facts, key=lambda name: name.split("/")):
        for contact in facts[name]["contacts"]:
            found.setdefault(contact, "/" + name.removesuffix("index.html"))
    asking = [name for name in facts if facts[name]["asks"]]
    for name in asking:
        text = outputs.read(name).decode()
        outputs.write(name, text.replace(PLACEHOLDER, listing(found, own)).encode())
    level = Level.ERROR if options.strict else Level.WARNING
    for message in undeclared(found, own):
        problems.add(level, path, 0, message)
    if found and not asking:
        problems.add(level, path, 0, without_page(found))
    problems.raise_errors()


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.readers_init.connect(add_reader)
    signals.all_generators_finalized.connect(advertise)
    signals.finalized.connect(declare)
