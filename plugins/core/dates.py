"""The dates that writers type, as moments in Tokyo."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping

from plugins.core.site import TOKYO

EXAMPLES = "2026-05-01、2026-05-01 09:30、2026/5/1、2026年5月1日、令和8年5月1日"

# The first year of an era less one: 令和1年 is 2019.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_LAST_YEARS = {"令和": 99, "平成": 31, "昭和": 64}

_DATE = re.compile(
    r"""(?:(?P<era>令和|平成|昭和)(?P<era_year>元|\d{1,2})年|(?P<year>\d{4})\s*[-/.年])
        \s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?
        (?:[\sT]*(?P<hour>\d{1,2})(?::|時)(?:(?P<minute>\d{1,2})分?(?::(?P<second>\d{2}))?)?)?
        \s*(?P<zone>Z|[+-]\d{2}:?\d{2})?""",
    re.VERBOSE,
)


class NoSuchDayError(ValueError):
    """It has the form of a date, and the calendar has no such day or time."""


def parse_date(value: str) -> dt.datetime:
    """Return the moment that a date means; without a time it is midnight, without a zone it is Tokyo's.

    Full-width digits and signs are understood. Raises `ValueError`, or its `NoSuchDayError`, with a Japanese message.
    """
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", value).strip())
    if match is None:
        msg = f"日付「{value}」の形が正しくありません。使える形: {EXAMPLES}"
        raise ValueError(msg)
    part = match.groupdict()
    try:
        zone = (
            dt.datetime.strptime(part["zone"].replace("Z", "+0000"), "%z").tzinfo if part["zone"] else TOKYO
        )
        return dt.datetime(
            _western_year(part) if part["era"] else int(part["year"]),
            int(part["month"]),
            int(part["day"]),
            int(part["hour"] or 0),
            int(part["minute"] or 0),
            int(part["second"] or 0),
            tzinfo=zone,
        ).astimezone(TOKYO)
    except ValueError:
        msg = f"日付「{value}」は暦にありません。月・日・時刻を確かめてください。"
        raise NoSuchDayError(msg) from None


def _western_year(part: Mapping[str, str]) -> int:
    """Return the year of an era's year; `ValueError` where the era did not have it."""
    year = 1 if part["era_year"] == "元" else int(part["era_year"])
    if not 1 <= year <= _LAST_YEARS[part["era"]]:
        raise ValueError(year)
    return _ERAS[part["era"]] + year
