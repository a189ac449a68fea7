"""Text that means nothing but itself, as Markdown of this dialect."""

from __future__ import annotations

import re

from plugins.dialect import lines
from plugins.dialect.emphasis import regions

SHORTCODE = re.compile(r"\[/?[A-Za-z][\w-]*(?:[ \t]+[^\[\]<>\n]*)?/?\](?![(\[:：])")
"""`[name attribute="…"]`, `[/name]`; the dialect shows it as it stands."""

_SIGNS = re.compile(
    r"""(?P<slash>[\\`]) | (?P<always>\*)
    | (?P<open>\[) | (?P<close>\](?=[(\[:]))
    | (?P<double>(?P<sign>[=~])(?P=sign)+)
    | (?P<word>(?<![^\W_])_|_(?![^\W_]))
    | (?P<brace>\{)
    | (?P<tag><(?=[A-Za-z/!?])) | (?P<entity>&(?=\#?\w+;))
    | (?P<address>https?:(?=//))""",
    re.VERBOSE,
)
_ATTRIBUTES = re.compile(r"\{[ 　]*(?=[:：.＃#．]|[A-Za-zＡ-Ｚａ-ｚ-]+[=＝]|[^{}|｜\n]*[|｜])")
_LINE = re.compile(
    r"""(?P<ascii>[#>]|[-+](?=[ 　]|$)|-(?=[ ]*-[ ]*-)|~(?=~)|:(?=[ 　:：])|@(?=[\[［])|_(?=[ ]*_[ ]*_)|\|)
    | (?P<wide>[＃＞＠](?=[ 　\[［＃]|$)|：(?=[:：]{2})|｜(?=[ 　]*[-ー:：]))
    | (?P<number>\d{1,9})(?:(?P<point>[.)])|(?P<wide_point>．)(?=[ 　]*[^\s\d]))""",
    re.VERBOSE,
)
_TARGET = re.compile(r"\]\([^()\s]*\)|<[^<>]*>|https?://[!-~]+")
_ALONE = re.compile(
    r"(?:/(?:\S+/)?|\S+\.md(?:#\S*)?|[\[［]:?(?:目次|もくじ|toc|contents)[\]］])", re.IGNORECASE
)
"""What means something when it stands alone on a line."""


def reference(character: str) -> str:
    """Return a character as HTML spells it, for signs before which no backslash counts."""
    return f"&#{ord(character)};"


def inline(text: str, *, also: str = "") -> str:
    r"""Return a text (no line ends) as Markdown that reads back as that text wherever in a line it stands.

    `also`: further signs that mean something where the text goes (`]` in the text of a link, `=` beside a marker).

    >>> inline("**重要** {氏名}_様 [1]")
    '\\*\\*重要\\*\\* \\{氏名}\\_様 \\[1]'
    """
    parts, position = [], 0
    for match in SHORTCODE.finditer(text):
        parts += [_escape(text[position : match.start()], also), "[", _escape(match[0][1:], also)]
        position = match.end()
    parts.append(_escape(text[position:], also))
    return "".join(parts)


def _escape(text: str, also: str) -> str:
    def replace(match: re.Match[str]) -> str:
        found = match[0]
        match match.lastgroup:
            case "brace":
                return reference("{") if _ATTRIBUTES.match(text, match.start()) else "\\{"
            case "slash":
                return reference(
                    found
                )  # the search for tags and code knows no escaped backslash or backquote
            case "entity":
                return "&amp;"
            case "address":
                return found[:-1] + "\\:"
            case "double" | "sign":
                return "".join("\\" + sign for sign in found)
            case _:
                return "\\" + found

    escaped = _SIGNS.sub(replace, text)
    return re.sub(rf"(?<!\\)[{re.escape(also)}]", r"\\\g<0>", escaped) if also else escaped


def line_start(line: str) -> str:
    r"""Return a line (escaped already) that opens no block.

    >>> line_start("1. はじめに"), line_start("＃＃ 見出し")
    ('1\\. はじめに', '&#65283;＃ 見出し')
    """
    body = line.lstrip(" 　\t")
    space = line[: len(line) - len(body)]
    if _ALONE.fullmatch(body.rstrip()):
        return space + ("\\" + body if body[0] in "/[" else _first_escaped(body))
    match = _LINE.match(body)
    if match is None:
        return line
    if match["ascii"]:
        return f"{space}\\{body}"
    if match["wide"]:
        return space + reference(match["wide"]) + body[1:]
    end = match.end("number")
    sign = "\\" + match["point"] if match["point"] else reference(match["wide_point"])
    return space + body[:end] + sign + body[end + 1 :]


def _first_escaped(body: str) -> str:
    return re.sub(r"\.(?=md(?:#\S*)?\s*$)", r"\\.", body) if ".md" in body else reference(body[0]) + body[1:]


def cell(text: str) -> str:
    """Return escaped text as it may stand in a table."""
    return text.replace("\\|", "|").replace("|", "\\|").replace("\n", "<br>")


def emphasised(text: str) -> set[tuple[int, int]]:
    """Return where the dialect finds emphasis in a text: from the first sign to behind the last."""
    plain = re.sub(r"\\.", "xx", text)
    for pattern in (lines.CODE_SPAN, _TARGET):
        plain = pattern.sub(lambda match: "x" * len(match[0]), plain)
    return {(region.start, region.end) for region in regions(plain)}
