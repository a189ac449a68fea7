"""Markup that was meant and is none: a space too many or too few, a full-width sign, an end that is missing.

Only what is hardly ever honest text is told here; `make check` tells of the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from plugins.core.problems import Level, Report
from plugins.dialect.blocks import Paragraph
from plugins.dialect.emphasis import unclosed

NO_MARKUP = re.compile(r"(?P<ticks>`+).+?(?<!`)(?P=ticks)(?!`)|\\.|<[^<>\n]*>|https?://[!-~]+", re.DOTALL)
_HIDDEN = "\ufffc"

_LINK = re.compile(
    r"[\[［](?P<text>[^\[\]［］\n]*)[\]］][ 　]*[(（][ 　]*"
    r"(?P<target>(?!https?:)[^()（）\s]+?\.md(?:[#＃][^()（）\s]*)?)[ 　]*[)）]"
)
_RIGHT_LINK = re.compile(r"\[[^\[\]\n]*\]\([^()\n]*\)")
_WIDE = (("**", re.compile(r"＊＊(?P<text>[^＊\n]+)＊＊")), ("==", re.compile(r"＝＝(?P<text>[^＝\n]+)＝＝")))

_JAPANESE = r"[ぁ-ゖァ-ヶー一-鿿々〆「『【]"
_BULLET = re.compile(rf"[-－](?P<text>{_JAPANESE}.*[^-－])")
_NUMBERED = re.compile(rf"(?P<number>\d{{1,2}})[.](?P<text>{_JAPANESE}.*)")

_HINTS = re.compile(r"[\[*［＊＝]")
"""Without one of these, nothing is wrong inside a text."""
_SHOWN = 20


def check_text(text: str, line: int, report: Report) -> None:
    """Report what is wrong inside a text that begins on a line."""
    if not _HINTS.search(text):
        return
    # What is hidden keeps its length and its line ends.
    plain = NO_MARKUP.sub(lambda match: re.sub(r"[^\n]", _HIDDEN, match[0]), text)
    for level, at, message in (*_links(plain), *_wide(plain), *_bold(plain)):
        report(level, line + plain.count("\n", 0, at), message)


def _links(text: str) -> Iterator[tuple[Level, int, str]]:
    for match in _LINK.finditer(text):
        if not _RIGHT_LINK.fullmatch(match[0]):
            right = f"[{match['text']}]({match['target'].replace('＃', '#')})"
            message = (
                f"「{match[0]}」はリンクになっていません。「{right}」と、半角で間を空けずに書いてください。"
            )
            # Full-width signs inside a line are text, so that they can be meant.
            level = Level.WARNING if re.search("[［］（）]", match[0]) else Level.ERROR
            yield level, match.start(), message


def _wide(text: str) -> Iterator[tuple[Level, int, str]]:
    for sign, pattern in _WIDE:
        if match := pattern.search(text):
            right = f"{sign}{_short(match['text'])}{sign}"
            message = f"「{_short(match[0])}」の印が全角なので、文字のまま出ます。「{right}」と半角で書いてください。"
            yield Level.WARNING, match.start(), message


def _bold(text: str) -> Iterator[tuple[Level, int, str]]:
    at = next(iter(unclosed(text)), None)
    if at is not None:
        shown = _short(text[at:].partition("\n")[0])
        message = f"「{shown}」の「**」が閉じられていないので、文字のまま出ます。太字の終わりにも「**」を書いてください。"
        yield Level.WARNING, at, message


def warn_of_list(paragraph: Paragraph, report: Report) -> None:
    """Warn of two lines or more in a row that look like the items of a list, and lack the space behind the mark."""
    for number, (line, following) in enumerate(pairwise(map(str.strip, paragraph.lines))):
        right = _items(line, following)
        if right:
            message = (
                f"「{_short(line)}」はリストになっていません。「{_short(right)}」と空白を入れてください。"
            )
            report(Level.WARNING, paragraph.line + number, message)
            return


def _items(line: str, following: str) -> str:
    """Return how the first of two items is written; empty where they are none."""
    one, two = _NUMBERED.fullmatch(line), _NUMBERED.fullmatch(following)
    if one and two:
        return as_item(line) if int(two["number"]) - int(one["number"]) in (0, 1) else ""
    return as_item(line) if _BULLET.fullmatch(line) and _BULLET.fullmatch(following) else ""


def as_item(line: str) -> str:
    """Return how a line is written that looks like an item without a space behind its mark; empty for another line.

    >>> as_item("-履歴書")
    '- 履歴書'
    """
    if match := _BULLET.fullmatch(line):
        return f"- {match['text']}"
    match = _NUMBERED.fullmatch(line)
    return f"{match['number']}. {match['text']}" if match else ""


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
