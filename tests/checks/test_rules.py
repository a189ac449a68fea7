"""Every rule: what it marks, what it leaves alone, and that the guide names it.

The cases are files that a writer can edit, `fixtures/NAME.md`. A case begins with `%%% 良い`, or with `%%% 悪い` and the
lines that are marked. A rule that compares files has articles in its cases, each behind `=== NAME`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from plugins.checks.page import read_page
from plugins.checks.rule import Rule
from plugins.checks.rules import PAGE_RULES, RULES, SITE_RULES
from plugins.checks.survey import marks_of, site_of
from plugins.core.reading import read_site
from plugins.dialect.grammar import Dialect
from tests.support import ROOT, Blog

FIXTURES = Path(__file__).parent / "fixtures"
YEAR = 2026


@dataclass(frozen=True)
class Case:
    rule: Rule[Any]
    line: int
    marked: tuple[str, ...]
    """`3`, or `a:3` where there are several files."""
    text: str

    @property
    def id(self) -> str:
        return f"{self.rule.name}-{self.line}"


def cases(rule: Rule[Any]) -> Iterator[Case]:
    text = (FIXTURES / f"{rule.name}.md").read_text(encoding="utf-8")
    for match in re.finditer(r"^%%% (良い|悪い)(.*)\n((?:(?!%%%).*\n?)*)", text, re.MULTILINE):
        line = text.count("\n", 0, match.start()) + 1
        yield Case(rule, line, tuple(match[2].split()), match[3].rstrip("\n") + "\n")


def params(rules: tuple[Rule[Any], ...]) -> list[Any]:
    return [pytest.param(case, id=case.id) for rule in rules for case in cases(rule)]


@pytest.mark.parametrize("case", params(PAGE_RULES))
def test_a_rule_marks_these_lines_and_no_others(case: Case, dialect: Dialect) -> None:
    page = read_page("articles/面接/a.md", case.text, dialect, YEAR)
    found = marks_of(page, [case.rule])
    assert sorted({str(mark.line) for _, mark in found}) == sorted(case.marked), found


@pytest.mark.parametrize("case", params(SITE_RULES))
def test_a_rule_that_compares_files(case: Case, blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    for match in re.finditer(r"^=== (.*)\n((?:(?!===).*\n?)*)", case.text, re.MULTILINE):
        blog.write(f"content/articles/面接/{match[1]}.md", match[2])
    blog.conf()
    monkeypatch.chdir(blog.root)
    reading = read_site("conf.py", None, state="checks")
    assert not reading.problems.found
    found = {f"{Path(mark.path).stem}:{mark.line}" for mark in case.rule.check(site_of(reading))}
    assert found == set(case.marked)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_has_cases_of_both_kinds(rule: Rule[Any]) -> None:
    kinds = {bool(case.marked) for case in cases(rule)}
    assert kinds == {True, False}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_says_why_and_what_to_do(rule: Rule[Any]) -> None:
    assert rule.reason.endswith("。")
    assert rule.remedy.endswith("。")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_guide_explains_each_rule(rule: Rule[Any]) -> None:
    guide = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")
    row = next(line for line in guide.splitlines() if line.startswith(f"| {rule.name} |"))
    assert rule.level.label in row
    assert rule.is_on or "ふだんは使いません" in row


def test_names_are_unique_and_every_file_belongs_to_a_rule() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert sorted(path.stem for path in FIXTURES.glob("*.md")) == sorted(names)
