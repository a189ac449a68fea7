"""The interpreter that is kept warm: its builds are those of a new one, and nobody waits for it in vain."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from plugins.builds import front
from tests.conftest import make_blog
from tests.support import ROOT, Blog

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="an interpreter is kept warm on Linux only")

CONF = """
import pathlib, time
with pathlib.Path("who").open("a") as _file:
    _file.write(f"{os.getppid()} {os.getpid()}\\n")
while pathlib.Path("wait").exists():
    time.sleep(0.05)
"""
"""Settings that tell which process reads them, and of which, and that wait for a file to go."""


@pytest.fixture
def warm(tmp_path: Path) -> Iterator[Blog]:
    """Give a blog with its own copy of the requirements. Who stays behind ends when the folder is gone."""
    blog = make_blog(tmp_path)
    (blog.root / "plugins").symlink_to(ROOT / "plugins")
    blog.write("requirements/site.txt", (ROOT / "requirements" / "site.txt").read_bytes())
    blog.conf(CONF)
    blog.article("a", "本文です。\n")
    yield blog
    shutil.rmtree(blog.root / ".cache", ignore_errors=True)


def start(blog: Blog, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Begin a build as `make html` does."""
    front_file = str(blog.root / "plugins" / "builds" / "front.py")
    kept = {name: value for name, value in blog.environment().items() if name != "CI"}
    return subprocess.Popen(
        [sys.executable, "-I", "-S", front_file, "content", "-o", "output", "-s", "conf.py", "-t", "theme"],
        cwd=blog.root,
        env=kept | {"BUILD_WARM": "1"} | dict(env or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def build(blog: Blog, env: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """Build, and return the exit code and what was said."""
    process = start(blog, env)
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def wait_for(is_so: Callable[[], bool]) -> None:
    """Wait until something is so; five minutes at the most."""
    for _ in range(6000):
        if is_so():
            return
        time.sleep(0.05)
    pytest.fail("waited in vain")


def listens(blog: Blog) -> bool:
    """Say whether a warm interpreter listens."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
        with front.SocketPath(str(blog.root)) as path:
            connection.connect(path)
        return True
    return False


def catches(process: subprocess.Popen[str], number: int) -> bool:
    """Say whether a process has a handler for a signal."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    mask = int(status.partition("SigCgt:")[2].split()[0], 16)
    return bool(mask >> (number - 1) & 1)


def makers(blog: Blog) -> list[tuple[int, int]]:
    """Return the parent and the number of each process that has built."""
    lines = (blog.root / "who").read_text(encoding="utf-8").splitlines()
    return [(int(parent), int(own)) for parent, own in map(str.split, lines)]


def heated(blog: Blog) -> Blog:
    """Build once, and wait until an interpreter is warm."""
    code, _, err = build(blog)
    assert code == 0, err
    wait_for(lambda: listens(blog))
    return blog


def test_the_next_builds_are_forks_of_one_process(warm: Blog) -> None:
    heated(warm)
    for number in range(2):
        warm.article("a", f"{number}回目の本文です。\n")
        code, out, _ = build(warm)
        assert code == 0
        assert "できました" in out
        assert f"{number}回目の本文です。" in (warm.output / "a" / "index.html").read_text(encoding="utf-8")
    first, *others = (parent for parent, _ in makers(warm))
    assert first == os.getpid()
    assert len(set(others)) == 1
    assert others[0] != first


def test_faults_are_said_as_by_a_new_process(warm: Blog) -> None:
    heated(warm)
    warm.article("a", "::: ポイン\n本文\n:::\n")
    code, _, said = build(warm)  # a build that takes longer than a second tells its stages on stdout
    assert code == 1
    code, _, told = build(warm, {"BUILD_WARM": "0"})
    assert (code, told) == (1, said)
    assert len({parent for parent, _ in makers(warm)}) == 2


def test_settings_and_environment_are_read_anew(warm: Blog) -> None:
    heated(warm)
    assert build(warm, {"SITEURL": "https://other.example.org"})[0] == 0
    assert "https://other.example.org" in (warm.output / "sitemap.xml").read_text(encoding="utf-8")
    warm.conf(CONF + "SEO_FEED_ITEMS = 'many'\n")
    assert build(warm)[0] == 1


@pytest.mark.parametrize("change", ["packages", "language"])
def test_other_surroundings_are_not_for_it(warm: Blog, change: str) -> None:
    heated(warm)
    warm.article("a", "ほかの本文です。\n")
    if change == "packages":
        warm.write("requirements/site.txt", "another")
    assert build(warm, {"LC_MESSAGES": "C"} if change == "language" else None)[0] == 0
    assert {parent for parent, _ in makers(warm)} == {os.getpid()}


def test_nobody_reads_what_it_says(warm: Blog) -> None:
    heated(warm)
    warm.article("a", "ほかの本文です。\n")
    process = start(warm)
    assert process.stdout
    process.stdout.close()
    process.communicate(timeout=300)
    assert "ほかの" in (warm.output / "a" / "index.html").read_text(encoding="utf-8")
    warm.article("a", "また別の本文です。\n")
    assert build(warm)[0] == 0
    assert len({parent for parent, _ in makers(warm)[1:]}) == 1  # it is there as before


def test_it_ends_with_its_folder(warm: Blog) -> None:
    heated(warm)
    warm.article("a", "ほかの本文です。\n")
    assert build(warm)[0] == 0
    _, (server, _) = makers(warm)
    shutil.rmtree(warm.root / ".cache")
    wait_for(lambda: not Path(f"/proc/{server}").exists())


@pytest.mark.parametrize("when", ["it is asked for", "it has begun"])
def test_ctrl_c_ends_its_build(warm: Blog, when: str) -> None:
    heated(warm)
    warm.write("wait", "")
    warm.article("a", "ほかの本文です。\n")
    process = start(warm)
    has_begun = when == "it has begun"
    wait_for(lambda: len(makers(warm)) == 2 if has_begun else catches(process, signal.SIGTERM))
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=300)
    assert process.returncode == 130
    assert "ほかの" not in (warm.output / "a" / "index.html").read_text(encoding="utf-8")


def test_a_build_that_dies_is_begun_again_by_a_new_process(warm: Blog) -> None:
    heated(warm)
    warm.write("wait", "")
    warm.article("a", "ほかの本文です。\n")
    process = start(warm)
    wait_for(lambda: len(makers(warm)) == 2)
    os.kill(makers(warm)[1][1], signal.SIGKILL)
    (warm.root / "wait").unlink()
    process.communicate(timeout=300)
    assert process.returncode == 0
    assert "ほかの" in (warm.output / "a" / "index.html").read_text(encoding="utf-8")
    assert makers(warm)[2][0] == os.getpid()


@pytest.mark.parametrize("env", [{"CI": "true"}, {"BUILD_WARM": "0"}])
def test_nobody_stays_where_nobody_is_wanted(warm: Blog, env: Mapping[str, str]) -> None:
    assert build(warm, env)[0] == 0
    time.sleep(1)
    assert not listens(warm)
    assert not (warm.root / ".cache" / "builds" / "warm").exists()
