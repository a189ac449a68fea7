"""The picture that X, LINE and cards show of an article without one: its title, broken at phrases, over the blog's name.

The ground is painted once a process. Letters are put on it as numbers of a palette, which makes a picture in a few
milliseconds; only one with emoji is painted in full colour.
"""

from __future__ import annotations

import contextlib
import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.core.moves import write_whole
from plugins.core.problems import StateDamagedError
from plugins.core.seals import seal, unseal
from plugins.images.lettering import (
    EMOJI_SCALE,
    OPENING,
    Sign,
    font,
    lines_of,
    phrases_of,
    runs_of,
    signs_of,
    width_of,
)

if TYPE_CHECKING:
    from PIL.Image import Image

DRAWING = "1"
"""Changes with what is drawn here, so that pictures are made again."""

GROUND = "ground"
"""The file in the folder of pictures that keeps the ground: to paint it takes longer than a title."""

SIZE = (1200, 630)
SMALL = 360
"""How wide the one for lists of articles is."""

_MARGIN = 80
_TOP, _BOTTOM = 56, 424
_LEADING = 1.4
_SIZES = (80, 72, 64, 56, 48, 42, 36, 30, 24, 20)
_NAME_SIZE, _NAME_LEAST, _NAME_BASE = 38, 16, 592
_LIGHTER = 0.55
"""How much of the brand's colour is in the hills behind."""
_SHADES = 16
_GROUND_COLOURS = 64
_COLOURS = (_GROUND_COLOURS + _SHADES) * 3
"""Bytes of a palette."""
Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Colours:
    """Of the picture, as `#rrggbb`."""

    ground: str = "#faf5ec"
    text: str = "#26363a"
    deep: str = "#1f5f5b"
    soft: str = "#7fb5ad"
    accent: str = "#e8a26b"
    on_deep: str = "#fffdf9"

    @classmethod
    def of(cls, brand: str | None) -> Colours:
        """Return the colours of a blog whose owner has chosen that of the brand."""
        if brand is None:
            return cls()
        light = "".join(f"{round(255 - (255 - value) * _LIGHTER):02x}" for value in _rgb(brand))
        return cls(deep=brand, soft=f"#{light}")


@dataclass(frozen=True)
class Drawing:
    """What a share picture shows, and where it is put. Given to another process."""

    title: str
    name: str
    """Of the blog."""
    colours: Colours
    file: str
    small: str


def draw(drawing: Drawing) -> str:
    """Make the two files; return the characters that could not be drawn."""
    from PIL import Image  # noqa: PLC0415 - see facts.py

    signs, missing = signs_of(drawing.title)
    large = _painted(signs, drawing)
    write_whole(Path(drawing.file), _png(large))
    height = round(SIZE[1] * SMALL / SIZE[0])
    small = large.convert("RGB").resize((SMALL, height), reducing_gap=2)
    small = small.quantize(_GROUND_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    write_whole(Path(drawing.small), _png(small))
    return missing


def _painted(signs: Sequence[Sign], drawing: Drawing) -> Image:
    from PIL import Image, ImageDraw  # noqa: PLC0415 - see facts.py

    ground, palette = _ground(drawing.name, drawing.colours, Path(drawing.file).parent)
    lines, size = _set(signs)
    mask = Image.new("L", SIZE)
    pen = ImageDraw.Draw(mask)
    emoji: list[tuple[Path, int, int]] = []
    leading = round(size * _LEADING)
    top = _TOP + (_BOTTOM - _TOP - leading * len(lines)) // 2
    for number, line in enumerate(lines):
        left = _MARGIN - (size / 2 if line[0].text in OPENING else 0)  # its left half is blank
        middle = top + leading * number + leading // 2
        for run in runs_of(line):
            if run.emoji:
                emoji.append((run.emoji, round(left), middle - round(size * EMOJI_SCALE / 2)))
            else:
                pen.text((left, middle), run.text, font=font(size), fill=255, anchor="lm")
            left += width_of([run], size)
    numbers = ground.copy()
    numbers.paste(_shades(mask, _GROUND_COLOURS), (0, 0), mask)
    painted = Image.frombytes("P", SIZE, numbers.tobytes())
    painted.putpalette(palette)
    if not emoji:
        return painted
    full = painted.convert("RGB")
    for path, left_edge, top_edge in emoji:
        _stick(full, path, (left_edge, top_edge), round(size * EMOJI_SCALE))
    return full.quantize(256)


def _set(signs: Sequence[Sign]) -> tuple[list[list[Sign]], int]:
    """Return the lines of a title and how large it is: as large as fits."""
    phrases = phrases_of(signs)
    lines: list[list[Sign]] = []
    for size in _SIZES:
        lines = lines_of(phrases, size, SIZE[0] - 2 * _MARGIN)
        if len(lines) * round(size * _LEADING) <= _BOTTOM - _TOP:
            return lines, size
    most = (_BOTTOM - _TOP) // round(_SIZES[-1] * _LEADING)
    return [*lines[: most - 1], [*lines[most - 1][:-1], Sign("…")]], _SIZES[-1]


def _shades(mask: Image, first: int) -> Image:
    """Return the numbers, in the palette, of the shades of a mask; `first` is that of the faintest."""
    return mask.point([first + value * (_SHADES - 1) // 255 for value in range(256)])


@cache
def _ground(name: str, colours: Colours, folder: Path) -> tuple[Image, list[int]]:
    """Return the picture without its title, as numbers of the palette, and the palette: what was kept, or painted anew."""
    from PIL import Image  # noqa: PLC0415 - see facts.py

    look = hashlib.sha256(f"{DRAWING}\0{name}\0{colours}".encode()).digest()
    path = folder / GROUND
    with contextlib.suppress(OSError, StateDamagedError, zlib.error):
        kept = zlib.decompress(unseal(path.read_bytes()))
        if kept.startswith(look):
            numbers = kept[len(look) :]
            return Image.frombytes("L", SIZE, numbers[_COLOURS:]), list(numbers[:_COLOURS])
    ground, palette = _paint_ground(name, colours)
    write_whole(path, seal(zlib.compress(look + bytes(palette) + ground.tobytes(), 1)))
    return ground, palette


def _paint_ground(name: str, colours: Colours) -> tuple[Image, list[int]]:
    from PIL import Image, ImageDraw  # noqa: PLC0415 - see facts.py

    scale = 2  # painted larger, so that edges are smooth
    canvas = Image.new("RGB", (SIZE[0] * scale, SIZE[1] * scale), colours.ground)
    pen = ImageDraw.Draw(canvas)

    def round_(left: int, top: int, right: int, bottom: int, colour: str) -> None:
        pen.ellipse([edge * scale for edge in (left, top, right, bottom)], fill=colour)

    round_(930, 448, 1090, 608, colours.accent)
    round_(460, 486, 1500, 800, colours.soft)
    round_(-300, 500, 700, 800, colours.soft)
    pen.rectangle([0, 560 * scale, SIZE[0] * scale, SIZE[1] * scale], fill=colours.deep)
    round_(-200, 524, 900, 700, colours.deep)
    pen.rectangle([0, 0, SIZE[0] * scale, 12 * scale], fill=colours.deep)
    painted = canvas.resize(SIZE, Image.Resampling.BOX)
    _write_name(painted, name, colours)
    few = painted.quantize(_GROUND_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = (few.getpalette() or [])[: _GROUND_COLOURS * 3]
    palette += [0] * (_GROUND_COLOURS * 3 - len(palette))
    light, dark = _rgb(colours.ground), _rgb(colours.text)
    for shade in range(_SHADES):
        palette += [round(a + (b - a) * shade / (_SHADES - 1)) for a, b in zip(light, dark, strict=True)]
    return Image.frombytes("L", SIZE, few.tobytes()), palette


def _write_name(painted: Image, name: str, colours: Colours) -> None:
    from PIL import ImageDraw  # noqa: PLC0415 - see facts.py

    signs, _ = signs_of(name)
    size = _NAME_SIZE
    while width_of(signs, size) > SIZE[0] - 2 * _MARGIN and size > _NAME_LEAST:
        size -= 2
    while width_of(signs, size) > SIZE[0] - 2 * _MARGIN:
        signs = [*signs[:-2], Sign("…")]
    pen = ImageDraw.Draw(painted)
    left: float = _MARGIN
    for run in runs_of(signs):
        if run.emoji:
            _stick(painted, run.emoji, (round(left), _NAME_BASE - size // 2), size)
        else:
            pen.text((left, _NAME_BASE), run.text, font=font(size), fill=colours.on_deep, anchor="lm")
        left += width_of([run], size)


def _stick(painted: Image, path: Path, place: tuple[int, int], size: int) -> None:
    from PIL import Image  # noqa: PLC0415 - see facts.py

    with Image.open(path) as opened:
        emoji = opened.convert("RGBA").resize((size, size), Image.Resampling.LANCZOS)
    painted.paste(emoji, place, emoji)


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _png(picture: Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()
