"""Measure the building of the search index: `python bench/search.py CONTENT`, a folder of Markdown articles.

Prints milliseconds of CPU an article: fugashi alone with features, our words, the index; the ratio that must stay at
1.3 or below; and how many files and bytes the index has. Quality: tests/search.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from dataclasses import replace
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


def main(folder: Path) -> None:
    """Print the figures."""
    texts = [
        (path.stem, _MARKUP.sub("", path.read_text(encoding="utf-8")))
        for path in sorted(folder.rglob("*.md"))
    ]
    count = len(texts)
    tagger = fugashi.Tagger()
    start = time.process_time()
    for _, body in texts:
        for word in tagger(body):
            _ = (
                word.surface,
                word.feature.lemma,
                word.feature.pos1,
                word.feature.kana,
                word.feature.orthBase,
            )
    alone = time.process_time() - start
    analyst = Analyst(Tokenizer())
    start = time.process_time()
    entries = [analyst.entry(Text(title, (), body)) for title, body in texts]
    made = time.process_time() - start
    articles = [
        Article(Card(f"/{title}/", title, body[:100], ""), entry, title)
        for (title, body), entry in zip(texts, entries, strict=True)
    ]
    with tempfile.TemporaryDirectory() as temporary:
        state = State(Path(temporary))
        start = time.process_time()
        files = update(state, _documents(articles))
        built = time.process_time() - start
        size = sum(len(state.read(name)) for name in files)
        print(f"{count} articles, {len(files)} files, {size / 1e6:.1f} MB before gzip")
        middle = count // 2
        body = texts[middle][1].replace("。", "。御社の志望動機を確かめます。", 1)
        edited = replace(
            articles[middle], entry=analyst.entry(Text(texts[middle][0], (), body)), entry_key="edited"
        )
        added = Article(
            Card("/added/", "追加", "", ""), analyst.entry(Text("追加", (), texts[count // 3][1])), "added"
        )
        for name, those in (
            ("no change", articles),
            ("one article edited", [*articles[:middle], edited, *articles[middle + 1 :]]),
            ("one article added", [*articles, added]),
            ("the first article removed", articles[1:]),
        ):
            update(state, _documents(articles))
            state.close()  # as a new process does
            start = time.process_time()
            found = update(state, _documents(those))
            spent = (time.process_time() - start) * 1000
            print(f"{name}: {spent:.0f} ms, {sum(data is not None for data in found.values())} files written")
    print(
        f"ms an article: fugashi with features {alone / count * 1000:.2f}, "
        f"words {made / count * 1000:.2f}, index {built / count * 1000:.2f}"
    )
    print(f"ratio {(made + built) / alone:.2f} (at most 1.3)")


def _documents(articles: list[Article]) -> list[Document]:
    return [Document(article.entry_key, partial(_given, article)) for article in articles]


def _given(article: Article) -> Article:
    return article


if __name__ == "__main__":
    main(Path(sys.argv[1]))
