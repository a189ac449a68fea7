"""A preview that runs: what it says, and what it answers."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import quote

from tests.support import Blog

LIMIT = 120
"""Seconds after which a test that waits for something has failed."""


@dataclass
class Running:
    """One process of `make devserver`."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    host: str = "127.0.0.1"
    port: int = 0
    _lines: SimpleQueue[str | None] = field(default_factory=SimpleQueue)

    def __post_init__(self) -> None:
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line)
        self._lines.put(None)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.process.terminate()
        try:
            self.process.wait(LIMIT)
        finally:
            self.process.kill()
        self._reader.join(LIMIT)

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Return the match of the first line, from the last one on, that has one."""
        while True:
            try:
                line = self._lines.get(timeout=LIMIT)
            except Empty:
                line = None
            assert line is not None, f"«{pattern}» was not said, but:\n{''.join(self.said)}"
            self.said.append(line)
            if match := re.search(pattern, line):
                return match

    def get(self, path: str, host: str | None = None) -> tuple[int, str, str]:
        """Return status, type and text."""
        try:
            address = self.address + quote(path, safe="/?=%")
            request = urllib.request.Request(address, headers={"Host": host} if host else {})  # noqa: S310 - ours
            with urllib.request.urlopen(request, timeout=LIMIT) as response:  # noqa: S310 - our own server
                return response.status, response.headers["Content-Type"], response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers["Content-Type"], error.read().decode()

    def states(self, name: str = "index.html") -> Iterator[dict[str, Any]]:
        """Yield what a browser on a page is told."""
        end = time.monotonic() + LIMIT
        connection = HTTPConnection(self.host, self.port, timeout=LIMIT)
        connection.request("GET", f"/__preview__/events?name={quote(name)}")
        with connection.getresponse() as response:
            assert response.headers["Content-Type"].startswith("text/event-stream")
            while line := response.readline():
                assert time.monotonic() < end, f"it took too long:\n{''.join(self.said)}"
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))

    def wait_for_state(
        self, test: Callable[[dict[str, Any]], bool], name: str = "index.html"
    ) -> dict[str, Any]:
        """Return the first state that is as asked."""
        return next(filter(test, self.states(name)))

    def wait_for_page(self, path: str, text: str) -> str:
        """Return a page once it holds a text and nothing is wrong."""
        for state in self.states(f"{path.strip('/')}/index.html"):
            status, _, page = self.get(path)
            if status == HTTPStatus.OK and text in page and not state["failure"] and not state["problems"]:
                return page
        raise AssertionError(path)

    def stop(self) -> int:
        """Press Ctrl+C; return the exit code once all processes that could say something have ended."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(LIMIT)
        while (line := self._lines.get(timeout=LIMIT)) is not None:
            self.said.append(line)
        return code


def start(blog: Blog, *arguments: str, env: Mapping[str, str] | None = None, port: int = 0) -> Running:
    """Begin; return when the address is known."""
    if not (blog.root / "conf.py").exists():
        blog.conf()
    command = [sys.executable, "-m", "plugins.preview", "content", "-s", "conf.py", "-t", "theme"]
    running = Running(
        subprocess.Popen(
            [*command, "--listen", "--port", str(port), *arguments],
            cwd=blog.root,
            env=blog.environment(env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
        )
    )
    running.port = int(running.wait_for(r"http://[^:]+:(\d+)/")[1])
    return running
