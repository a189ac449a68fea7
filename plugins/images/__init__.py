"""Pictures in articles: size, caption, when they are loaded."""

from plugins.images.plugin import extend_dialect, register

__all__ = ["extend_dialect", "register"]
