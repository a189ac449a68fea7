"""How large pictures are."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from plugins.images.sizes import UnreadablePictureError, picture_size


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "webp", "avif"])
def test_pictures(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"面接 の 図.{suffix}"
    Image.new("RGB", (40, 30)).save(path)
    assert picture_size(path) == (40, 30)


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (40, 30)), (3, (40, 30)), (6, (30, 40)), (8, (30, 40))]
)
def test_a_phone_held_upright(tmp_path: Path, orientation: int, size: tuple[int, int]) -> None:
    picture = Image.new("RGB", (40, 30))
    exif = picture.getexif()
    exif[0x0112] = orientation
    picture.save(tmp_path / "a.jpg", exif=exif)
    assert picture_size(tmp_path / "a.jpg") == size


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="30"', (40, 30)),
        ('width="40px" height="30.4px"', (40, 30)),
        ('viewBox="0 0 40 30"', (40, 30)),
        ('viewBox="0,0,40,30"', (40, 30)),
        ('width="100%" height="100%" viewBox="0 0 40 30"', (40, 30)),
        ("", None),
        ('viewBox="0 0 40"', None),
        ('viewBox="a b c d"', None),
    ],
)
def test_drawings(tmp_path: Path, attributes: str, size: tuple[int, int] | None) -> None:
    path = tmp_path / "a.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><g/></svg>', encoding="utf-8")
    assert picture_size(path) == size


@pytest.mark.parametrize(
    ("name", "data"), [("a.png", b"no picture"), ("a.png", b""), ("a.svg", b"<svg"), ("a.svg", b"")]
)
def test_broken_pictures(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadablePictureError):
        picture_size(tmp_path / name)


def test_a_truncated_picture(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "a.png")
    data = (tmp_path / "a.png").read_bytes()
    (tmp_path / "a.png").write_bytes(data[:20])
    with pytest.raises(UnreadablePictureError):
        picture_size(tmp_path / "a.png")
