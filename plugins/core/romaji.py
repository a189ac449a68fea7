"""Japanese as the names of files and addresses: 「最終面接で聞かれること」 → `saishu-mensetsu-kikareru`.

Readings are UniDic's, spelt in plain Hepburn without signs for long vowels, as place names are on road signs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.core.tokens import Word

LONGEST = 40

_SINGLE = dict(
    zip(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱヲン"
        "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴァィゥェォャュョヮ",
        "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo "
        "ya yu yo ra ri ru re ro wa i e o n ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo "
        "pa pi pu pe po vu a i u e o ya yu yo wa".split(),
        strict=True,
    )
)
_SMALL = {"ャ": "ya", "ュ": "yu", "ョ": "yo", "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o"}
_SIBILANTS = ("sh", "ch", "j")
_LONG = ((re.compile("ou|oo(?!i)"), "o"), (re.compile("uu"), "u"))

_CONTENT = re.compile(r"名詞|動詞|形容詞|形状詞|副詞|接頭辞|接尾辞")
_INFLECTED = ("動詞", "形容詞")
_EMPTY = frozenset(
    "事 物 為 様 時 所 何 為る 成る 居る 有る 無い 方 つ だけ 出来る 仕舞う 見る 行く 来る 言う 因る".split()
)
"""Lemmas that say nothing in an address."""
_ASCII = re.compile(r"[a-z0-9]+")


def hepburn(kana: str) -> str:
    """Return a reading in Latin letters.

    >>> hepburn("シュウショクカツドウ"), hepburn("マッチング"), hepburn("こうむいん"), hepburn("ジェーティー")
    ('shushokukatsudo', 'matchingu', 'komuin', 'jeti')
    """
    spelt = "".join(_syllables(_katakana(kana)))
    for pattern, short in _LONG:
        spelt = pattern.sub(short, spelt)
    return spelt


def slug_of(text: str, longest: int = LONGEST) -> str:
    """Return the content words of a title as a part of an address, at most so many characters; `""` where there are none."""
    from plugins.core.tokens import Tokenizer  # noqa: PLC0415 - the dictionary is opened when a name is wanted

    return slug_from(Tokenizer().words(unicodedata.normalize("NFKC", text)), longest)


def slug_from(words: Iterable[Word], longest: int = LONGEST) -> str:
    """Return the slug that these words make; whole words only, but for a first one that is too long by itself."""
    parts: list[str] = []
    for part in _parts(words):
        if part in parts:
            continue
        if parts and len("-".join([*parts, part])) > longest:
            break
        parts.append(part[:longest])
    return "-".join(parts)


def free_slug(slug: str, taken: Container[str]) -> str:
    """Return the slug, with a number behind it where it is taken.

    >>> free_slug("mensetsu", {"mensetsu", "mensetsu-2"})
    'mensetsu-3'
    """
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _katakana(text: str) -> str:
    return "".join(chr(ord(each) + 0x60) if "ぁ" <= each <= "ゖ" else each for each in text)


def _syllables(kana: str) -> Iterator[str]:
    position, double = 0, False
    while position < len(kana):
        one, small = kana[position], kana[position + 1 : position + 2]
        position += 1
        if one == "ッ":
            double = True
            continue
        spelt = _SINGLE.get(one, one.lower() if one.isascii() and one.isalnum() else "")
        if one in _SINGLE and small in _SMALL and one not in _SMALL:
            spelt = _joined(spelt, _SMALL[small])
            position += 1
        yield ("t" if spelt.startswith("ch") else spelt[:1]) + spelt if double and spelt else spelt
        double = False


def _joined(spelt: str, small: str) -> str:
    """Return キ + ャ (`kya`), シ + ャ (`sha`), フ + ァ (`fa`)."""
    stem = spelt.rstrip("aiueo")
    if small.startswith("y"):
        return stem + (small[1:] if stem in _SIBILANTS else small)
    return {"": "w", "ts": "ts"}.get(stem, stem) + small


def _parts(words: Iterable[Word]) -> Iterator[str]:
    """Yield the content words, with what is put before and behind them: 2 + 次, 書き + 方, and the letters of Latin ones."""
    part, is_open = "", False
    every = list(words)
    before = None
    for word, following in zip_longest(every, every[1:]):
        is_latin = before is not None and _is_latin(before) and _is_latin(word)
        if part and not is_open and not is_latin and not _is_suffix(word):
            yield part
            part = ""
        goes_on = following is not None and _is_suffix(following)
        if (part and _is_suffix(word)) or (_CONTENT.match(word.pos) and word.lemma not in _EMPTY):
            part += _spelt(word, as_it_stands=goes_on)
        is_open, before = word.pos.startswith("接頭辞"), word
    if part:
        yield part


def _is_suffix(word: Word) -> bool:
    return word.pos.startswith("接尾辞") or "助数詞" in word.pos


def _is_latin(word: Word) -> bool:
    return bool(_ASCII.fullmatch(word.surface.lower()))


def _spelt(word: Word, *, as_it_stands: bool) -> str:
    """Return a word in Latin letters: a verb in its dictionary form, but where it goes on (書き方)."""
    if _is_latin(word):
        return word.surface.lower()
    is_inflected = word.pos.startswith(_INFLECTED) and word.lemma_reading and not as_it_stands
    return re.sub(r"[^a-z0-9]", "", hepburn(word.lemma_reading if is_inflected else word.reading))
