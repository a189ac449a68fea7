"""Whole questions, of which no article has every word: which article comes first."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from plugins.core.tokens import Tokenizer
from plugins.search.articles import Article, Card
from plugins.search.index import build
from plugins.search.terms import Analyst, Text
from tests.search.node import SCRIPTS, node

TEXTS = {
    "renraku": "内定の知らせは、採用を決めた会社から電話で届きますので、出られるようにしておきます。",
    "dare": "面接の相手が誰かは、会社から届く案内で分かります。",
    "setsuritsu": "会社が設立されてから何年になるかは、求人票の右上に小さく書いてあります。",
    "hiyou": "会社は三月に人を募ります。",
    "fukusou": "面接には紺の上着が向いています。",
    "taishoku": "退職は上司に伝えます。",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("questions")
    shutil.copytree(SCRIPTS, folder / "theme/js/search")
    analyst = Analyst(Tokenizer())
    files = build(
        [
            Article(Card(f"/{slug}/", "話", "", ""), analyst.entry(Text("話", (), text)), slug)
            for slug, text in TEXTS.items()
        ]
    )
    data = folder / "search/data"
    data.mkdir(parents=True)
    for name, content in files.items():
        (data / name).write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("question", "first"),
    [
        pytest.param("電話をするのは誰ですか？", "renraku", id="a word that asks means nothing"),
        pytest.param("会社の創設者は？", "setsuritsu", id="a word with the same kanji"),
        pytest.param("どちらが誰でいくらですか？", "dare", id="nothing but words that ask"),
    ],
)
def test_first(site: Path, question: str, first: str) -> None:
    answer = json.loads(node("ask.mjs", site, given=question))
    assert answer["urls"][:1] == [f"/{first}/"], answer
