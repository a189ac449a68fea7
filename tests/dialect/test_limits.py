"""What nobody writes must not stand in the way of the others: long and deep texts are converted or refused."""

from __future__ import annotations

import pytest

from tests.support import Convert

REPEATED = [
    "*あ* ",
    "**あ**い",
    "_あ_ ",
    "`あ` ",
    "[あ](b.md) ",
    "==あ==",
    "{あ|い}",
    "<b>あ</b>",
    "https://example.com/ ",
    "&amp;",
]


@pytest.mark.parametrize("unit", REPEATED)
def test_a_thousand_in_one_paragraph(unit: str, convert: Convert) -> None:
    result = convert(unit * 1_000)
    assert not result.problems
    assert result.html.count("あ") == unit.count("あ") * 1_000


@pytest.mark.parametrize(
    "unit",
    ["*あ", "**あ", "_あ", "`", "[", "[あ](", "==あ", "{あ|", "<b", "<!--", "&", "\\", "(", "{.a ", "~~"],
)
def test_a_thousand_that_do_not_close(unit: str, convert: Convert) -> None:
    convert("文" + unit * 1_000)


@pytest.mark.parametrize("unit", ["> ", "- ", "1. ", "- > "])
def test_two_hundred_in_one_another(unit: str, convert: Convert) -> None:
    result = convert(unit * 200 + "文")
    assert [(found.line, "入れ子が深すぎます" in found.message) for found in result.problems] == [(1, True)]


def test_two_hundred_boxes_in_one_another(convert: Convert) -> None:
    result = convert("\n".join([":::ポイント"] * 200 + ["文"] + [":::"] * 200))
    assert [(found.line, "入れ子が深すぎます" in found.message) for found in result.errors] == [(21, True)]


def test_twenty_boxes_in_one_another(convert: Convert) -> None:
    result = convert("\n".join([":::ポイント"] * 20 + ["文"] + [":::"] * 20))
    assert not result.problems
    assert result.html.count("<aside") == 20


def test_a_long_line(convert: Convert) -> None:
    result = convert("面接の準備。" * 16_000)
    assert not result.problems
    assert result.html == f"<p>{'面接の準備。' * 16_000}</p>"


def test_many_lines(convert: Convert) -> None:
    result = convert("- 面接\n" * 5_000)
    assert not result.problems
    assert result.html.count("<li>") == 5_000
