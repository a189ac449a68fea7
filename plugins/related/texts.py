"""The text of a converted article, line by line, as its own file says it: what stands in for other files' titles is left out."""

from __future__ import annotations

import re

from plugins.dialect.convert import plain_text

CHUNK = 170
"""Characters of a text that is counted as one when frequencies are learned: about a paragraph."""

_BLOCK = re.compile(
    r"</?(?:p|li|h[1-6]|t[dh]|d[td]|blockquote|figcaption|summary|caption|div|section|aside)\b[^>]*>|<br\s*/?>"
)
_CODE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)


def lines_of(html: str) -> list[str]:
    """Return the text of each block of an article's HTML, code left out."""
    lines = (plain_text(part) for part in _BLOCK.split(_CODE.sub("", html)))
    return [line for line in lines if line.strip()]


def chunks(lines: list[str]) -> list[list[str]]:
    """Return the lines of an article in groups of at least `CHUNK` characters, but for the last."""
    found: list[list[str]] = [[]]
    length = 0
    for line in lines:
        if length >= CHUNK:
            found.append([])
            length = 0
        found[-1].append(line)
        length += len(line)
    return [chunk for chunk in found if chunk]
