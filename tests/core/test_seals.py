"""Bytes behind their checksum."""

from __future__ import annotations

import pytest

from plugins.core.problems import StateDamagedError
from plugins.core.seals import seal, unseal


def test_what_was_sealed_comes_back() -> None:
    for data in (b"", b"\0", "面接".encode()):
        assert unseal(seal(data)) == data
        assert unseal(seal(data, 2**40), 2**40) == data


def test_anything_else_is_damaged() -> None:
    sealed = seal(b"abc")
    for value in (None, "", "abcdef", 5, b"", b"abc", sealed[:-1], sealed + b"\0"):
        with pytest.raises(StateDamagedError):
            unseal(value)


def test_every_changed_bit_is_found() -> None:
    sealed = seal("面接の準備".encode())
    for place in range(8 * len(sealed)):
        damaged = bytearray(sealed)
        damaged[place // 8] ^= 1 << place % 8
        with pytest.raises(StateDamagedError):
            unseal(bytes(damaged))


def test_another_row_does_not_pass() -> None:
    with pytest.raises(StateDamagedError):
        unseal(seal(b"abc", 1), 2)
