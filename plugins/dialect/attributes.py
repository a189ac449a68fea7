"""Attributes in braces: `{.button}`, `{#id}`, `{width=400}`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_ONE = r"""(?:[.#][^\s{}.#=]+|[A-Za-z][A-Za-z-]*=(?:"[^"{}]*"|'[^'{}]*'|[^\s{}"']+))"""
PATTERN = rf"\{{:?[ ]*(?P<attributes>{_ONE}(?:[ ]+{_ONE})*)[ ]*\}}"
"""A list of attributes begins with `.`, `#` or `key=`; other braces are text (`{漢字|かんじ}`, `{氏名}`)."""

LINE = re.compile(PATTERN)
AT_END = re.compile(rf"[ 　]*{PATTERN}[ 　]*$")
_EACH = re.compile(_ONE)
_WIDE = re.compile(r"\{[:：]?[ 　]*(?:[＃．][^{}\s]*|[A-Za-zＡ-Ｚａ-ｚ-]+＝[^{}]*)\}")


def parse_attributes(text: str) -> Mapping[str, str]:
    """Return the attributes of what stands between the braces; several classes are joined with spaces.

    >>> parse_attributes('.button #a width=40')
    {'class': 'button', 'id': 'a', 'width': '40'}
    """
    attributes: dict[str, str] = {}
    for part in _EACH.findall(text):
        if part[0] == ".":
            attributes["class"] = f"{attributes['class']} {part[1:]}" if "class" in attributes else part[1:]
        elif part[0] == "#":
            attributes["id"] = part[1:]
        else:
            key, _, value = part.partition("=")
            attributes[key.lower()] = value[1:-1] if value[:1] in "\"'" else value
    return attributes


def take_from_end(text: str) -> tuple[str, Mapping[str, str]]:
    """Return a text without the attributes at its end, and them."""
    match = AT_END.search(text)
    return (text[: match.start()], parse_attributes(match["attributes"])) if match else (text, {})


def wide_attributes(text: str) -> tuple[str, str] | None:
    """Find attributes typed with full-width signs; return them as typed and as they must be."""
    match = _WIDE.search(text)
    return (match[0], unicodedata.normalize("NFKC", match[0])) if match else None
