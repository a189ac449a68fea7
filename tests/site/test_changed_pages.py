"""The changed pages of a pull request, opened from a disk in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from plugins.github.preview import LIST, collect
from tests.site.pages import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("name", ["real_site", "path_site"])
def test_changed_pages_look_as_published(
    name: str, request: pytest.FixtureRequest, browser: Browser, tmp_path: Path
) -> None:
    site: Site = request.getfixturevalue(name)
    pages = sorted(
        path.relative_to(site.folder).as_posix()
        for path in site.folder.glob("*/index.html")
        if path.parent.name != "search"
    )[:3]
    collect(site.folder, pages, tmp_path)
    page = browser.new_page()
    failed: list[str] = []
    page.on("requestfailed", lambda found: failed.append(found.url))
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
    page.goto((tmp_path / LIST).as_uri())
    links = page.locator("li a")
    assert links.count() == len(pages)
    links.first.click()
    page.wait_for_url(f"**/{pages[0]}")
    assert page.evaluate("document.styleSheets.length") > 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"
    assert (
        page.evaluate(
            "[...document.images].filter(each => each.loading == 'eager' && !each.naturalWidth).length"
        )
        == 0
    )
    assert failed == []
    home = page.locator("header a").first.get_attribute("href") or ""
    assert home.startswith("https://"), "the rest is the published site"
    page.close()
