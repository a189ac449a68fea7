"""What the text of one article is known by: its content words, and the pairs of characters inside its terms.

Words are lemmas (取り組む for 取組む), and the words of the trade that the owner's dictionary names (逆質問, and 職経 for
職務経歴書). Pairs come from runs of kanji, katakana and Latin letters, across
the words' borders, so that 職務経歴書 and 経歴書 meet. Hiragana and digits have none: they bought nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from plugins.core.dictionary import DictionaryWord
from plugins.core.tokens import Tokenizer, Word

_CONTENT = ("名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞")
_TERM_PART = ("名詞,普通名詞", "名詞,固有名詞", "接頭辞", "接尾辞,名詞的", "接尾辞,動詞的")
_NAME = "名詞,固有名詞"
_NUMBER = "名詞,数詞"
_SIGN = re.compile(r"[\W\d_]+|[a-z]")
_RUN = re.compile(r"[一-鿿々〆ヶァ-ヺーa-z]{2,}")
_LOAN = re.compile(r"[ァ-ヺーa-z]{2,}")
_END = Word("", "", "", "", "", "")
_TERM = re.compile(r"(?=[^ぁ-ゖ])[一-鿿々ァ-ヺーa-zぁ-ゖ]{2,12}")


@dataclass(frozen=True)
class Features:
    """How often each word and each pair of characters stands in a text."""

    words: Counter[str]
    pairs: Counter[str]
    names: frozenset[str]
    """Those words that are names or loan words."""
    topics: Counter[str]
    """Terms as a reader knows them, of one noun or several, as they are spelt: ハローワーク, 退職手続き, Web面接."""


@dataclass(frozen=True)
class Trade:
    """The words of the trade: rows of the owner's dictionary, by each of their spellings in normal form."""

    rows: Mapping[str, DictionaryWord] = field(default_factory=dict)

    @classmethod
    def of(cls, dictionary: Iterable[DictionaryWord]) -> Trade:
        """Take the rows; a spelling that stands in two of them is of the first."""
        rows: dict[str, DictionaryWord] = {}
        for row in dictionary:
            for spelling in (row.word, *row.synonyms):
                rows.setdefault(normal(spelling), row)
        return cls(rows)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        spellings = sorted(self.rows, key=len, reverse=True)
        return re.compile("|".join(map(_whole, spellings)) or "(?!)")

    def words_in(self, text: str) -> Iterator[tuple[str, bool]]:
        """Yield the words that a text in normal form names, the longest at each place, and whether by themselves.

        面談 is a synonym of 面接 for who searches; an article that says 面談 is not about 面接.
        """
        for spelling in self._pattern.findall(text):
            word = self.rows[spelling].word
            yield word, spelling == normal(word)

    def rows_in(self, text: str) -> list[str]:
        """Return all that a text in normal form has to do with: it is to be read again when one of these rows changes."""
        return sorted(f"{spelling} {self.rows[spelling].word}" for spelling in self.rows if spelling in text)


NO_TRADE = Trade()


def _whole(spelling: str) -> str:
    """Return a pattern that finds no Latin word inside another (ES in TEST)."""
    start = r"(?<![a-z0-9])" if re.match("[a-z0-9]", spelling) else ""
    end = r"(?![a-z0-9])" if re.search("[a-z0-9]$", spelling) else ""
    return start + re.escape(spelling) + end


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
    lines: Iterable[str],
    headings: Iterable[str],
    tokenizer: Tokenizer,
    heading: int,
    trade: Trade = NO_TRADE,
) -> Features:
    """Return the features of a text, given in lines, with `headings` (the title too) counted `heading` times more."""
    words: Counter[str] = Counter()
    found: Counter[str] = Counter()
    names: set[str] = set()
    terms: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    said: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for line, times in [*((line, 1) for line in lines), *((line, heading) for line in headings)]:
        text = normal(line)
        for pair in pairs(text):
            found[pair] += times
        for spoken, is_itself in trade.words_in(text):
            said[spoken] += times
            if is_itself:
                named[spoken] += times
        plain = unicodedata.normalize("NFKC", line)
        term = ""
        at = 0
        for word in (*tokenizer.words(text), _END):
            if word.pos.startswith(_TERM_PART):
                term += word.surface
            else:
                terms[term] += times
                spelt.setdefault(term, plain[at - len(term) : at])
                term = ""
            at += len(word.surface)
            lemma = lemma_of(word)
            if not word.pos.startswith(_CONTENT) or word.pos.startswith(_NUMBER) or _SIGN.fullmatch(lemma):
                continue
            words[lemma] += times
            if not word.is_known or word.pos.startswith(_NAME) or _LOAN.fullmatch(lemma):
                names.add(lemma)
    topics = Counter({spelt[term]: number for term, number in terms.items() if _TERM.fullmatch(term)})
    for spoken, number in said.items():
        # UniDic may know the word too, so that it has been counted.
        words[normal(spoken)] = max(words[normal(spoken)], number)
    for spoken, number in named.items():
        known = spelt.get(normal(spoken), spoken)
        topics[spoken] = max(topics.pop(known, 0), number)
    return Features(words, found, frozenset(names), topics)


def lemma_of(word: Word) -> str:
    """Return the lemma, without the origin that UniDic notes for foreign words (テスト-test); of a name, its spelling.

    The lemma of a name is but its reading: トウキョウ for 東京.
    """
    if word.pos.startswith(_NAME):
        return word.base
    return word.lemma.split("-")[0].lower() or word.surface
