"""Sorted texts that are asked by their beginning or by what they hold, and that a few others join or leave."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

_MANY = 1000
"""More are sorted anew at once."""


class SortedKeys:
    """Sorted texts, each once, without line ends.

    >>> keys = SortedKeys("a ab b".replace(" ", chr(10)).encode())
    >>> keys.change(["aa"], ["b"])
    >>> keys.values, "ab" in keys, keys.beginning("a"), keys.containing("b")
    (['a', 'aa', 'ab'], True, ['a', 'aa', 'ab'], ['ab'])
    """

    def __init__(self, data: bytes | None = None) -> None:
        """Take what `to_bytes` gave."""
        self.values = data.decode().split("\n") if data else []
        self._known = set(self.values)
        self._text = ""
        self.is_changed = False

    def __contains__(self, value: str) -> bool:
        """Say whether a text is among them."""
        return value in self._known

    def change(self, added: Iterable[str], removed: Iterable[str]) -> None:
        """Let some join and others leave."""
        coming = set(added) - self._known
        going = self._known.intersection(removed)
        self.is_changed = self.is_changed or bool(coming or going)
        self._known |= coming
        self._known -= going
        self._text = ""
        if len(coming) + len(going) > _MANY:
            self.values = sorted(self._known)
            return
        for value in coming:
            insort(self.values, value)
        for value in going:
            del self.values[bisect_left(self.values, value)]

    def beginning(self, start: str) -> list[str]:
        """Return those that begin with a text."""
        at = bisect_left(self.values, start)
        end = at
        while end < len(self.values) and self.values[end].startswith(start):
            end += 1
        return self.values[at:end]

    def containing(self, text: str) -> list[str]:
        """Return those that hold a text."""
        if not self._text:
            self._text = "\n".join(["", *self.values, ""])
        found = []
        at = self._text.find(text)
        while at >= 0:
            end = self._text.index("\n", at)
            found.append(self._text[self._text.rindex("\n", 0, at) + 1 : end])
            at = self._text.find(text, end)
        return found

    def to_bytes(self) -> bytes:
        """Return them for a state."""
        return "\n".join(self.values).encode()
