"""Pictures in several widths, as AVIF and in their own format: what there is to make, and making it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.core.moves import write_whole
from plugins.images.facts import UnreadablePictureError, open_picture

if TYPE_CHECKING:
    from PIL.Image import Image

RECIPE = "2"
"""Changes with what is done here, so that pictures are made again."""

FORMATS = {"jpeg": "jpg", "png": "png", "webp": "webp", "avif": "avif"}
"""Kind → the end of the file's name."""

_BIT_DEPTH_16 = ("I;16", "I;16B", "I;16L", "I;16N", "I")
_MANY_COLOURS = 256


def widths_of(width: int, offered: Sequence[int]) -> list[int]:
    """Return the widths in which a picture is made; never wider than it is.

    >>> widths_of(1200, (360, 720, 1080)), widths_of(800, (360, 720, 1080)), widths_of(1, (360, 720, 1080))
    ([360, 720, 1080], [360, 720, 800], [1])
    """
    fitting = [each for each in offered if each <= width]
    return fitting if fitting and fitting[-1] in (width, offered[-1]) else [*fitting, width]


@dataclass(frozen=True)
class Job:
    """A picture to be made in several widths. Given to another process."""

    source: str
    targets: tuple[tuple[str, str, int], ...]
    """File, kind, width."""
    quality: int


def encode(job: Job) -> str:
    """Make the files; return what is wrong with the picture, or nothing."""
    try:
        with open_picture(Path(job.source)) as opened:
            few = opened.mode in ("1", "P", "L") and (opened.format == "PNG")
            picture = upright_srgb(opened)
        resized: dict[int, Image] = {}
        for file, kind, width in job.targets:
            if width not in resized:
                resized[width] = _scaled(picture, width)
            write_whole(Path(file), _encoded(resized[width], kind, job.quality, few=few))
    except UnreadablePictureError as error:
        return str(error)
    except (OSError, ValueError, SyntaxError):
        return "を途中までしか読めません。ファイルが切れているか、壊れています。"
    return ""


def upright_srgb(opened: Image) -> Image:
    """Return a picture decoded: turned upright, in sRGB, 8 bits a channel, with an alpha channel where it had one."""
    from PIL import ImageOps  # noqa: PLC0415 - see facts.py

    profile = opened.info.get("icc_profile")
    picture: Image = ImageOps.exif_transpose(opened)
    if picture.mode in _BIT_DEPTH_16:
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    has_alpha = picture.has_transparency_data
    mode = "RGBA" if has_alpha else "RGB"
    if picture.mode in ("P", "1") or has_alpha:  # no profile speaks of these
        picture = picture.convert(mode)
    converted = _in_srgb(picture, profile, mode) if profile else None
    plain = converted or (picture if picture.mode == mode else picture.convert(mode))
    plain.info = {}  # or encoders write what the file told
    return plain


def _in_srgb(picture: Image, profile: bytes, mode: str) -> Image | None:
    """Return a picture with its colours in sRGB; None where its profile is broken or not for it."""
    from PIL import ImageCms  # noqa: PLC0415 - see facts.py

    try:
        return ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=mode,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _scaled(picture: Image, width: int) -> Image:
    from PIL import Image  # noqa: PLC0415 - see facts.py

    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)


def _encoded(picture: Image, kind: str, quality: int, *, few: bool) -> bytes:
    """Return the bytes of a file. `few`: the picture had a palette, and gets one again."""
    from PIL import Image  # noqa: PLC0415 - see facts.py

    options: dict[str, Any] = {}
    match kind:
        case "avif":
            options = {
                "quality": quality,
                "speed": 7,
                "max_threads": 1,
            }  # half the time of 6, for 4 bytes in a hundred
        case "jpeg":
            options = {"quality": min(95, quality + 20), "progressive": True, "optimize": True}
        case "webp":
            options = {"quality": min(95, quality + 20), "method": 4}
        case "png" if few:
            method = Image.Quantize.FASTOCTREE if picture.mode == "RGBA" else Image.Quantize.MEDIANCUT
            picture = picture.quantize(_MANY_COLOURS, method=method, dither=Image.Dither.NONE)
    buffer = BytesIO()
    picture.save(buffer, kind.upper(), **options)
    return buffer.getvalue()
