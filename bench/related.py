"""How long the related lists take: `python bench/related.py CONTENT [EDITS]`, a folder of Markdown articles.

CONTENT: a folder of Markdown articles. Prints CPU and wall time of: reading and cutting into words, making all lists,
writing them, and CPU time of an edit: reading what is remembered, bringing it up to date, writing it (the median of EDITS).
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from pathlib import Path

from plugins.core.tokens import Tokenizer, Word
from plugins.related import weights
from plugins.related.collection import Collection, Entry
from plugins.related.features import features_of
from plugins.related.frequencies import GENERAL, read
from plugins.related.vectors import Vector, topics_of, vector_of

LEAST = 0.06

LINK = re.compile(r"\]\([^)]*\)|^!\[.*", re.MULTILINE)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long a part took."""
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    print(
        f"{what:44} CPU {time.process_time() - cpu:7.2f} s  wall {time.perf_counter() - wall:7.2f} s",
        flush=True,
    )


class Remembering(Tokenizer):
    """Knows lines again: above 1,000, the articles of the bench repeat each other's sections."""

    @cache  # noqa: B019 - one tokenizer a run
    def words(self, text: str) -> list[Word]:
        """Return the words of a line."""
        return super().words(text)


def main(content: Path, edits: int) -> None:
    """Measure."""
    frequencies = read(GENERAL.read_text(encoding="utf-8"))
    tokenizer = Remembering()

    def article(number: int, path: Path, more: str = "") -> tuple[Entry, Vector]:
        text = LINK.sub("", path.read_text(encoding="utf-8").split("---\n", 2)[2]) + more
        lines = [line for line in text.splitlines() if line.strip()]
        headings = [line for line in lines if line.startswith("#")]
        features = features_of(lines, headings, tokenizer, weights.HEADING)
        topics = "\t".join(topics_of(features, frequencies))
        entry = Entry(path.stem, f"{number} {len(more)}", number, topics)
        return entry, vector_of(features, frequencies, (f"タグ{number % 30}",), path.parent.name)

    paths = sorted(content.rglob("*.md"))
    with timed(f"{len(paths)} articles to vectors (lines repeat)"):
        articles = [article(number, path) for number, path in enumerate(paths)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "state.sqlite")
        now = Collection(path, "", LEAST)
        with timed("all with all"):
            now.update({entry.slug: (entry, vector) for entry, vector in articles}, [])
        with timed("writing the state"):
            now.save()
        now.state.close()
        features = sum(len(vector.columns) for _, vector in articles) / len(articles)
        print(f"state {path.stat().st_size / 1e6:.1f} MB, {features:.0f} features an article")
        times = []
        for number in range(edits):
            place = number * 7919 % len(paths)
            new = article(place, paths[place], f"\n追記{number}。面接の準備について加筆しました。")
            marks = [time.process_time()]
            now = Collection(path, "", LEAST)
            marks.append(time.process_time())
            now.update({new[0].slug: new}, [])
            marks.append(time.process_time())
            now.save()
            now.state.close()
            marks.append(time.process_time())
            parts = [after - before for before, after in pairwise(marks)]
            times.append([1000 * each for each in (*parts, sum(parts))])
        for name, column in zip(("read", "update", "write", "all"), zip(*times, strict=True), strict=True):
            print(f"edit: {name:8} median {statistics.median(column):6.1f} ms  worst {max(column):6.1f} ms")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 30)  # noqa: PLR2004 - argv
