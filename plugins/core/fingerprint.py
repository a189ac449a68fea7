"""A hash of what a template is given, by value: equal for equal input in any process and any order of building."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import is_dataclass
from typing import Any

Name = Callable[[Any], str | None]
"""Returns what stands for an object that is not looked into, or None."""


def fingerprint(value: object, name: Name) -> str:
    """Return the hash of a value made of plain values, collections, dataclasses and what `name` knows.

    Raises `TypeError` for anything else: what cannot be compared must not be taken for unchanged.
    """
    parts: list[str] = []
    _walk(value, name, parts.append)
    return hash_of(parts)


def hash_of(parts: Iterable[str]) -> str:
    """Return the hash of texts in their order."""
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _walk(value: Any, name: Name, add: Callable[[str], None]) -> None:
    if value is None or isinstance(value, str | int | float | bool):
        add(f"{type(value).__name__} {value}")
    elif isinstance(value, dt.date):
        add(value.isoformat())
    elif (own := name(value)) is not None:
        add(own)
    elif isinstance(value, Mapping):
        add(f"{{{len(value)}")
        for key in sorted(value):
            add(str(key))
            _walk(value[key], name, add)
    elif isinstance(value, list | tuple):
        add(f"[{len(value)}")
        for each in value:
            _walk(each, name, add)
    elif isinstance(value, AbstractSet):
        _walk(sorted(value), name, add)
    elif is_dataclass(value):
        add(type(value).__name__)
        for each in vars(value).values():
            _walk(each, name, add)
    else:
        raise TypeError(
            f"a page is given a {type(value)}, which cannot be compared with that of the last build"
        )
