"""What a picture file is, without decoding it. Only what has changed comes here: Pillow takes its time to load."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.images.metadata import BrokenFileError, without_metadata

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg")
"""What browsers show."""

UNSHOWN = (".heic", ".heif", ".tif", ".tiff", ".bmp")
"""What they do not."""

MAX_PIXELS = 64_000_000
"""More than any telephone's or camera's picture has; decoded, it takes a quarter of a gigabyte."""

MOVING = ("gif", "png", "webp", "avif")
"""The kinds that may be animated. (A JPEG of several pictures is one with previews.)"""

_LENGTH = re.compile(r"\s*([0-9.]+)(?:px)?\s*")
_KINDS = {
    "JPEG": "jpeg",
    "MPO": "jpeg",
    "PNG": "png",
    "WEBP": "webp",
    "AVIF": "avif",
    "GIF": "gif",
}

UNREADABLE = "を読めません。壊れているか、中身が画像ではありません。"


class UnreadablePictureError(ValueError):
    """The picture cannot be used; `args[0]` says why, as the rest of a sentence."""


@dataclass(frozen=True)
class Facts:
    """What is known of a picture file by its content alone."""

    kind: str
    """jpeg, png, webp, avif, gif, svg."""
    width: int
    """In pixels, as it is shown (turned by EXIF); 0 for an SVG that says nothing."""
    height: int
    whole: bool = False
    """Whether it stays as it is: a drawing, an animation."""
    telling: bool = False
    """Whether it tells more than the picture, so that a copy without that is published."""


def facts_of(path: Path, data: bytes) -> tuple[Facts, bytes]:
    """Return what a file is, and its bytes without what it tells beside the picture. Raises `UnreadablePictureError`."""
    if path.suffix.lower() in UNSHOWN:
        msg = (
            f"はブラウザで表示できない形式（{path.suffix[1:]}）です。"
            "「make image FILE=…」で取り込むと、表示できる形式になります。"
        )
        raise UnreadablePictureError(msg)
    try:
        if path.suffix.lower() == ".svg":
            return Facts("svg", *_svg_size(data), whole=True), data
        return _raster(data)
    except (OSError, ValueError, SyntaxError) as error:
        if isinstance(error, UnreadablePictureError):
            raise
        raise UnreadablePictureError(UNREADABLE) from error


def open_picture(source: Path | BytesIO) -> Image:
    """Open a picture without decoding it. Raises `UnreadablePictureError` for a size that nobody means."""
    from PIL import Image  # noqa: PLC0415 - see above

    Image.MAX_IMAGE_PIXELS = None  # ours says the size
    picture = Image.open(source)
    width, height = picture.size
    if width * height > MAX_PIXELS:
        msg = f"が大きすぎます（{width}×{height}）。「make image FILE=…」で取り込むか、小さくしてください。"
        raise UnreadablePictureError(msg)
    return picture


def _raster(data: bytes) -> tuple[Facts, bytes]:
    with open_picture(BytesIO(data)) as picture:
        kind = _KINDS.get(picture.format or "")
        if kind is None:
            raise UnreadablePictureError(UNREADABLE)
        width, height = picture.size
        if picture.getexif().get(0x0112, 1) in range(5, 9):  # it lies on its side
            width, height = height, width
        moves = kind in MOVING and getattr(picture, "n_frames", 1) > 1
    try:
        bare = without_metadata(data, kind)
    except BrokenFileError as error:
        raise UnreadablePictureError(UNREADABLE) from error
    return Facts(kind, width, height, moves or kind == "gif", bare != data), bare


def _svg_size(data: bytes) -> tuple[int, int]:
    # Only the opening tag is read, so neither entities nor the size of the file matter.
    for _event, root in ET.iterparse(BytesIO(data), events=("start",)):  # noqa: S314 - the owner's own file, first tag only
        sides = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
        if sides[0] and sides[1]:
            return round(float(sides[0][1])), round(float(sides[1][1]))
        try:
            _, _, width, height = (float(part) for part in root.get("viewBox", "").replace(",", " ").split())
        except ValueError:
            return 0, 0
        return round(width), round(height)
    return 0, 0
