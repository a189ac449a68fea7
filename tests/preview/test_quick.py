"""The saved article is shown before the whole site is built, and is what the whole build makes."""

from __future__ import annotations

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.preview.conftest import Start
from tests.support import ROOT, Blog


@contextmanager
def no_builds(blog: Blog) -> Iterator[None]:
    """Let no build go on: it waits for its lock."""
    with (blog.root / ".cache/builds/lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture
def whole(tmp_path: Path) -> Blog:
    """Give a blog with all rooms, the theme, and three articles that have to do with each other."""
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    blog = Blog(tmp_path, every_room=True)
    blog.write("content/data/site.yaml", "name: 見本のブログ\nrecommended: [b]\n")
    blog.write("content/images/zu.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    blog.write("content/pages/about.md", "---\ntitle: このブログについて\n---\n見本です。\n")
    blog.article("a", "[次の記事](b.md)を読みます。\n", title="面接の準備", date="2026-05-01")
    blog.article("b", "面接の準備と逆質問。\n", title="面接の逆質問", date="2026-05-02")
    blog.article("c", "@[カード](b.md)\n", title="面接の服装", date="2026-05-03")
    blog.conf()
    return blog


ADDED = """\
## 見出し

:::ポイント
**結論**から話します[^1]。
:::

![図](../../images/zu.svg)

@[youtube](dQw4w9WgXcQ)

| 準備 | 日 |
| --- | --- |
| 服装 | 前日 |

[^1]: 注です。
"""


def by_itself(page: str) -> str:
    """Return a page without what it shows of others: the sidebar, and the related list with its reasons."""
    others = re.compile(
        r'<aside class="?[\w ]+"? aria-label=ブログの案内>.*?</aside>|<section[^>]*><h2>関連記事.*?</section>|data-digest="\w+"|\s',
        re.DOTALL,
    )
    return others.sub("", page)


def test_the_quick_page_is_that_of_the_whole_build(whole: Blog, preview: Start) -> None:
    running = preview(whole)
    running.wait_for("できました")
    path = whole.content / "articles/面接/b.md"
    with no_builds(whole):
        path.write_text(path.read_text(encoding="utf-8") + "\n" + ADDED, encoding="utf-8")
        quick = running.wait_for_page("/b/", "注です。")
        whole.write("content/pages/about.md", "---\ntitle: このブログについて\n---\n別の紹介です。\n")
        running.wait_for_page("/about/", "別の紹介です。")
    running.wait_for("できました")
    assert by_itself(running.get("/b/")[2]) == by_itself(quick)


def test_what_comes_from_other_articles_is_as_before(whole: Blog, preview: Start) -> None:
    running = preview(whole)
    running.wait_for("できました")
    with no_builds(whole):
        body = "[前の記事](a.md)の後に読みます。\n"  # so the related list needs not name it again
        whole.article("b", body, title="逆質問の例", tags="[逆質問]", date="2026-05-02")
        quick = running.wait_for_page("/b/", "<title>逆質問の例")
        assert "面接の逆質問" in quick
    running.wait_for("できました")
    complete = running.get("/b/")[2]
    assert "面接の逆質問" not in complete
    # The styles of the list stand in the head, and what allows them.
    styles = re.compile(r'<style>.*?</style>|<metahttp-equiv="Content-Security-Policy"[^>]*>', re.DOTALL)
    assert styles.sub("", by_itself(quick)) == styles.sub("", by_itself(complete))


def test_faults_come_and_go_without_a_whole_build(whole: Blog, preview: Start) -> None:
    running = preview(whole)
    running.wait_for("できました")
    path = whole.content / "articles/面接/b.md"
    good = path.read_text(encoding="utf-8")
    with no_builds(whole):
        path.write_text(good + "\n:::ポイント\n", encoding="utf-8")
        state = running.wait_for_state(lambda each: each["problems"], "b/index.html")
        (problem,) = state["problems"]
        assert (problem["own"], problem["level"], problem["line"]) == (True, "error", ":::ポイント")
        assert problem["place"] == f"content/articles/面接/b.md:{good.count(chr(10)) + 2}"
        path.write_text(good + "\n[](nai.md)\n", encoding="utf-8")
        running.wait_for_state(
            lambda each: "nai.md" in each["problems"][0]["message"] if each["problems"] else False,
            "b/index.html",
        )
        path.write_text(good + "\n直しました。\n", encoding="utf-8")
        running.wait_for_page("/b/", "直しました。")


def test_a_whole_build_that_is_refused_leaves_the_quick_pages(whole: Blog, preview: Start) -> None:
    running = preview(whole)
    running.wait_for("できました")
    broken = whole.article("a", ":::ポイント\n", title="面接の準備", date="2026-05-01")
    running.wait_for("エラーが1件")
    whole.article("b", "新しい本文です。\n", title="面接の逆質問", date="2026-05-02")
    state = running.wait_for_state(
        lambda each: each["digest"] and "新しい本文です。" in running.get("/b/")[2], "b/index.html"
    )
    assert [each["own"] for each in state["problems"]] == [False]
    broken.write_text(broken.read_text(encoding="utf-8") + "中\n:::\n", encoding="utf-8")
    assert "新しい本文です。" in running.wait_for_page("/b/", "新しい本文です。")


def test_a_content_folder_that_is_a_link(whole: Blog, preview: Start) -> None:
    whole.content.rename(whole.root / "elsewhere")
    whole.content.symlink_to("elsewhere")
    running = preview(whole)
    running.wait_for("できました")
    path = whole.content / "articles/面接/b.md"
    good = path.read_text(encoding="utf-8")
    with no_builds(whole):
        path.write_text(good + "\n:::ポイント\n", encoding="utf-8")
        (problem,) = running.wait_for_state(lambda each: each["problems"], "b/index.html")["problems"]
        assert problem["own"]
        assert problem["place"].startswith("content/articles/面接/b.md:")
        path.write_text(good + "\n加えた段落です。\n", encoding="utf-8")
        running.wait_for_page("/b/", "加えた段落です。")
