"""Bytes that are kept behind their checksum, so that what a disk has damaged is not taken for what was written."""

from __future__ import annotations

import zlib

from plugins.core.problems import StateDamagedError


def seal(data: bytes, row: int = 0) -> bytes:
    """Return bytes behind their CRC-32. `row`: the number that they are kept under, so that no other row passes for it."""
    return zlib.crc32(data, row).to_bytes(4, "big") + data


def unseal(value: object, row: int = 0) -> bytes:
    """Return what was sealed. A damaged database may hold anything else, or nothing: then `StateDamagedError` is raised."""
    if isinstance(value, bytes):
        data = value[4:]
        if zlib.crc32(data, row).to_bytes(4, "big") == value[:4]:
            return data
    raise StateDamagedError
