"""One article that holds every part, in a browser: narrow and wide, light, dark, forced colours, print, no script."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.conftest import SAMPLE
from tests.support import ROOT, Blog, short

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ADDRESS = "/subete/"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
MODES: list[dict[str, Any]] = [
    {"color_scheme": "light", "width": 320},
    {"color_scheme": "light", "width": 360},
    {"color_scheme": "dark", "width": 360},
    {"color_scheme": "dark", "width": 1280},
    {"color_scheme": "light", "width": 1280},
    {"color_scheme": "light", "width": 360, "forced_colors": "active"},
]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the sample with the real theme, and serve it."""
    blog = Blog(tmp_path_factory.mktemp("parts"))
    blog.conf(every_room=True)
    (blog.root / "content").symlink_to(SAMPLE)
    built = blog.build(theme=str(ROOT / "theme"))
    assert built.code == 0, built.stderr
    handler = functools.partial(_Quiet, directory=str(built.output))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def page(browser: Browser, origin: str) -> Iterator[Page]:
    """Open the article; a message in the console and a request to another host are faults."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request", lambda request: None if request.url.startswith(origin) else complaints.append(request.url)
    )
    page.goto(origin + ADDRESS)
    yield page
    assert not complaints
    context.close()


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: "-".join(str(value) for value in mode.values()))
def test_nothing_overflows_and_axe_finds_nothing(browser: Browser, origin: str, mode: dict[str, Any]) -> None:
    options = {name: value for name, value in mode.items() if name != "width"}
    context = browser.new_context(viewport={"width": mode["width"], "height": 800}, **options)
    page = context.new_page()
    page.goto(origin + ADDRESS)
    assert page.evaluate("document.documentElement.scrollWidth") <= mode["width"]
    page.evaluate(AXE.read_text(encoding="utf-8"))  # the policy of the page allows no script tag
    # In forced colours the reader's system sets the colours, whatever the style sheet computes.
    rules = {"color-contrast": {"enabled": "forced_colors" not in mode}}
    found = page.evaluate("rules => axe.run(document, {resultTypes: ['violations'], rules})", rules)
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]] == []
    context.close()


WORDS = (
    *(
        "一つのボックスの中に",
        "ボックスの中のボックス",
        "新しい言い方です。",
        "眠れません。",
        "三つだけ準備しましょう。",
    ),
    *(
        "会社のことを調べます。",
        "話します。",
        "5分前です。",
        "正社員の話です。",
        "派遣の話です。",
        "人による",
    ),
    *("面接の部屋のようす", "動画を見る", "そのままの HTML", "脚注の"),
)


def test_all_text_is_there_without_script(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(origin + ADDRESS)
    for words in WORDS:
        assert page.get_by_text(words).first.is_visible(), words
    context.close()


def test_all_text_is_printed(page: Page) -> None:
    page.emulate_media(media="print")
    for words in WORDS:
        assert page.get_by_text(words).first.is_visible(), words


@pytest.mark.parametrize("part", ["steps", "timeline"])
def test_steps_have_one_mark_each(page: Page, part: str) -> None:
    """Their own, and not that of a list beside it."""
    assert (
        page.locator(short(f".{part}")).first.evaluate("list => getComputedStyle(list).listStyleType") == '""'
    )


def test_tabs_are_worked_by_keys(page: Page) -> None:
    first, second = page.get_by_role("tab", name="正社員"), page.get_by_role("tab", name="派遣")
    first.focus()
    assert page.get_by_text("正社員の話です。").is_visible()
    assert not page.get_by_text("派遣の話です。").is_visible()
    page.keyboard.press("ArrowRight")
    assert second.get_attribute("aria-selected") == "true"
    assert page.get_by_text("派遣の話です。").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "tabpanel"


def test_a_link_opens_the_tab_it_leads_into(page: Page) -> None:
    page.evaluate("location.hash = '#派遣'")
    page.get_by_text("派遣の話です。").wait_for(state="visible")


def test_a_fold_opens_without_script_of_ours(page: Page) -> None:
    page.get_by_text("くわしい手順").click()
    assert page.get_by_text("折りたたんだ中身です。").is_visible()


def test_an_example_is_copied(page: Page) -> None:
    page.get_by_role("button", name="コピー", exact=True).click()
    page.get_by_text("コピーしました").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "本日はよろしくお願いいたします。"


def test_a_video_is_asked_for_when_it_is_pressed(browser: Browser, origin: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="")

    context.route(lambda url: not url.startswith(origin), answer)
    page.goto(origin + ADDRESS)
    assert asked == []
    with page.expect_event("requestfinished", lambda request: "youtube" in request.url):
        page.get_by_role("link", name="動画を見る").click()
    page.locator("iframe.video__player").wait_for()
    assert [url.split("?")[0] for url in asked] == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"]
    context.close()


def test_every_wide_table_and_code_is_reached_by_keys(page: Page) -> None:
    frames = page.locator(short(".table-scroll, pre"))
    assert frames.count() > 0
    assert all(frames.nth(number).get_attribute("tabindex") == "0" for number in range(frames.count()))


def test_the_contents_list_leads_to_headings_that_are_there(page: Page) -> None:
    links = page.locator("article nav a")
    for number in range(links.count()):
        target = links.nth(number).evaluate(
            "link => document.getElementById(decodeURIComponent(link.hash.slice(1)))?.tagName"
        )
        assert target in {"H2", "H3"}
