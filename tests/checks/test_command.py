"""`make check`: which files, which form, what is known, what is mended, and how much is looked at again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.checks import survey
from plugins.checks.command import main
from plugins.checks.finding import Finding, as_github
from plugins.checks.page import Page
from plugins.checks.store import Marks
from plugins.core.problems import Level
from tests.support import Blog, head

SLIP = "準備をします。。\n"


@pytest.fixture
def desk(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> Blog:
    """Give a blog with one commit, in which the commands run."""
    blog.conf("CHECKS_OFF = ['つながり', '説明']\n")
    blog.article("furui", SLIP)
    blog.write(".gitignore", ".cache\n")
    monkeypatch.chdir(blog.root)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setenv("SITE_NOW", "2026-11-23T09:00:00+09:00")
    git("init", "-q", "-b", "main")
    commit()
    return blog


def git(*arguments: str) -> None:
    names = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", *identity, *arguments], check=True, env=os.environ | names)


def commit() -> None:
    git("add", "-A")
    git("commit", "-q", "-m", "a")


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["content", "-s", "conf.py", *arguments])
    return code, capsys.readouterr().out


def test_only_changed_files_unless_all_are_asked_for(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    desk.article("atarashii", SLIP)
    code, out = check(capsys)
    assert code == 0
    assert "content/articles/面接/atarashii.md:5: 警告: " in out
    assert "[句読点]" in out
    assert "furui.md" not in out
    assert "変わった1ファイル" in out
    code, out = check(capsys, "--all")
    assert out.index("atarashii.md:5") < out.index("furui.md:5")


def test_what_a_branch_has_changed_since_it_began(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    desk.article("eda", SLIP)
    commit()
    assert "eda.md:5" in check(capsys)[1]


def test_errors_of_all_files_are_told_and_fail(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    desk.article("furui", ":::ポイント\n本文です。\n")
    commit()
    code, out = check(capsys)
    assert code == 1
    assert "furui.md:5: エラー: " in out
    assert "[組み立て]" in out


def test_without_git_all_files_are_looked_at(
    blog: Blog, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    blog.conf()
    blog.article("a", SLIP)
    monkeypatch.chdir(blog.root)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(blog.root.parent))
    assert "a.md:5" in check(capsys)[1]


def test_a_baseline_hides_what_is_old_wherever_its_line_moves(
    desk: Blog, capsys: pytest.CaptureFixture[str]
) -> None:
    check(capsys, "--all", "--baseline")
    desk.article("furui", "前に一行。\n\n" + SLIP + "\nほかに、、一つ。\n")
    code, out = check(capsys, "--all")
    assert code == 0
    assert "furui.md:7" not in out
    assert "furui.md:9: 警告" in out
    desk.article("furui", SLIP + "\n" + SLIP)
    assert check(capsys, "--all")[1].count("furui.md") == 1, "the same slip made twice is one new one"


def test_a_baseline_holds_no_errors(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    desk.article("furui", ":::ポイント\n本文です。\n")
    assert check(capsys, "--all", "--baseline")[0] == 1
    assert check(capsys, "--all")[0] == 1


def test_as_json(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = check(capsys, "--all", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["errors"], found["warnings"], found["hints"]) == (0, 1, 0)
    (problem,) = found["problems"]
    assert problem.keys() == {"path", "line", "level", "rule", "message", "reason", "remedy"}
    assert (problem["path"], problem["line"], problem["level"], problem["rule"]) == (
        "content/articles/面接/furui.md",
        5,
        "warning",
        "句読点",
    )


def test_as_annotations(
    desk: Blog, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    _, out = check(capsys, "--all")
    assert out.startswith("::warning file=content/articles/面接/furui.md,line=5,title=警告%3A 句読点::「")


def test_signs_in_annotations_are_escaped() -> None:
    finding = Finding("a,b:c.md", 3, Level.ERROR, "組み立て", "100%\r\n::debug::a")
    assert (
        as_github(finding)
        == "::error file=a%2Cb%3Ac.md,line=3,title=エラー%3A 組み立て::100%25%0D%0A::debug::a"
    )


def test_a_rule_can_be_switched_off_and_an_unknown_one_is_refused(
    desk: Blog, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.conf("CHECKS_OFF = ['つながり', '説明', '句読点']\n")
    assert "furui" not in check(capsys, "--all")[1]
    desk.conf("CHECKS_OFF = ['句点']\n")
    assert main(["content", "-s", "conf.py"]) == 1
    assert "もしかして: 句読点" in capsys.readouterr().err


def test_files_that_have_not_changed_are_not_read_by_the_rules_again(
    desk: Blog, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    marks_of = survey.marks_of

    def counted(page: Page, rules: object) -> Marks:
        seen.append(page.path)
        return marks_of(page, rules)  # type: ignore[arg-type]

    monkeypatch.setattr(survey, "marks_of", counted)
    first = check(capsys, "--all")
    assert seen == ["articles/面接/furui.md"]
    assert check(capsys, "--all") == first
    assert len(seen) == 1
    desk.article("furui", SLIP + "続き。\n")
    check(capsys, "--all")
    assert len(seen) == 2


def test_a_damaged_memory_is_a_cold_start(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    first = check(capsys, "--all")
    (stored,) = (desk.root / ".cache" / "checks").glob("*.json")
    stored.write_text('{"version": [', encoding="utf-8")
    assert check(capsys, "--all") == first


def fixed(desk: Blog, body: str, capsys: pytest.CaptureFixture[str]) -> tuple[bytes, str]:
    path = desk.write("content/articles/面接/furui.md", head() + body)
    commit()
    _, out = check(capsys, "--all", "--fix")
    return path.read_bytes(), out


def test_what_is_safe_is_mended_and_said(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    body = "＃＃　見出し\n\n・項目  \n\n：：：ポイント\nか\u3099っこう\n：：：\n\n```\n・コード  \n```\n"
    data, out = fixed(desk, body, capsys)
    assert (
        data.decode()
        == head() + "## 見出し\n\n- 項目\n\n:::ポイント\nがっこう\n:::\n\n```\n・コード  \n```\n"
    )
    assert "furui.md:7: 直しました（全角の印、行末の空白）: - 項目" in out
    assert "5行を直しました" in out


def test_ends_of_lines_and_the_mark_at_the_start_stay(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    path = desk.content / "articles/面接/furui.md"
    path.write_bytes(b"\xef\xbb\xbf" + (head() + "・項目\n").replace("\n", "\r\n").encode())
    commit()
    check(capsys, "--all", "--fix")
    assert path.read_bytes() == b"\xef\xbb\xbf" + (head() + "- 項目\n").replace("\n", "\r\n").encode()


def test_what_would_change_the_page_is_not_done(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    body = "＞引用のつもり\n"
    data, out = fixed(desk, body, capsys)
    assert data.decode() == head() + body
    assert "できあがりが変わるので、直しませんでした" in out


def test_what_was_mended_can_be_undone_and_nothing_else_is(
    desk: Blog, capsys: pytest.CaptureFixture[str]
) -> None:
    path = desk.article("furui", "・項目\n\n書きかけの文です。\n")
    new = desk.article("atarashii", "＃＃　見出し\n\n本文です。\n")
    worked_on = desk.article("mittsume", "・項目\n")
    before = path.read_bytes(), new.read_bytes()
    _, out = check(capsys, "--all", "--fix")
    assert "make check UNDO=1" in out
    assert (path.read_bytes(), new.read_bytes()) != before
    worked_on.write_text(worked_on.read_text(encoding="utf-8") + "\n足しました。\n", encoding="utf-8")
    _, out = check(capsys, "--undo")
    assert "furui.md: 元に戻しました" in out
    assert "mittsume.md: そのあとに手が入っている" in out
    assert (path.read_bytes(), new.read_bytes()) == before
    assert "足しました" in worked_on.read_text(encoding="utf-8")
    assert "元に戻すものはありません" in check(capsys, "--undo")[1]


def test_an_address_that_goes_is_told(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    desk.article("kieru", "本文です。\n")
    desk.article("shitagaki", "本文です。\n", status="draft")
    commit()
    (desk.content / "articles/面接/kieru.md").rename(desk.content / "articles/面接/atarashii.md")
    (desk.content / "articles/面接/shitagaki.md").unlink()
    desk.article("furui", SLIP, slug="betsu-no-namae")
    code, out = check(capsys)
    assert code == 0
    assert "kieru.md: 警告: 公開していた「/kieru/」がなくなります" in out
    assert "redirect_from: [/kieru/]" in out
    assert "furui.md: 警告: 公開していた「/furui/」がなくなります" in out
    assert "shitagaki" not in out
    desk.article("furui", SLIP, slug="betsu-no-namae", redirect_from="[/furui/]")
    desk.article("atarashii", "本文です。\n", redirect_from="[/kieru/]")
    assert "[住所]" not in check(capsys)[1]


def test_a_fault_of_one_file_is_none_of_those_that_link_to_it(
    desk: Blog, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.article(
        "furui", "[題名](saki.md) と [ほか](/saki/) です。\n\n関連記事>> [](saki.md)\n", related="[saki]"
    )
    desk.write("content/articles/面接/saki.md", "---\ntitle： 題名\ndate: 2026-05-01\n---\n本文です。\n")
    code, out = check(capsys, "--all")
    assert code == 1
    assert out.count("エラー: ") == 1
    assert "saki.md:2: エラー: 「title：」" in out
    desk.write(
        "content/articles/面接/saki.md", "---\ntitle: 題名\ndate: 2026-05-01\nslug: betsu\n---\n本文です。\n"
    )
    assert "リンク先「/saki/」がありません" in check(capsys, "--all")[1]


def test_nothing_is_written_into_the_output(desk: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    check(capsys, "--all")
    assert not (desk.root / "output").exists()


def test_it_runs_as_a_module(desk: Blog) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "plugins.checks", "content", "-s", "conf.py", "--all"],
        env=desk.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=Path.cwd(),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "furui.md:5" in done.stdout
