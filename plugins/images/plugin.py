"""Register what is done to pictures with the dialect."""

from __future__ import annotations

from pathlib import Path

from plugins.dialect.grammar import Dialect
from plugins.images.render import Sizes, decorate, frame


def extend_dialect(dialect: Dialect) -> None:
    """Add size, loading and captions."""
    dialect.pictures.append(decorate)
    dialect.finishers.append(frame)
    dialect.resolvers["image-size"] = Sizes(Path(dialect.settings["PATH"])).answer


def register() -> None:
    """Connect to Pelican: nothing to do, all happens while an article is converted."""
