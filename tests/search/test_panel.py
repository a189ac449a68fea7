"""The search page and its panel in a browser."""

from __future__ import annotations

import base64
import functools
import hashlib
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from plugins.assets.bundle import bundle
from tests.support import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("panel")]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the sample site, under a path as on GitHub Pages."""
    folder = tmp_path_factory.mktemp("panel")
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "plugins.builds",
        "content",
        "-o",
        folder / "blog",
        "-s",
        "pelicanconf.py",
    ]
    environment = os.environ | {"SITEURL": "https://example.com/blog"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/blog"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def test_nothing_is_fetched_before_the_first_focus(page: Page, address: str) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{address}/search/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in fetched if "/search/data/" in url or "engine.js" in url]
    with page.expect_request("**/search/data/manifest.json"):
        page.get_by_role("searchbox").last.focus()


def test_results_while_typing(page: Page, address: str) -> None:
    page.goto(f"{address}/search/")
    field = page.locator('[data-search-panel="page"] input')
    field.fill("職務経歴書 書き方")
    first = page.locator("[data-search-hits] li").first
    expect(first.get_by_role("link")).to_contain_text("職務経歴書")
    expect(page.locator('[data-search-panel="page"] [role=status]')).to_contain_text(
        "件の記事が見つかりました"
    )
    assert first.locator("mark").count()
    assert "q=" in page.url
    field.press("ArrowDown")
    expect(first.get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    expect(page.locator("[data-search-all]")).to_be_hidden()
    link = first.get_by_role("link").get_attribute("href")
    assert link == f"{address}/shokumu-keirekisho/"


def test_a_slash_opens_the_search_but_where_one_writes(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.keyboard.press("/")
    field = page.locator("dialog input")
    expect(field).to_be_focused()
    page.keyboard.type("a/b")
    expect(field).to_have_value("a/b")


def test_input_method_is_not_disturbed(page: Page, address: str) -> None:
    page.goto(f"{address}/search/")
    field = page.locator('[data-search-panel="page"] input')
    field.dispatch_event("compositionstart")
    field.fill("めんせ")
    page.wait_for_timeout(400)
    expect(page.locator("[data-search-hits] li")).to_have_count(0)
    field.fill("面接")
    field.dispatch_event("compositionend")
    expect(page.locator("[data-search-hits] li").first).to_be_visible()


def test_address_and_history(page: Page, address: str) -> None:
    page.goto(f"{address}/search/?q=逆質問")
    hits = page.locator("[data-search-hits] a")
    expect(hits.first).to_contain_text("逆質問")
    field = page.locator('[data-search-panel="page"] input')
    field.fill("失業保険")
    field.press("Enter")
    expect(hits.first).to_contain_text("雇用保険")
    hits.first.click()
    page.wait_for_url("**/shitsugyo-kyufu/")
    page.go_back()
    expect(page.locator("[data-search-hits] a").first).to_contain_text("雇用保険")
    assert page.locator('[data-search-panel="page"] input').input_value() == "失業保険"


def test_category(page: Page, address: str) -> None:
    page.goto(f"{address}/search/?q=面接")
    expect(page.locator("[data-search-hits] li").first).to_be_visible()
    page.locator('[data-search-panel="page"] select').select_option("面接")
    expect(page.locator("[data-search-status]").first).to_have_text("4件の記事が見つかりました")
    categories = set(page.locator("[data-search-hits] .panel__category").all_inner_texts())
    assert categories == {"面接"}


def test_no_hit_and_suggestion(page: Page, address: str) -> None:
    page.goto(f"{address}/search/?q=ゑゑゑ㐂")
    expect(page.locator("[data-search-help]").first).to_be_visible()
    page.goto(f"{address}/search/?q=エージエント")
    expect(page.locator("[data-search-status]").first).to_contain_text("もしかして: エージェント")


def test_text_is_never_html(page: Page, address: str) -> None:
    page.goto(f"{address}/search/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    expect(page.locator("[data-search-status]").first).not_to_be_empty()
    assert page.locator('[data-search-panel="page"] img').count() == 0


def test_text_of_the_index_is_never_html(page: Page, address: str) -> None:
    title = "<img src=x onerror=alert(1)>"

    def manifest(route: Route) -> None:
        text = route.fetch().text()
        route.fulfill(
            body=re.sub(r'(\["/gyaku-shitsumon/",)"[^"]*","[^"]*"', rf'\1"{title}","{title}面接"', text)
        )

    page.route("**/search/data/manifest.json", manifest)
    page.goto(f"{address}/search/?q=逆質問")
    hit = page.locator("[data-search-hits] li").first
    expect(hit.locator("a")).to_have_text(title)
    expect(hit.locator(".panel__text")).to_contain_text(title)
    assert hit.locator("img").count() == 0


def test_failures_are_told(page: Page, address: str) -> None:
    page.route("**/search/data/*.json", lambda route: route.fulfill(status=200, body="<!doctype html>"))
    page.goto(f"{address}/search/?q=面接")
    expect(page.locator("[data-search-status]").first).to_contain_text("読み込めませんでした")
    expect(page.locator("[data-search-hits] li")).to_have_count(0)


def test_index_of_another_build_is_read_again(page: Page, address: str) -> None:
    asked: list[str] = []

    def manifest(route: Route) -> None:
        asked.append("manifest")
        found = route.fetch().json()
        if len(asked) == 1:
            found["terms"][1] = "0000000"  # the reader came while the site was uploaded
        route.fulfill(json=found)

    page.route("**/search/data/manifest.json", manifest)
    page.goto(f"{address}/search/?q=二次面接")
    expect(page.locator("[data-search-hits] li").first).to_be_visible()
    assert len(asked) == 2


def test_missing_files_are_told_after_one_more_try(page: Page, address: str) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url.rpartition("/")[2])
        if asked[-1] == "manifest.json":
            route.fallback()
        else:
            route.fulfill(status=404, body="<h1>404</h1>")

    page.route("**/search/data/*.json", answer)
    page.goto(f"{address}/search/?q=二次面接")
    expect(page.locator("[data-search-status]").first).to_contain_text("読み込めませんでした")
    expect(page.locator("[data-search-hits] li")).to_have_count(0)
    assert asked.count("manifest.json") == 2
    assert len(asked) > 2


def test_nothing_breaks_the_content_security_policy(page: Page, address: str) -> None:
    broken: list[str] = []
    page.expose_function("report", lambda directive: broken.append(directive))  # noqa: PLW0108 - Playwright marks it
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => report(event.violatedDirective))"
    )
    digest = hashlib.sha256(bundle(ROOT / "theme/static").script("/blog").encode()).digest()
    own = f"'sha256-{base64.b64encode(digest).decode()}'"
    strict = f"default-src 'none'; script-src 'self' {own}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'"

    def answer(route: Route) -> None:
        found = route.fetch()
        headers = found.headers | {"content-security-policy": strict}
        route.fulfill(response=found, headers=headers)

    page.route("**/search/*", answer)
    page.goto(f"{address}/search/")
    field = page.locator('[data-search-panel="page"] input')
    for query in ("面接 服装", "たいしょく", "エージエント"):
        field.fill(query)
        expect(page.locator("[data-search-hits] li").first).to_be_visible()
    assert broken == []


def test_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/search/")
    assert page.locator("[data-search-all] a").count() >= 18
    context.close()


def test_a_hit_in_view_shows_the_passage_of_its_article(page: Page, address: str) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(f"{address}/search/?q=離職票 ハローワーク")
    hit = page.locator("[data-search-hits] li").filter(has_text="引き継ぎ")
    hit.scroll_into_view_if_needed()
    text = hit.locator(".panel__text")
    expect(text).to_contain_text("離職票が届いたら、住所地のハローワークへ")
    assert text.locator("mark").all_inner_texts() == ["離職票", "ハローワーク"]
    pages = [url for url in fetched if url.endswith("/")]
    assert told == []  # of the content security policy, for one
    assert f"{address}/taishoku-susumekata/" in pages
    assert f"{address}/shitsugyo-kyufu/" not in pages  # title and lead of the first hit hold both words


def test_without_the_article_the_lead_stays(page: Page, address: str) -> None:
    article = re.compile(r"/blog/(?!search)[^/.]+/$")
    page.route(article, lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: article.search(request.url) is not None):
        page.goto(f"{address}/search/?q=離職票 ハローワーク")
        text = page.locator("[data-search-hits] li").filter(has_text="引き継ぎ").locator(".panel__text")
        lead = text.inner_text()
    page.wait_for_timeout(300)
    assert text.inner_text() == lead
