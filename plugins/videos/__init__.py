"""Videos: a link that becomes the player when it is pressed; nothing is requested before."""

from plugins.videos.plugin import extend_dialect, register

__all__ = ["extend_dialect", "register"]
