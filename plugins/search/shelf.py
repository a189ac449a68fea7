"""Sorted keys with their sizes, cut into shards: a list of words, of pronunciations or of endings."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

from plugins.core.problems import StateDamagedError
from plugins.search.files import to_json
from plugins.search.shards import Shard, Write, cut, renew
from plugins.search.state import State

_MANY = 1000
"""More are sorted anew at once."""


class Shelf:
    """Keys, sizes and shards, as the rows of a state have them."""

    def __init__(self, name: str, state: State | None) -> None:
        """Read what the last update left, if there was one."""
        self.keys: list[str] = []
        self.shards: list[Shard] = []
        self._sizes: list[int] = []
        self._name = name
        self._before: dict[str, bytes] = {}
        if state is not None:
            keys, sizes, shards = (
                state.get("list", f"{name} {part}") for part in ("keys", "sizes", "shards")
            )
            if keys is None or sizes is None or shards is None:
                raise StateDamagedError(name)
            self._before = {"keys": keys, "sizes": sizes, "shards": shards}
            self.keys = keys.decode().split("\n") if keys else []
            numbers = array("I")
            numbers.frombytes(sizes)
            self._sizes = numbers.tolist()
            self.shards = [
                Shard(first, last, count, tuple(names)) for first, last, count, names in json.loads(shards)
            ]

    def update(self, touched: Iterable[str], size_of: Callable[[str], int], limit: int, write: Write) -> None:
        """Bring touched keys up to date, those without a size leave, and write the shards that are not as before."""
        touched = sorted(touched)
        if len(touched) > _MANY:
            sizes = dict(zip(self.keys, self._sizes, strict=True)) | {key: size_of(key) for key in touched}
            self.keys = sorted(key for key, size in sizes.items() if size)
            self._sizes = [sizes[key] for key in self.keys]
        else:
            for key in touched:
                self._put(key, size_of(key))
        # a word and what it is inside longer ones stay together
        cuts = cut([key.removesuffix("+") for key in self.keys], self._sizes, limit)
        self.shards = renew(self.shards, self.keys, cuts, touched, write)

    def rows(self) -> Iterator[tuple[str, str, bytes | None]]:
        """Yield what a state must keep."""
        shards = [(shard.first, shard.last, shard.count, shard.names) for shard in self.shards]
        now = {
            "keys": "\n".join(self.keys).encode(),
            "sizes": array("I", self._sizes).tobytes(),
            "shards": to_json(shards),
        }
        for part, data in now.items():
            if data != self._before.get(part):
                yield "list", f"{self._name} {part}", data

    def _put(self, key: str, size: int) -> None:
        at = bisect_left(self.keys, key)
        if self.keys[at : at + 1] == [key]:
            if size:
                self._sizes[at] = size
            else:
                del self.keys[at], self._sizes[at]
        elif size:
            self.keys.insert(at, key)
            self._sizes.insert(at, size)
