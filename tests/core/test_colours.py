"""Shades of a colour, and whether they can be read."""

from __future__ import annotations

import re

import pytest

from plugins.core.colours import (
    CREAM,
    DUSK,
    NIGHT,
    PAPER,
    READABLE,
    contrast,
    nearest_readable,
    normal,
    shades,
    weakest,
)
from tests.support import ROOT

BRANDS = [
    f"#{r}{g}{b}"
    for r in ("00", "66", "cc", "ff")
    for g in ("00", "66", "cc", "ff")
    for b in ("00", "99", "ff")
]


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#1f5f5b", "#faf5ec", 6.79)],
)
def test_contrast(first: str, second: str, ratio: float) -> None:
    assert contrast(first, second) == contrast(second, first) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("brand", BRANDS)
def test_every_brand_has_shades_that_can_be_read(brand: str) -> None:
    near = nearest_readable(brand)
    assert weakest(near) >= READABLE
    found = shades(near)
    assert min(contrast(found.bright, ground) for ground in (NIGHT, DUSK, found.dim)) >= READABLE
    assert contrast(found.soft, NIGHT) >= READABLE
    assert contrast(found.deep, PAPER) >= READABLE
    assert contrast(near, found.pale) >= READABLE


def test_what_can_be_read_stays() -> None:
    assert weakest("#1f5f5b") >= READABLE
    assert nearest_readable("#1f5f5b") == "#1f5f5b"


@pytest.mark.parametrize("text", ["", "teal", "#12345", "#gggggg", "rgb(0,0,0)"])
def test_what_is_no_colour(text: str) -> None:
    assert normal(text) is None


def test_the_grounds_are_those_of_the_theme() -> None:
    tokens = (ROOT / "theme/static/css/tokens.css").read_text(encoding="utf-8")
    for name, value in {"cream": CREAM, "paper": PAPER, "night": NIGHT, "dusk": DUSK}.items():
        assert re.search(rf"--{name}: {value};", tokens)
