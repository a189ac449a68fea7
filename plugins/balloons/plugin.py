"""Read the speakers, and register the balloon with the dialect."""

from __future__ import annotations

from pathlib import Path

from plugins.balloons.characters import Character, Characters
from plugins.balloons.render import Balloons
from plugins.core.data import load
from plugins.dialect.grammar import Dialect, FenceKind


def extend_dialect(dialect: Dialect) -> None:
    """Add the fence."""
    path = Path(dialect.settings["PATH"], "data", "characters.yaml")
    characters: dict[str, Character] = {}
    if path.is_file():
        found = load(path, Characters, dialect.settings["PROBLEMS"].reporter(path))
        characters = found.root if found else {}
    dialect.add_fence(
        FenceKind("会話", ("talk", "balloon", "吹き出し", "ふきだし"), Balloons(characters).render)
    )


def register() -> None:
    """Connect to Pelican: nothing to do, all happens while an article is converted."""
