"""Measure the building of the search index: `python bench/search.py CONTENT`, a folder of Markdown articles.

Prints milliseconds of CPU an article: fugashi alone with features, our words, the index; the ratio that must stay at
1.3 or below; and how many files and bytes the index has. Quality and traffic: tests/search, and the search-eval tool.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import fugashi

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from plugins.core.tokens import Tokenizer
from plugins.search.index import Article, build
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
        Article(f"/{title}/", title, body[:100], "", entry)
        for (title, body), entry in zip(texts, entries, strict=True)
    ]
    start = time.process_time()
    files = build(articles)
    built = time.process_time() - start
    print(f"{count} articles, {len(files)} files, {sum(map(len, files.values())) / 1e6:.1f} MB before gzip")
    print(
        f"ms an article: fugashi with features {alone / count * 1000:.2f}, "
        f"words {made / count * 1000:.2f}, index {built / count * 1000:.2f}"
    )
    print(f"ratio {(made + built) / alone:.2f} (at most 1.3)")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
