"""Documents that nobody would write: each is converted or refused with a line, and nothing in it is lost.

A strategy grows documents of all that the dialect knows, in clean and in broken forms, with words planted in
their text. Whatever comes: the conversion does not raise, its HTML is well formed, and either an error names
a line of the file or each planted word is to be read exactly once, in the order in which it was planted.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from itertools import count
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import Convert, well_formed_text

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
EXAMPLES = 2_000 if THOROUGH else 300

WORD = "◇{}◇"
"""A planted word; no rule of the dialect knows its signs."""

Lines = list[str]
T = TypeVar("T")


# ---- the strategy ------------------------------------------------------------------------------------------------
# A document is grown with WORD in the place of each planted word; `numbered` gives them their numbers.


def mostly(good: Sequence[T], bad: Sequence[T]) -> st.SearchStrategy[T]:
    """Draw one of these; one time in thirty what a writer should not have typed."""
    return st.integers(0, 29).flatmap(lambda number: st.sampled_from(good if number else bad))


TEXTS = st.sampled_from(
    """面接 転職 です。 、 「かぎかっこ」 １２３ 25 5~6年 1.25*8 a_b Web ＡＢＣ ・ … ！ ？ （ ） : ：： | ｜ # ＃ > ＞ - * _ ` = ~ ^ @ ＠
    { } {氏名} <氏名> < & &amp; \\* \\ 🎉 か\u3099 \u3000 ★ 《 》 [ ] ［注］ ( [参考] % 10% $ " ' ** == ~~ !""".split(
        " "
    )
)

WRAPPED = mostly(
    [
        "**{}**",
        "*{}*",
        "=={}==",
        "~~{}~~",
        "`{}`",
        "`` {}` ``",
        "[{}](a.md)",
        "[{}](https://example.com/)",
        "[{}][x]",
        "{{{}|かな}}",
        "｜{}《かな》",
        "**「{}」**",
        "<b>{}</b>",
        "__{}__",
        "**{}**{{.x}}",
        "<span>{}</span>",
        "https://example.com/{}",
        "<{}>",
        "\\*{}\\*",
        "「{}」",
        "![図](a.png){}",
        "<!-- 秘密 -->{}",
        "**{}",
        "[{}](",
        "`{}",
        "*{}**",
        "{}<br>",
        "&lt;{}&gt;",
    ],
    ["<b>{}", "</b>{}", "{{＃{}}}", "[^{}]", "{}[^9]", "**{}**{{onclick=x}}"],
)


@st.composite
def inline(draw: st.DrawFn) -> str:
    """Return a piece of one line, with one planted word."""
    before, after = draw(TEXTS), draw(TEXTS)
    word = draw(WRAPPED).format(WORD) if draw(st.booleans()) else WORD
    return before + word + after


@st.composite
def paragraph(draw: st.DrawFn) -> Lines:
    return draw(st.lists(inline(), min_size=1, max_size=3))


@st.composite
def heading(draw: st.DrawFn) -> Lines:
    marks = draw(mostly(["## ", "### ", "＃＃　", "#### ", "##", "#"], ["# ", "####### "]))
    return [marks + draw(inline()) + draw(mostly(["", "", "", " {.y}", " ##"], [" {#x}", " {＃x}"]))]


@st.composite
def code(draw: st.DrawFn) -> Lines:
    start, end = draw(mostly([("```", "```"), ("~~~", "~~~"), ("````", "````")], [("```", "~~~")]))
    return [start + draw(st.sampled_from(["", "python"])), ":::ポイント", f"  {WORD} <b> **", end]


@st.composite
def table(draw: st.DrawFn) -> Lines:
    cell = inline().map(lambda text: re.sub(r"\|(?!かな)", "", text).replace("`", "").replace("\\", ""))
    rows = [f"| {a} | {b} |" for a, b in draw(st.lists(st.tuples(cell, cell), min_size=1, max_size=3))]
    line = draw(mostly(["|---|---|", "|:-:|--:|", "---|---"], ["|---|", "｜ーー｜ーー｜"]))
    return [*(["{.x}"] if draw(st.booleans()) else []), rows[0], line, *rows[1:]]


RAW = mostly(
    [
        ["<div>", WORD, "</div>"],
        ["<div", 'class="x">', "", WORD, "<div>", "</div>", "</div>"],
        ["<pre>", f"  {WORD}", "</pre>"],
        ["<!--", "秘密", "-->"],
        ["<ul>", f"<li>{WORD}", "</ul>"],
        ["<hr>"],
        ['<a href="https://example.com/">' + WORD + "</a>"],
    ],
    [["<div>", WORD], ["</div>"], ["<div>", "<b>", WORD, "</div>"]],
)

SINGLE = mostly(
    [
        ["---"],
        ["***"],
        ["==="],
        ["[x]: https://example.com/"],
        [f"> [!NOTE] {WORD}"],
        [f"{WORD}[^1]", "", f"[^1]: {WORD}"],
        ["|"],
        ["-"],
        ["・"],
        ["1."],
        [":"],
        ["> "],
        ["{.x}"],
        ["　"],
        ["\t"],
        ["https://example.com/"],
    ],
    [
        [":::"],
        ["：：："],
        ["@[ランキング](x)"],
        ["＠［カード］（a）"],
        [f"[^2]：{WORD}"],
        [":::ポイント:::"],
        ["> [!NOSUCH]"],
    ],
)

ROOMS = st.sampled_from(
    [
        [f":::折りたたみ {WORD}", WORD, "", WORD, ":::"],
        [":::ステップ", WORD, f"### {WORD}", WORD, f"### {WORD}", ":::"],
        [":::タイムライン", f"### {WORD}", ":::メモ", WORD, ":::", ":::"],
        [":::会話 hana", WORD, ":::"],
        ["::: 会話　soudan　左", f"**{WORD}**", ":::"],
        [":::よくある質問", f"### {WORD}", f"- {WORD}", ":::"],
        [":::タブ", f"### {WORD}", WORD, f"### {WORD}", ":::"],
        ["関連記事>> [](a.md)"],
        [WORD, "関連記事", ">> [](a.md)", WORD],
        ["@[カード](a.md)"],
        ["@[youtube](dQw4w9WgXcQ)"],
        ["/about/"],
        ["[目次]"],
        [f"![{WORD}](a.png)"],
        ["{.compare}", f"| | {WORD} |", "|---|---|", f"| {WORD} | ◎ {WORD} |"],
        [f":::追記 2026-05-01 {WORD}", WORD, ":::"],
    ]
)
"""What other rooms add."""

LEAVES = st.one_of(paragraph(), heading(), code(), table(), RAW, SINGLE)


@st.composite
def fence(draw: st.DrawFn, inside: st.SearchStrategy[Lines]) -> Lines:
    colons = draw(st.sampled_from([":::", "::::", "：：：", "::："]))
    name = draw(mostly(["ポイント", "注意", "note warn", "　メモ"], ["ポインド", "ポイント大事"]))
    title = draw(st.sampled_from(["", " " + WORD, f" **{WORD}**"]))
    end = draw(mostly([colons], [":::", "::::", ""]))
    return [colons + name + title, *draw(inside), end]


@st.composite
def items(draw: st.DrawFn, inside: st.SearchStrategy[Lines]) -> Lines:
    marker, indent = draw(
        mostly(
            [("- ", 2), ("* ", 2), ("1. ", 3), ("1) ", 3), ("・", 2), ("１．", 3), ("-　", 2)],
            [("- ", 4), ("1. ", 2), ("- ", 1)],
        )
    )
    lines: Lines = []
    for item in draw(st.lists(inside, min_size=1, max_size=3)):
        lines += [marker + item[0], *((" " * indent + line) if line else "" for line in item[1:])]
        if draw(st.booleans()):
            lines.append("")
    return lines


@st.composite
def quote(draw: st.DrawFn, inside: st.SearchStrategy[Lines]) -> Lines:
    mark = draw(st.sampled_from(["> ", ">", "＞　"]))
    lines = [mark + line for line in draw(inside)]
    if draw(st.booleans()):
        lines.append(draw(inline()))
    return lines


@st.composite
def definitions(draw: st.DrawFn, inside: st.SearchStrategy[Lines]) -> Lines:
    first, *rest = draw(inside)
    return [
        draw(inline()),
        draw(st.sampled_from([": ", ":　", "："])) + first,
        *("    " + line for line in rest),
    ]


def containers(inside: st.SearchStrategy[Lines]) -> st.SearchStrategy[Lines]:
    several = st.lists(inside, min_size=1, max_size=3).map(
        lambda blocks: [line for block in blocks for line in block]
    )
    return st.one_of(fence(several), items(several), quote(several), definitions(several))


BLOCKS = st.recursive(LEAVES, containers, max_leaves=8)
BLOCKS_OF_ALL_ROOMS = st.recursive(st.one_of(LEAVES, ROOMS), containers, max_leaves=8)


@st.composite
def documents(draw: st.DrawFn, blocks: st.SearchStrategy[Lines]) -> str:
    """Return a document; a few of its lines may have been moved, cut or doubled by a careless hand."""
    lines: Lines = []
    for block in draw(st.lists(blocks, min_size=1, max_size=4)):
        lines += block
        if draw(st.booleans()):
            lines.append("")
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        place = draw(st.integers(0, len(lines) - 1))
        if re.search("<!--|-->|[`~]{3}", lines[place]):
            continue  # what a comment or the line of a code fence swallows is lost on purpose
        change = draw(st.sampled_from(["cut", "double", "indent", "join", "blank"]))
        if change == "cut" and len(lines) > 1:
            del lines[place]
        elif change == "double":
            lines.insert(place, lines[place])
        elif change == "indent":
            lines[place] = draw(st.sampled_from(["  ", "　", "\t", " "])) + lines[place]
        elif change == "join" and place + 1 < len(lines):
            lines[place] += lines.pop(place + 1)
        elif change == "blank":
            lines.insert(place, "")
    numbers = count()
    return re.sub(re.escape(WORD), lambda _: WORD.format(next(numbers)), "\n".join(lines))


# ---- what must hold ----------------------------------------------------------------------------------------------


_CONTENTS = re.compile(r'<nav aria-label="目次".*?</nav>', re.DOTALL)
"""Shows the headings once more."""

_FOOTNOTES = '<div class="footnote">'


def planted(text: str) -> list[int]:
    return [int(number) for number in re.findall(WORD.format(r"(\d+)"), text)]


def examine(source: str, convert: Convert) -> None:
    """Ask of one document what must hold for all."""
    first_line = 7
    result = convert(source, first_line=first_line)
    lines = range(first_line, first_line + source.count("\n") + 1)
    assert all(found.line in lines for found in result.problems), result.problems
    if result.errors or any(WORD[0] in need.value for need in result.body.needs):
        return  # refused, or it will be: such an address is a dead link
    assert "\x1a" not in result.html
    assert "\x02" not in result.html
    page = _CONTENTS.sub("", result.html)
    body, _, footnotes = page.partition(_FOOTNOTES)
    shown = planted(well_formed_text(body))
    noted = planted(well_formed_text(_FOOTNOTES + footnotes)) if footnotes else []
    assert shown == sorted(shown)
    assert sorted(shown + noted) == planted(source)


@given(source=documents(BLOCKS))
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
def test_converted_or_refused(source: str, convert: Convert) -> None:
    examine(source, convert)


@given(source=documents(BLOCKS_OF_ALL_ROOMS))
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
def test_converted_or_refused_by_all_rooms(source: str, convert_all: Convert) -> None:
    examine(source, convert_all)


SIGNS = st.sampled_from(
    [*"*_=~`\\{}|^:.#!「」。1 a", "**", "==", "~~", "***", "__", "*_", "\n", "1", "あ", "）"]
)


@given(signs=st.lists(SIGNS, min_size=2, max_size=14))
@settings(max_examples=2 * EXAMPLES, suppress_health_check=list(HealthCheck))
def test_emphasis_loses_nothing(signs: list[str], convert: Convert) -> None:
    source = "文" + "".join(sign + WORD.format(number) for number, sign in enumerate(signs))
    examine(source, convert)


@given(
    source=st.text(
        alphabet="*_=~`\\{}[]()<>|^:.#!-+>\"'&;/ \n\t　・１．：＃＞「」。a1あ\u3099🎉", max_size=40
    )
)
@settings(max_examples=2 * EXAMPLES, suppress_health_check=list(HealthCheck))
def test_any_text_is_well_formed(source: str, convert: Convert) -> None:
    examine(source, convert)
