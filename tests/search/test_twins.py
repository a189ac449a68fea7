"""What is computed both in Python and in JavaScript is equal: cases in a file, and random strings."""

from __future__ import annotations

import json
import random
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from plugins.search.fold import OLD_KANJI, fold, key, sound
from plugins.search.numbers import numbers, read_numbers, words
from tests.search.node import SCRIPTS, node

CASES = json.loads((Path(__file__).parents[1] / "shared" / "fold.json").read_text(encoding="utf-8"))
PYTHON = {"fold": fold, "old": fold, "sound": sound, "key": key}
CASE = [(name, text, result) for name, cases in CASES.items() for text, result in cases]


def twins(texts: list[str], encoded: list[str] | None = None, fronts: list[str] | None = None) -> Any:
    given = {"texts": texts, "old": OLD_KANJI, "encoded": encoded or [], "fronts": fronts or []}
    return json.loads(node("twin.mjs", SCRIPTS, given=json.dumps(given)))


@pytest.mark.parametrize(("name", "text", "result"), CASE)
def test_case_in_python(name: str, text: str, result: str) -> None:
    assert PYTHON[name](text) == result


def test_cases_in_javascript() -> None:
    found = twins([text for _, text, _ in CASE])
    for at, (name, text, result) in enumerate(CASE):
        assert found["fold" if name == "old" else name][at] == result, text


def test_random_strings() -> None:
    """Emoji, lone surrogates, old kanji, half-width kana; characters that both Unicode versions know."""
    source = random.Random(6)
    pools = [
        "ぁあかがさざただはばぱまやゃらわんっー・ァアカガヴヵヶィゥェォャュョ",
        "abcdefghijklmnopqrstuvwxyz'ABCＡＢＣ０１２",
        OLD_KANJI,
        "ｱｶﾞﾊﾟｰ･㈱①½ΣςİŠß",
        "👩💻🎉𠮷\ud83d\udc00 　\n\u200d\ufe0f",
        "".join(chr(code) for code in range(0x20, 0x3100) if unicodedata.category(chr(code)) != "Cn"),
    ]
    texts = [
        "".join(source.choice(source.choice(pools)) for _ in range(source.randrange(20))) for _ in range(4000)
    ]
    # halves of a pair that came to stand side by side are one character everywhere but in Python
    texts = [text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") for text in texts]
    found = twins(texts)
    for at, text in enumerate(texts):
        assert (found["fold"][at], found["sound"][at], found["key"][at]) == (
            fold(text),
            sound(text),
            key(text),
        ), ascii(text)


def test_random_numbers_and_words() -> None:
    source = random.Random(7)
    lists = [
        [source.randrange(source.choice([64, 2000, 6000, 2**24])) for _ in range(source.randrange(50))]
        for _ in range(200)
    ]
    vocabularies = [
        sorted(
            {
                "".join(source.choice("あい電話𠮷ab9+") for _ in range(1 + source.randrange(30)))
                for _ in range(40)
            }
        )
        for _ in range(50)
    ]
    found = twins([], list(map(numbers, lists)), list(map(words, vocabularies)))
    assert found["numbers"] == lists == [read_numbers(numbers(each)) for each in lists]
    assert found["words"] == vocabularies
