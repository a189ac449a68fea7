"""Strange pictures, made when they are needed."""

from __future__ import annotations

import functools
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageDraw

SECRET = b"SECRETCAM"
"""Stands in the EXIF data of what `exif` makes, beside a place."""


def exif(orientation: int = 1) -> bytes:
    """Return EXIF data as a telephone writes them: which side is up, a camera, a place."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = SECRET.decode()
    place = data.get_ifd(0x8825)
    place[1], place[2] = "N", (35.0, 41.0, 22.2)
    place[3], place[4] = "E", (139.0, 41.0, 30.1)
    return data.tobytes()


def corner(width: int = 40, height: int = 30, mode: str = "RGB") -> Image.Image:
    """Return a white picture whose upper left quarter is red."""
    picture = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(picture).rectangle([0, 0, width // 2 - 1, height // 2 - 1], fill="red")
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """Return the file of a picture."""
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(data: bytes) -> Image.Image:
    """Return a picture, decoded."""
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def turned(orientation: int, kind: str = "JPEG", **options: Any) -> bytes:
    """Return a file that lies on some side and says so: upright, its upper left quarter is red."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)
    picture = corner(80, 40)
    lying = picture.transpose(undo) if undo is not None else picture
    return saved(lying, kind, exif=exif(orientation), **options)


def animation(kind: str, **options: Any) -> bytes:
    """Return a file that moves."""
    first, second = Image.new("RGB", (20, 10), "red"), Image.new("RGB", (20, 10), "blue")
    return saved(first, kind, save_all=True, append_images=[second], duration=100, **options)


def bomb() -> bytes:
    """Return a small file of 144 million pixels."""
    return saved(Image.new("1", (12_000, 12_000)), "PNG")


def photo(width: int = 1600, height: int = 840) -> Image.Image:
    """Return what an encoder takes for a photo: soft shapes with grain on them."""
    picture = Image.effect_noise((width // 40, height // 40), 90).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    grain = Image.effect_noise((width, height), 12)
    light = Image.blend(picture, grain, 0.25)
    return Image.merge(
        "RGB", (light, Image.blend(light, picture, 0.4), light.point(lambda value: 255 - value))
    )


@functools.cache
def swapped_profile() -> bytes:
    """Return the colour profile of a screen whose red is blue, and whose blue is red.

    The same in a whole run: a profile holds the second in which it was made.
    """
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"xxxx").replace(b"bXYZ", b"rXYZ").replace(b"xxxx", b"bXYZ")
