"""A hash of what a template is given, by value: equal for equal input in any process and any order of building."""

from __future__ import annotations

import datetime as dt
import hashlib
import marshal
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import is_dataclass
from typing import Any

Names = Mapping[type, Callable[[Any], str]]
"""Kinds of objects that are not looked into → what stands for one."""

Parts = Callable[[Any], Iterable[object]]

_FORMAT = 2  # of `marshal`: the newest that writes equal values as equal bytes, whichever of them are the same object
_ATOMS = frozenset({str, int, bool, float, type(None)})


class Fingerprints:
    """Hashes of values made of plain values, collections, dataclasses and objects with a name.

    What stands for an object is found once: the objects of a build are given to many pages, and do not change meanwhile.
    """

    def __init__(self, names: Names) -> None:
        """Take what knows names."""
        self._names = names
        self._parts: dict[type, Parts] = {}
        self._known: dict[int, tuple[object, object]] = {}
        """By identity of the object, which is kept so that no other gets its number."""

    def of(self, value: object) -> str:
        """Return the hash of a value.

        Raises `TypeError` for anything else: what cannot be compared must not be taken for unchanged.
        """
        return hashlib.blake2b(marshal.dumps(self._plain(value), _FORMAT), digest_size=12).hexdigest()

    def _plain(self, value: Any) -> Any:
        """Return a value as plain ones: objects by what stands for them, mappings and sets in one order."""
        kind = type(value)
        if kind in _ATOMS:
            return value
        if kind is list or isinstance(value, tuple):
            return [kind.__name__, *self._all(value)]
        if kind is dict:
            names = sorted(value)
            return dict(zip(map(str, names), self._all([value[name] for name in names]), strict=True))
        if known := self._known.get(id(value)):
            return known[1]
        parts = self._parts.get(kind) or self._parts.setdefault(kind, self._parts_of(kind))
        found = (kind.__name__, *parts(value))
        self._known[id(value)] = value, found
        return found

    def _all(self, values: Iterable[Any]) -> list[Any]:
        """Return values as plain ones. What needs no thought is done here: a call for each takes most of the time."""
        known = self._known
        return [
            value
            if type(value) in _ATOMS
            else found[1]
            if (found := known.get(id(value)))
            else self._plain(value)
            for value in values
        ]

    def _parts_of(self, kind: type) -> Parts:
        """Return what takes an object of a kind apart."""
        for base in kind.__mro__:
            if name := self._names.get(base):
                return lambda value: (name(value),)
        if is_dataclass(kind):
            return lambda value: self._all(vars(value).values())
        if issubclass(kind, dt.date):
            return lambda value: (value.isoformat(),)
        if issubclass(kind, Mapping):
            return lambda value: ((str(key), self._plain(value[key])) for key in sorted(value))
        if issubclass(kind, AbstractSet):
            return sorted
        if issubclass(kind, str | int | float):  # of a type of its own
            return lambda value: (str(value),)
        msg = f"a page is given a {kind}, which cannot be compared with that of the last build"
        raise TypeError(msg)


def fingerprint(value: object) -> str:
    """Return the hash of a value that holds no object with a name."""
    return Fingerprints({}).of(value)


def hash_of(parts: Iterable[str]) -> str:
    """Return the hash of texts in their order."""
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
