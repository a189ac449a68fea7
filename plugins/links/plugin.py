"""Register links, cards and labelled lines with the dialect."""

from __future__ import annotations

from pathlib import Path

from plugins.core.data import load
from plugins.core.settings import from_pelican
from plugins.dialect.grammar import Dialect, EmbedKind
from plugins.dialect.needs import RAW_LINK
from plugins.links.cards import Cards, bare_rule, card_embed, label_rules
from plugins.links.linkcards import LinkCards
from plugins.links.resolve import Links
from plugins.links.settings import LinksSettings


def extend_dialect(dialect: Dialect) -> None:
    """Add the lines, the embed and the answers."""
    settings = from_pelican(LinksSettings, "LINKS_", dialect.settings)
    path = Path(dialect.settings["PATH"], "data", "linkcards.yaml")
    known = load(path, LinkCards, dialect.settings["PROBLEMS"].reporter(path)) if path.is_file() else None
    links = Links(settings, dialect.schemes)
    cards = Cards(links, known.root if known else {}, dialect.resolvers)
    for rule in (*label_rules(settings.labels), bare_rule(dialect.settings["SITEURL"])):
        dialect.add_line(rule)
    dialect.add_embed(EmbedKind("カード", card_embed))
    dialect.resolvers |= {
        "link": links.link,
        RAW_LINK: links.raw,
        "title": links.title,
        "image": links.image,
        "card": cards.card,
        "related-link": cards.related_link,
    }


def register() -> None:
    """Connect to Pelican: nothing to do, the dialect asks."""
