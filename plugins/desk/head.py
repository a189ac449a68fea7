"""Change values in the head of a file, and nothing else: every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LINE_END = re.compile(r"(\r\n|\n|\r)")
_VALUE = re.compile(
    r"(?P<start>(?P<key>[a-z_]+):[ \t　]*)(?P<value>.*?)(?P<comment>(?:[ \t　]+#.*)?[ \t　]*)"
)


class NoHeadError(ValueError):
    """The file does not begin with a head."""


def with_values(data: bytes, values: Mapping[str, str]) -> bytes:
    """Return the bytes of an article with these values in its head; what is not there is added behind the title."""
    parts = _LINE_END.split(data.decode("utf-8"))  # line, end, line, end, …, line
    fences = [place for place in range(0, len(parts), 2) if parts[place].lstrip("\ufeff").rstrip() == "---"]
    if len(fences) < 2 or fences[0] != 0:  # noqa: PLR2004 - the two lines around a head
        raise NoHeadError
    missing = dict(values)
    title = 0
    for place in range(2, fences[1], 2):
        match = _VALUE.fullmatch(parts[place])
        if match is None:
            continue
        if match["key"] == "title":
            title = place
        if match["key"] in missing:
            start = match["start"] if match["start"][-1] != ":" else match["start"] + " "
            parts[place] = start + missing.pop(match["key"]) + match["comment"]
    added = [piece for key, value in missing.items() for piece in (f"{key}: {value}", parts[title + 1])]
    parts[title + 2 : title + 2] = added
    return "".join(parts).encode()
