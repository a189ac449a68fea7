"""Pictures in other sizes and formats."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from plugins.images.variants import Job, encode, upright_srgb, widths_of
from tests.images.pictures import (
    SECRET,
    corner,
    opened,
    photo,
    saved,
    swapped_profile,
    turned,
)

RED, WHITE = (255, 0, 0), (255, 255, 255)


def near(found: Any, expected: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= 12 for a, b in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (1, [1]),
        (359, [359]),
        (360, [360]),
        (500, [360, 500]),
        (720, [360, 720]),
        (1079, [360, 720, 1079]),
        (1080, [360, 720, 1080]),
        (12_000, [360, 720, 1080]),
    ],
)
def test_never_wider_than_it_is(width: int, expected: list[int]) -> None:
    assert widths_of(width, (360, 720, 1080)) == expected


def made(folder: Path, data: bytes, kind: str, width: int) -> tuple[str, Image.Image | None]:
    source, target = folder / "a", folder / "b"
    source.write_bytes(data)
    fault = encode(Job(str(source), ((str(target), kind, width),), 55))
    return fault, opened(target.read_bytes()) if target.exists() else None


@pytest.mark.parametrize("kind", ["avif", "jpeg"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_upright_without_a_place(tmp_path: Path, kind: str, orientation: int) -> None:
    fault, picture = made(tmp_path, turned(orientation, "JPEG", quality=95), kind, 40)
    assert (fault, picture and picture.size) == ("", (40, 20))
    assert picture is not None
    assert near(picture.convert("RGB").getpixel((5, 5)), RED)
    assert near(picture.convert("RGB").getpixel((35, 15)), WHITE)
    assert SECRET not in (tmp_path / "b").read_bytes()
    assert picture.getexif().get(0x0112, 1) == 1


def strange() -> Iterator[tuple[str, bytes, str]]:
    yield "inks", saved(corner().convert("CMYK"), "JPEG", quality=95), "jpeg"
    yield "greys", saved(corner(mode="L"), "JPEG"), "jpeg"
    yield "a palette", saved(corner().convert("P"), "PNG"), "png"
    yield "two colours", saved(corner(mode="1"), "PNG"), "png"
    yield "a palette with a transparent colour", saved(corner().convert("P"), "PNG", transparency=0), "png"
    yield "transparent", saved(corner(mode="RGBA"), "PNG"), "png"
    yield "greys, transparent", saved(corner(mode="LA"), "PNG"), "png"
    yield "16 bits", saved(Image.new("I;16", (40, 30), 40_000), "PNG"), "png"
    yield "one pixel", saved(Image.new("RGB", (1, 1)), "PNG"), "png"
    yield "long", saved(Image.new("RGB", (2, 3000)), "PNG"), "png"
    yield "webp", saved(corner(mode="RGBA"), "WEBP"), "webp"
    yield "a broken profile", saved(corner(), "PNG", icc_profile=b"no profile"), "png"
    yield "a profile for other colours", saved(corner(mode="L"), "PNG", icc_profile=swapped_profile()), "png"


@pytest.mark.parametrize(("data", "kind"), [pytest.param(*each[1:], id=each[0]) for each in strange()])
@pytest.mark.parametrize("as_avif", [True, False])
def test_strange_pictures(tmp_path: Path, data: bytes, kind: str, as_avif: bool) -> None:
    before = opened(data)
    width = min(before.width, 20)
    fault, picture = made(tmp_path, data, "avif" if as_avif else kind, width)
    assert fault == ""
    assert picture is not None
    assert picture.width == width
    assert (
        picture.has_transparency_data == before.has_transparency_data or as_avif
    )  # which leaves an opaque one out


def test_sixteen_bits_keep_their_light() -> None:
    picture = upright_srgb(opened(saved(Image.new("I;16", (4, 4), 32_768), "PNG")))
    assert picture.getpixel((0, 0)) == (128, 128, 128)


def test_what_is_transparent_stays_so(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (40, 30), (255, 0, 0, 0))
    picture.paste((0, 0, 255, 255), (0, 0, 20, 30))
    for kind in ("avif", "png", "webp"):
        _, found = made(tmp_path, saved(picture, "PNG"), kind, 20)
        assert found is not None
        assert near(found.convert("RGBA").getpixel((4, 4)), (0, 0, 255, 255))
        alpha = found.convert("RGBA").getpixel((16, 4))
        assert isinstance(alpha, tuple)
        assert alpha[3] <= 4


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_colours_of_another_screen_become_those_of_all(tmp_path: Path, kind: str) -> None:
    data = saved(Image.new("RGB", (40, 30), (255, 0, 0)), kind, icc_profile=swapped_profile())
    _, picture = made(tmp_path, data, kind.lower(), 20)
    assert picture is not None
    assert near(picture.convert("RGB").getpixel((5, 5)), (0, 0, 255))
    assert "icc_profile" not in picture.info


def test_a_picture_of_few_colours_stays_light(tmp_path: Path) -> None:
    _, picture = made(tmp_path, saved(corner(800, 600).convert("P"), "PNG"), "png", 360)
    assert picture is not None
    assert picture.mode == "P"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_file_that_ends_early(tmp_path: Path, kind: str) -> None:
    data = saved(photo(300, 200), kind)
    fault, _ = made(tmp_path, data[: len(data) // 2], "avif", 100)
    assert "切れている" in fault


def test_the_same_bytes_again(tmp_path: Path) -> None:
    data = saved(photo(800, 420), "JPEG")
    first = []
    for kind in ("avif", "jpeg"):
        made(tmp_path, data, kind, 720)
        first.append((tmp_path / "b").read_bytes())
    for kind, expected in zip(("avif", "jpeg"), first, strict=True):
        made(tmp_path, data, kind, 720)
        assert (tmp_path / "b").read_bytes() == expected


def test_a_real_cover_leaves_room_for_the_page(tmp_path: Path) -> None:
    """With the text of a long page, 16 KiB, it has to stay below 45 KiB."""
    made(tmp_path, saved(photo(), "JPEG", quality=92), "avif", 720)
    assert (tmp_path / "b").stat().st_size <= 29 * 1024
