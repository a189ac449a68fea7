"""The lists of the sample articles against what a reader would want, judged by hand (`judgements.tsv`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from plugins.core.reading import read_site
from plugins.related.collection import Collection
from plugins.related.plugin import Reader, articles_of
from tests.support import ROOT

JUDGEMENTS = Path(__file__).parent / "judgements.tsv"

FLOORS = {1: 0.88, 3: 0.8, 5: 0.68}
"""p@k that no change may fall below. Equal tags reach .72, .63, .54, with the category .83, .80, .62."""


def judgements() -> Mapping[str, Mapping[str, str]]:
    """Return article → wanted article → reason."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in JUDGEMENTS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            article, wanted, reason = line.split("\t")
            assert wanted not in found[article], line
            found[article][wanted] = reason
    return found


def precision(lists: Mapping[str, Sequence[str]], k: int) -> float:
    """Return the share of the first k of each list that are wanted."""
    wanted = judgements()
    hits = [len(wanted[slug].keys() & set(found[:k])) for slug, found in lists.items()]
    return sum(hits) / (k * len(hits))


@pytest.fixture(scope="module")
def articles() -> list[Any]:
    """Give the articles that were judged; one that is added later waits for its judgements."""
    reading = read_site(str(ROOT / "pelicanconf.py"), str(ROOT / "content"), state="related-test")
    found = articles_of(reading.contents)
    return [article for article in found if article.slug in judgements()]


def test_the_judgements_are_about_the_sample_articles(articles: list[Any]) -> None:
    slugs = {article.slug for article in articles}
    found = judgements()
    assert set(found) == slugs
    assert {wanted for each in found.values() for wanted in each} <= slugs
    assert all(article not in each for article, each in found.items())
    assert sum(map(len, found.values())) >= 60
    assert all(reason for each in found.values() for reason in each.values())


def test_the_lists_are_what_a_reader_wants(articles: list[Any]) -> None:
    reader = Reader(articles[0].settings)
    collection = Collection(None, "", 0)
    collection.update({article.slug: reader.article(article) for article in articles}, [])
    lists = {article.slug: collection.related(article.slug) for article in articles}
    found = {k: round(precision(lists, k), 3) for k in FLOORS}
    print(found)
    assert all(found[k] >= floor for k, floor in FLOORS.items()), found


def overlap(articles: list[Any], category: float) -> Mapping[str, list[str]]:
    """Return the lists by equal tags alone, as other generators make them."""

    def likeness(one: Any, other: Any) -> float:
        mine, theirs = ({tag.name for tag in each.tags} for each in (one, other))
        return len(mine & theirs) / len(mine | theirs) + category * bool(one.category == other.category)

    return {
        one.slug: [
            other.slug
            for other in sorted(articles, key=lambda other: (-likeness(one, other), other.slug))
            if other is not one
        ]
        for one in articles
    }


def test_they_are_better_than_equal_tags(articles: list[Any]) -> None:
    found = {k: round(precision(overlap(articles, 0), k), 3) for k in FLOORS}
    print(found, {k: round(precision(overlap(articles, 0.1), k), 3) for k in FLOORS})
    assert all(found[k] < floor for k, floor in FLOORS.items()), found
