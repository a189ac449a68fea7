"""The settings of the automatic list (`RELATED_…`)."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.core.settings import SettingsError
from plugins.related.weights import CANDIDATES


@dataclass(frozen=True)
class RelatedSettings:
    """How long the list is, and what may stand in it."""

    count: int = 5
    """How many articles the list holds at most, those of the head included. 0: only those."""
    least: float = 0.06
    """The likeness of two texts (0–1.07) below which none is named. Unrelated articles of one trade have about 0.1."""

    def __post_init__(self) -> None:
        if type(self.count) is not int or not 0 <= self.count <= CANDIDATES:
            msg = f"RELATED_COUNT「{self.count}」は使えません。0から{CANDIDATES}までの整数で書いてください。"
            raise SettingsError(msg)
        if type(self.least) not in (int, float) or not 0 <= self.least <= 1:
            msg = f"RELATED_LEAST「{self.least}」は使えません。0から1までの数で書いてください。"
            raise SettingsError(msg)
