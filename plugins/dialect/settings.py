"""The settings of the dialect (`DIALECT_…`)."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.core.settings import SettingsError
from plugins.dialect.inline import Newline


@dataclass(frozen=True)
class DialectSettings:
    """How text is read."""

    newline: Newline = "break"
    """What a line end in a paragraph is: `break`, or `join` (lines are joined, Japanese without a space)."""

    def __post_init__(self) -> None:
        """Refuse other values."""
        if self.newline not in ("break", "join"):
            msg = f"設定「DIALECT_NEWLINE」の値「{self.newline}」は使えません。break か join にしてください。"
            raise SettingsError(msg)
