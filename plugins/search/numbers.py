"""Numbers and words as text that a JSON string holds without escapes and that gzip packs well; the engine reads them back.

A number is one character below 64, two below 1,664, three below 5,760, else five. The characters are the 91 of ASCII
from `#` on that JSON does not escape.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

_SIGNS = "".join(chr(code) for code in range(35, 127) if chr(code) != "\\")
_ONE = 64
_TWO = _ONE + 25 * 64
_THREE = _TWO + 64 * 64
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
NAME_LENGTH = 7
"""Characters of a file's name: 32 bits in base 36."""


def number(value: int) -> str:
    """Return one number as 1–5 characters."""
    if value < _ONE:
        return _SIGNS[value]
    if value < _TWO:
        high, low = divmod(value - _ONE, 64)
        return _SIGNS[_ONE + high] + _SIGNS[low]
    if value < _THREE:
        high, low = divmod(value - _TWO, 64)
        return _SIGNS[89] + _SIGNS[high] + _SIGNS[low]
    return _SIGNS[90] + "".join(_SIGNS[value >> shift & 63] for shift in (18, 12, 6, 0))


TABLE = tuple(number(value) for value in range(4096))
"""The common numbers, made once."""


class _Values(dict[str, int]):
    """Signs → number, worked out when they are first met."""

    def __missing__(self, signs: str) -> int:
        first, *rest = map(_SIGNS.index, signs)
        value = 0
        for code in rest:
            value = value * 64 + code
        value += {1: first, 2: _ONE + (first - 64) * 64, 3: _TWO, 5: 0}[len(signs)]
        self[signs] = value
        return value


_VALUES = _Values()
_KINDS = ((_SIGNS[:64], 1), (_SIGNS[64:89], 2), (_SIGNS[89], 3), (_SIGNS[90], 5))
_LENGTHS = {sign: length for signs, length in _KINDS for sign in signs}
_NUMBER = re.compile("|".join(f"[{re.escape(signs)}].{{{length - 1}}}" for signs, length in _KINDS))


def numbers(values: Iterable[int]) -> str:
    """Return several numbers in one string."""
    return "".join([TABLE[value] if value < 4096 else number(value) for value in values])  # noqa: PLR2004 - len(TABLE)


def read_numbers(text: str) -> list[int]:
    """Return the numbers of a string; the inverse of `numbers`.

    >>> read_numbers(numbers([0, 63, 64, 1663, 1664, 5759, 5760, 99999]))
    [0, 63, 64, 1663, 1664, 5759, 5760, 99999]
    """
    return [_VALUES[sign] for sign in _NUMBER.findall(text)]


def read_number(text: str, at: int) -> tuple[int, int]:
    """Return the number that begins at a place, and where it ends."""
    end = at + _LENGTHS[text[at]]
    return _VALUES[text[at:end]], end


def gaps(values: Iterable[int]) -> str:
    """Return rising numbers as their differences."""
    last = 0
    found = []
    for value in values:
        step = value - last
        found.append(TABLE[step] if step < 4096 else number(step))  # noqa: PLR2004 - len(TABLE)
        last = value
    return "".join(found)


def words(values: Iterable[str]) -> str:
    """Return sorted words, each as the length of what it shares with the one before (A = 0, B = 1 …) and the rest.

    Capital letters never occur in a folded word.

    >>> words(["電気", "電池", "電話"])
    'A電気B池B話'
    """
    last = ""
    found = []
    for value in values:
        shared = 0
        limit = min(len(last), len(value), 25)
        while shared < limit and last[shared] == value[shared] <= "\uffff":  # JavaScript counts others as two
            shared += 1
        found.append(chr(65 + shared) + value[shared:])
        last = value
    return "".join(found)


def name_of(data: bytes) -> str:
    """Return the name of a file: the CRC-32 of its bytes, which the engine checks, in base 36."""
    value = zlib.crc32(data)
    letters = ""
    for _ in range(NAME_LENGTH):
        value, rest = divmod(value, 36)
        letters = _BASE36[rest] + letters
    return letters
