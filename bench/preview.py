"""Measure the preview: `python bench/preview.py --articles 1000`.

A word of one article is changed; the time runs until the server has told a browser that shows it of the new page.
Between two changes the whole site is brought up to date. Articles are made as in `bench/builds.py`, whose results the line
joins.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from queue import SimpleQueue

from builds import ROOT, write_articles

LIMIT = 600.0
CONF = f"""\
import sys
sys.path.insert(0, {str(ROOT)!r})
from pelicanconf import *
THEME = {str(ROOT / "theme")!r}
PLUGIN_PATHS = [{str(ROOT)!r}]
"""


class Preview:
    """A running preview: its words, line by line, and its address."""

    def __init__(self, content: Path) -> None:
        """Start it."""
        command = [
            sys.executable,
            "-m",
            "plugins.preview",
            str(content),
            "-s",
            "pelicanconf.py",
            "-l",
            "-p",
            "0",
        ]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
        )
        self._lines: SimpleQueue[str] = SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        self.port = int(self.wait_for(r"localhost:(\d+)")[1])

    def _read(self) -> None:
        assert self.process.stdout is not None  # noqa: S101 - asked for above
        for line in self.process.stdout:
            self._lines.put(line)

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Return the match of the first line from here on that has one."""
        while True:
            line = self._lines.get(timeout=LIMIT)
            if match := re.search(pattern, line):
                return match
            if "ませんでした" in line:
                raise SystemExit(line)

    def states(self, name: str) -> Iterator[dict[str, str]]:
        """Yield what a browser on that page is told."""
        connection = HTTPConnection("localhost", self.port, timeout=LIMIT)
        connection.request("GET", f"/__preview__/events?name={name}")
        response: HTTPResponse = connection.getresponse()
        while line := response.readline():
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))


def measure(content: Path, runs: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each change: until the page is told of, and until the whole site is up to date."""
    preview = Preview(content)
    try:
        preview.wait_for("できました")
        path = sorted(content.rglob("*.md"))[7]
        states = preview.states(f"{path.stem}/index.html")
        digest = next(states)["digest"]
        text = path.read_text(encoding="utf-8")
        pages, sites = [], []
        for number in range(runs):
            part = path.with_name(".saved")
            part.write_text(f"{text.rstrip()}\n\n追記の{number}段落目です。\n", encoding="utf-8")
            start = time.perf_counter()
            part.replace(path)
            digest = next(each["digest"] for each in states if each["digest"] != digest)
            pages.append(1_000 * (time.perf_counter() - start))
            preview.wait_for("できました")
            sites.append(1_000 * (time.perf_counter() - start))
        return pages, sites
    finally:
        preview.process.terminate()
        preview.process.wait()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=11)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder, "content")
        write_articles(content, options.articles, "site")
        pages, sites = measure(content, options.runs)
    page, site = (f"{statistics.median(each):.0f} ms" for each in (pages, sites))
    line = f"Preview: save → the page is shown {page}, the whole site is up to date {site} (median of {len(pages)})."
    print(line)
    keep(options.articles, line)


def keep(articles: int, line: str) -> None:
    """Put the line into the part of `results.md` about so many articles, in place of an older one."""
    results = ROOT / "bench" / "results.md"
    mark = f"<!-- {articles} -->\n"
    before, _, part = results.read_text(encoding="utf-8").partition(mark)
    part, more, rest = part.partition("<!-- ")
    part = re.sub(r"^Preview: .*\n", "", part, flags=re.MULTILINE).strip()
    text = "\n\n".join(filter(None, (before.strip(), f"{mark}{part}".strip(), line)))
    results.write_text(f"{text}\n\n{more}{rest}" if more else f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
