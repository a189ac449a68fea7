"""The local server: what a static host does, under the same path."""

from __future__ import annotations

import errno
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ATTEMPTS = 20
"""How many ports are tried, from the wanted one on."""


class PortsTakenError(OSError):
    """No port is free."""


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder under the path of the site, with its own page for what is not there."""

    # What Python does not know, or knows otherwise on other systems.
    extensions_map = {  # noqa: RUF012 - the base class has it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".json": "application/json",
        ".atom": "application/atom+xml",
        ".rss": "application/rss+xml",
        ".xml": "application/xml",
        ".svg": "image/svg+xml",
        ".avif": "image/avif",
        ".webp": "image/webp",
        ".woff2": "font/woff2",
    }

    def __init__(self, *arguments: Any, base_path: str, **options: Any) -> None:
        self.base_path = base_path
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        """Answer with a file."""
        if self.base_path and self.path.split("?")[0].rstrip("/") == "":
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", self.base_path + "/")
            self.end_headers()
            return
        super().do_GET()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page for what is not there."""
        if code == HTTPStatus.NOT_FOUND:
            self._send_not_found()
        else:
            super().send_error(code, message, explain)

    def translate_path(self, path: str) -> str:
        """Return the file that an address asks for."""
        if self.base_path and not (path + "/").startswith(self.base_path + "/"):
            return str(Path(self.directory) / "404.html" / "missing")
        return super().translate_path(path[len(self.base_path) :] or "/")

    def not_found(self) -> bytes:
        """Return the page for what is not there."""
        page = Path(self.directory) / "404.html"
        return page.read_bytes() if page.is_file() else b""

    def _send_not_found(self) -> None:
        body = self.not_found()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        """Say with each answer that it is not to be kept."""
        self.send_header("Cache-Control", "no-store")  # the writer wants to see the last build
        super().end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing about each file."""


def open_server(host: str, port: int, folder: Path, base_path: str) -> ThreadingHTTPServer:
    """Return a server of a folder on the wanted port, or the next one that is free. Raises `PortsTakenError`."""
    return listen(host, port, partial(Handler, directory=str(folder), base_path=base_path))


def listen(host: str, port: int, handler: Callable[..., Handler]) -> ThreadingHTTPServer:
    """Return a server on the wanted port, or the next one that is free. Raises `PortsTakenError`."""
    for candidate in range(port, port + ATTEMPTS):
        try:
            return ThreadingHTTPServer((host, candidate), handler)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                msg = f"「{host}」では待ち受けられません（{error.strerror}）。この機械だけで見るなら 127.0.0.1 を選びます。"
                raise PortsTakenError(msg) from None
    msg = f"{port}番から{port + ATTEMPTS - 1}番までのポートがすべて使われています。PORT=9000 のように別の番号を選んでください。"
    raise PortsTakenError(msg)
