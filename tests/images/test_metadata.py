"""What pictures tell beside themselves."""

from __future__ import annotations

import contextlib
import struct
import zlib

import pytest

from plugins.images.metadata import BrokenFileError, without_metadata
from tests.images.pictures import SECRET, animation, corner, exif, opened, saved, swapped_profile

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>35.69,139.69</place></x:xmpmeta>'
KINDS = ("jpeg", "png", "webp", "avif")


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_place_is_gone_and_the_picture_is_the_same(kind: str, orientation: int) -> None:
    data = saved(corner(), kind.upper(), exif=exif(orientation))
    assert SECRET in data
    bare = without_metadata(data, kind)
    assert SECRET not in bare
    before, after = opened(data), opened(bare)
    assert after.tobytes() == before.tobytes()
    assert not after.getexif().get_ifd(0x8825)
    assert after.getexif().get(0x0112, 1) == before.getexif().get(0x0112, 1) == orientation
    assert without_metadata(bare, kind) == bare


@pytest.mark.parametrize("kind", KINDS)
def test_descriptions_in_xml_are_gone(kind: str) -> None:
    if kind == "png":
        data = saved(corner(), "PNG")
        at = data.index(b"IDAT") - 4
        data = data[:at] + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP) + data[at:]
    else:
        data = saved(corner(), kind.upper(), xmp=XMP)
    assert b"139.69" in data
    bare = without_metadata(data, kind)
    assert b"139.69" not in bare
    assert opened(bare).tobytes() == opened(data).tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_colour_profiles_stay(kind: str) -> None:
    data = saved(corner(), kind.upper(), icc_profile=swapped_profile(), exif=exif())
    assert opened(without_metadata(data, kind)).info["icc_profile"] == swapped_profile()


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_what_telephones_hang_on_the_end_is_gone(kind: str) -> None:
    """A film, or a second picture with EXIF data of its own."""
    data = saved(corner(), kind.upper())
    assert without_metadata(data + b"ftypmp42" + exif(), kind) == without_metadata(data, kind)


def test_comments_of_a_jpeg_are_gone() -> None:
    bare = without_metadata(saved(corner(), "JPEG", comment=b"by Hanako"), "jpeg")
    assert b"Hanako" not in bare


def test_a_progressive_jpeg_has_several_scans() -> None:
    data = saved(corner(400, 300), "JPEG", progressive=True, exif=exif())
    assert opened(without_metadata(data, "jpeg")).tobytes() == opened(data).tobytes()


def test_inks_stay_as_adobe_means_them() -> None:
    data = saved(corner().convert("CMYK"), "JPEG", exif=exif())
    assert opened(without_metadata(data, "jpeg")).tobytes() == opened(data).tobytes()


@pytest.mark.parametrize("kind", ["gif", "webp", "png"])
def test_what_moves_goes_on_moving(kind: str) -> None:
    bare = without_metadata(animation(kind.upper()), kind)
    assert getattr(opened(bare), "n_frames", 1) == 2


def test_comments_of_a_gif_are_gone() -> None:
    data = animation("GIF", comment=b"by Hanako")
    bare = without_metadata(data, "gif")
    assert b"Hanako" in data
    assert b"Hanako" not in bare
    assert getattr(opened(bare), "n_frames", 1) == 2


@pytest.mark.parametrize("kind", [*KINDS, "gif"])
@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"\xff\xd8\xff", b"no picture at all", b"RIFF\0\0\0\0WEBPx"]
)
def test_no_picture(kind: str, data: bytes) -> None:
    with contextlib.suppress(BrokenFileError):
        assert len(without_metadata(data, kind)) <= len(data) + 12


@pytest.mark.parametrize("kind", [*KINDS, "gif"])
def test_a_file_that_ends_early_is_no_crash(kind: str) -> None:
    data = saved(corner(), kind.upper(), **({} if kind == "gif" else {"exif": exif(6)}))
    for length in range(0, len(data), max(1, len(data) // 60)):
        try:
            assert SECRET not in without_metadata(data[:length], kind) or kind == "avif"
        except BrokenFileError:
            continue
