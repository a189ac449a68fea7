"""The settings of the links (`LINKS_…`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LinksSettings:
    """What a link may lead to."""

    strict: bool = False
    """Whether a link to a draft or a scheduled article is an error (when publishing) or a warning (at home)."""
