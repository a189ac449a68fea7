"""Where articles stand in the index."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.search.places import placed


@dataclass(frozen=True)
class Article:
    month: int


def numbers(months: list[int]) -> list[int]:
    """Return the places of articles of these months."""
    return [at for at, found in enumerate(placed([Article(month) for month in months])) if found]


def test_pages_come_first() -> None:
    assert numbers([0, 0]) == [0, 1]
    assert numbers([0, 0, 500]) == [0, 1, 16]


def test_months_begin_at_their_places() -> None:
    assert numbers([500, 500, 501, 503]) == [0, 1, 2, 6]
    assert numbers([500, 501, 503]) == [0, 1, 3]


def test_a_full_month_goes_on_in_the_next() -> None:
    assert numbers([500] * 5 + [501, 502, 503]) == [0, 1, 2, 3, 4, 5, 8, 12]


def test_an_article_less_moves_its_month_alone() -> None:
    months = [500 + number // 5 for number in range(60)]
    before, after = numbers(months), numbers(months[:7] + months[8:])
    assert set(before) ^ set(after) == {12}
    assert max(before) < 2 * len(months)


def test_no_articles() -> None:
    assert numbers([]) == []
