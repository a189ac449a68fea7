"""How the lines of the dialect begin, with the full-width signs that an input method gives, and their indentation."""

from __future__ import annotations

import re

TAB = 4

FENCE = re.compile(r"(?P<colons>[:：]{3,})(?P<rest>.*)")
QUOTE = re.compile(r">[ 　]?|＞(?:[ 　]|$)")
HEADING = re.compile(r"(?P<marks>[#＃]+)(?P<space>[ 　]+|$)(?P<text>.*)")
TAG_LIKE_HEADING = re.compile(r"[#＃]+[^#＃\s]")
RULE = re.compile(r"(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,}")
BULLET = re.compile(r"(?P<marker>[-*+])(?P<space>[ 　]+|$)|(?P<wide>・)(?P<wide_space>[ 　]*)(?=[^\s・])")
ORDERED = re.compile(
    r"(?P<number>\d{1,9})(?:(?P<marker>[.)])(?P<space>[ 　]+|$)|(?P<wide>．)(?P<wide_space>[ 　]*)(?=[^\s\d]))"
)
TASK = re.compile(r"[\[［](?P<sign>[ 　xX✓]?)[\]］][ 　]+(?=\S)")
DEFINITION = re.compile(r":[ 　]+(?P<text>.*)")
FOOTNOTE = re.compile(r"\[\^(?P<label>[^\]\s]+)\][:：][ 　]*(?P<text>.*)")
REFERENCE = re.compile(
    r"""\[(?!\^)(?P<label>[^\[\]]+)\]:[ ]*
        <?(?P<url>(?:https?://|mailto:|\.{0,2}/|\#|[\w./%-]+\.(?:md|html?|png|jpe?g|gif|svg|webp|avif|pdf)\b)[^\s<>]*)>?
        (?:[ ]+["'(](?P<title>.*)["')])?[ ]*""",
    re.VERBOSE,
)
EMBED = re.compile(r"@\[(?P<name>[^\[\]]*)\](?:\((?P<argument>.*)\))?")
WIDE_EMBED = re.compile(r"[@＠][\[［](?P<name>[^\[\]［］]*)[\]］](?:[(（](?P<argument>.*)[)）])?")
CODE_SPAN = re.compile(r"(?P<ticks>`+).+?(?<!`)(?P=ticks)(?!`)")


def measure(rest: str) -> tuple[int, str]:
    """Return the indentation in columns (a full-width space is two) and the text behind it."""
    if rest[:1] not in (" ", "　"):
        return 0, rest
    body = rest.lstrip(" 　")
    blank = rest[: len(rest) - len(body)]
    return len(blank) + blank.count("　"), body


def expand(line: str) -> str:
    """Return a line with the tabs of its indentation as spaces; those in the text stay."""
    if "\t" not in line:
        return line
    body = line.lstrip(" \t　")
    return line[: len(line) - len(body)].expandtabs(TAB) + body


def outdent(rest: str, columns: int) -> str:
    """Remove that many columns of indentation; half of a full-width space becomes a space."""
    taken = 0
    while taken < columns and rest[:1] in (" ", "　"):
        taken += 2 if rest[0] == "　" else 1
        rest = rest[1:]
    return " " * (taken - columns) + rest
