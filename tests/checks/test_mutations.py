"""Two hundred slips, made in good articles by a generator with a fixed seed: each is marked, on its line."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from plugins.checks.page import Page, read_page
from plugins.checks.rules import PAGE_RULES
from plugins.checks.survey import marks_of
from plugins.dialect.grammar import Dialect
from tests.support import ROOT

NUMBER = 200
YEAR = 2026
ARTICLES = sorted((ROOT / "content" / "articles").rglob("*.md"))

VOICED = "がぎぐげござじずぜぞだでどばびぶべぼガギグゲゴザジズゼゾダデドバビブベボ"
DATE = r"20\d\d|出典|確認|調査|時点|現在"

Slip = Callable[[str], str]


def replace_first(pattern: str, new: str) -> Slip:
    return lambda line: re.sub(pattern, new, line, count=1)


def decompose(line: str) -> str:
    return re.sub(f"[{VOICED}]", lambda match: unicodedata.normalize("NFD", match[0]), line, count=1)


@dataclass(frozen=True)
class Kind:
    """A kind of slip: the rule that marks it, the lines in which it can be made, and how."""

    rule: str
    lines: str
    slip: Slip
    apart: str = ""
    """What excuses it, and so may not stand in the lines around it: a source, a date."""
    last: bool = False
    """Whether only the last line of a paragraph will do, with another paragraph behind it."""


TEXT = r"(?![-#>|:!@\[ ])(?!.*(?:>>|＞＞|\[|`)).*"
KINDS = (
    Kind("かっこ", TEXT + r"「[^「」]+」.*", replace_first("」", "")),
    Kind("かっこ", TEXT + r"「[^「」]+」.*", replace_first("「", "「「")),
    Kind("かっこ", TEXT + r"（[^（）0-9]{4,}）.*", replace_first("（", "")),
    Kind("句読点", TEXT + r"[^。]。.*", replace_first("。", "。。")),
    Kind("句読点", TEXT + r"[^、]、[^、].*", replace_first("、", "、、")),
    Kind("文の途中", TEXT + r"ます。", replace_first("。$", "、"), last=True),
    Kind("助詞", TEXT + r"[一-龠]を[一-龠].*", replace_first("(?<=[一-龠])を(?=[一-龠])", "をを")),
    Kind(
        "言葉の形",
        TEXT + r"[一-龠]{2}して(?:、|く).*",
        replace_first("(?<=[一-龠]{2})して(?=、|く)", "するて"),
    ),
    Kind("言葉の形", TEXT + r".*ります。.*", replace_first("ります。", "りますす。")),
    Kind("半角カナ", TEXT + r"メモ.*|" + TEXT + r"サイト.*", replace_first("メモ|サイト", "ｻｲﾄ")),
    Kind("濁点", TEXT + f"[{VOICED}].*", decompose),
    Kind("見えない文字", TEXT + r"[一-龠]{2}.*", replace_first("(?<=[一-龠])(?=[一-龠])", "\u200b")),
    Kind("書きかけ", TEXT + r"です。", replace_first("$", "（要確認）")),
    Kind("書きかけ", TEXT + r"です。", replace_first("^", "TODO: ")),
    Kind("全角の印", r"- [^\[].*", replace_first("^- ", "・")),
    Kind("全角の印", r"## .*", replace_first("^## ", "＃＃　")),
    Kind("全角の印", r":::ポイント.*", replace_first("^:::", "：：：")),
    Kind("行末の空白", TEXT + r"ます。", replace_first("$", "  ")),
    Kind("見出しの段差", r"### .*", replace_first("^###", "#####")),
    Kind("見出しの番号", r"## [^0-9].*", replace_first("^## ", "## 1. ")),
    Kind("画像の説明", r"!\[[^\]]+\]\(.*", replace_first(r"^!\[[^\]]+\]", "![]")),
    Kind("画像の説明", r"!\[[^\]]+\]\(.*", replace_first(r"^!\[[^\]]+\]", "![example.com/alt]")),
    Kind(
        "こちら",
        r"(?![!]).*(?<!!)\[[^\]!]{3,}\]\([^)]+\.md\).*",
        replace_first(r"\[[^\]]{3,}\](?=\()", "[こちら]"),
    ),
    Kind("根拠", TEXT + r"ます。", replace_first("$", "この方法なら、必ず内定が出ます。"), apart=DATE),
    Kind("根拠", TEXT + r"です。", replace_first("$", "業界No.1の方法です。"), apart=DATE),
    Kind("古い最新", r"## .*", replace_first("$", "【2020年最新】")),
    Kind("確認日", TEXT + r"ます。", replace_first("$", "平均年収は460万円です。"), apart=DATE),
    Kind("題名の長さ", r"title: .*", replace_first("$", "面接の準備" * 12)),
    Kind("説明", r"description: .*", replace_first("$", "面接の準備" * 25)),
    Kind("あおり", TEXT + r"です。", replace_first("$", "登録しないと損です。")),
)


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def places(page: Page, kind: Kind) -> list[int]:
    """Return the lines of an article in which a slip can be made: not in examples, and headings not in boxes."""
    left_out = {
        number
        for each in page.passages
        if each.is_example or (each.kind == "heading" and each.inside)
        for number in range(each.line, each.line + len(each.lines))
    }
    ends = {
        each.line + len(each.lines) - 1
        for each in page.passages
        if each.kind == "paragraph" and not each.before
    }
    return [
        number
        for number, line in enumerate(page.lines, 1)
        if number not in left_out | page.verbatim
        and (number in ends or not kind.last)
        and re.fullmatch(kind.lines, line)
        and not (kind.apart and re.search(kind.apart, "\n".join(page.lines[max(0, number - 9) : number + 8])))
    ]


def page_of(text: str, dialect: Dialect) -> Page:
    return read_page("articles/面接/a.md", text, dialect, YEAR)


@pytest.fixture(scope="module")
def mutations(dialect: Dialect) -> list[tuple[Path, Kind, int]]:
    chance = random.Random(20260501)
    pages = {path: page_of(text_of(path), dialect) for path in ARTICLES}
    found: list[tuple[Path, Kind, int]] = []
    while len(found) < NUMBER:
        kind = KINDS[len(found) % len(KINDS)]
        path = chance.choice(ARTICLES)
        if fitting := places(pages[path], kind):
            found.append((path, kind, chance.choice(fitting)))
    return found


def marks(page: Page) -> Counter[tuple[str, int]]:
    return Counter((name, found.line) for name, found in marks_of(page, PAGE_RULES))


@pytest.fixture(scope="module")
def before(dialect: Dialect) -> Mapping[Path, Counter[tuple[str, int]]]:
    return {path: marks(page_of(text_of(path), dialect)) for path in ARTICLES}


def test_good_articles_have_next_to_no_marks(before: Mapping[Path, Counter[tuple[str, int]]]) -> None:
    used = {rule.name for rule in PAGE_RULES if rule.is_on}
    assert [(path.name, mark) for path, found in before.items() for mark in found if mark[0] in used] == []


@pytest.mark.parametrize("number", range(NUMBER))
def test_each_slip_is_marked_on_its_line(
    number: int,
    dialect: Dialect,
    mutations: list[tuple[Path, Kind, int]],
    before: Mapping[Path, Counter[tuple[str, int]]],
) -> None:
    path, kind, line = mutations[number]
    lines = text_of(path).split("\n")
    changed = kind.slip(lines[line - 1])
    assert changed != lines[line - 1]
    lines[line - 1] = changed
    found = marks(page_of("\n".join(lines), dialect)) - before[path]
    assert (kind.rule, line) in found, f"{path.name}:{line}: {changed} → {dict(found)}"
