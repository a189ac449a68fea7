"""What readers look for in the sample articles: `queries.tsv`. `make search-test` prints what is not first."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.search.node import node
from tests.support import ROOT

QUERIES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "queries.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
LEAST = 0.93
"""Share of queries whose article is the first hit. It only ever rises."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search") / "site"
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "plugins.builds",
        "content",
        "-o",
        folder,
        "-s",
        "pelicanconf.py",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_there_are_enough() -> None:
    assert len(QUERIES) >= 150
    assert len({query for query, _ in QUERIES}) == len(QUERIES)


@pytest.mark.slow
def test_queries(site: Path) -> None:
    answers = node("ask.mjs", site, given="\n".join(query for query, _ in QUERIES)).splitlines()
    misses = []
    for (query, expected), answer in zip(QUERIES, map(json.loads, answers), strict=True):
        slugs = [url.strip("/") for url in answer["urls"]]
        assert slugs, f"「{query}」に何も見つかりません"
        if slugs[0] not in expected.split():
            misses.append(f"{query}: {slugs[:3]} （期待: {expected}）")
    print("\n".join(["一番に出なかったもの:", *misses]))
    assert 1 - len(misses) / len(QUERIES) >= LEAST, "\n".join(misses)


def test_one_word_is_two_files_on_a_small_site(site: Path) -> None:
    for word in ("面接", "応募", "準備"):  # none has a synonym or another form, which would be looked up too
        (answer,) = map(json.loads, node("ask.mjs", site, given=word).splitlines())
        assert answer["total"]
        assert len(answer["files"]) <= 2, answer
