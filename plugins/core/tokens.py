"""The words of Japanese text: the one place that knows fugashi (MeCab) and its dictionary, UniDic.

Words are UniDic's short units. MeCab writes only the features that we use, as one line a word, and equal lines become
one `Word`: four times as fast as asking fugashi for the features one by one.
"""

from __future__ import annotations

import re
import shlex
from importlib.metadata import version
from typing import NamedTuple

from plugins.core.text import IDEOGRAPHIC_SPACE

_FORMAT = r"%m\t%f[0],%f[1],%f[2]\t%f[6]\t%f[7]\t%f[10]\t%f[17]\n"
"""Surface; part of speech; reading of the lemma; lemma; dictionary form as spelt here; reading."""

DICTIONARY = f"fugashi {version('fugashi')}, unidic-lite {version('unidic-lite')}"
"""What a cache of words depends on besides the text. Like all versions of what is loaded, found out with the code."""

_SPACE = re.compile(r"[\s\0]")

_UNKNOWN = r"%m\t%f[0],%f[1],%f[2]\n"


class Word(NamedTuple):
    """One short unit. A word that UniDic does not know has its surface as base and lemma, and no readings."""

    surface: str
    pos: str
    """Part of speech, as `名詞,普通名詞,一般`."""
    lemma_reading: str
    """Reading of the lemma, in katakana: トリクム. Empty when unknown."""
    lemma: str
    """One for all spellings of a word: 取り組む for 取組む and とりくむ. Foreign words bear their origin: テスト-test."""
    base: str
    """The dictionary form in the spelling of the text: 取組む."""
    reading: str
    """Reading of the surface, in katakana. Empty when unknown."""

    @property
    def is_known(self) -> bool:
        """Whether UniDic has the word."""
        return bool(self.lemma_reading)


class Tokenizer:
    """Cuts text into words. Holds the dictionary (about 0.1 s to open), so make one a run."""

    def __init__(self) -> None:
        """Open the dictionary."""
        import fugashi  # noqa: PLC0415 - a build without a new text cuts none into words
        import unidic_lite  # noqa: PLC0415 - the same

        folder = shlex.quote(unidic_lite.DICDIR)
        rc = shlex.quote(f"{unidic_lite.DICDIR}/dicrc")
        # -O '' switches off the format that the dictionary brings, which would win over -F
        self._tagger = fugashi.GenericTagger(
            f"-d {folder} -r {rc} -O '' -F '{_FORMAT}' -U '{_UNKNOWN}' -E ''"
        )
        self._words: dict[str, Word] = {}

    def words(self, text: str) -> list[Word]:
        """Return the words of a text; joined, their surfaces are the text, with every white space as U+3000.

        MeCab drops ASCII spaces and line ends, so that offsets would be lost; it keeps the ideographic one.
        """
        lines = self.lines(text)
        known = self._words
        for line in set(lines).difference(known):
            known[line] = word_of(line)
        return [known[line] for line in lines]

    def lines(self, text: str) -> list[str]:
        """Return the words of a text as lines for `word_of`: who knows most of them already need not make words."""
        spaced = _SPACE.sub(IDEOGRAPHIC_SPACE, text)
        return str(self._tagger.parse(spaced)).split("\n") if spaced else []


def word_of(line: str) -> Word:
    """Return the word of a line."""
    surface, pos, *rest = line.split("\t")
    if len(rest) < 4 or not rest[1]:  # noqa: PLR2004 - the four fields after pos in _FORMAT
        return Word(surface, pos.rstrip(","), "", surface, surface, "")
    return Word(surface, pos.rstrip(","), *rest[:4])
