"""A new article, the list of drafts, publishing: as a writer uses them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugins.checks import command as checks
from plugins.core.problems import Level
from plugins.desk.command import main
from plugins.desk.skeleton import placeholders
from plugins.frontmatter.head import split
from tests.support import ROOT, Blog, head

NOW = "2026-11-23T09:00:00+09:00"


@pytest.fixture
def desk(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> Blog:
    """Give a blog with one article, in which the commands run."""
    blog.conf()
    blog.article("mensetsu-junbi")
    (blog.content / "articles" / "応募書類").mkdir()
    monkeypatch.chdir(blog.root)
    monkeypatch.setenv("SITE_NOW", NOW)
    return blog


def answers(*given: str) -> Callable[[str], str]:
    """Return a writer who gives these answers, and would be surprised by one more question."""
    left: Iterator[str] = iter(given)
    return lambda _: next(left)


def run(command: str, *typed: str, **values: str) -> int:
    return main([command, "content", "-s", "conf.py"], values, answers(*typed) if typed else None)


# ---- make new ----------------------------------------------------------------------------------------------------


def test_a_new_article(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("new", TITLE="職務経歴書の書き方: 実例 #1", CATEGORY="応募書類") == 0
    path = desk.content / "articles/応募書類/shokumu-keirekisho-kakikata-jitsurei-1.md"
    text = path.read_text(encoding="utf-8")
    assert text.startswith("---\ntitle: 職務経歴書の書き方: 実例 #1\ndate: 2026-11-23 09:00\nstatus: draft\n")
    assert [
        name for name in ("悩み", "これを読めば", "ポイント", "まとめ") if f"\n:::{name}\n" not in text
    ] == []
    assert "関連記事>>" in text
    assert "content/articles/応募書類/shokumu-keirekisho-kakikata-jitsurei-1.md" in capsys.readouterr().out
    desk.build().ok()


def test_the_check_tells_what_remains_to_be_written(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    run("new", TITLE="面接", CATEGORY="面接", SLUG="kakikake")
    capsys.readouterr()
    assert checks.main(["content", "-s", "conf.py", "--all", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["problems"]
    path = "content/articles/面接/kakikake.md"
    lines = [each["line"] for each in found if each["path"] == path and each["rule"] == "書きかけ"]
    assert lines == placeholders(Path(path).read_text(encoding="utf-8"))
    assert len(lines) > 5


@pytest.mark.parametrize(
    "title", ['"引用符"', "'A'", "面接: 準備", "#面接", "[2026年]面接", "- 面接", "\\面接\\", "😀"]
)
def test_any_title_is_read_back_as_it_was(desk: Blog, title: str) -> None:
    assert run("new", TITLE=title, CATEGORY="面接", SLUG="daimei") == 0
    source = split((desk.content / "articles/面接/daimei.md").read_text(encoding="utf-8"), refuse)
    assert source is not None
    assert source.head["title"].text == title


def refuse(_level: Level, line: int, message: str) -> None:
    pytest.fail(f"{line}: {message}")


def test_nothing_is_overwritten_and_names_do_not_collide(desk: Blog) -> None:
    assert run("new", TITLE="面接の準備", CATEGORY="面接") == 0
    assert (desk.content / "articles/面接/mensetsu-junbi-2.md").is_file()
    assert run("new", TITLE="面接の準備", CATEGORY="応募書類") == 0
    assert (desk.content / "articles/応募書類/mensetsu-junbi-3.md").is_file()
    desk.article("betsu", slug="mensetsu-junbi-4")
    assert run("new", TITLE="面接の準備", SLUG="mensetsu-junbi-4") == 1


def test_a_category_is_asked_for_by_number_and_the_name_can_be_changed(desk: Blog) -> None:
    assert run("new", "面接の準備", "2", "zenjitsu") == 0
    assert (desk.content / "articles/面接/zenjitsu.md").is_file()


def test_a_name_that_cannot_be_used_is_asked_for_again(
    desk: Blog, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("new", "面接の準備", "", "前日", "mensetsu-junbi", "zenjitsu.md") == 0
    assert (desk.content / "articles/zenjitsu.md").is_file()
    out = capsys.readouterr().out
    assert "「前日」は使えません" in out
    assert "「mensetsu-junbi」はもう使われています" in out


def test_a_new_category_only_after_asking(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("new", TITLE="面接", CATEGORY="面談") == 1
    assert "もしかして: 面接" in capsys.readouterr().err
    assert run("new", "面接", "面談", "") == 1
    assert not (desk.content / "articles/面談").exists()
    assert run("new", "面接", "面談", "y", "mendan") == 0
    assert (desk.content / "articles/面談/mendan.md").is_file()


@pytest.mark.parametrize("name", ["../外", "a/b", "a:b", "."])
def test_a_category_stays_among_the_articles(desk: Blog, name: str) -> None:
    assert run("new", "面接", name, "y", "mendan") == 1


def test_width_and_case_of_a_category_do_not_matter(desk: Blog) -> None:
    (desk.content / "articles" / "UI").mkdir()
    assert run("new", TITLE="画面", CATEGORY="ｕｉ", SLUG="gamen") == 0
    assert (desk.content / "articles/UI/gamen.md").is_file()


def test_without_a_title_nothing_happens(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(desk.content.rglob("*"))
    assert run("new") == 1
    assert 'make new TITLE="' in capsys.readouterr().err
    assert run("new", "  ") == 1
    assert sorted(desk.content.rglob("*")) == before


def test_the_make_target_hands_on_every_sign(desk: Blog) -> None:
    title = "面接 \"A\" 'B' `c` ; #1"
    done = subprocess.run(
        ["make", "new", f"TITLE={title}", "CATEGORY=面接", "SLUG=kigou", f"INPUTDIR={desk.content}"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    assert f"title: {title}\n" in (desk.content / "articles/面接/kigou.md").read_text(encoding="utf-8")


# ---- make drafts -------------------------------------------------------------------------------------------------


def test_drafts_and_scheduled_articles_with_what_is_missing(
    desk: Blog, capsys: pytest.CaptureFixture[str]
) -> None:
    run("new", TITLE="職務経歴書", CATEGORY="応募書類", SLUG="shokumu")
    desk.article(
        "yoyaku", date="2026-12-01 07:00", tags="[面接]", description="説明です。", title="予約の記事"
    )
    capsys.readouterr()
    assert run("drafts") == 0
    out = capsys.readouterr().out
    assert "mensetsu-junbi" not in out
    scheduled, draft = (
        out.index("content/articles/面接/yoyaku.md\n  予約  2026年12月1日 07:00  予約の記事"),
        out.index("shokumu.md"),
    )
    assert scheduled < draft
    assert "あと: アイキャッチ画像（image）\n" in out
    assert "タグ（tags）、説明（description）" in out
    assert "「ここに、…を書きます」が" in out
    assert out.endswith("下書き 1件、予約 1件\n")


# ---- make publish-article ----------------------------------------------------------------------------------------


def test_publishing_sets_status_and_date_and_nothing_else(
    desk: Blog, capsys: pytest.CaptureFixture[str]
) -> None:
    path = desk.content / "articles/面接/kakikake.md"
    text = (
        "\ufeff"
        + head(status="draft  # 覚え書き", date="2026-01-01").replace("\n", "\r\n")
        + "本文です。\r\nstatus: draft\r\n"
    )
    path.write_bytes(text.encode())
    assert run("publish-article", SLUG="kakikake") == 0
    after = text.replace("status: draft  #", "status: published  #").replace("2026-01-01", "2026-11-23 09:00")
    assert path.read_bytes() == after.encode()
    assert "/kakikake/" not in capsys.readouterr().err
    assert "本文です。" in desk.build().ok().page("/kakikake/")


def test_a_date_schedules(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    path = desk.article("kakikake", status="draft")
    assert run("publish-article", SLUG="kakikake", DATE="令和8年12月1日 7:00") == 0
    assert "date: 2026-12-01 07:00\n" in path.read_text(encoding="utf-8")
    assert "予約" in capsys.readouterr().out
    assert run("publish-article", SLUG="kakikake", DATE="あした") == 1
    assert "date: 2026-12-01 07:00\n" in path.read_text(encoding="utf-8")


def test_an_article_with_errors_is_refused(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    path = desk.article("kakikake", ":::ポイント\n本文です。\n", status="draft")
    before = path.read_bytes()
    assert run("publish-article", SLUG="kakikake") == 1
    assert "kakikake.md:6: エラー: " in capsys.readouterr().err
    assert path.read_bytes() == before


def test_one_whose_head_cannot_be_read_is_refused(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    desk.write("content/articles/面接/kowareta.md", "---\ntitle：題名\n---\n本文です。\n")
    assert run("publish-article", SLUG="kowareta") == 1
    assert "kowareta.md:2: エラー: " in capsys.readouterr().err


def test_an_unfinished_one_is_refused(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    run("new", TITLE="面接", CATEGORY="面接", SLUG="kakikake")
    path = desk.content / "articles/面接/kakikake.md"
    before = path.read_text(encoding="utf-8")
    assert run("publish-article", SLUG="kakikake") == 1
    assert f"{placeholders(before)[0]}、" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == before


def test_errors_of_others_do_not_hold_it_up(desk: Blog) -> None:
    desk.article("kowareta", ":::ポイント\n本文です。\n")
    desk.article("kakikake", status="draft")
    assert run("publish-article", SLUG="kakikake") == 0


def test_which_one_is_asked_for(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    path = desk.article("kakikake", status="draft")
    assert run("publish-article", "1") == 0
    assert "status: published" in path.read_text(encoding="utf-8")
    assert run("publish-article", SLUG="kakikakе") == 1
    assert run("publish-article", SLUG="kakikake") == 1
    assert "もう公開になっています" in capsys.readouterr().err
    assert run("publish-article") == 1


def test_a_name_near_by_is_suggested(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    desk.article("kakikake", status="draft")
    assert run("publish-article", SLUG="kakikke") == 1
    assert "もしかして: kakikake" in capsys.readouterr().err


def test_leaving_changes_nothing(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    def leave(_: str) -> str:
        raise EOFError

    before = sorted(Path("content").rglob("*"))
    assert main(["new", "content", "-s", "conf.py"], {}, leave) == 1
    assert "やめました" in capsys.readouterr().err
    assert sorted(Path("content").rglob("*")) == before
