"""Where a title may break: between phrases, for browsers that do not find them by themselves.

The breaks (`<wbr>`) are put into finished pages alone: texts in feeds, search, ids and JSON-LD stay as they were typed.
The contents list, which repeats the headings, is left to the browser (`word-break: auto-phrase`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budoux import Parser

    from plugins.core.tokens import Tokenizer

Cut = Callable[[str], tuple[str, ...]]

BREAK = "<wbr>"
HOLD = "\u2060"
"""A word joiner: without it, a line may break behind a bracket, whatever `word-break` says."""
SHORT = 12
"""So many characters stand on one line of the smallest phone, also as the largest heading."""

TOGETHER = 10
"""Phrases that are no longer together stay together: a line of any title has room for them."""

_TITLES = re.compile(
    r"""(?P<start><(?P<tag>h[1-4])\b[^>]*>|<(?P<other>a|p|span)\s(?:[^>]*\s)?class="(?:[^"]*[\s_])?title"[^>]*>)"""
    r"""(?P<inner>.*?)(?=</(?(tag)(?P=tag)|(?P=other))>)""",
    re.DOTALL,
)
_PIECES = re.compile(r"<(?P<tag>rt|rp|code|svg)\b.*?</(?P=tag)>|<[^>]*>|(?P<text>[^<]+)", re.DOTALL)
_JOINED = re.compile(
    r"[0-9０-９][かカヶケヵ]?\0(?=\S)"  # 3か|月
    r"|[「『（【〔〈《“(｢\[{<#＃]\0"
    r"|\0(?=[」』）】〕〉》”)｣\]}>、。，．・：；！？,.:;!?%％ー…ぁぃぅぇぉっゃゅょァィゥェォッャュョ])"
    r"|(?<=[A-Za-z0-9])\0(?=[A-Za-z0-9])"
    r"|(?<=\s)\0|\0(?=\s)"  # the line may break there as it is
)
_TAIL = re.compile("[ぁ-ん]{1,2}")  # する, こと: never alone on the last line
_HELD = re.compile(r"(?<=[」』）】〕〉》”)｣\]}])(?=[ぁ-ん])")


@cache
def _parser() -> Parser:
    from budoux import load_default_japanese_parser  # noqa: PLC0415 - a build that renders no page needs no model

    return load_default_japanese_parser()


@cache
def _tokenizer() -> Tokenizer:
    from plugins.core.tokens import Tokenizer  # noqa: PLC0415 - the same

    return Tokenizer()


def phrases(text: str) -> tuple[str, ...]:
    """Return the phrases of a Japanese text.

    BudouX knows no dictionary, and cuts 志|望動機: only where a word of UniDic ends too, a phrase does.

    >>> phrases("「なぜ転職したいのか」を自分の言葉にする")
    ('「なぜ', '転職したいのか」を', '自分の', '言葉にする')
    """
    if text.isascii() or "\0" in text:
        return (text,)
    ends = set(accumulate(len(word.surface) for word in _tokenizer().words(text)))
    found, end = "", 0
    for phrase in _parser().parse(text):
        found += "\0" + phrase if end in ends else phrase
        end += len(phrase)
    parts = _JOINED.sub(lambda match: match[0].replace("\0", ""), found).split("\0")
    if len(parts) > 1 and _TAIL.fullmatch(parts[-1]):
        parts[-2:] = ["".join(parts[-2:])]
    return tuple(parts)


def phrased(page: str, cut: Cut = phrases) -> str:
    """Return a page with breaks between the phrases of its headings, and of the titles in lists and cards.

    `cut` knows the phrases of a text.
    """
    return _TITLES.sub(lambda match: match["start"] + _broken(match["inner"], cut), page)


@lru_cache(maxsize=50_000)
def _broken(inner: str, cut: Cut) -> str:
    """Put the breaks into the text of some HTML, but for readings, code and drawings."""
    return _PIECES.sub(lambda piece: _joined(piece["text"], cut) if piece["text"] else piece[0], inner)


def _joined(text: str, cut: Cut) -> str:
    typed = html.unescape(text)
    if len(typed) <= SHORT:
        return text
    return BREAK.join(html.escape(_held(part), quote=False) for part in _together(cut(typed)))


def _together(parts: Iterable[str]) -> list[str]:
    """Join neighbours that are short.

    >>> _together(["段階ごとに", "見られる", "ことと", "準備"])
    ['段階ごとに見られる', 'ことと準備']
    """
    found: list[str] = []
    for part in parts:
        if found and len(found[-1]) + len(part) <= TOGETHER:
            found[-1] += part
        else:
            found.append(part)
    return found


def _held(phrase: str) -> str:
    return _HELD.sub(HOLD, phrase) if len(phrase) <= SHORT else phrase
