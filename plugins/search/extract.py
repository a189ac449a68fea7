"""The text of an article, from its HTML: what a reader reads of it, without what leads elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEFT_OUT = frozenset(
    "script style template noscript pre code kbd samp nav iframe svg button form rp rt h1 h2 h3 h4 h5 h6".split()
)
"""Headings come by another way, and readings apart."""
_OTHERS = frozenset("card related-link contents votes ranking-link video advert".split())
"""Blocks that tell of other articles and sites."""
_IN_LINE = frozenset(
    "a abbr b bdi bdo cite data del dfn em i ins mark q ruby rb s small span strong sub sup time u var wbr".split()
)


def text_of(html: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the text, a line for each block, and the readings of its ruby: (word, reading).

    >>> text_of("<p><ruby>面接<rp>（</rp><rt>めんせつ</rt><rp>）</rp></ruby>の<code>x</code>流れ</p>")
    ('面接の流れ', (('面接', 'めんせつ'),))
    """
    import lxml.html  # noqa: PLC0415 - a build without a new text reads none

    if not html.strip():
        return "", ()
    parts: list[str] = []
    readings: list[tuple[str, str]] = []
    _walk(lxml.html.fragment_fromstring(html, create_parent="div"), parts, readings)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line), tuple(readings)


def _walk(element: _Element, parts: list[str], readings: list[tuple[str, str]]) -> None:
    name = element.tag
    if (
        isinstance(name, str)
        and name not in _LEFT_OUT
        and not _OTHERS.intersection(element.get("class", "").split())
    ):
        if name == "ruby":
            _note_readings(element, readings)
        border = "" if name in _IN_LINE else "\n"
        parts.append(border)
        parts.append(element.text or "")
        for child in element:
            _walk(child, parts, readings)
        parts.append(border)
    elif name not in _IN_LINE and name not in ("rp", "rt", "code", "kbd", "samp"):
        parts.append("\n")
    parts.append(element.tail or "")


def _note_readings(ruby: _Element, readings: list[tuple[str, str]]) -> None:
    word = ruby.text or ""
    for child in ruby:
        if child.tag == "rt":
            if word.strip():
                readings.append((word.strip(), "".join(map(str, child.itertext())).strip()))
            word = ""
        elif child.tag != "rp":
            word += "".join(map(str, child.itertext()))
        word += child.tail or ""
