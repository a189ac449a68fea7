"""The settings of the contents list (`CONTENTS_…`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ContentsSettings:
    """When an article gets a contents list by itself."""

    from_headings: int = 3
    """From how many headings (## and ###) on."""
