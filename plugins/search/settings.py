"""The settings of the search (`SEARCH_…`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SearchSettings:
    """Where the index is, and what a result shows."""

    folder: str = "search/data"
    """Path of the index on the site. The engine and the search page expect it there."""
    lead: int = 80
    """Characters of an article's description that a result shows."""
    pages: bool = True
    """Whether pages (プロフィール, お問い合わせ …) are found too."""

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if self.lead < 1:
            msg = f"SEARCH_LEAD は1以上の整数にしてください（値: {self.lead}）。"
            raise ValueError(msg)
