"""Pictures: their sizes and formats, eye-catches and share pictures, and how they come into the blog."""

from plugins.images.plugin import extend_dialect, register

__all__ = ["extend_dialect", "register"]
