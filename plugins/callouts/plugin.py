"""Register the boxes with the dialect."""

from __future__ import annotations

from plugins.callouts.kinds import KINDS
from plugins.callouts.render import render_alert, render_fence
from plugins.dialect.grammar import Dialect, FenceKind


def extend_dialect(dialect: Dialect) -> None:
    """Add a fence for each kind, and the alerts."""
    for kind in KINDS:
        dialect.add_fence(FenceKind(kind.name, kind.aliases, render_fence))
    dialect.quotes.append(render_alert)


def register() -> None:
    """Connect to Pelican: nothing to do, all happens while an article is converted."""
