"""Raw HTML in an article: which tags there are, and whether they are closed."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

VOID_TAGS = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
"""HTML Living Standard, 13.1.2: elements without an end tag."""

BLOCK_TAGS = frozenset(
    """address article aside audio blockquote canvas center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr iframe legend li main menu nav noscript object ol optgroup
    option p picture pre script section select style summary table tbody td template textarea tfoot th thead
    tr ul video""".split()
)
"""Tags that begin a block of raw HTML when they stand at the start of a line."""

INLINE_TAGS = frozenset(
    """a abbr acronym b bdi bdo big br button caption circle cite code col colgroup data datalist defs del desc
    dfn ellipse em embed font g i img input ins kbd label line map area mark math meter output param path polygon
    polyline progress q rb rect rp rt rtc ruby s samp slot small source span strike strong sub sup svg symbol
    text time title track tt u use var wbr""".split()
)
"""Tags that may stand inside a text; other words in angle brackets are text (`<Enter>`, `<氏名>`)."""

_OPTIONAL_END = frozenset(
    "p li dt dd option optgroup tr td th thead tbody tfoot rt rp colgroup caption".split()
)


@dataclass(frozen=True)
class Unbalanced:
    """A tag without its counterpart; `line` counts from 0."""

    line: int
    message: str


class _Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, int]] = []
        self.fault: Unbalanced | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base class's form
        if tag not in VOID_TAGS:
            self.stack.append((tag, self.getpos()[0] - 1))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<br />` opens nothing; `<b/>` opens, because HTML knows `/>` in drawings and formulas only."""
        if not any(each in ("svg", "math") for each, _ in self.stack):
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack[-1][0] != tag and self.stack[-1][0] in _OPTIONAL_END:
            self.stack.pop()
        if self.stack and self.stack[-1][0] == tag:
            self.stack.pop()
        elif self.fault is None and any(each == tag for each, _ in self.stack):
            self.fault = _unclosed(*self.stack[-1])
        elif self.fault is None and tag not in VOID_TAGS:
            self.fault = Unbalanced(self.getpos()[0] - 1, f"「</{tag}>」に対応する「<{tag}>」がありません。")


def _unclosed(tag: str, line: int) -> Unbalanced:
    return Unbalanced(line, f"「<{tag}>」が閉じられていません。「</{tag}>」を加えてください。")


def unbalanced(html: str) -> Unbalanced | None:
    """Return the first tag of a piece of HTML that is not closed, or closes nothing."""
    checker = _Checker()
    checker.feed(html)
    checker.close()
    if checker.fault is None:
        for tag, line in checker.stack:
            if tag not in _OPTIONAL_END:
                return _unclosed(tag, line)
    return checker.fault
