"""A hash of what a template is given, by value: equal for equal input in any process and any order of building."""

from __future__ import annotations

import datetime as dt
import hashlib
import marshal
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import is_dataclass
from typing import Any

Name = Callable[[Any], str | None]
"""Returns what stands for an object that is not looked into, or None."""

_FORMAT = 2  # of `marshal`: the newest that writes equal values as equal bytes, whichever of them are the same object
_ATOMS = frozenset({str, int, bool, float, type(None)})


def fingerprint(value: object, name: Name) -> str:
    """Return the hash of a value made of plain values, collections, dataclasses and what `name` knows.

    Raises `TypeError` for anything else: what cannot be compared must not be taken for unchanged.
    """
    data = marshal.dumps(_plain(value, name), _FORMAT)
    return hashlib.blake2b(data, digest_size=12).hexdigest()


def hash_of(parts: Iterable[str]) -> str:
    """Return the hash of texts in their order."""
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _plain(value: Any, name: Name) -> Any:
    """Return a value as plain ones: objects by what stands for them, mappings and sets in one order."""
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind is list or kind is tuple:
        return [kind.__name__, *(each if type(each) in _ATOMS else _plain(each, name) for each in value)]
    if (own := name(value)) is not None:
        return (kind.__name__, own)
    if is_dataclass(value):
        return (kind.__name__, *(_plain(each, name) for each in vars(value).values()))
    if isinstance(value, dt.date):
        return (kind.__name__, value.isoformat())
    if isinstance(value, Mapping):
        return {str(key): _plain(value[key], name) for key in sorted(value)}
    if isinstance(value, AbstractSet):
        return (kind.__name__, *sorted(value))
    if isinstance(value, str | int | float):  # of a type of its own
        return (kind.__name__, str(value))
    raise TypeError(f"a page is given a {kind}, which cannot be compared with that of the last build")
