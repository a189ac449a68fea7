"""The server of the preview: whom it answers, and how it goes on after a new beginning."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from plugins.preview.server import SOCKET, leave, open_preview
from plugins.preview.shown import Shown


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SOCKET, "")
    monkeypatch.delenv(SOCKET)


@contextmanager
def served(folder: Path, host: str) -> Iterator[ThreadingHTTPServer]:
    server = open_preview(host, 0, "", Shown(folder))
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def status(server: ThreadingHTTPServer, method: str, host: str) -> int:
    connection = HTTPConnection(*server.server_address[:2], timeout=60)  # type: ignore[arg-type] # host and port
    connection.putrequest(method, "/", skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    with connection.getresponse() as response:
        return response.status


OWN = ("localhost", "LOCALHOST:80", "127.0.0.1:8000", "127.8.8.8", "[::1]:8000", "name-8000.app.github.dev")
STRANGE = (
    "evil.example",
    "127.0.0.1.evil.example",
    "app.github.dev",
    "192.0.2.1",
    "[2001:db8::1]",
    "",
    "[",
    "[x]",
)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("own", ["127.0.0.1", "127.0.0.2", "localhost"])
def test_names_of_this_machine_alone_are_answered(tmp_path: Path, method: str, own: str) -> None:
    (tmp_path / "index.html").write_text("下書き", encoding="utf-8")
    with served(tmp_path, own) as server:
        assert {host: status(server, method, host) for host in (own, *OWN)} == dict.fromkeys((own, *OWN), 200)
        assert {host: status(server, method, host) for host in STRANGE} == dict.fromkeys(STRANGE, 403)


def begun_anew(server: ThreadingHTTPServer, before: str, now: str) -> ThreadingHTTPServer:
    """Return the server of the program that takes the place of this one."""
    leave(server, before)
    server.socket.detach()
    return open_preview(now, 0, "", Shown(Path()))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])  # noqa: S104 - asked for
def test_the_socket_stays_open_over_a_new_beginning(host: str) -> None:
    server = open_preview(host, 0, "", Shown(Path()))
    number = server.fileno()
    with begun_anew(server, host, host) as again:
        assert again.fileno() == number
        assert again.server_address == server.server_address
        assert SOCKET not in os.environ


def test_another_address_has_the_same_port() -> None:
    server = open_preview("127.0.0.1", 0, "", Shown(Path()))
    with begun_anew(server, "127.0.0.1", "127.0.0.2") as again:
        assert again.server_address == ("127.0.0.2", server.server_port)
