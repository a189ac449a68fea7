"""The command behind `make html`: what comes out, what is said, and that a refusal changes nothing."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.core.problems import Level
from tests.support import ROOT, Blog, Built, snapshot

JAPANESE = re.compile("[ぁ-んァ-ヶ]")


@pytest.fixture
def published(blog: Blog) -> Blog:
    """Give a blog of one article that is published."""
    blog.article()
    blog.build().ok()
    return blog


def refused(blog: Blog, *words: str, **options: object) -> Built:
    """Ask for a refusal: exit code 1, a Japanese message without a traceback, the site as it was."""
    before = snapshot(blog.output)
    times = {path: path.stat().st_mtime_ns for path in blog.output.rglob("*") if path.is_file()}
    built = blog.build(**options)  # type: ignore[arg-type] # passed on
    assert built.code == 1
    assert JAPANESE.search(built.stderr), built.stderr
    assert "できました" not in built.stdout
    for word in words:
        assert word in built.stderr
    assert snapshot(blog.output) == before
    assert {path: path.stat().st_mtime_ns for path in times} == times
    return built


def test_one_article_and_nothing_else(blog: Blog) -> None:
    blog.write("content/articles/a.md", "---\ntitle: 題名\ndate: 2026-05-01\n---\n本文です。\n")
    built = blog.build().ok()
    assert "できました" in built.stdout
    assert "<p>本文です。</p>" in built.page("/a/")
    assert "/a/" in built.page("/category/未分類/")


def test_content_without_anything(blog: Blog) -> None:
    built = blog.build()
    assert built.code == 0, built.stderr


def test_without_change_nothing_is_touched(published: Blog) -> None:
    for path in published.output.rglob("*"):
        os.utime(path, ns=(1, 1))
    before = snapshot(published.output)
    built = published.build().ok()
    assert "書いたファイル 0" in built.stdout
    assert snapshot(published.output) == before
    files = [path for path in published.output.rglob("*") if path.is_file() and not path.name.startswith(".")]
    assert {path.stat().st_mtime_ns for path in files} == {1}


def test_an_edit_makes_the_pages_that_show_it(published: Blog) -> None:
    for number in range(12):
        published.article(f"kiji-{number}", title=f"記事 {number}", description="説明です。", tags="[準備]")
    published.build().ok()
    before = snapshot(published.output)
    body = "\n\n".join(f"{number}つ目の段落です。" for number in range(6))
    published.article("kiji-3", body, title="記事 3", description="説明です。", tags="[準備]")
    built = published.build().ok()
    after = snapshot(published.output)
    changed = {name for name in after if after[name] != before.get(name)}
    assert {name for name in changed if name.endswith(".html")} == {"kiji-3/index.html"}
    assert "作ったページ 1、" in built.stdout
    published.article("kiji-3", body, title="べつの題名", description="説明です。", tags="[準備]")
    built = published.build().ok()
    renamed = {name for name, data in snapshot(published.output).items() if data != after.get(name)}
    shown = {name for name, data in after.items() if name.endswith(".html") and "記事 3<".encode() in data}
    assert {name for name in renamed if name.endswith(".html")} == shown
    # Besides: its neighbours and 404, which are given the title, whatever this theme makes of it.
    given = {"kiji-2/index.html", "kiji-4/index.html", "404.html"}
    assert f"作ったページ {len(shown | given)}、" in built.stdout


def test_a_new_article_writes_the_pages_that_name_it(blog: Blog) -> None:
    blog.conf(every_room=True)
    theme = str(ROOT / "theme")
    for number in range(12):
        blog.article(f"kiji-{number}", f"{number}つ目の本文です。\n", date=f"2026-03-{number + 1:02}")
    before = snapshot(blog.build(theme=theme).ok().output)
    blog.article("atarashii", "新しい本文です。\n", date="2026-04-01")
    built = blog.build(theme=theme).ok()
    after = snapshot(built.output)
    articles = {name for name in after if name.startswith("kiji-") and name.endswith(".html")}
    changed = {name for name in articles if after[name] != before[name]}
    assert changed == {name for name in articles if b"/atarashii/" in after[name]}
    assert 1 <= len(changed) < len(articles)


def test_feeds_mark_a_card_when_its_article_begins_to_advertise(blog: Blog) -> None:
    blog.conf(every_room=True)
    theme = str(ROOT / "theme")
    blog.article("a", "@[カード](/b/)\n")
    blog.article("b", "本文です。\n")
    before = blog.build(theme=theme).ok().output / "feed.atom"
    assert "広告" not in before.read_text(encoding="utf-8")
    blog.article("b", "本文です。\n", pr="yes")
    built = blog.build(theme=theme).ok()
    fresh = blog.build(theme=theme, output="fresh").ok()
    assert (built.output / "feed.atom").read_bytes() == (fresh.output / "feed.atom").read_bytes()
    assert built.page("/a/").count("広告") == 1


def test_two_outputs_of_one_blog_are_the_same(blog: Blog) -> None:
    """What is remembered is of the blog: it may be ahead of an output, as the preview's and the published one are."""
    blog.conf(every_room=True)
    theme = str(ROOT / "theme")
    blog.article("a", "転職の面接です。\n")
    blog.build(theme=theme).ok()
    blog.article("a", "退職の挨拶と、転職の面接です。\n")
    blog.build(theme=theme, output="preview").ok()
    built = blog.build(theme=theme).ok()
    assert snapshot(built.output) == snapshot(blog.root / "preview")


def test_settings_that_change_within_a_second_count(blog: Blog) -> None:
    blog.article()
    for count in "1212":
        blog.conf(f"RELATED_COUNT = {count}\n")
        blog.build(env={"PYTHONDONTWRITEBYTECODE": ""}).ok()
    assert not list(blog.root.glob("__pycache__/conf.*"))


def test_a_deleted_article_goes(published: Blog) -> None:
    published.article("b", tags="[準備]")
    published.build().ok()
    assert (published.output / "tag/準備/index.html").is_file()
    (published.content / "articles/面接/b.md").unlink()
    published.build().ok()
    assert not (published.output / "b").exists()
    assert not (published.output / "tag").exists()


def test_an_error_refuses_the_site(published: Blog) -> None:
    published.article("b", ":::ポイント\n中\n")
    built = refused(published, "エラーが1件あるため")
    assert [(each.path, each.line) for each in built.errors] == [("content/articles/面接/b.md", 5)]


def test_a_warning_does_not(published: Blog) -> None:
    published.article("b", ":::ポイント\n:::\n")
    built = published.build()
    assert built.code == 0
    assert [(each.line, each.level) for each in built.messages] == [(5, Level.WARNING)]
    assert "警告 1件" in built.stdout


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"broken/__init__.py": "import nosuchmodule\n"}, ("nosuchmodule",)),
        ({"broken/__init__.py": "def register(:\n"}, ()),
        ({"broken/__init__.py": "def register():\n    raise RuntimeError('だめ')\n"}, ("だめ",)),
        ({}, ("broken",)),
    ],
    ids=["import", "syntax", "register", "absent"],
)
def test_a_broken_plugin(published: Blog, files: dict[str, str], words: tuple[str, ...]) -> None:
    for name, text in files.items():
        published.write(name, text)
    published.conf(
        f"PLUGIN_PATHS = [{str(ROOT)!r}, {str(published.root)!r}]\nPLUGINS = [*PLUGINS, 'broken']\n"
    )
    refused(published, *words)


def test_a_plugin_that_breaks_while_building(published: Blog) -> None:
    published.write(
        "broken/__init__.py",
        "from pelican import signals\n\ndef fail(_): raise ValueError('だめです')\n\n"
        "def register(): signals.all_generators_finalized.connect(fail)\n",
    )
    published.conf(
        f"PLUGIN_PATHS = [{str(ROOT)!r}, {str(published.root)!r}]\nPLUGINS = [*PLUGINS, 'broken']\n"
    )
    refused(published, "だめです")


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{% if %}", ("article.html:1",)),
        ("{% extends 'base.html' %}\n{% block main %}\n", ("article.html:",)),
        ("{{ nosuchvariable }}", ("nosuchvariable",)),
        ("{{ article.nosuchattribute }}", ("nosuchattribute",)),
        ("{{ article.title | nosuchfilter }}", ("nosuchfilter",)),
        ("{% include 'nosuchfile.html' %}", ("nosuchfile.html",)),
        ("{{ asset('nosuch.css') }}", ("nosuch.css",)),
        ("{{ 1 / 0 }}", ()),
    ],
)
def test_a_broken_template(published: Blog, template: str, words: tuple[str, ...]) -> None:
    published.write("theme/templates/article.html", template)
    refused(published, *words)


def test_a_missing_template(published: Blog) -> None:
    (published.root / "theme/templates/tag.html").unlink()
    published.article("b", tags="[準備]")
    refused(published, "tag")


@pytest.mark.parametrize(
    ("conf", "words"),
    [
        ("DIALECT_NEWLINE = 'brake'\n", ("DIALECT_NEWLINE", "break か join")),
        ("DIALECT_NEWLIN = 'break'\n", ("「DIALECT_NEWLIN」はありません", "DIALECT_NEWLINE")),
        ("LINKS_STRIKT = True\n", ("LINKS_STRICT",)),
        ("SEO_FEED_ITEM = 3\n", ("SEO_FEED_ITEMS",)),
        ("def (:\n", ("conf.py",)),
        ("import nosuchmodule\n", ("nosuchmodule",)),
    ],
)
def test_a_broken_configuration(published: Blog, conf: str, words: tuple[str, ...]) -> None:
    published.conf(conf)
    refused(published, *words)


def test_no_configuration(published: Blog) -> None:
    done = subprocess.run(
        published.command("content", "-o", "output", "-s", "nowhere.py"),
        cwd=published.root,
        env=published.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert JAPANESE.search(done.stderr)
    assert "nowhere.py" in done.stderr


def test_no_content(published: Blog) -> None:
    published.content.rename(published.root / "elsewhere")
    refused(published, "content")


@pytest.mark.parametrize(
    "name", ["site.yaml", "authors.yaml", "categories.yaml", "tags.yaml", "characters.yaml"]
)
def test_broken_data(published: Blog, name: str) -> None:
    published.write(f"content/data/{name}", "a:\n  b: c\n   d: e\n")
    built = refused(published)
    assert [each.path for each in built.errors] == [f"content/data/{name}"]


def test_an_output_of_someone_else(blog: Blog) -> None:
    blog.article()
    blog.write("output/letter.txt", "mine")
    refused(blog, "このしくみが作ったのではない")


def test_files_of_the_owner_stay(published: Blog) -> None:
    published.write("output/CNAME", "example.com")
    published.article("b")
    published.build().ok()
    assert (published.output / "CNAME").read_text(encoding="utf-8") == "example.com"


def test_clean(published: Blog) -> None:
    def clean() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            published.command("--clean", "-o", "output"),
            cwd=published.root,
            env=published.environment(),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    assert (clean().returncode, published.output.exists()) == (0, False)
    assert clean().returncode == 0
    published.build().ok()
    assert (published.output / "a/index.html").is_file()
    (published.output / ".made-by-make").unlink()
    done = clean()
    assert done.returncode == 1
    assert "このしくみが作ったのではない" in done.stderr
    assert (published.output / "a/index.html").is_file()
    (published.output / ".made-by-make").touch()
    (published.root / ".output.staging").rmdir()
    (published.root / ".output.staging").touch()
    done = clean()
    assert done.returncode == 1
    assert re.search("「.*staging.*」を読み書きできません", done.stderr)
    assert (published.output / "a/index.html").is_file()


def test_a_second_build_waits(published: Blog) -> None:
    published.article("b")
    with (published.root / ".cache/builds/lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = subprocess.Popen(
            published.command("content", "-o", "output", "-s", "conf.py", "-t", "theme"),
            cwd=published.root,
            env=published.environment(),
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        assert waiting.stdout is not None
        assert "待っています" in waiting.stdout.readline()
        assert not (published.output / "b").exists()
        fcntl.flock(held, fcntl.LOCK_UN)
        assert "できました" in waiting.communicate(timeout=300)[0]
    assert waiting.returncode == 0
    assert (published.output / "b/index.html").is_file()


def test_two_builds_are_equal(make_blogs: Callable[[str], Blog]) -> None:
    outputs = []
    for name, seed in (("一つ目 の", "0"), ("二つ目", "12345")):
        blog = make_blogs(name)
        blog.article(
            "a", "転職 #面接 は文です。\n\n[](b.md)\n\n## 見出し\n", tags="[面接, 準備, Web, 企業, 起業]"
        )
        blog.article("b", "文[^1]\n\n[^1]: 説明\n", tags="[準備, 内定]")
        blog.article("c", tags="[内定]")
        blog.write("content/pages/about.md", "---\ntitle: このブログ\n---\n本文です。\n")
        built = blog.build(env={"PYTHONHASHSEED": seed, "TZ": "UTC" if seed == "0" else "America/New_York"})
        outputs.append((built.code, snapshot(blog.output)))
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize("name", ["最終 面接", "a b", "か\u3099", "Ａ"])
def test_file_names(blog: Blog, name: str) -> None:
    blog.article(name, slug="a")
    blog.article("b", f"[題](<{name}.md>)と[題]({name.replace(' ', '%20')}.md)\n")
    built = blog.build().ok()
    assert built.page("/b/").count('href="/a/"') == 2


def test_the_content_may_be_anywhere(blog: Blog, tmp_path: Path) -> None:
    blog.article()
    (tmp_path / "別の 場所").mkdir()
    blog.content.rename(tmp_path / "別の 場所/content")
    blog.conf()
    done = subprocess.run(
        blog.command(
            str(tmp_path / "別の 場所/content"),
            "-o",
            str(tmp_path / "別の 場所/out"),
            "-s",
            "conf.py",
            "-t",
            "theme",
        ),
        cwd=blog.root,
        env=blog.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "別の 場所/out/a/index.html").is_file()


def test_joined_lines(blog: Blog) -> None:
    blog.article("a", "面接の\n準備\n")
    blog.conf("DIALECT_NEWLINE = 'join'\n")
    assert "<p>面接の準備</p>" in blog.build().ok().page("/a/")


def test_strict_links(blog: Blog) -> None:
    blog.article("a", "[題](b.md)\n")
    blog.article("b", status="draft")
    built = blog.build()
    assert (built.code, [(each.line, each.level) for each in built.messages]) == (0, [(5, Level.WARNING)])
    blog.conf("LINKS_STRICT = True\n")
    refused(blog, "下書き")
