"""What is said of one word: kept, taken apart, and brought up to date."""

from __future__ import annotations

import random

from plugins.search.numbers import gaps, number, read_numbers
from plugins.search.postings import Postings, merged, moved


def value(source: random.Random) -> tuple[int, str]:
    places = sorted(source.sample(range(source.choice([60, 3000, 90_000])), source.randrange(1, 5)))
    return source.randrange(64), number(len(places)) + gaps(places)


def test_kept_postings_change_as_fresh_ones() -> None:
    source = random.Random(3)
    for _ in range(100):
        fresh, kept = Postings(), Postings()
        for _ in range(30):
            article = source.choice([source.randrange(40), source.randrange(20_000)])
            if source.random() < 0.3:
                fresh.values.pop(article, None)
                kept.values.pop(article, None)
            else:
                one = value(source)
                fresh.put(article, one)
                kept.put(article, one)
            kept = Postings(kept.to_bytes() or b"")
            assert kept.count == fresh.count == len(fresh.values)
        assert kept.to_text() == fresh.to_text()
        assert kept.values == fresh.values


def test_a_newer_article_is_put_at_the_end_of_what_was_kept() -> None:
    postings = Postings()
    postings.put(3, (5, number(1) + gaps([70])))
    postings = Postings(postings.to_bytes() or b"")
    postings.put(9, (6, number(2) + gaps([1, 2])))
    text, places = postings.to_text()
    assert read_numbers(text) == [3, 5, 6, 6]
    assert read_numbers(places) == [1, 70, 2, 1, 1]


def test_places_of_a_piece() -> None:
    once, twice = number(1) + gaps([6000]), number(2) + gaps([10, 80])
    assert read_numbers(moved(once, 3)) == [1, 6003]
    assert read_numbers(moved(twice, 60)) == [2, 70, 70]
    assert moved(once, 0) == once
    impact, places = merged([(3, moved(twice, 1)), (7, twice), (2, once)])
    assert (impact, read_numbers(places)) == (7, [5, 10, 1, 69, 1, 5919])
