"""How large a picture is, without decoding it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from PIL import Image, UnidentifiedImageError

_LENGTH = re.compile(r"\s*([0-9.]+)(?:px)?\s*")


class UnreadablePictureError(ValueError):
    """The file is no picture, or a broken one."""


def picture_size(path: Path) -> tuple[int, int] | None:
    """Return width and height in pixels as they are shown (turned by EXIF); None for an SVG that has none.

    Raises `UnreadablePictureError`.
    """
    try:
        if path.suffix.lower() == ".svg":
            return _svg_size(path)
        with Image.open(path) as picture:
            turned = picture.getexif().get(0x0112, 1) >= 5  # noqa: PLR2004 - orientations 5 to 8 lie on their side
            width, height = picture.size
            return (height, width) if turned else (width, height)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        ET.ParseError,
        Image.DecompressionBombError,
    ) as error:
        raise UnreadablePictureError(path) from error


def _svg_size(path: Path) -> tuple[int, int] | None:
    # Only the opening tag is read, so neither entities nor the size of the file matter.
    for _event, root in ET.iterparse(path, events=("start",)):  # noqa: S314 - the owner's own file, first tag only
        sides = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
        if sides[0] and sides[1]:
            return round(float(sides[0][1])), round(float(sides[1][1]))
        try:
            _, _, width, height = (float(part) for part in root.get("viewBox", "").replace(",", " ").split())
        except ValueError:
            return None
        return round(width), round(height)
    return None
