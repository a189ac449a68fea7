"""The text of a paragraph: pieces with their emphasis → lines of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from plugins.wordpress.escape import emphasised, inline, line_start

MARKS = {"==": "mark", "**": "strong", "*": "em", "~~": "del"}
"""Signs of emphasis, the outermost first, and the tags that mean the same."""

NOTE = re.compile("\ufdd2([0-9]+)\ufdd3")
"""A place that the report names; it is taken out when the file is written."""

_LABEL = "関連記事|参考記事|おすすめ記事|あわせて読みたい|続きはこちら"
_LINK = r"\[(?:\\.|[^\[\]\\])*\]\([^()\s]+\)"
_LABELLED = re.compile(rf"(?P<label>[【■◆▶]?(?:{_LABEL})[】]?)[ 　]*(?={_LINK}$)")
_LABEL_SIGN = re.compile(
    rf"(?P<label>[【■◆▶]?(?:{_LABEL})[】]?[ 　]*)(?P<sign>>>|＞＞|≫|»)(?![ 　]*{_LINK}$)"
)
_RUBY = re.compile(r"｜[^｜《》\n]+《[^《》\n]+》")
_TANGLED = re.compile(r"(?:\*==\*|[*=]~~[*=]|\*~~|~~\*|==~~|~~==)")
"""Signs side by side, of which one would be taken for the other's."""
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0]+")
_INVISIBLE = re.compile("[\u200b\ufeff\u00ad]")


@dataclass(frozen=True)
class Piece:
    """A part of a paragraph."""

    kind: Literal["text", "markup", "break", "paragraph"]
    value: str = ""
    marks: frozenset[str] = frozenset()


def text_pieces(text: str, marks: frozenset[str], *, classic: bool) -> Iterator[Piece]:
    """Yield the pieces of a text node; in the old editor a line end is a break and a blank line a paragraph's end."""
    text = _INVISIBLE.sub("", text)
    for number, paragraph in enumerate(re.split(r"\n[ \t\r\xa0]*\n\s*", text) if classic else [text]):
        if number:
            yield Piece("paragraph")
        for count, line in enumerate(paragraph.split("\n") if classic else [paragraph]):
            if count:
                yield Piece("break", "soft")
            yield Piece("text", _SPACE.sub(" ", line), marks)


def paragraphs(pieces: Iterable[Piece]) -> Iterator[list[list[Piece]]]:
    """Yield paragraphs as lists of lines; empty lines at their ends, and empty paragraphs, are left out."""
    lines: list[list[Piece]] = [[]]
    soft = False
    for piece in [*pieces, Piece("paragraph")]:
        if piece.kind == "paragraph":
            trimmed = [_trimmed(line) for line in lines]
            while trimmed and not trimmed[0]:
                trimmed.pop(0)
            while trimmed and not trimmed[-1]:
                trimmed.pop()
            if trimmed:
                # A blank line would end the paragraph; a writer who broke twice meant just that.
                yield from _split(trimmed)
            lines, soft = [[]], False
        elif piece.kind == "break":
            # `<br>` and the line end behind it are one break.
            if not (piece.value == "soft" and soft):
                lines.append([])
            soft = piece.value != "soft"
        else:
            soft = soft and not piece.value.strip()
            lines[-1].append(piece)


def _split(lines: list[list[Piece]]) -> Iterator[list[list[Piece]]]:
    paragraph: list[list[Piece]] = []
    for line in lines:
        if line:
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _trimmed(line: list[Piece]) -> list[Piece]:
    """Return a line with spaces outside of emphasis, neighbours of one emphasis joined, none at its ends."""
    parts: list[Piece] = []
    for piece in line:
        if piece.kind == "text":
            parts += [
                replace(piece, value=part, marks=piece.marks if part.strip() else frozenset({" "}))
                for part in re.split(r"(^[ 　]+|[ 　]+$)", piece.value)
                if part
            ]
        else:
            parts.append(piece)
    while parts and not parts[-1].value.strip():
        parts.pop()
    while parts and not parts[0].value.strip(" "):
        parts.pop(0)
    joined: list[Piece] = []
    for number, piece in enumerate(parts):
        if " " in piece.marks:
            after = next((each.marks for each in parts[number:] if " " not in each.marks), frozenset())
            piece = replace(piece, marks=(joined[-1].marks if joined else frozenset()) & after)  # noqa: PLW2901
        last = joined[-1] if joined else None
        if last and piece.kind == last.kind == "text" and piece.marks == last.marks:
            joined[-1] = replace(last, value=re.sub(" {2,}", " ", last.value + piece.value))
        else:
            joined.append(piece)
    return joined


def rendered(line: list[Piece], *, starts_line: bool = True, also: str = "") -> str:
    """Return a line as Markdown; with tags where the signs of emphasis would be read otherwise."""
    used = {mark for piece in line for mark in piece.marks}
    also += "".join(mark[0] for mark in ("==", "~~") if mark in used)
    text, bold = _emit(line, {mark: (mark, mark) for mark in MARKS}, also)
    if (bold and bold != emphasised(text)) or _TANGLED.search(text):
        text, _ = _emit(line, {mark: (f"<{tag}>", f"</{tag}>") for mark, tag in MARKS.items()}, also)
    text = without_ruby(text)
    if not starts_line:
        return text
    text = line_start(text) if line and line[0].kind == "text" and not line[0].marks else text
    text = _LABELLED.sub(r"\g<label>>> ", text, count=1) if _LABELLED.match(text) else text
    if found := _LABEL_SIGN.match(text):
        signs = "".join("\\" + sign if sign == ">" else f"&#{ord(sign)};" for sign in found["sign"])
        text = found["label"] + signs + text[found.end() :]
    return text


def without_ruby(line: str) -> str:
    """Return a line in which no bar begins a ruby; a bar that begins none stays."""
    return line.replace("｜", "&#65372;") if _RUBY.search(line) else line


def _emit(
    line: list[Piece], signs: dict[str, tuple[str, str]], also: str
) -> tuple[str, set[tuple[int, int]]]:
    """Return a line with these signs, and where emphasis is meant."""
    text = ""
    opened: list[tuple[str, int]] = []
    bold: set[tuple[int, int]] = set()
    for piece in [*line, Piece("text")]:
        wanted = [mark for mark in MARKS if mark in piece.marks]
        shared = 0
        while shared < min(len(opened), len(wanted)) and opened[shared][0] == wanted[shared]:
            shared += 1
        while len(opened) > shared:
            mark, start = opened.pop()
            text += signs[mark][1]
            if mark in ("**", "*"):
                bold.add((start, len(text)))
        for mark in wanted[shared:]:
            opened.append((mark, len(text)))
            text += signs[mark][0]
        if piece.kind == "markup":
            if piece.value.startswith("[") and text.endswith("!"):
                text = text[:-1] + "\\!"  # `!` and a link are not a picture
            text += piece.value
        else:
            text += inline(piece.value, also=also)
    return text, bold
