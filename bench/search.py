"""Measure the building of the search index: `python bench/search.py CONTENT`, a folder of Markdown articles.

Prints milliseconds an article: fugashi alone with features, and words and index together, of CPU and of time (words are
made on all cores); the ratio that must stay at 1.3 or below; how many files and bytes the index has; and what an edit, a
new article and one that goes cost. Quality: tests/search.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import fugashi

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from plugins.core.tokens import Tokenizer
from plugins.search.articles import Article, Card, Document
from plugins.search.index import update
from plugins.search.state import State
from plugins.search.terms import Analyst, Text

_MARKUP = re.compile(r"\A---.*?^---$|```.*?```|\]\([^)]*\)|[#*`>|\[]", re.DOTALL | re.MULTILINE)
_A_MONTH = 8
"""Articles of a month."""


def main(folder: Path) -> None:
    """Print the figures."""
    texts = [(path.stem, _plain(path)) for path in sorted(folder.rglob("*.md"))]
    count = len(texts)
    analyst = Analyst(Tokenizer())

    def made(title: str, body: str) -> Article:
        return Article(Card(f"/{title}/", title, body[:100], ""), analyst.entry(Text(title, (), body)), title)

    documents = [
        Document(title, partial(made, title, body), 1 + number // _A_MONTH)
        for number, (title, body) in enumerate(texts)
    ]
    with tempfile.TemporaryDirectory() as temporary:
        state = State(Path(temporary))
        before = _alone(texts)
        start, spent = time.perf_counter(), _cpu()
        files = update(state, documents)
        spent, wall = _cpu() - spent, time.perf_counter() - start
        alone = (before + _alone(texts)) / 2
        print(
            f"ms an article: fugashi with features {alone / count * 1000:.2f}; "
            f"words and index {spent / count * 1000:.2f}, on all cores {wall / count * 1000:.2f}"
        )
        print(f"ratio {spent / alone:.2f} in CPU, {wall / alone:.2f} in time (at most 1.3)")
        size = sum(len(state.read(name)) for name in files)
        print(f"{count} articles, {len(files)} files, {size / 1e6:.1f} MB before gzip")
        middle = count // 2
        body = texts[middle][1].replace("。", "。御社の志望動機を確かめます。", 1)
        edited = Document("edited", partial(made, texts[middle][0], body), documents[middle].month)
        added = Document("added", partial(made, "追加", texts[count // 3][1]), documents[-1].month)
        for name, those in (
            ("no change", documents),
            ("one article edited", [*documents[:middle], edited, *documents[middle + 1 :]]),
            ("one article added", [*documents, added]),
            ("the first article removed", documents[1:]),
        ):
            update(state, documents)
            state.close()  # as a new process does
            spent = _cpu()
            found = update(state, those)
            spent = (_cpu() - spent) * 1000
            print(f"{name}: {spent:.0f} ms, {sum(data is not None for data in found.values())} files written")


def _cpu() -> float:
    """Return the seconds that all cores have worked for us."""
    return sum(os.times()[:4])


def _alone(texts: Sequence[tuple[str, str]]) -> float:
    """Return the seconds that fugashi takes to cut the texts into words with their features."""
    tagger = fugashi.Tagger()
    start = _cpu()
    for _, body in texts:
        for word in tagger(body):
            feature = word.feature
            _ = (word.surface, feature.lemma, feature.pos1, feature.kana, feature.orthBase)
    return _cpu() - start


def _plain(path: Path) -> str:
    """Return the text of an article as the index is given it: a line a block, none empty."""
    lines = _MARKUP.sub("", path.read_text(encoding="utf-8")).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
