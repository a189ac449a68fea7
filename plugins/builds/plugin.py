"""The gate: when a writer has something to mend, nothing is written. It stands last in `PLUGINS`."""

from __future__ import annotations

from pelican import signals
from pelican.generators import Generator


def refuse_errors(generators: list[Generator]) -> None:
    """Raise `BuildRefused` when any room has reported an error."""
    generators[0].settings["PROBLEMS"].raise_errors()


def register() -> None:
    """Connect to Pelican."""
    signals.all_generators_finalized.connect(refuse_errors)
