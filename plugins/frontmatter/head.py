"""The head of an article: `key: value` lines between two `---`, every value read as text.

It looks like YAML and is read more plainly, because YAML loses or changes what writers type:
`title: 転職 #内定` would lose the tag, `title: 面接: 準備` would be refused, slug `007` would be 7.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from plugins.core.problems import Level, Report
from plugins.core.text import fold

FENCE = "---"
WHOLE_LINE = ("title", "description")
"""Keys whose value is the rest of the line, whatever stands in it."""

_WIDE_FENCE = re.compile(r"[\-‐－ー―—─–]{2,}\s*")
_ENTRY = re.compile(r"(?P<key>[^\s:：#-][^:：\s]*)[ 　]*(?P<colon>[:：])(?P<value>.*)")
_ITEM = re.compile(r"[ \t　]*-(?:[ \t　]+(?P<value>.*)|$)")
_COMMENT = re.compile(r"(?:^|[ \t]+)#.*$")
_ITEM_PARTS = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|,|[^,"\']+|["\']')
_WIDE_SIGNS = str.maketrans("［］，、：｛｝”“", '[],,:{}""')


@dataclass(frozen=True)
class Entry:
    """One value of the head, with the line on which its key stands."""

    line: int
    text: str
    items: tuple[tuple[int, str], ...] | None = None
    """The values of a list, each with its line; None where the writer gave one value."""


@dataclass(frozen=True)
class Source:
    """A file taken apart: its head, its body and the line (1-based) on which the body begins."""

    head: Mapping[str, Entry]
    refused: frozenset[str]
    """The keys (folded) of lines that were reported and left out of `head`."""
    body: str
    body_line: int


def split(text: str, report: Report) -> Source | None:
    """Take a file apart at its two `---` lines; None, reported, where they are not there."""
    lines = text.split("\n")
    if not text.strip():
        report(Level.ERROR, 1, "ファイルが空です。1行目の「---」から書き始めてください。")
        return None
    if lines[0].rstrip() != FENCE:
        if _WIDE_FENCE.fullmatch(lines[0]):
            report(Level.ERROR, 1, f"1行目の「{lines[0].strip()}」は、半角の「---」にしてください。")
        else:
            report(
                Level.ERROR,
                1,
                "1行目が「---」ではありません。記事は「---」で囲んだ見出し部分（title、date など）から始めます。",
            )
        return None
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == FENCE:
            head, refused = parse(lines[1 : number - 1], report)
            return Source(head, refused, "\n".join(lines[number:]), number + 1)
        if _WIDE_FENCE.fullmatch(line):
            report(Level.ERROR, number, f"「{line.strip()}」は、半角の「---」にしてください。")
            return None
    report(
        Level.ERROR,
        1,
        "見出し部分を閉じる「---」がありません。title や date の行の後に「---」だけの行を置いてください。",
    )
    return None


def parse(lines: list[str], report: Report) -> tuple[dict[str, Entry], frozenset[str]]:
    """Return the entries of a head and the keys of those refused; `lines[0]` is line 2 of the file."""
    head: dict[str, Entry] = {}
    refused: set[str] = set()
    key: str | None = None
    for number, line in enumerate(lines, 2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if match := _ENTRY.fullmatch(line):
            key = _add_entry(head, match, number, report)
            if key is None:
                refused.add(fold(match["key"]))
        elif (match := _ITEM.fullmatch(line)) and key is not None and not head[key].text:
            entry = head[key]
            head[key] = Entry(
                entry.line,
                "",
                (*(entry.items or ()), (number, unquote(_COMMENT.sub("", match["value"] or "")))),
            )
        elif not (match and key is None and refused):  # the items of a refused key are no faults of their own
            refused.add("")
            report(Level.ERROR, number, f"「{line.strip()}」は「名前: 値」の形ではありません。")
    return head, frozenset(refused)


def _add_entry(head: dict[str, Entry], match: re.Match[str], number: int, report: Report) -> str | None:
    key, value = match["key"], match["value"]
    if match["colon"] == "：":
        report(
            Level.ERROR,
            number,
            f"「{key}：」の「：」が全角です。「{key}: {value.strip()}」と半角で書いてください。",
        )
        return None
    if value and not value[0].isspace():
        report(
            Level.ERROR,
            number,
            f"「{key}:」の後に空白がありません。「{key}: {value.strip()}」と書いてください。",
        )
        return None
    if key in head:
        report(
            Level.ERROR,
            number,
            f"「{key}」が{head[key].line}行目と{number}行目に二度あります。「{key}: …」を一つにしてください。",
        )
        return None
    text = value.strip()
    if key not in WHOLE_LINE:
        text = _COMMENT.sub("", text)
    if key not in WHOLE_LINE and text[:1] in ("[", "［"):
        items = _flow_items(key, text, number, report)
        if items is None:
            return None
        head[key] = Entry(number, text, items)
    else:
        head[key] = Entry(number, unquote(text))
    return key


def _flow_items(key: str, text: str, number: int, report: Report) -> tuple[tuple[int, str], ...] | None:
    right = text.translate(_WIDE_SIGNS)
    if not right.endswith("]"):
        report(
            Level.ERROR,
            number,
            f"「{key}」の「[」が閉じられていません。「{key}: [面接, 準備]」の形で書いてください。",
        )
        return None
    if right != text:
        report(
            Level.ERROR,
            number,
            f"「{key}」に全角の記号があります。「{key}: {right}」と半角で書いてください。",
        )
        return None
    return tuple((number, unquote(item)) for item in split_items(text[1:-1]))


def split_items(text: str) -> list[str]:
    """Split at commas outside quotes.

    >>> split_items('面接, "A, B"')
    ['面接', '"A, B"']
    """
    items = [""]
    for part in _ITEM_PARTS.findall(text):
        if part == ",":
            items.append("")
        else:
            items[-1] += part
    return [item.strip() for item in items if item.strip()]


def unquote(text: str) -> str:
    r"""Return a value without the quotes around it; `\"` and `\\` inside double quotes are undone.

    >>> unquote('"【面接】準備"')
    '【面接】準備'
    >>> unquote('"A" と "B"')
    '"A" と "B"'
    """
    text = text.strip()
    if re.fullmatch(r'"(?:[^"\\]|\\.)*"', text):
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    if re.fullmatch(r"'(?:[^']|'')*'", text):
        return text[1:-1].replace("''", "'")
    return text
