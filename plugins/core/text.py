"""The one normal form of Japanese text, and the few questions that the rooms ask about characters."""

from __future__ import annotations

import re
import unicodedata

IDEOGRAPHIC_SPACE = "\u3000"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_UNSAFE_IN_ADDRESS = re.compile(r"[\s/\\?#%&:*\"'<>|{}\[\]^`~,;!$()+=@.]+")
_SENTENCE_END = re.compile(r"[。！？!?][」』）)]*")


def fold(text: str) -> str:
    """Return the form in which two spellings of one name are equal: NFKC, lower case, no space at the ends.

    >>> fold(" ＰＯＩＮＴ ")
    'point'
    """
    return text.lower().strip() if text.isascii() else unicodedata.normalize("NFKC", text).casefold().strip()


def nfc(text: str) -> str:
    """Return the composed form; file names on a Mac are decomposed (か + ゙)."""
    return unicodedata.normalize("NFC", text)


def control_character(text: str) -> re.Match[str] | None:
    """Find the first character that no text may hold (NUL, other controls, noncharacters); tabs and ends of line are fine."""
    return _CONTROL.search(text)


def address_part(name: str) -> str:
    """Return a name as a part of an address; Japanese stays Japanese.

    >>> address_part("退職・入社")
    '退職・入社'
    >>> address_part("UI / UX")
    'ui-ux'
    """
    return _UNSAFE_IN_ADDRESS.sub("-", fold(name)).strip("-")


def is_wide(character: str) -> bool:
    """Say whether a character is East Asian wide (Unicode Standard Annex 11: W or F)."""
    return unicodedata.east_asian_width(character) in "WF"


def cut_at_sentence(text: str, limit: int) -> str:
    """Return the beginning of a text, at most `limit` characters, up to the end of a sentence where one fits.

    >>> cut_at_sentence("一文目です。二文目はとても長いです。", 10)
    '一文目です。'
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, limit)]
    return text[: ends[-1]] if ends else text[: limit - 1] + "…"
