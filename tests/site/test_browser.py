"""The pages in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from plugins.builds.server import open_server
from tests.site.pages import Site
from tests.support import short

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE, SMALL_PHONE, SCREEN = 360, 320, 1280


@contextmanager
def served(site: Site) -> Iterator[str]:
    """Serve a site on this machine; the address is without a slash at the end."""
    base = urlsplit(site.siteurl).path
    server = open_server("127.0.0.1", 0, site.folder, base)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{base}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def real(real_site: Site) -> Iterator[str]:
    with served(real_site) as address:
        yield address


@pytest.fixture(scope="module")
def sample(sample_site: Site) -> Iterator[str]:
    with served(sample_site) as address:
        yield address


@pytest.fixture(scope="module")
def below_a_path(path_site: Site) -> Iterator[str]:
    with served(path_site) as address:
        yield address


@dataclass
class Visit:
    """A page that is open, and what went wrong with it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        wide: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return wide


Open = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Give what opens a page in a window of its own."""
    contexts = []

    def open_page(address: str, width: int = PHONE, *, script: bool = True, dark: bool = False) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            locale="ja-JP",
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        found = Visit(page)
        page.on("request", lambda request: found.requests.append(request.url))
        page.on("requestfailed", lambda request: found.faults.append(f"{request.url}: {request.failure}"))
        page.on("pageerror", lambda error: found.faults.append(str(error)))
        page.on(
            "console",
            lambda message: (
                found.faults.append(message.text) if message.type in {"error", "warning"} else None
            ),
        )
        page.on(
            "response",
            lambda response: (
                found.faults.append(f"{response.url}: {response.status}") if response.status >= 400 else None
            ),
        )
        page.goto(address, wait_until="networkidle")
        return found

    yield open_page
    for context in contexts:
        context.close()


def kinds(site: Site) -> dict[str, str]:
    """Return one address (below the site's own) of each kind of page: the longest of its kind."""
    longest: dict[str, str] = {}
    for address, page in sorted(site.shown.items(), key=lambda item: len(item[1].html)):
        path = address.removeprefix(site.siteurl)
        if path == "/404.html":
            continue  # its own status says that there is a fault
        kind = path.split("/")[1] if path.count("/") > 2 or path == "/" else path.strip("/")
        if path.count("/") == 2 and page.root.xpath("//article//time"):
            kind = "article"
        longest["list, further page" if "/page/" in path else kind] = path
    return longest


def test_there_is_each_kind(real_site: Site) -> None:
    assert {"", "article", "category", "tag", "author", "archives", "search", "list, further page"} <= set(
        kinds(real_site)
    )


def skip_link_faults(page: Page) -> Iterator[str]:
    """Press Tab and Enter: the skip link is reached first, is seen, and leads to the text."""
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    if focused.inner_text() != "本文へスキップ" or not focused.is_visible():
        yield f"Tab leads to {focused.inner_text()}"
    page.keyboard.press("Enter")
    if (tag := page.evaluate("document.activeElement.tagName")) != "MAIN":
        yield f"the skip link leads to {tag}"


@pytest.mark.parametrize("width", [PHONE, SCREEN])
def test_every_kind_of_page(real: str, real_site: Site, visit: Open, width: int) -> None:
    faults = []
    for path in kinds(real_site).values():
        found = visit(real + path, width)
        faults += [(path, fault) for fault in found.faults]
        faults += [(path, url) for url in found.requests if not url.startswith((real, "data:"))]
        if found.overflow() > 0:
            faults.append((path, f"{found.overflow()} px too wide"))
        faults += [(path, fault) for fault in skip_link_faults(found.page)]
    assert faults == []


def test_nothing_is_wider_than_a_small_phone(
    real: str, real_site: Site, sample: str, sample_site: Site, visit: Open
) -> None:
    found = visit(f"{real}/", SMALL_PHONE)
    wide = []
    for address, site in ((real, real_site), (sample, sample_site)):
        for path in (each.removeprefix(site.siteurl) for each in site.shown):
            found.page.goto(address + path)
            if found.overflow() > 0:
                wide.append((path, found.overflow()))
    assert wide == []


def test_the_page_for_what_is_not_there(real: str, visit: Open) -> None:
    found = visit(f"{real}/nowhere/")
    assert found.page.get_by_role("heading", level=1).inner_text() == "ページが見つかりません"
    assert found.overflow() <= 0


def test_below_a_path(below_a_path: str, path_site: Site, visit: Open) -> None:
    faults = []
    for path in kinds(path_site).values():
        found = visit(below_a_path + path)
        faults += [(path, fault) for fault in found.faults]
        faults += [(path, url) for url in found.requests if not url.startswith((below_a_path, "data:"))]
    assert faults == []


def test_labels_of_boxes_can_be_read(sample: str, visit: Open) -> None:
    page = visit(f"{sample}/subete/").page
    titles = page.locator(short(".callout__title"))
    assert titles.count() >= 8
    for number in range(titles.count()):
        assert titles.nth(number).is_visible()
        assert titles.nth(number).inner_text().strip()
    shown = " ".join(titles.all_inner_texts())
    for label in ("大事なこと", "メモ", "注意", "追記", "この記事の信頼性", "例文"):
        assert label in shown


def test_everything_can_be_read_without_scripts(sample: str, visit: Open) -> None:
    found = visit(f"{sample}/subete/", script=False)
    text = found.page.locator("main").inner_text()
    for words in (
        "正社員の話です。",
        "派遣の話です。",
        "5分前です。",
        "三つだけ準備しましょう。",
        "動画を見る",
    ):
        assert words in text
    assert found.page.locator("button:visible").count() == 0, "a button that does nothing"
    assert not found.faults


def test_a_fold_opens(sample: str, visit: Open) -> None:
    page = visit(f"{sample}/subete/").page
    body = page.get_by_text("折りたたんだ中身です。")
    assert not body.is_visible()
    page.get_by_text("くわしい手順").click()
    assert body.is_visible()


def test_tabs_show_one_part_at_a_time(sample: str, visit: Open) -> None:
    page = visit(f"{sample}/subete/").page
    first, second = page.get_by_role("tab").all()[:2]
    assert page.get_by_text("正社員の話です。").is_visible()
    assert not page.get_by_text("派遣の話です。").is_visible()
    second.click()
    assert page.get_by_text("派遣の話です。").is_visible()
    assert not page.get_by_text("正社員の話です。").is_visible()
    page.keyboard.press("ArrowLeft")
    assert first.get_attribute("aria-selected") == "true"
    assert page.get_by_text("正社員の話です。").is_visible()


def test_nothing_is_asked_of_youtube_before_it_is_wanted(sample: str, visit: Open) -> None:
    found = visit(f"{sample}/subete/", SCREEN)
    assert [url for url in found.requests if "youtube" in url or "ytimg" in url] == []
    assert found.page.locator("iframe").count() == 0


def test_the_dark_page_is_dark(sample: str, visit: Open) -> None:
    def lightness(dark: bool) -> int:
        page = visit(f"{sample}/", dark=dark).page
        colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(int(float(part)) for part in colour.strip("rgba()").split(",")[:3])

    assert lightness(dark=True) < 200
    assert lightness(dark=False) > 600


def test_the_choice_of_colours_is_remembered(sample: str, visit: Open) -> None:
    page = visit(f"{sample}/", dark=False).page
    ground = "getComputedStyle(document.body).backgroundColor"
    light: str = page.evaluate(ground)
    toggle = page.get_by_role("button", name="画面の明るさを切り替える")
    toggle.click()
    expect(page.locator("body")).not_to_have_css("background-color", light)
    dark: str = page.evaluate(ground)
    page.goto(f"{sample}/about/")
    assert page.evaluate(ground) == dark
    toggle.click()
    expect(page.locator("body")).to_have_css("background-color", light)
    assert page.evaluate("localStorage.length") == 0


def test_print_hides_what_paper_cannot_use(sample: str, visit: Open) -> None:
    page = visit(f"{sample}/subete/", SCREEN).page
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="メニュー").is_visible()
    assert page.locator(short(".callout__title")).first.is_visible()
