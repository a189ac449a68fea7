"""What a picture tells beside itself: the place and the time it was taken, the camera, a preview. It is cut out.

The picture's own data stays as it is, byte for byte. Kept is what a browser needs to show it rightly: the colour
profile, and which side is up.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

_NOT_UPRIGHT = range(2, 9)
_ORIENTATION = 0x0112

# The markers of a JPEG: the end, the picture's data, and what applications and writers tell.
_MARK, _END, _SCAN, _COMMENT = 0xFF, 0xD9, 0xDA, 0xFE
_JFIF, _EXIF, _PROFILE, _ADOBE, _LAST_APPLICATION = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP mDCV cLLI acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_GIF_PICTURE, _GIF_EXTENSION, _GIF_COMMENT = 0x2C, 0x21, 0xFE
_GIF_XMP = b"XMP DataXMP"
_EMPTY_TIFF = b"II*\0\x08\0\0\0"


class BrokenFileError(ValueError):
    """The file is not what it says it is."""


def without_metadata(data: bytes, kind: str) -> bytes:
    """Return a picture's file (jpeg, png, webp, gif, avif) without what it tells beside the picture.

    Raises `BrokenFileError`.
    """
    cut = {"jpeg": _jpeg, "png": _png, "webp": _webp, "gif": _gif, "avif": _avif}[kind]
    try:
        return cut(data)
    except (IndexError, KeyError, struct.error) as error:
        raise BrokenFileError from error


def _tiff_orientation(tiff: bytes) -> int:
    """Return the orientation that EXIF data state; 1 where they state none or make no sense."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for number in range(count):
            tag, _kind, _length, value = struct.unpack_from(order + "HHIH", tiff, start + 2 + 12 * number)
            if tag == _ORIENTATION:
                return int(value)
    except struct.error:
        pass
    return 1


def _tiff_of(orientation: int) -> bytes:
    """Return EXIF data that say nothing but which side is up."""
    return b"II*\0\x08\0\0\0" + struct.pack("<HHHIHHI", 1, _ORIENTATION, 3, 1, orientation, 0, 0)


def _jpeg(data: bytes) -> bytes:
    if data[:2] != b"\xff\xd8":
        raise BrokenFileError
    kept: list[bytes] = [data[:2]]
    orientation = 1
    position = 2
    while position < len(data):
        if data[position] != _MARK:
            raise BrokenFileError
        marker = data[position + 1]
        if marker == _MARK:  # a filler
            position += 1
            continue
        if marker == _END:  # the end; telephones put films and second pictures behind it
            kept.append(data[position : position + 2])
            break
        (length,) = struct.unpack_from(">H", data, position + 2)
        segment = data[position : position + 2 + length]
        position += 2 + length
        if marker == _EXIF and segment[4:10] == b"Exif\0\0":
            orientation = _tiff_orientation(segment[10:])
        if _jpeg_keeps(marker, segment):
            kept.append(segment)
        if marker == _SCAN:
            found = _JPEG_MARKER.search(data, position)
            end = found.start() if found else len(data)
            kept.append(data[position:end])
            position = end
    if orientation in _NOT_UPRIGHT:
        body = b"Exif\0\0" + _tiff_of(orientation)
        has_jfif = len(kept) > 1 and kept[1][:2] == b"\xff\xe0"
        kept.insert(2 if has_jfif else 1, b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body)
    return b"".join(kept)


def _jpeg_keeps(marker: int, segment: bytes) -> bool:
    if marker == _PROFILE:
        return segment[4:16] == b"ICC_PROFILE\0"
    is_told = _JFIF <= marker <= _LAST_APPLICATION or marker == _COMMENT
    return not is_told or marker in (_JFIF, _ADOBE)  # how large a pixel is, and how colours are meant


def _png(data: bytes) -> bytes:
    if not data.startswith(_PNG_START):
        raise BrokenFileError
    kept = [_PNG_START]
    position = len(_PNG_START)
    while position < len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        chunk = data[position : position + 12 + length]
        position += 12 + length
        if name == b"eXIf" and _tiff_orientation(chunk[8:-4]) in _NOT_UPRIGHT:
            body = b"eXIf" + _tiff_of(_tiff_orientation(chunk[8:-4]))
            kept.append(struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)))
        if name in _PNG_KEPT:
            kept.append(chunk)
        if name == b"IEND":
            break
    return b"".join(kept)


def _webp(data: bytes) -> bytes:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise BrokenFileError
    kept: list[bytes] = []
    orientation = 1
    end = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    position = 12
    while position < end:
        name, length = struct.unpack_from("<4sI", data, position)
        chunk = data[position : position + 8 + length + length % 2]
        position += 8 + length + length % 2
        if name == b"EXIF":
            orientation = _tiff_orientation(chunk[8:].removeprefix(b"Exif\0\0"))
        elif name in _WEBP_KEPT:
            kept.append(chunk)
    has_exif = orientation in _NOT_UPRIGHT
    if kept and kept[0][:4] == b"VP8X":
        flags = kept[0][8] & ~0x0C | (0x08 if has_exif else 0)
        kept[0] = kept[0][:8] + bytes([flags]) + kept[0][9:]
    if has_exif:
        body = _tiff_of(orientation)
        kept.append(b"EXIF" + struct.pack("<I", len(body)) + body)
    chunks = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def _gif(data: bytes) -> bytes:
    if data[:4] != b"GIF8":
        raise BrokenFileError
    return b"".join(_gif_blocks(data))


def _gif_blocks(data: bytes) -> Iterator[bytes]:
    start, position = 0, 13 + _table(data[10])
    while position < len(data):
        yield data[start:position]
        start = position
        introducer = data[position]
        if introducer == _GIF_PICTURE:
            position = _after_blocks(data, position + 10 + _table(data[position + 9]) + 1)
        elif introducer == _GIF_EXTENSION:
            position = _after_blocks(data, position + 2)
            comment = data[start + 1] == _GIF_COMMENT
            if comment or data[start + 3 : start + 3 + len(_GIF_XMP)] == _GIF_XMP:
                start = position
        else:
            break
    yield data[start : start + 1]


def _table(flags: int) -> int:
    """Return how many bytes the table of colours has."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, position: int) -> int:
    while data[position]:
        position += data[position] + 1
    return position + 1


def _avif(data: bytes) -> bytes:
    """Write over what an AVIF tells: its parts are known by their places, so nothing is cut out."""
    top = dict(_boxes(data, 0, len(data)))
    if b"meta" not in top:
        raise BrokenFileError
    start, end = top[b"meta"]
    parts = dict(_boxes(data, start + 4, end))
    told = _told_items(data, *parts[b"iinf"]) if b"iinf" in parts else set()
    blank = bytearray(data)
    for item, place, length in _places(data, parts[b"iloc"][0], parts.get(b"idat", (0, 0))[0]):
        if item in told:
            blank[place : place + length] = (b"\0\0\0\0" + _EMPTY_TIFF).ljust(length, b"\0")[:length]
    return bytes(blank)


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """Yield the boxes of a container: name, and where its content begins and ends."""
    while start + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, start + 8)
            head = 16
        stop = start + size if size else end
        if stop < start + head:
            raise BrokenFileError
        yield name, (start + head, stop)
        start = stop


def _told_items(data: bytes, start: int, end: int) -> set[int]:
    """Return the numbers of the items that are EXIF or XMP."""
    told = set()
    for name, (place, _) in _boxes(data, start + (6 if data[start] == 0 else 8), end):
        if name == b"infe":
            wide = data[place] > 2  # noqa: PLR2004 - the version from which numbers have four bytes
            item, _, kind = struct.unpack_from(">IH4s" if wide else ">HH4s", data, place + 4)
            if kind in {b"Exif", b"mime"}:
                told.add(item)
    return told


def _places(data: bytes, start: int, idat: int) -> Iterator[tuple[int, int, int]]:
    """Yield where items lie: number, place in the file, length."""
    version, sizes, more = data[start], data[start + 4], data[start + 5]
    position = start + 6

    def number(size: int) -> int:
        nonlocal position
        position += size
        return int.from_bytes(data[position - size : position], "big")

    for _ in range(number(4 if version > 1 else 2)):
        item = number(4 if version > 1 else 2)
        inside = bool(version) and number(2) & 0xF == 1
        number(2)
        base = number(more >> 4) + (idat if inside else 0)
        for _ in range(number(2)):
            number(more & 0xF if version else 0)
            place = base + number(sizes >> 4)
            yield item, place, number(sizes & 0xF)
