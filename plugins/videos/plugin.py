"""Register videos with the dialect."""

from __future__ import annotations

from plugins.dialect.grammar import Dialect, EmbedKind
from plugins.videos.render import youtube


def extend_dialect(dialect: Dialect) -> None:
    """Add the embed."""
    dialect.add_embed(EmbedKind("youtube", youtube))
    dialect.scripts["data-youtube="] = "js/videos.js"


def register() -> None:
    """Connect to Pelican: nothing to do, all happens while an article is converted."""
