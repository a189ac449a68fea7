"""The server of the preview: the pages with a script that keeps them fresh, and the events that it listens to."""

from __future__ import annotations

import os
import socket
from functools import partial
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from io import BytesIO
from ipaddress import ip_address
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urlsplit

from plugins.builds.server import Handler, listen
from plugins.preview.shown import OWN, Shown, event

SOCKET = "PREVIEW_SOCKET"
"""The environment variable of a preview that has begun anew: the number of its open socket, and the host asked for."""

_FILES = ("client.js", "client.css", "panel.css")
_CODESPACES = ".app.github.dev"
"""What Codespaces calls the ports that it forwards; nobody else can give such a name an address."""
_QUIET = 15.0
"""Seconds after which something is said, to find out whether anybody still listens."""


class PreviewHandler(Handler):
    """Serves what is shown."""

    def __init__(self, *arguments: Any, shown: Shown, host: str, **options: Any) -> None:
        self.shown = shown
        self.host = host
        super().__init__(*arguments, directory=str(shown.folder), **options)

    def parse_request(self) -> bool:
        """Read a request; say whether it is to be answered."""
        if not super().parse_request():
            return False
        is_allowed = self._is_for_this_machine()
        if not is_allowed:
            self.send_error(HTTPStatus.FORBIDDEN)
        return is_allowed

    def do_GET(self) -> None:  # noqa: N802 - the base class calls it so
        """Answer with a file, or with events without end."""
        parts = urlsplit(self.path)
        if parts.path == f"{OWN}events":
            self._send_events(parse_qs(parts.query).get("name", [""])[0])
        elif parts.path.startswith(OWN):
            self._send_own(parts.path.removeprefix(OWN))
        else:
            super().do_GET()

    def _is_for_this_machine(self) -> bool:
        """Say whether a preview for this machine alone is asked for by a name of this machine.

        A site elsewhere can give its own name the address of this machine, and would read drafts.
        """
        if not _is_loopback(self.request.getsockname()[0]):
            return True
        try:
            asked = urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""
        except ValueError:
            return False
        return _is_loopback(asked) or asked in (self.host, "localhost") or asked.endswith(_CODESPACES)

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Answer with the head of a file; return what is behind it."""
        name = self._name()
        if not name.endswith(".html"):
            return super().send_head()
        page, found = self.shown.framed(name)
        self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        return BytesIO(page)

    def not_found(self) -> bytes:
        """Return the page for what is not there."""
        return self.shown.framed(self._name() if self.path.endswith("/") else "404.html")[0]

    def _name(self) -> str:
        """Return the file in the output that an address asks for."""
        path = self.translate_path(self.path)
        is_folder = urlsplit(self.path).path.endswith("/")
        if is_folder and path.endswith(".html/"):
            return "404.html/"
        name = Path(path).relative_to(self.shown.folder).as_posix()
        return f"{name}/index.html".removeprefix("./") if is_folder else name

    def _send_events(self, name: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        self.close_connection = True
        last = None
        try:
            self.wfile.write(b"retry: 300\n\n")
            while True:
                number = self.shown.number
                state = event(self.shown.state(name))
                self.wfile.write(state if state != last else b": \n\n")
                self.wfile.flush()
                last = state
                self.shown.wait(number, _QUIET)
        except OSError:
            return  # the page is closed

    def _send_own(self, name: str) -> None:
        if name not in _FILES:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        data = Path(__file__).with_name(name).read_bytes()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(name))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:  # it is a name
        return False


def open_preview(host: str, port: int, base_path: str, shown: Shown) -> ThreadingHTTPServer:
    """Return the server on the wanted port, or the next one that is free; on its old one after a new beginning."""
    handler = partial(PreviewHandler, shown=shown, host=host, base_path=base_path)
    inherited = os.environ.pop(SOCKET, None)
    if inherited is None:
        return listen(host, port, handler)
    number, _, before = inherited.partition(" ")
    opened = socket.socket(fileno=int(number))
    if before != host:  # the settings say another address now
        port = opened.getsockname()[1]
        opened.close()
        return listen(host, port, handler)
    server = ThreadingHTTPServer((host, port), handler, bind_and_activate=False)
    server.socket.close()
    server.socket = opened
    server.server_address = opened.getsockname()
    server.server_port = opened.getsockname()[1]
    return server


def leave(server: ThreadingHTTPServer, host: str) -> None:
    """Keep the socket open for the program that takes the place of this one. `host`: what the server was opened with."""
    server.socket.set_inheritable(True)
    os.environ[SOCKET] = f"{server.socket.fileno()} {host}"
