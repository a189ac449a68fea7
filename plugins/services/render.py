"""Rankings, comparison tables and cards: what stands for each embed.

    @[ランキング](agent)   <div class="services" id="ranking-agent"><section class="ranking" data-ranking="agent">…
                      →    <ol class="ranking__list"><li class="service" id="ranking-agent-michishirube">
                           <h3 class="service__name"><span class="place place--1">第1位</span> みちしるべエージェント
                           </h3>…</li>…</ol></section></div>
    @[比較表](agent)       <div class="services" id="comparison-agent"><div class="table-scroll" …>…</div></div>
    @[サービス](KEY)       <div class="services" id="service-KEY"><div class="service service--single">…</div></div>

The body of an article holds marks only: the data is put in when all articles are known, so that a changed star
changes the pages that show it, and no article has to be read again.
"""

from __future__ import annotations

import html
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from markdown.util import AtomicString

from plugins.core.library import Document, Library
from plugins.core.problems import Level, Report, choices
from plugins.core.site import Author
from plugins.dialect.blocks import Special
from plugins.dialect.build import Build
from plugins.dialect.grammar import RenderSpecial
from plugins.dialect.needs import Need
from plugins.services.catalogue import RANKINGS, SERVICES, Catalogue
from plugins.services.pieces import (
    Page,
    actions,
    badge,
    day,
    facts,
    official_link,
    reviewed,
    sides,
    source,
    stars,
)
from plugins.services.records import Ranking, Service

Known = TypeVar("Known")

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def embed(name: str, kind: str) -> RenderSpecial:
    """Return what renders `@[name](KEY)`: it leaves a mark of the need `kind`."""

    def render(parent: ET.Element, block: Special, build: Build) -> None:
        key = block.groups["argument"]
        if not key:
            build.error(block.line, f"「@[{name}]」の対象がありません。「@[{name}](名前)」と書いてください。")
            return
        identity = build.new_id(f"{kind}-{key}")
        frame = ET.SubElement(parent, "div", {"class": "services", "id": identity})
        level = str(_level(parent))
        frame.text = AtomicString(build.need(kind, block.line, key, id=identity, level=level))

    return render


def _level(parent: ET.Element) -> int:
    """Return the level of a heading that belongs under the last one before this place."""
    levels = [int(child.tag[1]) for child in parent if child.tag in _HEADINGS]
    if levels:
        return min(levels[-1] + 1, 6)
    return 2 if parent.tag == "div" and "class" not in parent.attrib else 3


@dataclass(frozen=True)
class Answers:
    """The answers to the needs of embeds."""

    catalogue: Catalogue
    authors: Mapping[str, Author]

    def ranking(self, need: Need, document: Document, library: Library, report: Report) -> str:
        """Return a ranking."""
        ranking = self._find(need, self.catalogue.rankings, RANKINGS, "ランキング", report)
        if ranking is None:
            return ""
        page = Page(document, library, self.authors)
        items = [
            _place(number, entry.service, entry.reason, service, need, page)
            for number, entry in enumerate(ranking.order, 1)
            if (service := self.catalogue.services.get(entry.service)) is not None
        ]
        return (
            f'<section class="ranking" aria-label="{html.escape(ranking.title)}" data-ranking="{need.value}">\n'
            f'{_basis(ranking)}\n<ol class="ranking__list">\n{"".join(items)}</ol>\n</section>'
        )

    def comparison(self, need: Need, document: Document, library: Library, report: Report) -> str:
        """Return the services of a ranking as a table."""
        ranking = self._find(need, self.catalogue.rankings, RANKINGS, "比較表", report)
        if ranking is None:
            return ""
        page = Page(document, library, self.authors)
        services = [
            (number, service)
            for number, entry in enumerate(ranking.order, 1)
            if (service := self.catalogue.services.get(entry.service)) is not None
        ]
        return _table(ranking, services, page)

    def service(self, need: Need, document: Document, library: Library, report: Report) -> str:
        """Return one card."""
        service = self._find(need, self.catalogue.services, SERVICES, "サービス", report)
        if service is None:
            return ""
        page = Page(document, library, self.authors)
        level = need.options["level"]
        head = f'<h{level} class="service__name">{html.escape(service.name)}</h{level}>'
        return (
            f'<div class="service service--single" data-service="{need.value}">\n'
            f"{_card(service, head, '', page)}</div>"
        )

    def _find(
        self, need: Need, known: Mapping[str, Known], folder: str, name: str, report: Report
    ) -> Known | None:
        """Return a record; an unknown key is reported, one whose file is faulty has been."""
        if need.value not in known and need.value not in self.catalogue.files.get(folder, ()):
            advice = (
                choices(need.value, known)
                or f"content/data/{folder}/ に「{need.value}.yaml」を作ってください。"
            )
            message = f"「@[{name}]({need.value})」の content/data/{folder}/{need.value}.yaml がありません。{advice}"
            report(Level.ERROR, need.line, message)
        return known.get(need.value)


def _basis(ranking: Ranking) -> str:
    return (
        '<div class="ranking__basis"><p class="ranking__label"><b>順位の根拠</b></p>'
        f"<p>{html.escape(ranking.basis)}（{day(ranking.date)}時点）</p></div>"
    )


def _place(number: int, key: str, reason: str, service: Service, need: Need, page: Page) -> str:
    level = need.options["level"]
    head = f'<h{level} class="service__name">{badge(number)} {html.escape(service.name)}</h{level}>'
    why = f'<p class="service__reason"><b class="service__label">この順位の理由</b> {html.escape(reason)}</p>'
    return f'<li class="service" id="{need.options["id"]}-{key}">\n{_card(service, head, why, page)}</li>\n'


def _card(service: Service, head: str, why: str, page: Page) -> str:
    picture = ""
    if service.picture:
        picture = (
            f'<img class="service__picture" src="{page.link("/" + service.picture.lstrip("/"))}" alt="" '
            'width="64" height="64" loading="lazy">'
        )
    kind = f'<p class="service__kind">{html.escape(service.kind)} {stars(service.review)}</p>'
    parts = (
        f'<div class="service__head">{picture}{head}{kind}</div>',
        f'<p class="service__summary">{html.escape(service.summary)}</p>',
        why,
        sides(service),
        facts(service),
        reviewed(service.review, page.authors),
        actions(service, page),
    )
    return "".join(f"{part}\n" for part in parts if part)


def _table(ranking: Ranking, services: list[tuple[int, Service]], page: Page) -> str:
    names = list(dict.fromkeys(fact.name for _, service in services for fact in service.facts))
    columns = ["サービス", "評価", *names, "公式サイト"]
    head = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in columns)
    rows = "".join(f"<tr>{_row(number, service, names, page)}</tr>\n" for number, service in services)
    sources = "".join(
        f"<li>{html.escape(service.name)}「{html.escape(fact.name)}」 {source(fact)}</li>"
        for _, service in services
        for fact in service.facts
    )
    label = html.escape(f"{ranking.title}の比較表（横に動かせます）")
    return (
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">'
        f'<table class="comparison">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n'
        f'<details class="comparison__sources"><summary>表の出典と確認日</summary><ul>{sources}</ul></details>'
    )


def _row(number: int, service: Service, names: list[str], page: Page) -> str:
    name = html.escape(service.name)
    if href := page.article(service):
        name = f'<a href="{href}">{name}</a>'
    known = {fact.name: html.escape(fact.value) for fact in service.facts}
    none = '<span class="comparison__none">情報なし</span>'
    cells = [stars(service.review) or none, *(known.get(each, none) for each in names)]
    official = official_link(service, "公式サイト", "comparison__official")
    spoken = f'<span class="visually-hidden">（{html.escape(service.name)}）</span>'
    cells.append(official.replace("公式サイト", f"公式サイト{spoken}"))
    return f'<th scope="row">{badge(number)} <span class="comparison__name">{name}</span></th>' + "".join(
        f"<td>{cell}</td>" for cell in cells
    )


def transmissions(parent: ET.Element, block: Special, build: Build) -> None:
    """`@[外部送信]`: leave a mark; the list is made when all pages are."""
    frame = ET.SubElement(parent, "div", {"class": "transmissions"})
    frame.text = AtomicString(build.need("transmissions", block.line, ""))
