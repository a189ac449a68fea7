"""Texts that many articles share: `content/parts/NAME.md`, put in with `@[パーツ](NAME)`."""

from plugins.parts.plugin import extend_dialect, register

__all__ = ["extend_dialect", "register"]
