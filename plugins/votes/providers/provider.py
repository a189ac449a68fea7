"""What a blog ranking is to us: the values it wants, and the address they make."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Key = Literal["id", "cid", "category", "subcategory", "name", "url"]
Values = Mapping[Key, str]

KEYS: tuple[Key, ...] = ("id", "cid", "category", "subcategory", "name", "url")


@dataclass(frozen=True)
class Form:
    """The form of one value: a pattern for all of it, and a right one for the message."""

    pattern: str
    example: str
    required: bool = False
    where: str = ""
    """Where the owner finds it."""

    def fault(self, key: str, value: str) -> str | None:
        """Return what is wrong with a value, or None."""
        if re.fullmatch(self.pattern, value):
            return None
        return f"{key}「{value}」の形が正しくありません。{self.where}例: {key}: {self.example}"


@dataclass(frozen=True)
class Counter:
    """A picture that counts a visit when it is requested."""

    address: Callable[[Values], str]
    width: int
    height: int
    description: str


@dataclass(frozen=True)
class Provider:
    """One blog ranking."""

    name: str
    """What the owner writes and the reader reads."""
    forms: Mapping[Key, Form]
    address: Callable[[Values], str]
    kind: str
    """The modifier of its class in the style sheet."""
    verb: str = "投票する"
    """What pressing the button does."""
    pictures: tuple[str, ...] = field(default=())
    """Hosts of its official pictures; with none, a picture is a file of this site."""
    counter: Counter | None = None
