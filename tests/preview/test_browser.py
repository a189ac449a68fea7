"""What a writer sees in the browser while writing: all rooms, the theme as it is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.preview.running import Running, start
from tests.support import ROOT, Blog

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("preview")]

LONG = "".join(f"{number}番目の段落です。\n\n" for number in range(150))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Blog:
    """Give a blog with all rooms and the theme."""
    root = tmp_path_factory.mktemp("preview")
    shutil.copytree(ROOT / "theme", root / "theme")
    blog = Blog(root, every_room=True)
    blog.write("content/data/site.yaml", "name: 下書きのブログ\n")
    blog.write("content/pages/about.md", "---\ntitle: このブログについて\n---\n見本です。\n")
    blog.article("kihon", "面接の基本です。\n", title="面接の基本")
    blog.conf()
    return blog


@pytest.fixture(scope="module")
def running(site: Blog) -> Iterator[Running]:
    """Give its preview."""
    found = start(site)
    found.wait_for("できました")
    yield found
    found.end()


@pytest.fixture
def page(browser: Browser, running: Running) -> Iterator[Page]:
    """Give a window; what its pages complain of fails the test."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="ja-JP", base_url=running.address
    )
    found = context.new_page()
    faults: list[str] = []
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on("console", lambda message: faults.append(message.text) if "Policy" in message.text else None)
    yield found
    assert faults == []
    context.close()


def visit(page: Page, path: str) -> None:
    """Go to a page, also where the one that is left is just loading itself again, which wins."""
    try:
        page.goto(path)
    except Error:
        page.goto(path)


def save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def add(path: Path, text: str) -> None:
    save(path, path.read_text(encoding="utf-8") + text)


def test_a_saved_article_is_shown_at_the_same_place(site: Blog, running: Running, page: Page) -> None:
    path = site.article("nagai", LONG, title="長い記事")
    visit(page, "/nagai/")
    expect(page.get_by_text("149番目の段落です。")).to_be_attached()
    page.get_by_text("70番目の段落です。").scroll_into_view_if_needed()
    page.evaluate("document.documentElement.dataset.old = ''")
    before = page.evaluate("scrollY")
    assert before > 1000
    save(path, path.read_text(encoding="utf-8").replace("71番目の段落", "書き直した段落"))
    expect(page.get_by_text("書き直した段落です。")).to_be_in_viewport()
    expect(page.locator("html[data-old]")).to_have_count(0)
    page.wait_for_function("before => scrollY === before", arg=before)


def test_two_windows(site: Blog, running: Running, page: Page) -> None:
    path = site.article("futatsu", title="二つの窓")
    visit(page, "/futatsu/")
    expect(page.get_by_role("heading", name="二つの窓")).to_be_visible()
    other = page.context.new_page()
    visit(other, "/futatsu/")
    add(path, "\n両方に出る段落です。\n")
    for each in (page, other):
        expect(each.get_by_text("両方に出る段落です。")).to_be_visible()


def test_a_fault_stands_above_the_last_good_page_until_it_is_mended(
    site: Blog, running: Running, page: Page
) -> None:
    path = site.article("machigai", LONG, title="間違いのある記事")
    visit(page, "/machigai/")
    expect(page.get_by_role("heading", name="間違いのある記事")).to_be_visible()
    good = path.read_text(encoding="utf-8")
    save(path, good + "\n:::ポイント\n閉じていません。\n")
    panel = page.get_by_role("alert")
    line = good.count("\n") + 2
    expect(panel.locator(".place").first).to_have_text(re.compile(rf"machigai\.md:{line}$"))
    expect(panel.locator(".line").first).to_have_text(":::ポイント")
    expect(panel.locator(".label").first).to_have_text("エラー")
    expect(page.get_by_text("閉じていません。")).to_have_count(0)
    expect(page.get_by_text("149番目の段落です。")).to_be_attached()
    visit(page, "/kihon/")  # elsewhere it is among what other files lack
    expect(panel).to_contain_text("machigai.md")
    visit(page, "/machigai/")
    page.get_by_role("button", name="たたむ").click()
    expect(panel.locator(".place")).to_have_count(0)
    save(path, good + "\n直した段落です。\n")
    expect(page.get_by_text("直した段落です。")).to_be_attached()
    expect(panel).to_have_count(0)
    visit(page, "/kihon/")
    expect(panel).to_have_count(0)


def test_a_warning_lets_the_page_be_shown(site: Blog, running: Running, page: Page) -> None:
    path = site.article("keikoku", title="警告のある記事")
    visit(page, "/keikoku/")
    expect(page.get_by_role("heading", name="警告のある記事")).to_be_visible()
    add(path, "\n:::ポイント\n:::\n\n続きの段落です。\n")
    expect(page.get_by_text("続きの段落です。")).to_be_visible()
    expect(page.get_by_role("status", name="プレビューの知らせ")).to_contain_text("警告")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_what_readers_do_not_see_is_shown_and_marked(site: Blog, running: Running, page: Page) -> None:
    site.article("shitagaki", title="下書きの記事", date="", status="draft")
    site.article("yoyaku", title="予約の記事", date="2026-12-01 09:05")
    site.article("link", "[下書きへ](shitagaki.md)\n", title="リンクのある記事")
    visit(page, "/shitagaki/")
    expect(page.locator(".ribbon")).to_contain_text("下書き")
    visit(page, "/yoyaku/")
    expect(page.locator(".ribbon")).to_contain_text("予約 2026年12月1日 9:05")
    visit(page, "/category/面接/")
    entry = page.locator("main a", has_text="下書きの記事")
    expect(entry.locator(".preview-mark")).to_have_text("下書き")
    expect(page.locator("main a", has_text="予約の記事").locator(".preview-mark")).to_contain_text("予約")
    expect(page.locator("main a", has_text="面接の基本").locator(".preview-mark")).to_have_count(0)
    expect(page.locator(".ribbon")).to_have_count(0)
    visit(page, "/link/")
    link = page.get_by_role("link", name="下書きへ")
    expect(link.locator(".preview-mark")).to_have_text("下書き")
    expect(page.get_by_role("status", name="プレビューの知らせ")).to_contain_text("読者には見えません")


def test_addresses_that_are_none_do_no_harm(site: Blog, running: Running, page: Page) -> None:
    path = site.article("hanbun", title="半分の記事", status="draft")
    visit(page, "/hanbun/")
    expect(page.locator(".ribbon")).to_contain_text("下書き")
    visit(page, "/100%")
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<a href=/100%>割合</a><a href=/hanbun/>下書きへ</a>')"
    )
    good = path.read_text(encoding="utf-8")
    save(path, good + "\n:::ポイント\n")  # so that there is news, and the page is as it was
    link = page.get_by_role("link", name="下書きへ")
    expect(link.locator(".preview-mark")).to_have_text("下書き")
    save(path, good)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_draft_that_is_written_and_published(site: Blog, running: Running, page: Page) -> None:
    visit(page, "/atarashii/")  # not there yet
    path = site.article("atarashii", title="できたばかりの記事", status="draft")
    heading = page.get_by_role("heading", name="できたばかりの記事", level=1)
    expect(heading).to_be_visible()
    expect(page.locator(".ribbon")).to_contain_text("下書き")
    save(path, path.read_text(encoding="utf-8").replace("status: draft\n", ""))
    expect(page.locator(".ribbon")).to_have_count(0)
    path.unlink()
    expect(heading).to_have_count(0)


def test_the_theme(site: Blog, running: Running, page: Page) -> None:
    visit(page, "/kihon/")
    add(site.root / "theme/static/css/base.css", "\nh1 { letter-spacing: 7px !important; }\n")
    expect(page.locator("h1")).to_have_css("letter-spacing", "7px")
    template = site.root / "theme/templates/base.html"
    text = template.read_text(encoding="utf-8")
    save(template, text.replace("本文へスキップ", "中身へ進む"))
    expect(page.get_by_text("中身へ進む")).to_be_attached()
    save(template, text.replace("本文へスキップ", "{% if %}"))
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(re.compile(r"base\.html:\d+: テンプレートを処理できません"))
    expect(page.get_by_text("中身へ進む")).to_be_attached()
    save(template, text)
    expect(page.get_by_text("本文へスキップ")).to_be_attached()
    expect(alert).to_have_count(0)


def test_settings_and_data(site: Blog, running: Running, page: Page) -> None:
    site.article("gyou", "面接の\n準備\n\n@[パーツ](aisatsu)\n", title="行のある記事")
    site.write("content/parts/aisatsu.md", "はじめまして。\n")
    visit(page, "/gyou/")
    expect(page.get_by_role("heading", name="行のある記事")).to_be_visible()
    expect(page.get_by_text("面接の準備", exact=True)).to_have_count(0)
    site.conf("DIALECT_NEWLINE = 'join'\n")
    expect(page.get_by_text("面接の準備", exact=True)).to_be_visible()
    site.conf("DIALECT_NEWLINE = 'jion'\n")
    expect(page.get_by_role("alert")).to_contain_text("DIALECT_NEWLINE")
    site.conf()
    expect(page.get_by_text("面接の準備", exact=True)).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)
    site.write("content/parts/aisatsu.md", "またお会いしましょう。\n")
    expect(page.get_by_text("またお会いしましょう。")).to_be_visible()
    site.write("content/data/site.yaml", "name: 別の名前のブログ\n")
    expect(page).to_have_title("行のある記事 | 別の名前のブログ")
    site.write("content/data/site.yaml", "name: [\n")
    expect(page.get_by_role("alert")).to_contain_text("content/data/site.yaml")
    site.write("content/data/site.yaml", "name: 下書きのブログ\n")
    expect(page).to_have_title("行のある記事 | 下書きのブログ")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_page_with_scripts_of_others_keeps_its_policy(site: Blog, running: Running, page: Page) -> None:
    path = site.article(
        "haritsuke", '<script src="https://ad.example.com/a.js"></script>\n', title="貼り付け"
    )
    page.route("https://ad.example.com/*", lambda route: route.fulfill(body=""))
    visit(page, "/haritsuke/")
    expect(page.get_by_role("heading", name="貼り付け")).to_be_visible()
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy is not None
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    add(path, "\n加えた段落です。\n")
    expect(page.get_by_text("加えた段落です。")).to_be_visible()
