"""The contents list."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import Case, Convert, case_params, check

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize("case", case_params(FIXTURES.glob("*.md")))
def test_contents(case: Case, convert_all: Convert) -> None:
    check(case, convert_all(case.source))
