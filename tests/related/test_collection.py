"""What is brought up to date equals what is made anew, whatever came before and in whatever order."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.related import collection as module
from plugins.related.answers import read_answers
from plugins.related.collection import Collection, Entry, collect, renamed, update
from plugins.related.nearest import Lists, Vectors, candidates, lists_of
from plugins.related.order import _FRESH, SURE
from plugins.related.state import load, save
from plugins.related.vectors import UNIT, Vector
from plugins.related.weights import CANDIDATES, FRESHNESS, NEAREST, PROFILE

LEAST = 0.02


def made(slug: str, seed: int, *, day: int = 0, words: int = 60, of: int = 300) -> tuple[Entry, Vector]:
    """Make an article of random words; some words are common, as in texts."""
    rng = np.random.default_rng(seed)
    columns = np.unique((of * rng.random(words) ** 2).astype(np.int32))
    weights = rng.random(len(columns)) + 0.2
    whole = np.maximum(1, np.rint(3900 * weights / np.linalg.norm(weights))).astype(np.float32)
    return Entry(slug, str(seed), day, f"話題{seed % 7}"), Vector(columns, whole)


def answers(collection: Collection) -> Mapping[str, list[str]]:
    return {slug: collection.related(slug) for slug in sorted(collection.slots)}


def anew(articles: Mapping[str, tuple[Entry, Vector]]) -> Collection:
    return collect([articles[slug] for slug in sorted(articles)], LEAST)


def naive(articles: Mapping[str, tuple[Entry, Vector]]) -> Mapping[str, list[str]]:
    """Say the same too simply to be wrong."""
    words = {
        slug: dict(zip(vector.columns.tolist(), map(int, vector.weights), strict=True))
        for slug, (_, vector) in articles.items()
    }

    def product(one: str, other: str) -> int:
        return sum(weight * words[other].get(column, 0) for column, weight in words[one].items())

    nearest = {
        slug: sorted(
            ((product(slug, other), other) for other in words if other != slug and product(slug, other)),
            key=lambda pair: (-pair[0], pair[1]),
        )[:CANDIDATES]
        for slug in words
    }

    def profile(slug: str) -> dict[str, int]:
        first = nearest[slug][:NEAREST]
        total = sum(value**2 for value, _ in first) or 1
        shares = {other: round(PROFILE * 1024 * value**2 / total) for value, other in first}
        return shares | {slug: 1024}

    profiles = {slug: profile(slug) for slug in words}

    def score(one: str, other: str) -> int:
        mine, theirs = profiles[one], profiles[other]
        dot = sum(share * theirs.get(each, 0) for each, share in mine.items())
        norms = sum(each**2 for each in mine.values()) * sum(each**2 for each in theirs.values())
        days = abs(articles[one][0].day - articles[other][0].day)
        return int(np.rint(SURE * (dot / np.sqrt(float(norms))))) + int(_FRESH[days])

    return {
        slug: [
            other
            for _, other in sorted(
                (-score(slug, other), other) for value, other in nearest[slug] if value >= round(LEAST * UNIT)
            )
        ]
        for slug in words
    }


@pytest.mark.parametrize("count", [0, 1, 2, 12, 70])
def test_the_order_is_that_of_the_definition(count: int) -> None:
    articles = {f"a{n:03}": made(f"a{n:03}", n, day=n * 40) for n in range(count)}
    assert answers(anew(articles)) == naive(articles)


@given(st.integers(0, 10**6), st.integers(3, 120))
@settings(max_examples=25, deadline=None)
def test_a_build_after_edits_equals_a_build_anew(seed: int, count: int) -> None:
    rng = random.Random(seed)
    articles = {f"a{n:03}": made(f"a{n:03}", n, day=rng.randrange(900)) for n in range(count)}
    now = anew(articles)
    for step in range(6):
        gone = rng.sample(sorted(articles), rng.randrange(min(3, len(articles))))
        kept = [slug for slug in sorted(articles) if slug not in gone]
        edited = rng.sample(kept, rng.randrange(min(4, len(kept) + 1)))
        new = [f"b{rng.randrange(50):03}" for _ in range(rng.randrange(3))]
        changed = {
            slug: made(slug, rng.randrange(40), day=rng.randrange(900))  # few seeds: equal texts come up
            for slug in {*edited, *new} - set(gone)
        }
        now = update(now, changed, gone)
        articles = {slug: article for slug, article in articles.items() if slug not in gone} | changed
        assert answers(now) == answers(anew(articles)), step


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_edits_does_not_matter(rng: random.Random) -> None:
    articles = {f"a{n:02}": made(f"a{n:02}", n) for n in range(40)}
    changes = [(f"a{n:02}", made(f"a{n:02}", n + 100)) for n in range(0, 40, 5)]
    changes += [(f"c{n:02}", made(f"c{n:02}", n + 200)) for n in range(5)]
    rng.shuffle(changes)
    now = anew(articles)
    for slug, article in changes:
        now = update(now, {slug: article}, [])
    assert answers(now) == answers(anew(articles | dict(changes)))


def test_the_order_of_the_files_does_not_matter() -> None:
    articles = [made(f"a{n:02}", n % 9, day=n) for n in range(50)]
    shuffled = random.Random(1).sample(articles, len(articles))
    assert answers(collect(articles, LEAST)) == answers(collect(shuffled, LEAST))


def test_an_edit_moves_only_lists_that_hold_it_or_its_neighbours() -> None:
    """A list moves when it held the article before or after, or holds one whose own nearest changed."""
    articles = {f"a{n:03}": made(f"a{n:03}", n, of=6000) for n in range(400)}
    before = anew(articles)
    after = update(before, {"a007": made("a007", 1007, of=6000)}, [])
    moved = {slug for slug in articles if before.related(slug) != after.related(slug)}
    near = _holders(before, {"a007"}) | _holders(after, {"a007"}) | {"a007"}
    assert moved <= near | _holders(before, near) | _holders(after, near)
    assert len(moved) < len(articles)


def _holders(collection: Collection, slugs: set[str]) -> set[str]:
    slots = {collection.slots[slug] for slug in slugs}
    return {
        entry.slug
        for slot, entry in enumerate(collection.entries)
        if slots & set(collection.lists.others[collection.lists.owners == slot].tolist())
    }


def test_equal_likeness_is_ordered_by_slug() -> None:
    articles = {slug: made(slug, 5) for slug in ("d", "a", "e", "c", "b")}
    now = anew(articles)
    assert now.related("c") == ["a", "b", "d", "e"]
    now = update(now, {"ab": made("ab", 5)}, ["d"])
    assert now.related("c") == ["a", "ab", "b", "e"]


def test_many_equal_articles_are_no_danger() -> None:
    articles = {f"a{n:03}": made(f"a{n:03}", 5) for n in range(200)}
    now = update(anew(articles), {"a100": made("a100", 6)}, ["a000"])
    articles["a100"] = made("a100", 6)
    del articles["a000"]
    assert answers(now) == answers(anew(articles))


def test_a_newer_neighbour_comes_first_when_all_else_is_equal() -> None:
    near, far = made("z-near", 3, day=100), made("a-far", 3, day=100 + 5 * 365)
    now = collect([made("me", 3, day=90), near, far], LEAST)
    assert now.related("me") == ["z-near", "a-far"]
    assert FRESHNESS < 0.05


def test_an_article_outside_is_told_the_candidates_it_would_have_inside() -> None:
    articles = {f"a{n:02}": made(f"a{n:02}", n, day=n) for n in range(60)}
    entry, vector = made("zz", 999, day=30)
    found = anew(articles).related_outside(vector)
    assert sorted(found) == sorted(anew(articles | {"zz": (entry, vector)}).related("zz"))


def test_no_article_below_the_least_likeness() -> None:
    articles = [made(f"a{n:02}", n) for n in range(30)]
    assert collect(articles, 1.0).related("a03") == []


def test_lists_are_exact_beyond_one_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.related.nearest._BLOCK", 16)
    monkeypatch.setattr("plugins.related.nearest._DENSE", 20)
    vectors = [made(f"a{n:03}", n)[1] for n in range(70)]
    joined = Vectors.of(vectors)
    found, products = candidates(_lists(joined), np.array([33], np.int32), np.arange(70, dtype=np.int32))
    expected = joined.products(vectors[33])
    expected[33] = 0
    assert products[0].tolist() == sorted(expected.tolist(), reverse=True)[:CANDIDATES]
    assert expected[found[0]].tolist() == products[0].tolist()


def _lists(vectors: Vectors) -> Lists:
    return lists_of(vectors, np.ones(vectors.size, bool))


# ---- on disk -----------------------------------------------------------------------------------------------------


def test_what_was_saved_is_read(tmp_path: Path) -> None:
    articles = {f"a{n:02}": made(f"a{n:02}", n, day=n) for n in range(60)}
    now = save(tmp_path, anew(articles), "key")
    for step in range(5):
        read = load(tmp_path, "key")
        assert read is not None
        assert answers(read) == answers(now)
        found = read_answers(tmp_path, "key")
        assert found is not None
        assert {slug: found.related(slug) for slug in sorted(found.slots)} == answers(now)
        assert found.known == {entry.slug: entry.key for entry in now.entries if entry.slug}
        assert all(found.topics(slug) == now.answers().topics(slug) for slug in found.slots)
        assert [entry.topics for entry in read.entries] == [entry.topics for entry in now.entries]
        changed = {f"a{step:02}": made(f"a{step:02}", 500 + step)}
        now = save(tmp_path, update(read, changed, [f"a{step + 20:02}"]), "key")
        articles = {slug: each for slug, each in articles.items() if slug != f"a{step + 20:02}"} | changed
        assert answers(now) == answers(anew(articles))
    assert len(list(tmp_path.glob("vectors-*"))) == 1


def test_the_large_file_is_renewed_after_many_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.related.state.REPLACED", 2)
    now = save(tmp_path, anew({f"a{n:02}": made(f"a{n:02}", n) for n in range(20)}), "key")
    first = next(tmp_path.glob("vectors-*")).name
    for step in range(4):
        now = save(tmp_path, update(now, {f"a{step:02}": made(f"a{step:02}", 500 + step)}, []), "key")
    assert [path.name for path in tmp_path.glob("vectors-*")] != [first]
    read = load(tmp_path, "key")
    assert read is not None
    assert answers(read) == answers(now)


@pytest.mark.parametrize(
    "harm", ["nothing", "half", "noise", "topics", "empty", "no vectors", "other vectors", "key"]
)
def test_a_broken_state_is_no_state(tmp_path: Path, harm: str) -> None:
    now = save(tmp_path, anew({f"a{n:02}": made(f"a{n:02}", n) for n in range(20)}), "key")
    state, vectors = tmp_path / "state", next(tmp_path.glob("vectors-*"))
    data = state.read_bytes()
    if harm == "half":
        state.write_bytes(data[: len(data) // 2])
    elif harm == "noise":
        state.write_bytes(data[:-400] + b"x" * 200 + data[-200:])
    elif harm == "topics":
        state.write_bytes(data.replace("話題3".encode(), "話題4".encode()))
    elif harm == "empty":
        state.write_bytes(b"")
    elif harm == "no vectors":
        vectors.unlink()
    elif harm == "other vectors":
        vectors.write_bytes(vectors.read_bytes()[:-8])
    key = "other" if harm == "key" else "key"
    assert (load(tmp_path, key) is not None) == (harm == "nothing")
    found = read_answers(tmp_path, key)
    # What stands behind the answers is no part of them.
    assert (found is None) == (harm in ("topics", "empty", "key"))
    assert found is None or {slug: found.related(slug) for slug in found.slots} == answers(now)


def test_other_keys_change_no_answer() -> None:
    now = update(anew({f"a{n}": made(f"a{n}", n) for n in range(9)}), {}, ["a3"])
    keys = {slug: f"new {slug}" for slug in now.slots}
    found = renamed(now, keys)
    assert answers(found) == answers(now)
    assert found.answers().known == keys


def test_there_is_no_state_at_first(tmp_path: Path) -> None:
    assert load(tmp_path / "none", "key") is None
    assert module.MANY < 1
