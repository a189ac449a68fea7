"""Emphasis and strong: `*em*`, `**strong**`, `_em_`, `__strong__`.

The algorithm is CommonMark's ("An algorithm for parsing nested emphasis and links"); which signs may open and close is
wider, as in Python-Markdown: a sign may open before whatever is no space and close behind whatever is no space, so that
`**「かぎかっこ」**です` is bold, which CommonMark's rules about punctuation refuse. `_` keeps to the edges of words.

Python-Markdown's own rule is not used: it loses text where signs of different length overlap (`*a**)*b`).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown.inlinepatterns import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_RE

_RUN = re.compile(r"\*+|_+")
_WORD = re.compile(r"\w")
_PRODUCT = re.compile(r"[0-9]\*+[0-9]")
_MEANT = re.compile(r"(?<!/)\*\*[\w「『【]")


@dataclass
class _Run:
    """A run of one sign; `start` and `count` shrink from either side as its signs are used."""

    sign: str
    start: int
    count: int
    opens: bool
    closes: bool
    length: int


@dataclass(frozen=True)
class Region:
    """Emphasised text: where its signs and its inside begin and end."""

    start: int
    inside: int
    inside_end: int
    end: int

    @property
    def tag(self) -> str:
        """Two signs are strong, one is emphasis."""
        return "strong" if self.inside - self.start == 2 else "em"  # noqa: PLR2004


def regions(text: str) -> list[Region]:
    """Return the emphasised regions of a text; any two are apart or one inside the other."""
    return _paired(list(_runs(text)))


def unclosed(text: str) -> Iterator[int]:
    """Yield where a `**` before a word stands for itself, because none closes it. A product (2**3) and a row of signs do not count."""
    runs = [run for run in _runs(text) if not _PRODUCT.match(text, max(run.start - 1, 0))]
    _paired(runs)
    for run in runs:
        is_whole = run.length == run.count == 2  # noqa: PLR2004
        if is_whole and _MEANT.match(text, run.start):
            yield run.start


def _paired(runs: Sequence[_Run]) -> list[Region]:
    """Return the regions, and take their signs off the runs."""
    found: list[Region] = []
    open_runs: list[_Run] = []
    # CommonMark's "openers_bottom": before that place in the text there is none for a closer of this kind.
    bottom: dict[tuple[str, bool, int], int] = {}
    for run in runs:
        kind = (run.sign, run.opens, run.length % 3)
        while run.closes and run.count:
            opener = _opener(run, open_runs, bottom.get(kind, 0))
            if opener is None:
                bottom[kind] = run.start
                break
            width = 2 if opener.count >= 2 and run.count >= 2 else 1  # noqa: PLR2004
            inside = opener.start + opener.count
            found.append(Region(inside - width, inside, run.start, run.start + width))
            while open_runs[-1] is not opener:
                open_runs.pop()
            opener.count -= width
            if not opener.count:
                open_runs.pop()
            run.start += width
            run.count -= width
        if run.opens and run.count:
            open_runs.append(run)
    return sorted(found, key=lambda region: (region.start, -region.end))


def _runs(text: str) -> Iterator[_Run]:
    for match in _RUN.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        opens, closes = bool(after.strip()), bool(before.strip())
        if match[0][0] == "_":
            opens, closes = opens and not _WORD.match(before), closes and not _WORD.match(after)
        yield _Run(match[0][0], match.start(), len(match[0]), opens, closes, len(match[0]))


def _opener(closer: _Run, open_runs: Sequence[_Run], bottom: int) -> _Run | None:
    """Return the nearest run that a closer goes with; the "rule of three" keeps `**a*b**` whole."""
    for run in reversed(open_runs):
        if run.start < bottom:
            return None
        ambiguous = closer.opens or run.closes
        three = (run.length + closer.length) % 3 == 0 and not (run.length % 3 == 0 and closer.length % 3 == 0)
        if run.sign == closer.sign and not (ambiguous and three):
            return run
    return None


class Emphasis(InlineProcessor):
    """Makes elements of the regions."""

    def __init__(self) -> None:
        """Match at every run."""
        super().__init__(_RUN.pattern)
        self._text = ""
        self._regions: list[Region] = []
        self._before, self._done = "", 0
        """What stands before the last element that was made, and where in `_text` it ended."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the base class's form
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        """Return the element of the first region that begins in this run, with those inside of it."""
        shift = self._shift(data)
        number = bisect_left(self._regions, m.start() - shift, key=lambda region: region.start)
        if number == len(self._regions) or self._regions[number].start >= m.end() - shift:
            return None, None, None
        region = self._regions[number]
        element, _ = _element(self._text, self._regions, number)
        self._before, self._done = data[: region.start + shift], region.end
        return element, region.start + shift, region.end + shift

    def _shift(self, data: str) -> int:
        """Return by how much a text is longer than the one whose regions are known.

        The caller puts a placeholder where an element was and asks again with the whole text. What is behind the
        placeholder is as it was, so the regions are found once a text and not once an element.
        """
        shift = len(data) - len(self._text)
        element = data[len(self._before) : self._done + shift]
        is_next = (
            data.startswith(self._before)
            and INLINE_PLACEHOLDER_RE.fullmatch(element)
            and data.endswith(self._text[self._done :])
        )
        if data != self._text and not (self._done and is_next):
            self._text, self._regions, self._done, shift = data, regions(data), 0, 0
        return shift


def _element(text: str, found: Sequence[Region], number: int) -> tuple[ET.Element, int]:
    """Return the element of a region, and the number of the first region behind it."""
    region = found[number]
    element = ET.Element(region.tag)
    position, last = region.inside, None
    number += 1
    while number < len(found) and found[number].start < region.inside_end:
        inner = found[number]
        _append_text(element, last, text[position : inner.start])
        last, number = _element(text, found, number)
        element.append(last)
        position = inner.end
    _append_text(element, last, text[position : region.inside_end])
    return element, number


def _append_text(element: ET.Element, last: ET.Element | None, text: str) -> None:
    if last is None:
        element.text = text
    else:
        last.tail = text
