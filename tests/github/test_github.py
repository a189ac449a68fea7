"""What the workflows run, with the files that GitHub would give them; and the workflows themselves."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.dialect.convert import Converter
from plugins.dialect.grammar import Dialect
from plugins.github.comment import MARK, comment
from plugins.github.issue import LABELS, STATUSES, WRITERS, RefusedError, answers, article_of
from plugins.github.preview import LIST
from tests.support import ROOT, Blog

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORM = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / "article.yml").read_text(encoding="utf-8"))


def event(*, association: str = "OWNER", number: int = 7, **given: str) -> dict[str, Any]:
    values = {"題名": "最終面接の準備", "本文": "前の晩に読みます。"} | given
    body = "\n\n".join(f"### {label}\n\n{values.get(label, '_No response_')}" for label in LABELS)
    return {
        "action": "opened",
        "issue": {
            "number": number,
            "author_association": association,
            "created_at": "2026-05-01T20:00:00Z",
            "body": body.replace("\n", "\r\n"),
        },
    }


def run(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "plugins.github", *map(str, arguments)],
        cwd=cwd, capture_output=True, encoding="utf-8", check=False, env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )  # fmt: skip


# ---- the form ----------------------------------------------------------------------------------------------------


def test_the_form_asks_what_is_read() -> None:
    asked = [each for each in FORM["body"] if each["type"] != "markdown"]
    assert tuple(each["attributes"]["label"] for each in asked) == LABELS
    assert asked[2]["attributes"]["options"] == list(STATUSES)
    assert FORM["labels"] == ["記事"]
    assert "'記事'" in (ROOT / ".github/workflows/article.yml").read_text(encoding="utf-8")


def test_an_article() -> None:
    text = "## 準備\n\n### 題名\n\n本文の中の見出しです。"
    found = article_of(
        event(カテゴリー="面接", タグ="面接、準備", 公開のしかた="下書きにする", 本文=text), set()
    )
    assert found.path == "articles/面接/saishu-mensetsu-junbi.md"
    assert found.text == (
        "---\ntitle: 最終面接の準備\ndate: 2026-05-02\ntags: [面接, 準備]\nstatus: draft\n---\n" + text + "\n"
    )


def test_names_are_safe_and_free() -> None:
    found = article_of(
        event(カテゴリー="../../.github/workflows", 題名="最終面接の準備"), {"saishu-mensetsu-junbi"}
    )
    assert found.path == "articles/github-workflows/saishu-mensetsu-junbi-2.md"
    assert article_of(event(題名="！？"), set()).path == "articles/article-7.md"
    with pytest.raises(RefusedError, match="住所"):
        article_of(event(住所="../x"), set())


def test_a_head_cannot_be_broken_out_of(blog: Blog) -> None:
    given = event(題名='"a" --- $(rm) `x` ${{ y }}', 説明="---\nstatus: hidden", 公開日="2026-05-01 # x")
    found = article_of(given, set())
    blog.write(f"content/{found.path}", found.text)
    head = found.text.split("\n---\n")[0]
    assert head.count("\n") == 3
    assert blog.build().code in (0, 1)


@pytest.mark.parametrize("association", ["NONE", "CONTRIBUTOR", "FIRST_TIME_CONTRIBUTOR", "MEMBER", ""])
def test_others_are_refused(association: str) -> None:
    assert association not in WRITERS
    with pytest.raises(RefusedError, match="持ち主"):
        article_of(event(association=association), set())


def test_what_is_missing_is_named() -> None:
    with pytest.raises(RefusedError, match="「題名」「本文」"):
        article_of(event(題名="_No response_", 本文="  "), set())
    assert answers("") == {}


def test_the_step_writes_the_file_and_never_over_another(blog: Blog) -> None:
    path = blog.write("event.json", json.dumps(event(カテゴリー="面接")))
    refusal = blog.root / "refusal.txt"
    first = run("article", path, blog.content, "--refusal", refusal)
    assert (first.returncode, first.stderr) == (0, "")
    assert run("article", path, blog.content, "--refusal", refusal).stdout.endswith("junbi-2.md\n")
    built = blog.build().ok()
    assert "前の晩に読みます。" in built.page("/saishu-mensetsu-junbi/")
    path.write_text(json.dumps(event(association="NONE")), encoding="utf-8")
    assert run("article", path, blog.content, "--refusal", refusal).returncode == 1
    assert "持ち主" in refusal.read_text(encoding="utf-8")


# ---- the comment and the preview ---------------------------------------------------------------------------------


def problem(message: str, level: str = "error") -> dict[str, Any]:
    return {
        "path": "content/a.md",
        "line": 3,
        "level": level,
        "rule": "x",
        "message": message,
        "reason": "",
        "remedy": "",
    }


def test_a_comment() -> None:
    assert "エラーはありません" in comment({"problems": [problem("x", "hint")]}, [], "https://run")
    text = comment({"problems": [problem("@someone <img> [x](y) | `z`")]}, ["a/index.html"], "https://run")
    assert text.startswith(MARK)
    assert "直すところが1件" in text
    row = next(line for line in text.splitlines() if "content" in line)
    assert not re.search(r"[@<>`\[\]]", row)
    assert row.count("|") == 4
    assert "止まりました" in comment(None, [], "https://run")


def test_the_comment_of_what_a_change_left(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(json.dumps({"problems": [problem("だめです")]}), encoding="utf-8")
    (tmp_path / "pages.txt").write_text("a/index.html\n", encoding="utf-8")
    assert "だめです" in run("comment", tmp_path, "--run", "https://run").stdout
    for broken in ("{", "[]", '{"problems": 3}', '{"problems": [{}]}'):
        (tmp_path / "report.json").write_text(broken, encoding="utf-8")
        done = run("comment", tmp_path, "--run", "https://run")
        assert (done.returncode, done.stderr) == (0, "")
        assert "止まりました" in done.stdout


def test_the_comment_needs_nothing_but_python(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-m", "plugins.github", "comment", str(tmp_path), "--run", "x"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_preview_holds_the_changed_pages(tmp_path: Path) -> None:
    for folder, text in (("before", "前"), ("after", "後")):
        for name, body in (("a/index.html", text), ("b/index.html", "同"), ("theme/x.css", "x")):
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
    done = run(
        "preview", tmp_path / "before", tmp_path / "after", tmp_path / "out", "--list", tmp_path / "pages.txt"
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "pages.txt").read_text(encoding="utf-8") == "a/index.html\n"
    found = {
        path.relative_to(tmp_path / "out").as_posix()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert found == {"a/index.html", "theme/x.css", LIST}


# ---- the workflows -----------------------------------------------------------------------------------------------


def jobs(path: Path) -> list[tuple[str, dict[str, Any]]]:
    return list(yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].items())


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_is_safe(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert "pull_request_target" not in text
    assert "permissions" in workflow
    for name, job in jobs(path):
        if "uses" in job:
            assert job["uses"].startswith("./"), name
            continue
        assert job["timeout-minutes"] <= (180 if path.stem == "nightly" else 30), name
        for step in job["steps"]:
            if "uses" in step:
                assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]), step
            # What others typed must not become a part of a script.
            assert "${{" not in step.get("run", ""), step
            if "run" in step:
                subprocess.run(["bash", "-n", "-c", step["run"]], check=True)
    assert len(re.findall(r"uses: [\w/-]+@\w{40}", text)) == len(re.findall(r"@\w{40} # v\d", text))


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("github-workflows", ".github/workflows/*.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/article.yml"),
        ("github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
        ("dependabot", ".github/dependabot.yml"),
    ],
)
def test_github_understands_the_files(schema: str, pattern: str) -> None:
    paths = sorted(ROOT.glob(pattern))
    assert paths
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_what_may_write_runs_no_code_of_a_change() -> None:
    preview, told = (
        yaml.safe_load((ROOT / ".github/workflows" / name).read_text(encoding="utf-8"))
        for name in ("preview.yml", "comment.yml")
    )
    assert preview["permissions"] == {"contents": "read"}
    assert "permissions" not in preview["jobs"]["preview"]
    assert told[True]["workflow_run"]["workflows"] == [preview["name"]]
    checkout = told["jobs"]["comment"]["steps"][0]
    assert set(checkout["with"]) == {"persist-credentials"}
    assert 'startswith("' + MARK in told["jobs"]["comment"]["steps"][1]["run"]


def test_only_writers_start_the_form() -> None:
    job = jobs(ROOT / ".github/workflows/article.yml")[0][1]
    assert json.dumps(list(WRITERS)) in job["if"]


# ---- the editor --------------------------------------------------------------------------------------------------

SNIPPETS = json.loads((ROOT / ".vscode" / "blog.code-snippets").read_text(encoding="utf-8"))


def test_every_block_and_embed_has_a_snippet(dialect: Dialect) -> None:
    first = [snippet["body"][0] for snippet in SNIPPETS.values()]
    assert [
        name
        for name in dialect.fences
        if not any(re.match(rf":::{re.escape(name)}( |$)", each) for each in first)
    ] == []
    assert [name for name in dialect.embeds if not any(each.startswith(f"@[{name}]") for each in first)] == []


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_is_understood(name: str, dialect: Dialect) -> None:
    filled = "\n".join(SNIPPETS[name]["body"])
    filled = (
        re.sub(r"\$\{\d:([^}]*)\}", r"\1", filled).replace("$0", "本文").replace("動画の ID", "dQw4w9WgXcQ")
    )
    if name == "記事の先頭":
        assert filled.startswith("---\ntitle: ")
        return
    found: list[str] = []
    Converter.for_dialect(dialect).convert(
        f"{filled}\n\n## 見出し", 1, lambda level, _line, text: found.append(f"{level.label}: {text}")
    )
    assert found == []


def test_the_files_of_the_editor_are_committed() -> None:
    names = [".vscode/settings.json", ".vscode/extensions.json", ".vscode/blog.code-snippets"]
    for name in names:
        path = ROOT / name
        assert json.loads(path.read_text(encoding="utf-8"))
        done = subprocess.run(["git", "check-ignore", "--quiet", name], cwd=ROOT, check=False)
        assert done.returncode != 0, name


# ---- the scripts of the steps, with a `gh` that only notes what it is asked ---------------------------------------

GH = """#!/usr/bin/env bash
printf '%s\\n' "$*" >> "$GH_LOG"
case "$1 $2" in
  'pr list') test -f "$GH_LOG.pr" && echo 12 ;;
  'pr create') touch "$GH_LOG.pr" ;;
  'pr view') echo abc ;;
  'run download') mkdir -p "$RUNNER_TEMP/found" && cp "$FOUND"/* "$RUNNER_TEMP/found/" ;;
  api*) case "$*" in *PATCH*) ;; *) echo "$KNOWN" ;; esac ;;
esac
true
"""


def script(workflow: str, job: str, name: str) -> str:
    found = yaml.safe_load((ROOT / ".github/workflows" / workflow).read_text(encoding="utf-8"))
    return str(next(step["run"] for step in found["jobs"][job]["steps"] if step.get("name") == name))


def act(text: str, folder: Path, **more: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run the script of a step as GitHub does; return it and what `gh` was asked."""
    fake = folder / "bin" / "gh"
    fake.parent.mkdir(exist_ok=True)
    fake.write_text(GH, encoding="utf-8")
    fake.chmod(0o755)
    log = folder / "gh.log"
    log.write_text("", encoding="utf-8")
    env = {
        "PATH": f"{fake.parent}:{Path(sys.executable).parent}:/usr/bin:/bin",
        "RUNNER_TEMP": str(folder),
        "GH_LOG": str(log),
    }
    env |= {"HOME": str(folder), "GITHUB_REPOSITORY": "me/blog", "PYTHONPATH": str(ROOT)} | more
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text],
        cwd=folder / "blog", env=env, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done, log.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Give a folder with a repository `blog` and a bare one that it is pushed to."""

    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )

    git("init", "--quiet", "--bare", "origin.git")
    git("init", "--quiet", "--initial-branch", "main", "blog")
    (tmp_path / "blog" / "content").mkdir()
    (tmp_path / "blog" / "content" / "a.md").write_text("a\n", encoding="utf-8")
    git("-C", "blog", "add", ".")
    git("-C", "blog", "commit", "--quiet", "--message", "x")
    git("-C", "blog", "remote", "add", "origin", str(tmp_path / "origin.git"))
    return tmp_path


def test_the_step_opens_one_pull_request_and_asks_for_the_check(clone: Path) -> None:
    text = script("article.yml", "article", "プルリクエストを開く")
    (clone / "blog" / "content" / "b.md").write_text("b\n", encoding="utf-8")
    done, asked = act(text, clone, NUMBER="7")
    assert done.returncode == 0, done.stderr
    assert "workflow run preview.yml --ref article/issue-7 --field number=12" in asked
    assert sum(each.startswith("pr create") for each in asked) == 1
    assert "Closes #7" in (clone / "body.md").read_text(encoding="utf-8")
    for command in (["git", "switch", "--quiet", "main"], ["git", "branch", "-D", "article/issue-7"]):
        subprocess.run(command, cwd=clone / "blog", check=True, capture_output=True)
    (clone / "blog" / "content" / "c.md").write_text("c\n", encoding="utf-8")
    done, asked = act(text, clone, NUMBER="7")  # the issue was edited
    assert done.returncode == 0, done.stderr
    assert not any(each.startswith("pr create") for each in asked)


@pytest.mark.parametrize(
    ("known", "head", "words"), [("", "abc", "pr comment 12"), ("5", "abc", "comments/5"), ("", "def", "")]
)
def test_the_step_writes_one_comment(clone: Path, known: str, head: str, words: str) -> None:
    found = clone / "given"
    found.mkdir()
    (found / "number.txt").write_text("12; rm -rf /\n", encoding="utf-8")
    (found / "report.json").write_text('{"problems": []}', encoding="utf-8")
    (found / "pages.txt").write_text("", encoding="utf-8")
    more = {"FOUND": str(found), "KNOWN": known, "HEAD_SHA": head, "RUN_ID": "1", "RUN_URL": "https://run"}
    done, asked = act(script("comment.yml", "comment", "コメントを書く"), clone, **more)
    assert done.returncode == 0, done.stderr
    told = [each for each in asked if each.startswith("pr comment") or "PATCH" in each]
    assert len(told) == bool(words)
    assert words in "".join(told)
