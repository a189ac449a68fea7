"""What `make check FIX=1` does by itself: only what leaves the page as it was."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from plugins.checks.page import Page
from plugins.checks.rules.text import DECOMPOSED, replace_wide_mark
from plugins.dialect.build import Head
from plugins.dialect.convert import Converter
from plugins.dialect.grammar import Dialect

Edit = Callable[[str], str]


def _compose(line: str) -> str:
    return DECOMPOSED.sub(lambda match: unicodedata.normalize("NFC", match[0]), line)


FIXES: Mapping[str, Edit] = {
    "全角の印": replace_wide_mark,
    "濁点": _compose,
    "行末の空白": str.rstrip,
}
"""Rule → what is done to a line of the body."""


def fixed(page: Page, rules: Mapping[str, Edit] = FIXES) -> Iterator[tuple[int, str, str]]:
    """Yield the lines that these rules change: number, rules (joined with 、), new line."""
    for number, line in enumerate(page.lines, 1):
        done = []
        new = line
        for name, edit in rules.items():
            if name == "濁点" or (number >= page.body_line and number not in page.verbatim):
                edited = edit(new)
                if edited != new:
                    done.append(name)
                    new = edited
        if done:
            yield number, "、".join(done), new


def same_page(
    text: str, body_line: int, lines: Sequence[tuple[int, str, str]], dialect: Dialect
) -> list[tuple[int, str, str]]:
    """Return those of the changed lines that leave the page as it is: all of them, or each that does by itself."""
    converter = Converter.for_dialect(dialect)

    def html(changes: Iterable[tuple[int, str, str]]) -> str:
        every = text.split("\n")
        for number, _, new in changes:
            every[number - 1] = new
        body = converter.convert("\n".join(every[body_line - 1 :]), body_line, lambda *_: None, Head())
        return unicodedata.normalize("NFC", re.sub(r"[ 　]+(?=\n|<|$)", "", body.html))

    before = html(())
    return list(lines) if html(lines) == before else [each for each in lines if html([each]) == before]


def applied(data: bytes, changes: Mapping[int, str]) -> bytes:
    """Return the bytes of a file with these lines replaced: its ends of lines and its first mark stay."""
    text = data.decode("utf-8")
    lines = re.split(r"(\r\n|\r|\n)", text)
    for number, new in changes.items():
        mark = "\ufeff" if number == 1 and text.startswith("\ufeff") else ""
        lines[2 * (number - 1)] = mark + new
    return "".join(lines).encode()
