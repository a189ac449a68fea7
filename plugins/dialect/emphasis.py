"""Emphasis and strong: `*em*`, `**strong**`, `_em_`, `__strong__`.

The algorithm is CommonMark's ("An algorithm for parsing nested emphasis and links"); which signs may open and close is
wider, as in Python-Markdown: a sign may open before whatever is no space and close behind whatever is no space, so that
`**「かぎかっこ」**です` is bold, which CommonMark's rules about punctuation refuse. `_` keeps to the edges of words.

Python-Markdown's own rule is not used: it loses text where signs of different length overlap (`*a**)*b`).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown.inlinepatterns import InlineProcessor

_RUN = re.compile(r"\*+|_+")
_WORD = re.compile(r"\w")


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
    runs = list(_runs(text))
    found: list[Region] = []
    open_runs: list[_Run] = []
    for run in runs:
        while run.closes and run.count and (opener := _opener(run, open_runs)) is not None:
            width = 2 if opener.count >= 2 and run.count >= 2 else 1  # noqa: PLR2004
            inside = opener.start + opener.count
            found.append(Region(inside - width, inside, run.start, run.start + width))
            del open_runs[open_runs.index(opener) + 1 :]
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


def _opener(closer: _Run, open_runs: Sequence[_Run]) -> _Run | None:
    """Return the nearest run that a closer goes with; the "rule of three" keeps `**a*b**` whole."""
    for run in reversed(open_runs):
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

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the base class's form
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        """Return the element of the first region that begins in this run, with those inside of it."""
        found = regions(data)
        first = next((number for number, each in enumerate(found) if m.start() <= each.start < m.end()), None)
        if first is None:
            return None, None, None
        element, _ = _element(data, found, first)
        return element, found[first].start, found[first].end


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
