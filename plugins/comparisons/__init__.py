"""Comparison tables: `{.compare}` above a table gives the signs ◎○△× words."""

from plugins.comparisons.plugin import extend_dialect, register

__all__ = ["extend_dialect", "register"]
