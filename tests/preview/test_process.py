"""The process behind `make devserver`: addresses, ports, what ends it and what it leaves alone."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.preview.conftest import Start
from tests.support import ROOT, Blog, snapshot


def test_pages_and_types(blog: Blog, preview: Start) -> None:
    blog.article("a", "![図](../../images/zu.svg)\n", tags="[準備]")
    blog.write("content/images/zu.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    running = preview(blog)
    running.wait_for("できました")
    status, kind, text = running.get("/a/")
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert text.count("/__preview__/client.js") == 1
    assert running.get("/a")[2] == text
    assert running.get("/tag/準備/")[0] == 200
    assert running.get("/images/zu.svg")[1] == "image/svg+xml"
    assert running.get("/feed.atom")[1] == "application/atom+xml"
    assert running.get("/__preview__/client.js")[1].startswith("text/javascript")
    for path in ("/nowhere/", "/nowhere.html", "/nowhere.png", "/__preview__/../conf.py", "/%2e%2e/conf.py"):
        assert running.get(path)[0] == 404


def test_names_of_other_sites_are_not_answered(blog: Blog, preview: Start) -> None:
    """A page elsewhere may give its own name the address of this machine."""
    blog.article("a", status="draft")
    running = preview(blog)
    running.wait_for("できました")
    for path in ("/a/", "/__preview__/client.js", "/feed.atom"):
        assert running.get(path, host="evil.example")[0] == 403
        assert running.get(path, host=f"localhost:{running.port}")[0] == 200
        assert running.get(path, host="name-8000.app.github.dev")[0] == 200


def test_the_files_hold_nothing_of_the_server(blog: Blog, preview: Start) -> None:
    blog.article()
    preview(blog).wait_for("できました")
    pages = list((blog.root / ".cache/preview").rglob("*.html"))
    assert pages
    assert not any("__preview__" in path.read_text(encoding="utf-8") for path in pages)


def test_below_a_path(blog: Blog, preview: Start) -> None:
    blog.article()
    running = preview(blog, env={"SITEURL": "https://example.com/blog"})
    running.wait_for("できました")
    assert running.get("/blog/a/")[0] == 200
    assert running.get("/a/")[0] == 404
    assert running.get("/")[2] == running.get("/blog/")[2]


def test_the_published_site_knows_nothing_of_it(blog: Blog, preview: Start) -> None:
    blog.article("a")
    blog.article("b", status="draft")
    blog.article("c", date="2027-01-01")
    blog.build().ok()
    before = snapshot(blog.output)
    running = preview(blog)
    running.wait_for("できました")
    assert running.get("/b/")[0] == running.get("/c/")[0] == 200
    blog.article("a", "別の本文です。\n")
    running.wait_for_page("/a/", "別の本文です。")
    running.wait_for("できました")
    assert snapshot(blog.output) == before
    blog.article("a")
    built = blog.build().ok()
    assert "書いたファイル 0" in built.stdout
    assert snapshot(blog.output) == before


def test_a_taken_port_is_passed_over_and_named(blog: Blog, preview: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = preview(blog, port=port)
        assert running.port != port
        assert f"{port}番のポートは使われているので、{running.port}番にしました。" in "".join(running.said)


@pytest.mark.parametrize(("arguments", "answers"), [((), False), (("--bind", "0.0.0.0"), True)])  # noqa: S104 - asked for
def test_others_are_answered_only_when_asked(
    blog: Blog, preview: Start, arguments: tuple[str, ...], answers: bool
) -> None:
    running = preview(blog, *arguments)
    with socket.socket() as other:
        # Another address of this machine: what listens to 127.0.0.1 alone does not hear it.
        assert (other.connect_ex(("127.0.0.2", running.port)) == 0) is answers


def test_an_address_of_nobody(blog: Blog) -> None:
    blog.conf()
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "plugins.preview",
            "content",
            "-s",
            "conf.py",
            "--listen",
            "--bind",
            "192.0.2.1",
        ],
        cwd=blog.root,
        env=blog.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "192.0.2.1" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_ends_quietly(blog: Blog, preview: Start) -> None:
    blog.article()
    running = preview(blog)
    running.wait_for("できました")
    assert running.stop() == 0
    assert "Traceback" not in "".join(running.said)
    assert running.said[-1].startswith("できました")


def _children(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            child = int(path.parent.name)
            found += [child, *_children(child)]
    return found


def test_a_build_that_dies_is_told_of_and_the_next_one_works(blog: Blog, preview: Start) -> None:
    blog.article()
    blog.write(
        "broken/__init__.py",
        "import os, pathlib\n\ndef register():\n"
        f"    if pathlib.Path({str(blog.root)!r}, 'die').exists(): os._exit(9)\n",
    )
    blog.conf(f"PLUGIN_PATHS = [{str(ROOT)!r}, {str(blog.root)!r}]\nPLUGINS = [*PLUGINS, 'broken']\n")
    running = preview(blog)
    running.wait_for("できました")
    blog.write("die", "")
    blog.article("b")
    assert "途中で止まりました" in running.wait_for_state(lambda each: each["failure"])["failure"]
    assert running.get("/a/")[0] == 200
    (blog.root / "die").unlink()
    blog.article("b", "別の本文です。\n")
    running.wait_for_page("/b/", "別の本文です。")


def test_a_process_that_shows_articles_may_die(blog: Blog, preview: Start) -> None:
    path = blog.article()
    running = preview(blog)
    running.wait_for("できました")
    for pid in _children(running.process.pid):
        with contextlib.suppress(OSError):  # it has ended with another
            if "multiprocessing" in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8"):
                os.kill(pid, signal.SIGKILL)
    path.write_text(path.read_text(encoding="utf-8") + "\n加えた段落です。\n", encoding="utf-8")
    running.wait_for_page("/a/", "加えた段落です。")


# ---- how editors save ------------------------------------------------------------------------


def test_a_file_that_is_written_in_pieces(blog: Blog, preview: Start) -> None:
    path = blog.article()
    running = preview(blog)
    running.wait_for("できました")
    text = path.read_text(encoding="utf-8")
    with path.open("w", encoding="utf-8") as file:  # empty for a moment
        file.flush()
        file.write(text + "\n加えた")
        file.flush()
        file.write("段落です。\n")
    running.wait_for_page("/a/", "加えた段落です。")


@pytest.mark.parametrize("way", ["vim", "rename"])
def test_a_file_that_is_renamed_into_its_place(blog: Blog, preview: Start, way: str) -> None:
    path = blog.article()
    running = preview(blog)
    running.wait_for("できました")
    states = running.states("a/index.html")
    digest = next(states)["digest"]
    text = path.read_text(encoding="utf-8") + "\n加えた段落です。\n"
    if way == "vim":
        path.with_name("4913").touch()
        path.with_name("4913").unlink()
        path.rename(path.with_name("a.md~"))
        path.write_text(text, encoding="utf-8")
        path.with_name("a.md~").unlink()
    else:
        path.with_name(".a.md.new").write_text(text, encoding="utf-8")
        path.with_name(".a.md.new").replace(path)
    state = next(each for each in states if each["digest"] != digest)
    assert state["problems"] == []
    assert "加えた段落です。" in running.get("/a/")[2]


def test_settings_that_are_renamed_into_their_place(blog: Blog, preview: Start) -> None:
    blog.article("a", "面接の\n準備\n")
    running = preview(blog)
    running.wait_for("できました")
    for word in ("join", "break", "join"):
        conf = blog.conf(f"DIALECT_NEWLINE = {word!r}\n", name="new.py")
        conf.replace(blog.root / "conf.py")
        running.wait_for_page("/a/", "<p>面接の準備</p>" if word == "join" else "<p>面接の<br")


# ---- the code --------------------------------------------------------------------------------


@pytest.fixture
def house(blog: Blog) -> Path:
    """Give a copy of the plugins, for a blog that uses it in place of ours."""
    root = blog.root / "house"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "plugins", root / "plugins", ignore=ignored)
    (root / "requirements").mkdir()
    for name in ("pelicanconf.py", "requirements/site.txt"):
        shutil.copy(ROOT / name, root / name)
    conf = blog.conf()
    conf.write_text(conf.read_text(encoding="utf-8").replace(str(ROOT), str(root)), encoding="utf-8")
    return root


def test_changed_code_makes_it_begin_anew_at_the_same_port(blog: Blog, preview: Start, house: Path) -> None:
    blog.article("a", ":::ポイント\n中\n:::\n")
    running = preview(blog, env={"PYTHONPATH": str(house)})
    running.wait_for("できました")
    pid = running.process.pid
    kinds = house / "plugins/callouts/kinds.py"
    text = kinds.read_text(encoding="utf-8")
    assert "ポイント" in running.get("/a/")[2]

    kinds.write_text(text + "\ndef (:\n", encoding="utf-8")
    state = running.wait_for_state(lambda each: each["failure"])
    assert state["problems"][0]["place"].endswith(f"kinds.py:{text.count(chr(10)) + 2}")
    assert running.get("/a/")[0] == 200

    kinds.write_text(text.replace('"ポイント"', '"要点"'), encoding="utf-8")
    running.wait_for("始め直しました")
    running.wait_for("エラーが1件")  # the article uses a box that there is no more
    kinds.write_text(text, encoding="utf-8")
    running.wait_for("始め直しました")
    running.wait_for("できました")
    assert running.process.pid == pid
    assert running.process.poll() is None
    running.wait_for_page("/a/", "ポイント")


def test_settings_with_another_address_to_listen_to(blog: Blog, preview: Start) -> None:
    blog.article()
    running = preview(blog, env={"SITEURL": ""})
    running.wait_for("できました")
    blog.conf("SITEURL = 'https://example.com/blog'\nBIND = '127.0.0.2'\n")
    running.wait_for("始め直しました")
    running.wait_for("できました")
    running.host = "127.0.0.2"
    assert running.get("/blog/a/")[0] == 200


def test_settings_that_move_the_site(blog: Blog, preview: Start) -> None:
    blog.article()
    running = preview(blog, env={"SITEURL": ""})
    running.wait_for("できました")
    blog.conf("SITEURL = 'https://example.com/blog'\n")
    running.wait_for("始め直しました")
    running.wait_for("できました")
    assert running.get("/blog/a/")[0] == 200
