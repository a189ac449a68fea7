"""Measure Pagefind beside our search, in Chromium, on one built site: `python bench/beside_pagefind.py SITE [QUERIES]`.

QUERIES has a query and the slugs of its articles a line, as tests/search/queries.tsv, which is taken when none is given.
Prints for both: the share of queries whose article is the first hit, the mean reciprocal rank within ten, the share
without any hit, and the median of what a new visitor's first query fetches, gzipped as a host does. Pagefind is
installed by `pip install --require-hashes -r requirements/bench.txt`.
"""

from __future__ import annotations

import functools
import gzip
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.browser import find  # noqa: E402 - the script runs outside the package

_FIRST = 20
"""Queries of which each is asked by a new visitor."""
_OPEN = {
    "ours": """async () => {
        const { openIndex } = await import("/theme/js/search/engine.js");
        const index = await openIndex(new URL("/search/data/", location.href));
        globalThis.ask = async (query) => (await index.search(query, { limit: 10 })).hits.map((hit) => hit.url);
    }""",
    "Pagefind": """async () => {
        const pagefind = await import("/pagefind/pagefind.js");
        await pagefind.init();
        globalThis.ask = async (query) => {
            const { results } = await pagefind.search(query);
            return (await Promise.all(results.slice(0, 10).map((each) => each.data()))).map((each) => each.url);
        };
    }""",
}


class _Counting(SimpleHTTPRequestHandler):
    sent = 0

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_file():
            data = path.read_bytes()
            _Counting.sent += min(len(data), len(gzip.compress(data, 6)))
        super().do_GET()

    def log_message(self, *_arguments: object) -> None:
        pass


def main(site: Path, queries: Path) -> None:
    """Print the figures."""
    lines = queries.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary) / "site"
        shutil.copytree(site, folder)
        command: list[str | Path] = [sys.executable, "-m", "pagefind", "--site", folder]
        subprocess.run([*command, "--root-selector", "main"], check=True, capture_output=True)
        server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Counting, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        address = f"http://127.0.0.1:{server.server_address[1]}/blank.html"
        (folder / "blank.html").write_text("<!doctype html><title>-</title>", encoding="utf-8")
        for name, script in _OPEN.items():
            _measure(name, script, browser, address, [(query, slugs.split()) for query, slugs, *_ in rows])
        browser.close()
        server.shutdown()


def _measure(
    name: str, script: str, browser: Browser, address: str, rows: list[tuple[str, list[str]]]
) -> None:
    firsts = []
    for query, _ in rows[:: max(1, len(rows) // _FIRST)]:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        before = _Counting.sent
        page.evaluate(script)
        page.evaluate("(query) => ask(query)", query)
        firsts.append(_Counting.sent - before)
        context.close()
    page = browser.new_page()
    page.goto(address)
    page.evaluate(script)
    ranks = []
    none = 0
    for query, slugs in rows:
        found = [urlsplit(url).path.strip("/") for url in page.evaluate("(query) => ask(query)", query)]
        none += not found
        ranks.append(next((at for at, slug in enumerate(found, 1) if slug in slugs), 0))
    page.close()
    count = len(rows)
    print(
        f"{name}: first {ranks.count(1) / count:.3f}, MRR {sum(1 / rank for rank in ranks if rank) / count:.3f}, "
        f"no hit {none / count:.3f} of {count} queries; first query {statistics.median(firsts) / 1000:.1f} kB"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path((sys.argv[2:] or [ROOT / "tests/search/queries.tsv"])[0]))
