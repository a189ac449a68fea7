"""The ping to ranking services, against a service on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xmlrpc.client import Fault, dumps, loads

import pytest

from scripts.ping import has_news, read_feed
from tests.support import ROOT, Blog

TAKEN = dumps(({"flerror": False, "message": "ok"},), methodresponse=True)
REFUSED = dumps(({"flerror": True, "message": "登録がありません"},), methodresponse=True)
FAULT = dumps(Fault(4, "Bad id"))


@dataclass
class Service:
    """A service, what it answers by path, and what it was told."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    told: list[tuple[str, str, tuple[object, ...]]] = field(default_factory=list)

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@pytest.fixture
def service() -> Iterator[Service]:
    found = Service()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            text = found.answers.get(self.path)
            self.send_response(404 if text is None else 200)
            self.send_header("Content-Type", "text/xml")
            self.end_headers()
            self.wfile.write((text or "").encode())

        def do_POST(self) -> None:
            values, method = loads(self.rfile.read(int(self.headers["Content-Length"])))
            found.told.append((self.path, str(method), values))
            self._answer()

        def do_GET(self) -> None:
            self._answer()

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.port = server.server_port
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield found
        server.shutdown()


@pytest.fixture
def feed(blog: Blog) -> Path:
    blog.write("content/data/site.yaml", "name: しごとの道しるべ & 友\n")
    blog.article("a")
    return blog.build().ok().output / "feed.atom"


def run(*arguments: str, urls: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts/ping.py"), *arguments],
        env=os.environ | {"PING_URLS": urls, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )


def test_the_services_are_told(service: Service, feed: Path) -> None:
    service.answers = {"/xmlrpc/geheim": TAKEN, "/ping.php/2": TAKEN}
    done = run(str(feed), urls=f"{service.at('/xmlrpc/geheim')}\n{service.at('/ping.php/2')}")
    assert done.returncode == 0, done.stderr
    site = ("しごとの道しるべ & 友", "https://example.com/")
    assert service.told == [
        ("/xmlrpc/geheim", "weblogUpdates.ping", site),
        ("/ping.php/2", "weblogUpdates.ping", site),
    ]


@pytest.mark.parametrize(
    ("answer", "words"),
    [(REFUSED, "登録がありません"), (FAULT, "Bad id"), (None, "HTTP 404"), ("<html>", "送れません")],
)
def test_one_that_does_not_take_it(service: Service, feed: Path, answer: str | None, words: str) -> None:
    service.answers = {"/good": TAKEN} | ({"/geheim": answer} if answer else {})
    done = run(str(feed), urls=f"{service.at('/geheim')} {service.at('/good')}")
    assert done.returncode == 1
    assert words in done.stderr
    assert [path for path, _, _ in service.told] == ["/geheim", "/good"], "the others are told all the same"
    assert "geheim" not in done.stdout + done.stderr


def test_one_that_is_not_there(feed: Path) -> None:
    done = run(str(feed), urls="http://127.0.0.1:9/geheim ftp://geheim.example/")
    assert done.returncode == 1
    assert done.stderr.count("送れませんでした") == 2
    assert "Traceback" not in done.stderr


def test_off_by_default(feed: Path) -> None:
    done = run(str(feed))
    assert (done.returncode, done.stderr) == (0, "")
    assert "しません" in done.stdout


def test_no_feed(tmp_path: Path) -> None:
    done = run(str(tmp_path / "feed.atom"), urls="http://127.0.0.1:9/")
    assert done.returncode == 1
    assert "make publish" in done.stderr


def test_the_feed_may_be_at_an_address(service: Service, feed: Path) -> None:
    service.answers = {"/feed.atom": feed.read_text(encoding="utf-8"), "/p": TAKEN}
    assert run(service.at("/feed.atom"), urls=service.at("/p")).returncode == 0
    assert len(service.told) == 1


def test_news(service: Service, feed: Path, blog: Blog) -> None:
    address = service.at("/feed.atom")
    old = feed.read_text(encoding="utf-8")
    assert has_news(read_feed(old), address), "nothing is published yet"
    service.answers["/feed.atom"] = old
    blog.article("a", "直した本文です。\n", modified="2026-06-01")
    assert run("--published", address, str(blog.build().ok().output / "feed.atom")).stdout == "new=false\n"
    blog.article("b")
    assert run("--published", address, str(blog.build().ok().output / "feed.atom")).stdout == "new=true\n"
    service.answers["/feed.atom"] = "<html>"
    assert not has_news(read_feed(old), address), "a host that answers nonsense is no news"
    assert not has_news(read_feed(old), "http://127.0.0.1:9/feed.atom")
