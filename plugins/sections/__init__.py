"""Blocks that headings divide: folds, steps, time lines, questions, tabs."""

from plugins.sections.plugin import extend_dialect, register

__all__ = ["extend_dialect", "register"]
