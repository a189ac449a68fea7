"""Colours: how well one can be read on another (WCAG 2), and the shades of one for light and dark pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

READABLE = 4.5
"""The least contrast of text (WCAG 2.2, level AA)."""

CREAM, PAPER, NIGHT, DUSK = "#faf5ec", "#fffdf9", "#16211f", "#1f2e2c"
"""The grounds of the theme by day and night, as in `tokens.css`."""

_HEX = re.compile(r"#?(?P<digits>[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_STEP = 0.005

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Shades:
    """One colour for all that it is used for."""

    colour: str
    """On light grounds, and under light letters."""
    pale: str
    """A light ground."""
    soft: str
    """A lighter shade of the same, under dark letters."""
    deep: str
    """A darker shade, under light letters."""
    bright: str
    """On dark grounds."""
    dim: str
    """A dark ground."""


def normal(value: str) -> str | None:
    """Return a colour as #rrggbb in lower case; None where the text is no colour.

    >>> normal("1F5F5B"), normal("#abc"), normal("teal")
    ('#1f5f5b', '#aabbcc', None)
    """
    found = _HEX.fullmatch(value.strip())
    if found is None:
        return None
    digits = found["digits"].lower()
    return "#" + (digits if len(digits) > len("rgb") else "".join(each * 2 for each in digits))


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, 1 to 21.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def shades(colour: str) -> Shades:
    """Return the shades of a colour; the ones for dark pages can always be read there."""
    pale, dim = _shade(colour, 0.93, 0.35), _shade(colour, 0.3, 0.5)
    return Shades(
        colour,
        pale,
        _brightened(colour, 0.7, (NIGHT,)),
        _shade(colour, _lab(colour)[0] * 0.88),
        _brightened(colour, 0.8, (NIGHT, DUSK, dim)),
        dim,
    )


def weakest(colour: str) -> float:
    """Return the least contrast that a colour has on the light grounds it is used on."""
    return min(contrast(colour, ground) for ground in (CREAM, PAPER, shades(colour).pale))


def nearest_readable(colour: str) -> str:
    """Return the same colour, only as much darker as it takes to be read on light grounds."""
    lightness = _lab(colour)[0]
    while weakest(found := _shade(colour, lightness)) < READABLE:
        lightness -= _STEP
    return found


def _brightened(colour: str, lightness: float, grounds: tuple[str, ...]) -> str:
    while min(contrast(found := _shade(colour, lightness), ground) for ground in grounds) < READABLE:
        lightness += _STEP
    return found


def _shade(colour: str, lightness: float, strength: float = 1) -> str:
    """Return a colour of the same hue with this lightness (OKLab, 0–1) and a part of its strength."""
    _, a, b = _lab(colour)
    return _hex((lightness, a * strength, b * strength))


def _linear(colour: str) -> Triple:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _expand(red), _expand(green), _expand(blue)


def _expand(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - IEC 61966-2-1


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lab(colour: str) -> Triple:
    """Return a colour in OKLab (Björn Ottosson, 2020)."""
    r, g, b = _linear(colour)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _hex(lab: Triple) -> str:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_byte(value):02x}" for value in linear)


def _byte(linear: float) -> int:
    value = min(max(linear, 0.0), 1.0)
    return round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))  # noqa: PLR2004 - IEC 61966-2-1
