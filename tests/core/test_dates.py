"""The dates that writers type."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.dates import EXAMPLES, parse_date

GOOD = [
    ("2020-05-01", "2020-05-01T00:00:00+09:00"),
    ("2020-5-1", "2020-05-01T00:00:00+09:00"),
    ("2020/5/1", "2020-05-01T00:00:00+09:00"),
    ("2020.05.01", "2020-05-01T00:00:00+09:00"),
    ("2020年5月1日", "2020-05-01T00:00:00+09:00"),
    ("2020年 5月 1日", "2020-05-01T00:00:00+09:00"),
    ("２０２０年５月１日", "2020-05-01T00:00:00+09:00"),
    ("２０２０／５／１", "2020-05-01T00:00:00+09:00"),
    ("２０２０－０５－０１", "2020-05-01T00:00:00+09:00"),
    ("  2020-05-01  ", "2020-05-01T00:00:00+09:00"),
    ("2020-05-01 09:30", "2020-05-01T09:30:00+09:00"),
    ("2020-05-01 9:30", "2020-05-01T09:30:00+09:00"),
    ("2020-05-01 09:30:15", "2020-05-01T09:30:15+09:00"),
    ("2020-05-01T09:30", "2020-05-01T09:30:00+09:00"),
    ("2020/5/1 ９：３０", "2020-05-01T09:30:00+09:00"),
    ("2020年5月1日 9時30分", "2020-05-01T09:30:00+09:00"),
    ("2020年5月1日9時", "2020-05-01T09:00:00+09:00"),
    ("2020-05-01T00:30:00Z", "2020-05-01T09:30:00+09:00"),
    ("2020-05-01T09:30:00+09:00", "2020-05-01T09:30:00+09:00"),
    ("2020-05-01 09:30+0000", "2020-05-01T18:30:00+09:00"),
    ("令和8年5月1日", "2026-05-01T00:00:00+09:00"),
    ("令和元年5月1日", "2019-05-01T00:00:00+09:00"),
    ("令和１年５月１日", "2019-05-01T00:00:00+09:00"),
    ("平成31年4月30日", "2019-04-30T00:00:00+09:00"),
    ("昭和64年1月7日 10:00", "1989-01-07T10:00:00+09:00"),
    ("2024-02-29", "2024-02-29T00:00:00+09:00"),
]


@pytest.mark.parametrize(("value", "expected"), GOOD)
def test_good(value: str, expected: str) -> None:
    assert parse_date(value).isoformat() == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "近日",
        "2020",
        "2020-05",
        "2020年5月",
        "20-05-01",
        "20200501",
        "May 1, 2020",
        "1/5/2020",
        "2020-05-01 あとで",
        "2020-05-01 25",
        "2020-05-01-02",
        "明治33年1月1日",
        "令和年5月1日",
        "R8.5.1",
        "2020-05-01\n2020-05-02",
    ],
)
def test_other_forms_are_refused_with_all_that_are_allowed(value: str) -> None:
    with pytest.raises(ValueError, match="形が正しくありません") as refusal:
        parse_date(value)
    assert EXAMPLES in str(refusal.value)


@pytest.mark.parametrize(
    "value",
    [
        "2020-13-01",
        "2020-00-01",
        "2020-02-30",
        "2021-02-29",
        "2020年4月31日",
        "2020-05-00",
        "2020-05-01 24:00",
        "2020-05-01 09:60",
        "0000-01-01",
        "令和8年2月30日",
        "2020-05-01T09:30:00+99:00",
    ],
)
def test_days_that_are_not_are_refused(value: str) -> None:
    with pytest.raises(ValueError, match="暦にありません"):
        parse_date(value)


@pytest.mark.parametrize("value", ["令和0年5月1日", "平成32年1月1日", "昭和65年1月1日", "平成40年1月1日"])
def test_years_that_an_era_never_had_are_refused(value: str) -> None:
    with pytest.raises(ValueError, match=value):
        parse_date(value)


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1)))  # noqa: DTZ001 - the zone is what is tested
def test_every_form_of_one_moment(moment: dt.datetime) -> None:
    moment = moment.replace(second=0, microsecond=0)
    forms = [
        f"{moment:%Y-%m-%d %H:%M}",
        f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment.minute:02}",
        f"{moment.year}年{moment.month}月{moment.day}日 {moment.hour}時{moment.minute}分",
        f"{moment:%Y-%m-%dT%H:%M}:00+09:00",
    ]
    assert {parse_date(form).replace(tzinfo=None) for form in forms} == {moment}


@given(st.text(max_size=20))
def test_anything_else_is_a_message(value: str) -> None:
    try:
        parse_date(value)
    except ValueError as error:
        assert str(error).startswith("日付「")  # noqa: PT017 - anything may come, but never another message
