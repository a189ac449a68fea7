"""What picture files are."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.images.facts import Facts, UnreadablePictureError, facts_of
from tests.images.pictures import animation, bomb, corner, saved, turned


def facts(name: str, data: bytes) -> Facts:
    return facts_of(Path(name), data)[0]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF"])
def test_pictures(kind: str) -> None:
    assert facts(f"面接 の 図.{kind.lower()}", saved(corner(), kind)) == Facts(kind.lower(), 40, 30)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_telephone_held_upright(kind: str, orientation: int) -> None:
    """All lie so that they are 80 by 40 when they are upright."""
    found = facts("a.jpg", turned(orientation, kind))
    assert (found.width, found.height, found.telling) == (80, 40, True)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_what_moves_stays_whole(kind: str) -> None:
    assert facts("a.gif", animation(kind)).whole


def test_a_jpeg_of_two_pictures_is_one() -> None:
    data = saved(corner(), "MPO", save_all=True, append_images=[corner(20, 20)])
    found, bare = facts_of(Path("a.jpg"), data)
    assert found == Facts("jpeg", 40, 30, telling=True)
    assert len(bare) < len(data)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="30"', (40, 30)),
        ('width="40px" height="30.4px"', (40, 30)),
        ('viewBox="0 0 40 30"', (40, 30)),
        ('viewBox="0,0,40,30"', (40, 30)),
        ('width="100%" height="100%" viewBox="0 0 40 30"', (40, 30)),
        ("", (0, 0)),
        ('viewBox="0 0 40"', (0, 0)),
        ('viewBox="a b c d"', (0, 0)),
    ],
)
def test_drawings(attributes: str, size: tuple[int, int]) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><g/></svg>'.encode()
    assert facts("a.svg", data) == Facts("svg", *size, whole=True)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"no picture"),
        ("a.jpg", "ただの文章です。\n".encode()),
        ("a.png", b""),
        ("a.png", saved(corner(), "PNG")[:20]),
        ("a.jpg", saved(corner(), "TIFF")),
        ("a.jpg", saved(corner(), "BMP")),
        ("a.svg", b"<svg"),
        ("a.svg", b""),
    ],
)
def test_broken_pictures(name: str, data: bytes) -> None:
    with pytest.raises(UnreadablePictureError, match="を読めません"):
        facts(name, data)


def test_a_picture_of_absurd_size_is_named_with_it() -> None:
    data = bomb()
    assert len(data) < 100_000
    with pytest.raises(UnreadablePictureError, match="12000×12000"):
        facts("a.png", data)


def test_a_long_picture_is_none() -> None:
    assert facts("a.png", saved(corner(12_000, 100), "PNG")).width == 12_000


@pytest.mark.parametrize("name", ["IMG_1234.HEIC", "a.tif", "a.bmp"])
def test_what_no_browser_shows(name: str) -> None:
    with pytest.raises(UnreadablePictureError, match="make image"):
        facts(name, b"anything")
