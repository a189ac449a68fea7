"""The table of boxes: a row asks for a rule in the style sheet, a line in the guide and a case."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from plugins.callouts.kinds import ALERTS, KINDS, Kind
from plugins.core.site import Author
from plugins.dialect.build import Head
from tests.support import ROOT, Case, Convert, case_params, check, read_cases

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize("case", case_params(FIXTURES.glob("*.md")))
def test_callouts(case: Case, convert: Convert) -> None:
    check(case, convert(case.source))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word)
class TestEachKind:
    def test_has_a_rule(self, kind: Kind) -> None:
        sheet = (ROOT / "theme/static/css/parts/callouts.css").read_text(encoding="utf-8")
        assert re.search(rf"\.callout--{kind.word}\b", sheet)

    def test_is_documented(self, kind: Kind) -> None:
        guide = (ROOT / "docs/writing.md").read_text(encoding="utf-8")
        assert f":::{kind.name}" in guide or f"| {kind.name} |" in guide
        assert [alias for alias in kind.aliases if alias not in guide] == []

    def test_has_a_case(self, kind: Kind) -> None:
        assert any(f":::{kind.name}\n" in case.source for case in read_cases(FIXTURES / "kinds.md"))

    def test_every_name_opens_it(self, kind: Kind, convert: Convert) -> None:
        for name in (kind.name, *kind.aliases):
            result = convert(f":::{name}\n本文です。\n:::")
            assert f"callout--{kind.word}" in result.html
            assert kind.title in result.html
            assert not result.problems

    def test_its_word_is_text_under_a_title_too(self, kind: Kind, convert: Convert) -> None:
        result = convert(f":::{kind.name} 私の題名\n本文です。\n:::")
        text = text_of(result.html)
        assert "私の題名" in text
        assert kind.name in text


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


def text_of(page: str) -> str:
    reader = _Text()
    reader.feed(page)
    return reader.text


def test_the_title_names_the_box(convert: Convert) -> None:
    result = convert(":::ポイント\n一\n:::\n\n:::ポイント\n二\n:::")
    labels = re.findall(r'aria-labelledby="([^"]+)"', result.html)
    assert labels == re.findall(r'<p class="callout__title" id="([^"]+)"', result.html)
    assert len(set(labels)) == 2


def test_names_are_the_alerts() -> None:
    assert set(ALERTS.values()) <= {kind.name for kind in KINDS}


def test_an_empty_trust_box_is_filled(convert: Convert) -> None:
    author = Author(name="早川 みのり", trust=("国家資格を持つ人が書いています。", "経験は12年です。"))
    result = convert(":::信頼性\n:::", head=Head(author))
    assert not result.problems
    assert "<p>国家資格を持つ人が書いています。</p>" in result.html
    assert "<p>経験は12年です。</p>" in result.html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (":::追記 2026-05-01\n一\n:::", "2026-05-01"),
        (
            ":::追記 2026-05-01\n一\n:::\n\n:::追記 2026年6月1日\n二\n:::\n\n:::追記 2026-04-01\n三\n:::",
            "2026-06-01",
        ),
        (":::追記 制度が変わりました\n一\n:::", None),
        (":::メモ 2026-05-01\n一\n:::", None),
    ],
)
def test_the_newest_update_is_known(source: str, expected: str | None, convert: Convert) -> None:
    updated = convert(source).body.updated
    assert (updated and f"{updated:%Y-%m-%d}") == expected
