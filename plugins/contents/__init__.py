"""The contents list: where `[目次]` stands, or before the first heading."""

from plugins.contents.plugin import extend_dialect, register

__all__ = ["extend_dialect", "register"]
