"""The local server answers as a static host does."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from typing import cast

import pytest

from plugins.builds.server import PortsTakenError, open_server


@pytest.fixture(params=["", "/blog"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    site = tmp_path / "site"
    for name in ("index.html", "a b/index.html", "面接/index.html", "404.html"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(f"<p>{name}</p>", encoding="utf-8")
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    server = open_server("127.0.0.1", 0, site, request.param)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{request.param}"
    server.shutdown()
    thread.join()
    server.server_close()


def get(address: str) -> tuple[int, str, str]:
    """Return status, text and the address at the end of redirections."""
    try:
        with cast("HTTPResponse", urllib.request.urlopen(address)) as response:  # noqa: S310 - our own server
            assert response.headers["Cache-Control"] == "no-store"
            return response.status, response.read().decode(), response.url
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.url


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/?q=1", "index.html"),
        ("/a%20b/", "a b/index.html"),
        ("/a%20b", "a b/index.html"),
        ("/%E9%9D%A2%E6%8E%A5/", "面接/index.html"),
    ],
)
def test_pages(address: str, path: str, text: str) -> None:
    status, body, end = get(address + path)
    assert (status, body) == (200, f"<p>{text}</p>")
    assert end.startswith(address)


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/nowhere.png", "/../secret", "/%2e%2e/secret", "/index.html/"]
)
def test_what_is_not_there(address: str, path: str) -> None:
    assert get(address + path)[:2] == (404, "<p>404.html</p>")


def test_the_root_leads_to_the_path_of_the_site(address: str) -> None:
    root = address.removesuffix("/blog")
    assert get(f"{root}/") == (200, "<p>index.html</p>", f"{address}/")
    if root != address:
        assert get(f"{root}/a%20b/")[0] == 404


def test_a_taken_port_is_passed_over(tmp_path: Path) -> None:
    servers = [open_server("127.0.0.1", 0, tmp_path, "")]
    port = servers[0].server_port
    servers.append(open_server("127.0.0.1", port, tmp_path, ""))
    assert servers[1].server_port != port
    for server in servers:
        server.server_close()


def test_no_port_is_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.builds.server.ATTEMPTS", 1)
    server = open_server("127.0.0.1", 0, tmp_path, "")
    with pytest.raises(PortsTakenError, match="PORT=9000"):
        open_server("127.0.0.1", server.server_port, tmp_path, "")
    server.server_close()
