"""The contents list."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.dialect.build import Head
from tests.support import Case, Convert, case_params, check

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize("case", case_params(FIXTURES.glob("*.md")))
def test_contents(case: Case, convert_all: Convert) -> None:
    check(case, convert_all(case.source))


@pytest.mark.parametrize(
    ("headings", "wanted", "there"), [(3, True, True), (2, True, False), (3, False, False), (0, True, False)]
)
def test_a_long_article_gets_one_by_itself(
    headings: int, wanted: bool, there: bool, convert_all: Convert
) -> None:
    source = "文\n" + "".join(f"\n## 見出し{number}\n\n文\n" for number in range(headings))
    page = convert_all(source, head=Head(contents=wanted)).html
    assert page.count('<nav aria-label="目次"') == there
    if there:
        assert page.index("<nav") < page.index("<h2")
        assert page.index("<p>文</p>") < page.index("<nav")


def test_it_can_be_asked_for_where_it_does_not_come_by_itself(convert_all: Convert) -> None:
    page = convert_all("[目次]\n\n## 一\n", head=Head(contents=False)).html
    assert page.count('<nav aria-label="目次"') == 1
