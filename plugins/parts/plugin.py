"""Register parts with the dialect."""

from __future__ import annotations

from pathlib import Path

from plugins.dialect.grammar import Dialect, EmbedKind
from plugins.parts.render import Parts, embed


def extend_dialect(dialect: Dialect) -> None:
    """Add the embed and its answer."""
    dialect.add_embed(EmbedKind("パーツ", embed))
    dialect.resolvers["part"] = Parts(
        Path(dialect.settings["PATH"]), dialect, dialect.settings["PROBLEMS"]
    ).answer


def register() -> None:
    """Connect to Pelican: nothing to do, the dialect asks."""
