"""The rules of the text: the cases of `fixtures/*.md`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import Case, Convert, case_params, check

FIXTURES = Path(__file__).parent / "fixtures"
STRONG = FIXTURES / "strong.md"


@pytest.mark.parametrize("case", case_params(path for path in FIXTURES.glob("*.md") if path != STRONG))
def test_dialect(case: Case, convert: Convert) -> None:
    check(case, convert(case.source))


@pytest.mark.parametrize("case", case_params((FIXTURES / "join").glob("*.md")))
def test_joined_lines(case: Case, convert: Convert) -> None:
    check(case, convert(case.source, newline="join"))


def strong_lines() -> list[str]:
    text = STRONG.read_text(encoding="utf-8").partition("-->")[2]
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize("line", strong_lines())
def test_strong(line: str, convert: Convert) -> None:
    result = convert(line)
    assert not result.problems
    assert "<strong>" in result.html
    assert "**" not in result.html


def test_there_are_all_strong_lines() -> None:
    assert len(strong_lines()) == 85
