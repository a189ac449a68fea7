"""The paragraphs of a Markdown file with their lines, and which of them a link would fit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from plugins.core.tokens import Tokenizer
from plugins.related.features import Trade, features_of
from plugins.related.frequencies import Frequencies
from plugins.related.vectors import UNIT, Vector, vector_of

LONG = 60
"""A paragraph of fewer characters counts for less, in proportion: it says little of what it is about."""

_NO_PLACE = re.compile(r"\s*(?:#|\||!\[|@\[|>>|---|```|~~~|<|関連記事|\[\^)")
_BOX = re.compile(r"\s*[:：]{3,}\s*(?P<name>[^\s:：]*)")
_EXAMPLES = ("例文", "OK例", "NG例", "会話", "体験談")
"""Boxes with words that are not the writer's to the reader."""

_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.|>)\s+")
_MARKUP = re.compile(r"\]\([^)]*\)|[*=`\[\]]+|\{[^}]*\}")


class Paragraph(NamedTuple):
    """A piece of text, without its markup, and the line (1-based) on which it begins."""

    line: int
    text: str


def paragraphs_of(source: str) -> list[Paragraph]:
    r"""Return the paragraphs and items of a file to which a sentence with a link could be added; not the head, tables, code, examples.

    >>> paragraphs_of("---\ntitle: a\n---\n\n## 見出し\n\n一つ目の[文](b.md)。\n\n二つ目。")
    [Paragraph(line=7, text='一つ目の文。'), Paragraph(line=9, text='二つ目。')]
    """
    found: list[Paragraph] = []
    lines = source.splitlines()
    start = lines.index("---", 1) + 1 if lines[:1] == ["---"] and "---" in lines[1:] else 0
    fence = ""
    boxes: list[str] = []
    open_ = False
    for number, line in enumerate(lines[start:], start + 1):
        mark = re.match(r"\s*(```+|~~~+)", line)
        if mark and (not fence or line.strip() == fence):
            fence = "" if fence else mark[1]
            open_ = False
        elif not fence and (box := _BOX.match(line)):
            boxes = [*boxes, box["name"]] if box["name"] else boxes[:-1]
            open_ = False
        elif fence or not line.strip() or _NO_PLACE.match(line) or any(box in _EXAMPLES for box in boxes):
            open_ = False
        else:
            text = _MARKUP.sub("", _ITEM.sub("", line)).strip()
            if open_ and not _ITEM.match(line):
                found[-1] = Paragraph(found[-1].line, found[-1].text + text)
            else:
                found.append(Paragraph(number, text))
            open_ = True
    return found


def vectors_of(
    paragraphs: Sequence[Paragraph], frequencies: Frequencies, tokenizer: Tokenizer, trade: Trade
) -> list[Vector]:
    """Return the vector of each paragraph."""
    return [
        vector_of(features_of([paragraph.text], (), tokenizer, 0, trade), frequencies, (), None)
        for paragraph in paragraphs
    ]


def best_place(
    paragraphs: Sequence[Paragraph], vectors: Sequence[Vector], target: Vector
) -> tuple[Paragraph, float] | None:
    """Return the paragraph that is most like the target of a link, the first of equal ones, and how much it is."""
    wanted = target.mapping()
    best: tuple[float, Paragraph] | None = None
    for paragraph, vector in zip(paragraphs, vectors, strict=True):
        likeness = vector.product(wanted) / UNIT * min(1, len(paragraph.text) / LONG)
        if likeness and (best is None or likeness > best[0]):
            best = (likeness, paragraph)
    return (best[1], best[0]) if best else None
