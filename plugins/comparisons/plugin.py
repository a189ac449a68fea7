"""Register comparison tables with the dialect."""

from __future__ import annotations

from plugins.comparisons.render import Comparisons
from plugins.comparisons.settings import ComparisonsSettings
from plugins.core.settings import from_pelican
from plugins.dialect.grammar import Dialect


def extend_dialect(dialect: Dialect) -> None:
    """Add what is done to tables."""
    dialect.tables.append(
        Comparisons(from_pelican(ComparisonsSettings, "COMPARISONS_", dialect.settings)).decorate
    )


def register() -> None:
    """Connect to Pelican: nothing to do, all happens while an article is converted."""
