"""The question whether anything is new: no only where a build would find nothing to do."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from plugins.builds import front
from plugins.core.outputs import Stat
from tests.conftest import make_blog
from tests.support import ROOT


def said(note: Path) -> list[str] | None:
    """Return what is answered without a build."""
    found = front.read_note(str(note))
    return front.said_before(found, front.looks(found.get("inputs", [])))


def manifest(root: Path, names: Iterable[str]) -> dict[str, str]:
    """Publish files of `output`."""
    files = {name: ("", "", tuple(Stat.of_file(str(root / "output" / name)) or ())) for name in names}
    front.write_sealed(str(root / "manifest"), {"boot": front.boot(), "files": files})
    return {"folder": str(root / "output"), "manifest": str(root / "manifest")}


@pytest.fixture
def note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the note of a build of `content/a.md` and `conf.py`, done a second ago."""
    monkeypatch.delenv("SITE_NOW", raising=False)
    (tmp_path / "content" / "images").mkdir(parents=True)
    (tmp_path / "output").mkdir()
    for name in ("content/a.md", "conf.py", "output/index.html"):
        (tmp_path / name).write_text("1", encoding="utf-8")
        os.utime(
            tmp_path / name, ns=(2, 2)
        )  # whatever is written later has another date, on a coarse clock too
    inputs = [str(tmp_path / "conf.py"), str(tmp_path / "content")]
    path = tmp_path / "note"
    later = time.time_ns() + 1_000_000_000
    front.write_note(
        str(path),
        inputs,
        front.looks(inputs),
        later,
        manifest(tmp_path, ["index.html"]),
        time.time() + 60,
        ["警告", "できました"],
    )
    return path


def rewrite(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def test_nothing_new(note: Path) -> None:
    assert said(note) == ["警告", "できました"]


CHANGES: dict[str, Callable[[Path], object]] = {
    "another text": lambda root: rewrite(root / "content/a.md", "2"),
    "the same text again": lambda root: rewrite(root / "content/a.md", "1"),
    "a new file": lambda root: rewrite(root / "content/images/b.png", "1"),
    "a file is gone": lambda root: (root / "content/a.md").unlink(),
    "a file has another name": lambda root: (root / "content/a.md").rename(root / "content/b.md"),
    "another date": lambda root: os.utime(root / "content/a.md", ns=(1, 1)),
    "a new folder": lambda root: (root / "content/drafts").mkdir(),
    "a link to nothing": lambda root: (root / "content/.#a.md").symlink_to("nobody@nowhere.1"),
    "the settings": lambda root: rewrite(root / "conf.py", "2"),
    "a page was changed by hand": lambda root: rewrite(root / "output/index.html", "2"),
    "a page is gone": lambda root: (root / "output/index.html").unlink(),
    "the output is gone": lambda root: (root / "output").rename(root / "elsewhere"),
    "the note is damaged": lambda root: rewrite(root / "note", "{"),
    "the note is another": lambda root: rewrite(root / "note", "[]"),
    "the note is of another version": lambda root: front.write_sealed(str(root / "note"), {"said": ["x"]}),
    "the manifest is damaged": lambda root: rewrite(root / "manifest", "x"),
    "another build has published since": lambda root: manifest(root, []),
    "the manifest is of another version": lambda root: front.write_sealed(str(root / "manifest"), 1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_something_may_be_new(note: Path, change: Callable[[Path], object]) -> None:
    change(note.parent)
    assert said(note) is None


def test_compiled_modules_are_nothing_new(note: Path) -> None:
    (note.parent / "content/__pycache__").mkdir()
    assert said(note) is not None


def test_another_address_is_another_site(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITEURL", "https://other.example.com")
    assert said(note) is None


def test_an_article_is_due(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: soon)
    assert said(note) is None


def test_a_file_written_while_the_build_began_leaves_no_note(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("1", encoding="utf-8")
    inputs = [str(tmp_path / "a.md")]
    started = (tmp_path / "a.md").stat().st_mtime_ns
    published = manifest(tmp_path, [])
    front.write_note(str(tmp_path / "note"), inputs, front.looks(inputs), started, published, 0, ["x"])
    assert not (tmp_path / "note").exists()


@pytest.mark.parametrize("is_touched", [False, True])
def test_a_build_that_has_to_be_does_not_lose_sight_of_its_output(tmp_path: Path, is_touched: bool) -> None:
    """It is told that nobody has touched what is published; where somebody has, it sets that right."""
    blog = make_blog(tmp_path)
    blog.article("a", "本文です。\n")
    blog.article("b", "本文です。\n")
    for name in ("plugins", "requirements"):
        (blog.root / name).symlink_to(ROOT / name)
    blog.conf("")
    command = [sys.executable, "-I", "-S", "plugins/builds/front.py", "content", "-o", "output"]
    command += ["-s", "conf.py", "-t", "theme"]

    def built() -> str:
        done = subprocess.run(
            command, cwd=blog.root, env=blog.environment(), capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    built()
    page = blog.output / "b" / "index.html"
    before = page.read_bytes()
    blog.article("a", "ほかの本文です。\n")
    if is_touched:
        page.write_bytes(b"by hand")
    assert "作ったページ" in built()
    assert page.read_bytes() == before
    assert "ほかの" in (blog.output / "a" / "index.html").read_text(encoding="utf-8")
    assert "作ったページ 0、書いたファイル 0、" in built()


def test_the_answer_needs_nothing_but_python() -> None:
    names = "import sys; sys.path.insert(0, 'plugins/builds'); import front; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", names], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = {"pathlib", "argparse", "logging", "asyncio", "pelican", "jinja2", "plugins"}
    heavy |= {
        "typing",
        "collections",
        "contextlib",
        "hashlib",
        "json",
        "re",
        "enum",
    }  # a hundredth of a second and more
    assert not heavy & set(done.stdout.split())


@pytest.mark.parametrize("touched", [None, 0, 1_999, 2_000, 3_999])
def test_many_files_are_looked_at_by_two(tmp_path: Path, touched: int | None) -> None:
    (tmp_path / "output").mkdir()
    names = [f"{number}.html" for number in range(4_000)]
    for name in names:
        (tmp_path / "output" / name).write_bytes(b"")
    published = manifest(tmp_path, names)
    front.write_note(str(tmp_path / "note"), [], ([], 0), time.time_ns(), published, time.time() + 60, ["x"])
    if touched is not None:
        (tmp_path / "output" / names[touched]).write_bytes(b"1")
    assert said(tmp_path / "note") == (["x"] if touched is None else None)
