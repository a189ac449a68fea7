"""The pictures that `make shots` takes: every kind of page as wide as telephones, tablets and screens, by day and by night.

They are to be looked at; nothing compares them. The README's own picture is renewed with them.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.site.pages import Site
from tests.site.test_browser import Open, kinds, real, visit
from tests.support import ROOT

__all__ = ["real", "visit"]

pytestmark = [pytest.mark.shots, pytest.mark.browser, pytest.mark.xdist_group("browser")]

GROUND, GAP = "#e8e2d6", 16
MOST_BYTES = 200_000
README = ROOT / "docs/images/screenshot.png"


def load_pictures(page: Page) -> None:
    """Scroll through the page, so that what loads late is there."""
    page.evaluate("document.querySelectorAll('img').forEach((each) => (each.loading = 'eager'))")
    page.evaluate("Promise.all([...document.images].map((each) => each.decode().catch(() => {})))")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_pages(real: str, real_site: Site, visit: Open, width: int, dark: bool) -> None:
    folder = Path(os.environ.get("SHOTS_DIR", ROOT / ".cache/shots")) / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    page = visit(f"{real}/", width, dark=dark).page
    for kind, path in {**kinds(real_site), "404": "/404.html"}.items():
        page.goto(real + path, wait_until="networkidle")
        load_pictures(page)
        name = f"{kind or 'home'}-{width}-{'dark' if dark else 'light'}.png".replace(", ", "-").replace(
            " ", "-"
        )
        page.screenshot(path=folder / name, full_page=True)
        assert (folder / name).stat().st_size


def test_the_picture_of_the_readme(real: str, visit: Open) -> None:
    """Home on a screen, an article on a telephone by day and by night."""
    views = [(f"{real}/", 1000, False, 0), (f"{real}/gyaku-shitsumon/", 360, False, 700)]
    views.append((f"{real}/gyaku-shitsumon/", 360, True, 0))
    whole = Image.new("RGB", (1400, 740), GROUND)
    left = GAP
    for address, width, dark, top in views:
        page = visit(address, width, dark=dark).page
        page.set_viewport_size({"width": width, "height": 900})
        load_pictures(page)
        page.evaluate("top => scrollTo({top, behavior: 'instant'})", top)
        page.wait_for_timeout(200)
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        shot = shot.resize((width * 708 // 900, 708), Image.Resampling.LANCZOS)
        whole.paste(shot, (left, GAP))
        left += shot.width + GAP // 2
    whole.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(README, optimize=True)
    assert README.stat().st_size < MOST_BYTES
