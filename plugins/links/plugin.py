"""Register what answers for links, titles and pictures."""

from __future__ import annotations

from plugins.core.settings import from_pelican
from plugins.dialect.grammar import Dialect
from plugins.links.resolve import Links
from plugins.links.settings import LinksSettings


def extend_dialect(dialect: Dialect) -> None:
    """Add the resolvers."""
    links = Links(from_pelican(LinksSettings, "LINKS_", dialect.settings))
    dialect.resolvers |= {"link": links.link, "title": links.title, "image": links.image}


def register() -> None:
    """Connect to Pelican: nothing to do, the dialect asks."""
