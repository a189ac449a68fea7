"""The pieces that rankings, tables and cards are made of: badge, stars, facts, buttons. All return HTML."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from plugins.core.library import Document, Library
from plugins.core.site import Author
from plugins.services.records import MAX_STARS, Fact, Review, Service

ADVERT_MARK = '<span class="advert-mark">広告</span>'
BADGES = 3
"""How many places have a crown; from the next one on the badge is plain."""

_SAFE = "/:?#[]@!$&'()*+,;=%~"


@dataclass(frozen=True)
class Page:
    """The page for which something is rendered."""

    document: Document
    library: Library
    authors: Mapping[str, Author]

    def article(self, service: Service) -> str | None:
        """Return the `href` of the article about a service, None where there is none or this is it."""
        found = self.library.by_slug.get(service.article or "")
        if found is None or not found.is_public or found.address == self.document.address:
            return None
        return self.link(found.address)

    def link(self, path: str) -> str:
        """Return the escaped `href` of a path of this site."""
        return html.escape(quote(self.library.base_path + path, safe=_SAFE))


def badge(place: int) -> str:
    """Return 「第1位」; shape, word and number tell the places apart, not the colour alone.

    >>> badge(4)
    '<span class="place"><span>第</span><b>4</b><span>位</span></span>'
    """
    variant = f" place--{place}" if place <= BADGES else ""
    return f'<span class="place{variant}"><span>第</span><b>{place}</b><span>位</span></span>'


def stars(review: Review | None) -> str:
    """Return the stars of a review, as a drawing and as words; `` where there is none."""
    if review is None:
        return ""
    # The number beside the drawing is made by the style sheet, so that feeds and search do not have it twice.
    # "4.5" → stars--45: the style sheet knows how much of the row is filled, no inline style is needed.
    variant = f"{review.stars:.1f}".replace(".", "")
    return (
        f'<span class="stars"><span class="stars__drawing stars--{variant}" aria-hidden="true"></span>'
        f'<span class="visually-hidden">{MAX_STARS}点満点中{review.stars:g}点</span>'
        f'<span class="stars__number" aria-hidden="true" data-number="{review.stars:.1f}"></span></span>'
    )


def reviewed(review: Review | None, authors: Mapping[str, Author]) -> str:
    """Return who gave the stars, by which measure and when."""
    if review is None:
        return ""
    author = authors.get(review.reviewer)
    name = html.escape(author.name if author else review.reviewer)
    return (
        f'<details class="service__review"><summary>評価: {name}（{day(review.date)}）と、評価の基準</summary>'
        f"<p>{html.escape(review.criteria)}</p></details>"
    )


def day(date: dt.datetime) -> str:
    """Return a date as readers and machines read it."""
    return f'<time datetime="{date:%Y-%m-%d}">{date.year}年{date.month}月{date.day}日</time>'


def source(fact: Fact) -> str:
    """Return where a fact comes from, and when somebody looked."""
    name = html.escape(fact.source)
    if fact.url:
        name = f'<a href="{html.escape(fact.url)}" rel="noopener">{name}</a>'
    return f"出典: {name}（{day(fact.checked)}確認）"


def facts(service: Service) -> str:
    """Return the facts, each with its source and day."""
    if not service.facts:
        return ""
    rows = "".join(
        f'<div class="service__fact"><dt>{html.escape(fact.name)}</dt>'
        f'<dd>{html.escape(fact.value)} <small class="service__source">{source(fact)}</small></dd></div>'
        for fact in service.facts
    )
    return f'<dl class="service__facts">{rows}</dl>'


def sides(service: Service) -> str:
    """Return merits and demerits."""

    def side(kind: str, label: str, texts: tuple[str, ...]) -> str:
        items = "".join(f"<li>{html.escape(text)}</li>" for text in texts)
        return f'<div class="service__side service__side--{kind}"><p class="service__label"><b>{label}</b></p><ul>{items}</ul></div>'

    merits = side("merits", "よいところ", service.merits)
    return f'<div class="service__sides">{merits}{side("demerits", "気になるところ", service.demerits)}</div>'


def official_link(service: Service, text: str, style: str = "button") -> str:
    """Return the link to the official site; one that earns money says so."""
    rel = "sponsored nofollow noopener" if service.affiliates else "noopener"
    mark = f" {ADVERT_MARK}" if service.affiliates else ""
    return (
        f'<a class="{style}" href="{html.escape(service.address)}" rel="{rel}">{html.escape(text)}{mark}</a>'
    )


def actions(service: Service, page: Page) -> str:
    """Return the buttons: 詳細 on this site, and the official one with its microcopy."""
    parts = []
    if href := page.article(service):
        parts.append(
            f'<a class="button button--quiet" href="{href}">詳細を見る'
            f'<span class="visually-hidden">（{html.escape(service.name)}）</span></a>'
        )
    parts.append(official_link(service, f"{service.name}の公式サイトを見る"))
    microcopy = (
        f'<p class="service__microcopy">{html.escape(service.microcopy)}</p>' if service.microcopy else ""
    )
    return f'<div class="service__actions">{microcopy}<p class="service__buttons">{"".join(parts)}</p></div>'
