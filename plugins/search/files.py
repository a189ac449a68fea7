"""The files that an update writes, under the checksums of their bytes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from plugins.search.numbers import name_of
from plugins.search.state import State


class NamesCollideError(Exception):
    """Two files have one checksum. Which of them gets another name depends on their order, so all are made anew."""


class Files:
    """The files of one update. Without a state there are none from before."""

    def __init__(self, before: Iterable[str], state: State | None) -> None:
        """Take the names of the last update's files."""
        self.made: dict[str, bytes] = {}
        self.has_collision = False
        self._before = set(before)
        self._state = state

    def write(self, value: object) -> str:
        """Write a file; return its name."""
        data = to_json(value)
        name = name_of(data)
        while self._other(name, data) != data:
            if self._state is not None:
                raise NamesCollideError(name)
            self.has_collision = True
            data += b" "  # white space makes another checksum
            name = name_of(data)
        self.made[f"{name}.json"] = data
        return name

    def result(self, names: Collection[str]) -> dict[str, bytes | None]:
        """Return the files of some names, those that are as before without bytes."""
        return {name: None if self._is_kept(name) else self.made[name] for name in names}

    def _is_kept(self, name: str) -> bool:
        """Say whether a file is the last update's; only the manifest's name does not tell."""
        if name not in self._before:
            return False
        made = self.made.get(name)
        return made is None or self._state is None or self._state.get("file", name) == made

    def _other(self, name: str, data: bytes) -> bytes:
        path = f"{name}.json"
        found = self.made.get(path)
        if found is None and self._state is not None and path in self._before:
            found = self._state.get("file", path)
        return data if found is None else found


def to_json(value: object) -> bytes:
    """Return the bytes of a file: equal for equal values."""
    return _JSON.encode(value).encode()


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
