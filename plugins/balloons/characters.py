"""`content/data/characters.yaml`: who speaks in a balloon."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, RootModel

from plugins.core.data import Record


class Character(Record):
    """One speaker. `picture` is a path from the content folder on; `side` is where the picture stands."""

    name: Annotated[str, Field(min_length=1)]
    picture: str | None = None
    side: Literal["左", "右"] = "左"


class Characters(RootModel[dict[str, Character]]):
    """Key → speaker."""
