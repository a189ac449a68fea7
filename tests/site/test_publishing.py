"""The workflows and the Makefile: what they run is pinned, may do little, and is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAY = {"contents": {"read"}, "pages": {"read", "write"}, "id-token": {"write"}, "pull-requests": {"write"}}
"""All that any workflow may ever be allowed, but for what a few must do: they say why where they ask for it."""

MORE = {
    "article": {"contents": {"write"}, "issues": {"write"}, "actions": {"write"}},
    "comment": {"actions": {"read"}},
}


def load(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - text only
    return found


def steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job.get("steps", [])


def test_there_are_workflows() -> None:
    assert {path.stem for path in WORKFLOWS} >= {"check", "deploy", "schedule"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
class TestWorkflow:
    def test_actions_are_pinned(self, path: Path) -> None:
        workflow = load(path)
        used = [job["uses"] for job in workflow["jobs"].values() if "uses" in job]
        used += [step["uses"] for step in steps(workflow) if "uses" in step]
        loose = [
            each
            for each in used
            if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}|\./\.github/workflows/\w+\.yml", each)
        ]
        assert loose == []
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"@[0-9a-f]{40}(?! # v\d)", text) == [], "the version stands behind the hash"

    def test_it_may_do_little(self, path: Path) -> None:
        workflow = load(path)
        assert "permissions" in workflow, "without, a workflow may do all"
        for permissions in (
            workflow["permissions"],
            *(job.get("permissions", {}) for job in workflow["jobs"].values()),
        ):
            assert isinstance(permissions, dict), permissions
            assert [
                (name, value)
                for name, value in permissions.items()
                if value not in MAY.get(name, set()) | MORE.get(path.stem, {}).get(name, set())
            ] == []
        assert "write" not in workflow["permissions"].values(), "only a job may write"

    def test_nothing_from_outside_is_run(self, path: Path) -> None:
        workflow = load(path)
        assert "pull_request_target" not in workflow["on"]
        for step in steps(workflow):
            assert "${{" not in step.get("run", ""), step["run"]

    def test_checkouts_keep_no_secret(self, path: Path) -> None:
        for step in steps(load(path)):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step.get("with", {}).get("persist-credentials") == "false"

    def test_jobs_end(self, path: Path) -> None:
        jobs = load(path)["jobs"]
        assert [
            name for name, job in jobs.items() if "uses" not in job and "timeout-minutes" not in job
        ] == []

    def test_what_they_run_is_there(self, path: Path) -> None:
        targets = set(
            re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        )
        for step in steps(load(path)):
            assert set(re.findall(r"\bmake ([a-z-]+)", step.get("run", ""))) <= targets
            for script in re.findall(r"^(\.[\w/.-]+)$", step.get("run", ""), re.MULTILINE):
                assert os.access(ROOT / script, os.X_OK)


def test_the_scheduled_publication_is_a_file_of_its_own() -> None:
    assert "schedule" in load(ROOT / ".github/workflows/schedule.yml")["on"]
    assert "schedule" not in load(ROOT / ".github/workflows/deploy.yml")["on"]


def test_other_files_of_github_are_yaml() -> None:
    for path in (ROOT / ".github").glob("*.yml"):
        assert isinstance(load(path), dict)


def make(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *arguments], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )


TARGETS = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_there_are_the_targets_of_pelican() -> None:
    assert {
        "html",
        "clean",
        "regenerate",
        "serve",
        "serve-global",
        "devserver",
        "devserver-global",
        "publish",
        "github",
    } <= set(TARGETS)


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_can_be_made(target: str) -> None:
    done = make("-n", target)
    assert done.returncode == 0, done.stderr


def test_make_alone_lists_them() -> None:
    done = make()
    assert done.returncode == 0
    assert [target for target in TARGETS if f"make {target} " not in done.stdout] == []


@pytest.mark.parametrize("value", ["/別の 場所/content", "/it's/content", "$HOME/content"])
def test_folders_may_have_any_name(value: str) -> None:
    done = make("-n", "html", f"INPUTDIR={value.replace('$', '$$')}")
    quoted = value.replace("'", "'\\''")
    assert f"'{quoted}'" in done.stdout


def test_where_there_is_nothing_clean_says_so(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path / "Makefile")
    done = make("clean", cwd=tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "消すものはありません。")
