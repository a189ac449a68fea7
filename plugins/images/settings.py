"""The settings `IMAGES_*`."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.core.settings import SettingsError


@dataclass(frozen=True)
class ImagesSettings:
    """How pictures are offered."""

    widths: tuple[int, ...] = (360, 720, 1080)
    """How wide they are made, in pixels, the narrowest first."""
    quality: int = 55
    """Of AVIF; JPEG and WebP are a little above it."""
    column: int = 648
    """How wide the text of an article is at most, in CSS pixels; `--column` of the theme."""
    folder: str = "pictures"
    """Where they are published."""

    def __post_init__(self) -> None:
        if not self.widths or list(self.widths) != sorted(set(self.widths)) or self.widths[0] < 1:
            msg = f"設定「IMAGES_WIDTHS」（{self.widths}）は、(360, 720, 1080) のように、小さい順に書いてください。"
            raise SettingsError(msg)
        if not 1 <= self.quality <= 100:  # noqa: PLR2004 - the scale of all encoders
            msg = f"設定「IMAGES_QUALITY」（{self.quality}）は、1から100までの数です。"
            raise SettingsError(msg)
