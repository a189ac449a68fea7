"""How pictures come from a telephone or a camera into the blog: upright, of a sane size, without what they tell.

~/Desktop/面接室 IMG_1234.HEIC  →  content/images/mensetsu-shitsu-img-1234.jpg
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from plugins.core.moves import write_whole
from plugins.core.problems import nearest
from plugins.core.romaji import slug_of
from plugins.images.variants import upright_srgb

if TYPE_CHECKING:
    from PIL.Image import Image

WIDEST = 2160
"""Twice what is shown at most: sharp on any screen, and small enough for a repository."""

MAX_PIXELS = 256_000_000
"""What a camera makes; decoded, it takes a gigabyte."""

ACCEPTED = (".heic", ".heif", ".jpg", ".jpeg", ".png", ".webp", ".avif", ".tif", ".tiff", ".bmp")
AS_THEY_ARE = (".gif", ".svg")
"""Drawings and animations."""

_ACCEPTED_WORDS = "HEIC、JPEG、PNG、WebP、AVIF、TIFF、BMP、GIF、SVG"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class IntakeError(ValueError):
    """A picture cannot be taken in; `args[0]` says why, to the writer."""


@dataclass(frozen=True)
class Taken:
    """A picture of the blog."""

    path: Path
    width: int
    """0 where it was copied as it is."""
    height: int
    is_new: bool
    """Whether it was written; the same picture may have been there."""


def path_of(typed: str) -> Path:
    """Return the file that a writer means: typed, dragged into the terminal, or copied as an address."""
    text = typed.strip().strip("　")
    for quote in ("'", '"', "“”", "「」"):
        if len(text) > 1 and text[0] == quote[0] and text[-1] == quote[-1]:
            text = text[1:-1]
            break
    if text.startswith("file:"):
        text = unquote(urlsplit(text).path)
    if re.match(r"[A-Za-z]:[\\/]", text):  # Windows, seen from WSL
        windows = PureWindowsPath(text)
        return Path("/mnt", windows.drive[0].lower(), *windows.parts[1:])
    path = Path(text).expanduser()
    if not path.exists() and "\\" in text:  # a terminal writes a backslash before a space
        path = Path(re.sub(r"\\(.)", r"\1", text)).expanduser()
    return path if path.exists() else _other_form(path)


def _other_form(path: Path) -> Path:
    """Return a path whose parts are written as they stand on the disk: composed or decomposed (か + ゙)."""
    found = Path(path.anchor)
    for part in path.parts[1:] if path.anchor else path.parts:
        forms = [part, *(unicodedata.normalize(form, part) for form in ("NFC", "NFD"))]
        found /= next((each for each in forms if (found / each).exists()), part)
    return found


def pictures_at(path: Path) -> list[Path]:
    """Return the picture at a path, or those of a folder. Raises `IntakeError` where there is none."""
    if path.is_dir():
        found = sorted(
            each for each in path.iterdir() if each.is_file() and _suffix(each) in (*ACCEPTED, *AS_THEY_ARE)
        )
        found = [each for each in found if not each.name.startswith(".")]
        if not found:
            msg = f"フォルダ「{path}」に画像がありません。使える形式: {_ACCEPTED_WORDS}"
            raise IntakeError(msg)
        return found
    if not path.exists():
        near = nearest(
            path.name, [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
        )
        guess = f"もしかして: {path.parent / near}" if near else "場所と名前を確かめてください。"
        msg = f"「{path}」がありません。{guess}"
        raise IntakeError(msg)
    if _suffix(path) not in (*ACCEPTED, *AS_THEY_ARE):
        what = f"「{path.suffix}」" if path.suffix else "名前の終わりに「.jpg」などのないファイル"
        msg = f"「{path.name}」は取り込めません。{what}は画像として使えません。使える形式: {_ACCEPTED_WORDS}"
        raise IntakeError(msg)
    return [path]


def name_of(path: Path, slug: str = "") -> str:
    """Return the name of a picture in the blog, without its end: the writer's, else its own in Latin letters.

    Raises `IntakeError` for one that an address cannot have.
    """
    if slug:
        if not _SLUG.fullmatch(slug):
            msg = f"SLUG「{slug}」は使えません。半角の小文字・数字とハイフンで書いてください（例: mensetsu-shitsu）。"
            raise IntakeError(msg)
        return slug
    stem = unicodedata.normalize("NFKC", path.stem)
    plain = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") if stem.isascii() else slug_of(stem)
    return plain or "gazou"


def take(path: Path, folder: Path, name: str) -> Taken:
    """Put a picture into a folder. A file of that name which is another picture stays: the new one gets a number.

    Raises `IntakeError`.
    """
    data = _read(path)
    if _suffix(path) in AS_THEY_ARE:
        return _put(folder, name, _suffix(path)[1:], data, (0, 0))
    picture, has_few_colours = _opened(path, data)
    if picture.width > WIDEST:
        picture = _scaled(picture)
    transparent = picture.mode == "RGBA"
    kind = "png" if transparent or has_few_colours else "jpg"
    return _put(folder, name, kind, _encoded(picture, kind), picture.size)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"「{path}」を読めません。{error.strerror}"
        raise IntakeError(msg) from error


def _opened(path: Path, data: bytes) -> tuple[Image, bool]:
    """Return a picture, upright, and whether it is a drawing or a screenshot, which JPEG would blur."""
    from PIL import Image  # noqa: PLC0415 - see facts.py
    from pillow_heif import register_heif_opener  # noqa: PLC0415 - telephones' pictures come this way only

    register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # ours says the size
    try:
        with Image.open(BytesIO(data)) as opened:
            if fault := _fault_of(opened):
                msg = f"「{path.name}」{fault}"
                raise IntakeError(msg)  # noqa: TRY301 - what is wrong is known only here
            return upright_srgb(opened), opened.format in ("PNG", "BMP")
    except IntakeError:
        raise
    except (OSError, ValueError, SyntaxError, RuntimeError) as error:
        msg = f"「{path.name}」を読めません。壊れているか、中身が画像ではありません。"
        raise IntakeError(msg) from error


def _fault_of(opened: Image) -> str:
    """Return why a picture that can be read is not taken, as the rest of a sentence."""
    width, height = opened.size
    if width * height > MAX_PIXELS:
        return f"が大きすぎます（{width}×{height}）。小さくしてから取り込んでください。"
    if opened.format in ("WEBP", "PNG", "AVIF") and getattr(opened, "n_frames", 1) > 1:
        return "は動く画像です。content/images/ にそのまま入れてください。"
    return ""


def _scaled(picture: Image) -> Image:
    from PIL import Image  # noqa: PLC0415 - see facts.py

    height = max(1, round(picture.height * WIDEST / picture.width))
    return picture.resize((WIDEST, height), Image.Resampling.LANCZOS, reducing_gap=3)


def _encoded(picture: Image, kind: str) -> bytes:
    buffer = BytesIO()
    if kind == "png":
        picture.save(buffer, "PNG", optimize=True)
    else:
        picture.save(buffer, "JPEG", quality=88, progressive=True, optimize=True)
    return buffer.getvalue()


def _put(folder: Path, name: str, suffix: str, data: bytes, size: tuple[int, int]) -> Taken:
    for path in _free(folder, name, suffix):
        if not path.exists():
            write_whole(path, data)
            return Taken(path, *size, is_new=True)
        if hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(data).digest():
            return Taken(path, *size, is_new=False)
    raise AssertionError  # there is always one more number


def _free(folder: Path, name: str, suffix: str) -> Iterator[Path]:
    yield folder / f"{name}.{suffix}"
    number = 2
    while True:
        yield folder / f"{name}-{number}.{suffix}"
        number += 1


def _suffix(path: Path) -> str:
    return path.suffix.lower()
