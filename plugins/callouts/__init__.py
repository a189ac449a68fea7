"""Boxes: `:::ポイント`, `:::注意 題名`, and GitHub's `> [!NOTE]`. The kinds stand in `kinds.py`."""

from plugins.callouts.plugin import extend_dialect, register

__all__ = ["extend_dialect", "register"]
