"""Which pictures a browser takes, and that nothing moves while they come."""

from __future__ import annotations

import gzip
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, Response

from plugins.builds.server import open_server
from tests.conftest import make_blog
from tests.images.pictures import photo, saved
from tests.support import ROOT, Built

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LOAD_MOST = 45 * 1024
SHIFTS = """() => new Promise((resolve) => {
  const shifts = [];
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => shifts.push(
    [entry.value, ...entry.sources.map(({ node }) => node?.className || node?.nodeName)].join(" "),
  ))).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(shifts), 300);
})"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a blog with photos as they come from a camera; the address of its article without the slash at the end."""
    blog = make_blog(Path(tmp_path_factory.mktemp("pictures")))
    blog.write("content/images/oka.jpg", saved(photo(1600, 840), "JPEG", quality=92))
    blog.write("content/images/umi.jpg", saved(photo(2400, 1600), "JPEG", quality=92))
    blog.write("content/images/kao.png", saved(photo(300, 300), "PNG"))
    for name in ("favicon.svg", "logo.svg", "apple-touch-icon.png"):
        blog.write(f"content/images/{name}", (ROOT / "content" / "images" / name).read_bytes())
    text = "面接の前の晩に、することを三つにしぼります。\n\n" * 60
    blog.article(
        "oka",
        f"{text}\n![海](../../images/umi.jpg)\n\n![顔](../../images/kao.png)\n\n{text}",
        image="../../images/oka.jpg",
    )
    blog.article("umi", f"![海](../../images/umi.jpg)\n\n{text}")
    blog.conf(every_room=True)
    built = blog.build(theme=str(ROOT / "theme")).ok()
    server = open_server("127.0.0.1", 0, built.output, "")
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def opened(browser: Browser, width: int, density: float) -> Page:
    return browser.new_page(viewport={"width": width, "height": 800}, device_scale_factor=density)


def taken(page: Page, alt: str) -> str:
    """Return what the browser took for a picture of the text, or for the eye-catch."""
    picture = page.locator("article header img" if alt == "cover" else f'article img[alt="{alt}"]').first
    picture.scroll_into_view_if_needed()
    picture.evaluate("picture => picture.decode()")
    source: str = picture.evaluate("picture => picture.currentSrc")
    return re.sub(r".*/|\.[0-9a-f]{6}", "", source)


@pytest.mark.parametrize(
    ("width", "density", "cover", "body", "small"),
    [
        (360, 1, "oka-360.avif", "umi-360.avif", "kao-300.avif"),
        (360, 2, "oka-720.avif", "umi-720.avif", "kao-300.avif"),
        (360, 3, "oka-1080.avif", "umi-1080.avif", "kao-300.avif"),
        (1280, 1, "oka-720.avif", "umi-720.avif", "kao-300.avif"),
        (1280, 2, "oka-1080.avif", "umi-1080.avif", "kao-300.avif"),
    ],
)
def test_the_file_that_fits(
    browser: Browser, address: str, width: int, density: float, cover: str, body: str, small: str
) -> None:
    page = opened(browser, width, density)
    page.goto(f"{address}/oka/")
    assert (taken(page, "cover"), taken(page, "海"), taken(page, "顔")) == (cover, body, small)
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("article", ["oka", "umi"])
def test_nothing_moves(browser: Browser, address: str, width: int, article: str) -> None:
    page = opened(browser, width, 2)
    page.goto(f"{address}/{article}/", wait_until="load")
    for _ in range(8):
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(50)
    assert page.evaluate(SHIFTS) == []
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_pictures_are_as_wide_as_is_said(browser: Browser, address: str, width: int) -> None:
    """A `sizes` that does not fit the theme would make browsers take the wrong file."""
    page = opened(browser, width, 1)
    page.goto(f"{address}/umi/")
    shown = page.locator('article img[alt="海"]').evaluate("picture => picture.getBoundingClientRect().width")
    assert shown == pytest.approx(min(width - 32, 648), abs=1)
    page.goto(f"{address}/oka/")
    cover = page.locator("article header img").evaluate("picture => picture.getBoundingClientRect().width")
    assert cover == pytest.approx(min(width - 32, 648), abs=1)
    page.close()


def test_the_first_load_is_light(browser: Browser, address: str) -> None:
    """On a telephone: page, style sheet, scripts and the eye-catch of 720 pixels, as they travel."""
    page = opened(browser, 360, 2)
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(f"{address}/oka/", wait_until="load")
    page.wait_for_timeout(300)
    weights = {
        answer.url: len(answer.body() if "/pictures/" in answer.url else gzip.compress(answer.body(), 9))
        for answer in answers
    }
    assert [url for url in weights if url.endswith("-720.avif")]
    assert not [url for url in weights if "umi" in url or url.endswith(".jpg")], "what is far below waits"
    assert sum(weights.values()) <= LOAD_MOST, weights
    print(f"{sum(weights.values())} bytes, {len(weights)} requests")
    page.close()


def test_a_browser_without_avif_takes_the_other_format(browser: Browser, address: str) -> None:
    page = opened(browser, 360, 2)
    page.route("**/*.avif", lambda route: route.abort())
    page.goto(f"{address}/oka/")
    page.evaluate("document.querySelectorAll('picture source').forEach((source) => source.remove())")
    assert taken(page, "cover") == "oka-720.jpg"
    page.close()


_PARTS = re.compile(rb"<h2|<nav [^>]*class=|</main>|<footer")
"""Where the network may make a reader wait."""


class _Slowly(BaseHTTPRequestHandler):
    """Serves pages part by part."""

    folder: Path

    def do_GET(self) -> None:
        path = self.folder / unquote(self.path).lstrip("/")
        page = (path / "index.html" if path.is_dir() else path).read_bytes()
        self.send_response(200)
        self.end_headers()
        cuts = [0, *(match.start() for match in _PARTS.finditer(page)), len(page)]
        for start, end in pairwise(cuts):
            self.wfile.write(page[start:end])
            self.wfile.flush()
            time.sleep(0.1)  # the browser paints what is there

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("page", ["mensetsu-nagare/", "category/mensetsu/", "about/", "404.html"])
def test_nothing_moves_while_a_page_arrives(browser: Browser, real_build: Built, page: str) -> None:
    handler = type("Handler", (_Slowly,), {"folder": real_build.output})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for width in (360, 1280):
            shown = opened(browser, width, 1)
            shown.goto(f"http://127.0.0.1:{server.server_port}/{page}")
            assert [each for each in shown.evaluate(SHIFTS) if "MAIN" in each] == [], width
            shown.close()
        server.shutdown()
