"""What the text of one article is known by: its content words, and the pairs of characters inside its terms.

Words are lemmas (取り組む for 取組む), from the dictionary. Pairs come from runs of kanji, katakana and Latin letters, across
the words' borders, so that 職務経歴書 and 経歴書 meet. Hiragana and digits have none: they bought nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plugins.core.tokens import Tokenizer, Word

_CONTENT = ("名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞")
_TERM_PART = ("名詞,普通名詞", "名詞,固有名詞", "接頭辞", "接尾辞,名詞的", "接尾辞,動詞的")
_NAME = "名詞,固有名詞"
_NUMBER = "名詞,数詞"
_SIGN = re.compile(r"[\W\d_]+|[a-z]")
_RUN = re.compile(r"[一-鿿々〆ヶァ-ヺーa-z]{2,}")
_LOAN = re.compile(r"[ァ-ヺーa-z]{2,}")
_TERM = re.compile(r"(?=[^ぁ-ゖ])[一-鿿々ァ-ヺーa-zぁ-ゖ]{2,12}")


@dataclass(frozen=True)
class Features:
    """How often each word and each pair of characters stands in a text."""

    words: Counter[str]
    pairs: Counter[str]
    names: frozenset[str]
    """Those words that are names or loan words."""
    topics: Counter[str]
    """Terms as a reader knows them, of one noun or several: ハローワーク, 退職手続き."""


def normal(text: str) -> str:
    """Return the spelling in which texts are compared.

    >>> normal("ＷＥＢ面接")
    'web面接'
    """
    return unicodedata.normalize("NFKC", text).lower()


def pairs(text: str) -> Iterator[str]:
    """Yield the pairs of characters of a text in normal spelling.

    >>> list(pairs("web面接の準備"))
    ['we', 'eb', 'b面', '面接', '準備']
    """
    for run in _RUN.findall(text):
        for start in range(len(run) - 1):
            yield run[start : start + 2]


def features_of(
    lines: Iterable[str], headings: Iterable[str], tokenizer: Tokenizer, heading: int
) -> Features:
    """Return the features of a text, given in lines, with `headings` (the title too) counted `heading` times more."""
    words: Counter[str] = Counter()
    found: Counter[str] = Counter()
    names: set[str] = set()
    topics: Counter[str] = Counter()
    for line, times in [*((line, 1) for line in lines), *((line, heading) for line in headings)]:
        text = normal(line)
        for pair in pairs(text):
            found[pair] += times
        term = ""
        for word in tokenizer.words(text):
            if word.pos.startswith(_TERM_PART):
                term += word.surface
            else:
                topics[term] += times
                term = ""
            lemma = lemma_of(word)
            if not word.pos.startswith(_CONTENT) or word.pos.startswith(_NUMBER) or _SIGN.fullmatch(lemma):
                continue
            words[lemma] += times
            if not word.is_known or word.pos.startswith(_NAME) or _LOAN.fullmatch(lemma):
                names.add(lemma)
        topics[term] += times
    terms = Counter({term: number for term, number in topics.items() if _TERM.fullmatch(term)})
    return Features(words, found, frozenset(names), terms)


def lemma_of(word: Word) -> str:
    """Return the lemma, without the origin that UniDic notes for foreign words (テスト-test); of a name, its spelling.

    The lemma of a name is but its reading: トウキョウ for 東京.
    """
    if word.pos.startswith(_NAME):
        return word.base
    return word.lemma.split("-")[0].lower() or word.surface
