"""The index: its bytes, its cuts, its faults."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from plugins.core.tokens import Tokenizer
from plugins.search.articles import Article, Card
from plugins.search.extract import text_of
from plugins.search.index import Options, build
from plugins.search.shards import Shard, borders, cut
from plugins.search.sizes import Sizes, sizes_for
from plugins.search.terms import Analyst, Text
from tests.search.node import SCRIPTS, node

TEXTS = [
    ("履歴書の書き方", "履歴書は面接の前に読まれます。梅雨（つゆ、ばいう）の日も同じです。"),
    ("二次面接の服装", "二次面接ではスーツが無難です。ベラロシアの会社では違います。"),
    ("退職の伝え方", "退職は上司に、二人の場で伝えます。面接の話はしません。"),
]


@pytest.fixture(scope="module")
def analyst() -> Analyst:
    return Analyst(Tokenizer())


def articles(analyst: Analyst, texts: Sequence[tuple[str, str]] = TEXTS) -> list[Article]:
    return [
        Article(Card(f"/a{number}/", title, body[:20], "IT面接"), analyst.entry(Text(title, (), body)), title)
        for number, (title, body) in enumerate(texts)
    ]


def write(files: dict[str, bytes], folder: Path) -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def test_equal_bytes(analyst: Analyst) -> None:
    assert build(articles(analyst)) == build(articles(Analyst(Tokenizer())))


def test_every_file_is_json(analyst: Analyst) -> None:
    for data in build(articles(analyst), Options(least=Sizes(pack=0))).values():
        json.loads(data)


def test_no_articles() -> None:
    assert list(build([]))


@pytest.mark.parametrize("size", [1, 5, 50, 1000])
def test_cut_is_whole(size: int) -> None:
    keys = sorted(
        ["あ", "あい", "あいう", "い", "漢字", "漢字+", "𠮷", "a", "ab", *map(chr, range(0x4E00, 0x4E80))]
    )
    found = cut([key.removesuffix("+") for key in keys], [3] * len(keys), size)
    assert [low for low, _ in found] == [0, *(high for _, high in found[:-1])]
    assert found[-1][1] == len(keys)
    shards = [Shard(keys[low], keys[high - 1], high - low, ()) for low, high in found]
    for border, shard, before in zip(borders(shards)[1:], shards[1:], shards, strict=False):
        assert before.last < border <= shard.first


def test_there_are_not_more_files_of_more_articles() -> None:
    for count in range(1000, 20_000, 100):
        for length in (600, 2000, 7000, 20_000):
            for places in (count, 2 * count):
                sizes = sizes_for(count * length, count, places, Sizes())
                assert places / sizes.cards <= (1300 if count < 10_000 else 900)
                assert count * length / sizes.shard < 1400


def test_cut_changes_locally() -> None:
    keys = sorted(map(chr, range(0x4E00, 0x5200, 3)))
    before = {keys[low] for low, _ in cut(keys, [4] * len(keys), 100)}
    more = sorted([*keys, chr(0x4E01)])
    after = {more[low] for low, _ in cut(more, [4] * len(more), 100)}
    assert len(before ^ after) <= 2


def test_readings_of_the_author(analyst: Analyst) -> None:
    readings = analyst.entry(Text(TEXTS[0][0], (), TEXTS[0][1])).readings.split("\n")
    assert set(readings) == {"tuyu\t梅雨", "baiu\t梅雨"}


def test_what_is_left_out() -> None:
    html = '<nav>目次</nav><p>本文の<code>code</code><ruby>漢字<rt>かんじ</rt></ruby>です。</p><pre>x</pre><aside class="card">他</aside>'
    assert text_of(html) == ("本文の漢字です。", (("漢字", "かんじ"),))


def test_faults(analyst: Analyst, tmp_path: Path) -> None:
    options = Options(least=Sizes(pack=0, shard=300, places=100))
    old = write(build(articles(analyst), options), tmp_path / "old")
    new = write(
        build(articles(analyst, [*TEXTS, ("面接のあと", "礼状を書きます。")]), options), tmp_path / "new"
    )
    found = json.loads(node("faults.mjs", SCRIPTS, old, new, "二次面接 服装"))
    assert found["whole"] == ["/a1/"] == found["redeployed"]
    for fault in ("damaged", "truncated", "manifest", "offline", "gone"):
        assert isinstance(found[fault], str), fault  # a message, never a result
    assert found["offline"].endswith("offline")
