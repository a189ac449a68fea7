"""The pictures of the writers' guide: each part as a reader on a telephone sees it, from the guide's own source.

`make shots` takes them into SHOTS_DIR, and renews `docs/images/parts/`, where the guide shows them.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, sync_playwright

from plugins.builds.server import open_server
from scripts.browser import ensure
from tests.site.test_guide import IMAGES, PICTURES, THEME, Example, make_guide_blog, right
from tests.support import ROOT

pytestmark = [pytest.mark.shots, pytest.mark.browser, pytest.mark.xdist_group("parts-shots")]

WIDTH, SCALE = 360, 2
MARGIN = 12
"""What stands around a part, in CSS pixels."""
TALLEST = 560
"""How much of a long part is shown."""
COLOURS = (128, 96, 64, 48, 32)
"""Tried in this order until the picture is small enough."""
MOST_BYTES = 40_000

# Nothing that moves or differs between two runs, and what opens is open.
_STILL = """\
* { animation: none !important; transition: none !important; caret-color: transparent !important; }
body > a, header, main + aside { visibility: hidden !important; }
"""
_FRAME = """\
(only) => {
  for (const each of document.querySelectorAll("article details")) each.open = true;
  document.querySelectorAll("img").forEach((each) => (each.loading = "eager"));
  const shown = only ? document.querySelectorAll(only) : document.querySelector("article > div").children;
  const boxes = [...shown].map((each) => each.getBoundingClientRect());
  const top = Math.min(...boxes.map((each) => each.top)) + scrollY;
  return [top, Math.max(...boxes.map((each) => each.bottom)) + scrollY - top];
}
"""


_ONLY = {"contents": "article nav"}
"""What of an example is shown, where that is not all of it."""


def shown() -> list[Example]:
    return [each for each in right() if each.picture]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a site of the examples that have pictures, in the real theme; give its address."""
    blog = make_guide_blog(tmp_path_factory.mktemp("parts"), shown())
    for name in IMAGES:
        real = ROOT / "content" / "images" / name
        if real.is_file():
            blog.write(f"content/images/{name}", real.read_bytes())
    built = blog.build(theme=THEME)
    assert built.code == 0, built.stderr
    server = open_server("127.0.0.1", 8100, built.output, "")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def page(address: str) -> Iterator[Page]:
    """Give a page as wide as a small telephone; it asks nobody but the site."""

    def only_own(route: Route) -> Any:
        return route.continue_() if route.request.url.startswith(address) else route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure(), args=["--font-render-hinting=none"])
        context = browser.new_context(
            viewport={"width": WIDTH, "height": 2400},
            device_scale_factor=SCALE,
            color_scheme="light",
            reduced_motion="reduce",
            locale="ja-JP",
            bypass_csp=True,  # for _STILL
        )
        context.route("**/*", only_own)
        yield context.new_page()
        browser.close()


@pytest.mark.parametrize("example", shown(), ids=lambda example: example.picture)
def test_part(example: Example, page: Page, address: str) -> None:
    page.goto(f"{address}/rei-{example.line}/", wait_until="networkidle")
    page.add_style_tag(content=_STILL)
    page.evaluate(_FRAME, _ONLY.get(str(example.picture)))
    page.evaluate(
        "() => Promise.all([document.fonts.ready, ...[...document.images].map((each) => each.decode())])"
    )
    top, height = page.evaluate(_FRAME, _ONLY.get(str(example.picture)))
    clip: Any = {
        "x": 0,
        "y": max(0, top - MARGIN),
        "width": WIDTH,
        "height": min(height, TALLEST) + 2 * MARGIN,
    }
    picture = small(page.screenshot(full_page=True, clip=clip))
    assert len(picture) <= MOST_BYTES
    for folder in (PICTURES, Path(os.environ.get("SHOTS_DIR", ROOT / ".cache" / "shots")) / "parts"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{example.picture}.png").write_bytes(picture)


def small(data: bytes) -> bytes:
    """Return a picture with a palette, of as many colours as make it small enough."""
    whole = Image.open(io.BytesIO(data)).convert("RGB")
    result = b""
    for colours in COLOURS:
        reduced = whole.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        out = io.BytesIO()
        reduced.save(out, "PNG", optimize=True)
        result = out.getvalue()
        if len(result) <= MOST_BYTES:
            break
    return result
