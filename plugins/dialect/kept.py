"""Where raw HTML stands in the HTML of an article: a page that is made shorter leaves it byte for byte."""

from __future__ import annotations

import re

# Control characters that no source may hold (`core.text.control_character`).
START, END = "\x0e", "\x0f"

_MARKS = re.compile(f"[{START}{END}]")

Spans = tuple[tuple[int, int], ...]
"""Start and end of each piece of raw HTML."""


def kept(raw: str) -> str:
    """Return raw HTML between marks."""
    return f"{START}{raw}{END}"


def unmarked(text: str) -> tuple[str, Spans]:
    """Return a text without its marks, and where they stood.

    >>> unmarked("<p>a " + kept("<b class=x>b</b>") + "</p>")
    ('<p>a <b class=x>b</b></p>', ((5, 21),))
    """
    if START not in text:
        return text, ()
    places = [match.start() - number for number, match in enumerate(_MARKS.finditer(text))]
    return _MARKS.sub("", text), tuple(zip(places[::2], places[1::2], strict=True))


def marked(text: str, spans: Spans) -> str:
    """Put the marks back."""
    pieces = []
    done = 0
    for start, end in spans:
        pieces += [text[done:start], kept(text[start:end])]
        done = end
    return "".join([*pieces, text[done:]])
