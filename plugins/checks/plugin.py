"""Check the settings at the start; the rules themselves are a command."""

from __future__ import annotations

from pelican import Pelican, signals

from plugins.checks.settings import ChecksSettings
from plugins.core.settings import from_pelican


def prepare(pelican: Pelican) -> None:
    """Refuse names of rules that there are not."""
    from_pelican(ChecksSettings, "CHECKS_", pelican.settings)


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
