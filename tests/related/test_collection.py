"""What is brought up to date equals what is made anew, whatever came before and in whatever order."""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from plugins.core.problems import StateDamagedError
from plugins.related import collection as module
from plugins.related import index
from plugins.related.collection import Collection, Entry
from plugins.related.nearest import all_near, near
from plugins.related.order import SURE, fresh
from plugins.related.vectors import UNIT, Vector
from plugins.related.weights import CANDIDATES, FRESHNESS, NEAREST, PROFILE

LEAST = 0.02
Article = tuple[Entry, Vector]


def made(
    slug: str,
    seed: int,
    *,
    day: int = 0,
    words: int = 60,
    of: int = 300,
    group: int = 0,
    listed: bool = True,
) -> Article:
    """Make an article of random words; some words are common, as in texts. Two groups share no word."""
    rng = random.Random(seed)
    columns = sorted({of * group + int(of * rng.random() ** 2) for _ in range(words)})
    weights = [rng.random() + 0.2 for _ in columns]
    length = math.hypot(*weights)
    whole = array("H", (max(1, round(3900 * weight / length)) for weight in weights))
    entry = Entry(slug, f"{seed} {day} {listed}", day, f"話題{seed % 7}", listed)
    return entry, Vector(array("i", columns), whole)


def answers(collection: Collection) -> Mapping[str, list[str]]:
    return {slug: collection.related(slug) for slug in sorted(collection.slots)}


def anew(articles: Mapping[str, Article], least: float = LEAST) -> Collection:
    found = Collection(None, "", least)
    found.update(articles, [])
    return found


def by_slug(*articles: Article) -> dict[str, Article]:
    return {article[0].slug: article for article in articles}


@pytest.fixture
def edits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no number of changes make all anew, once there is something."""
    monkeypatch.setattr(module, "is_many", lambda _changes, articles: articles == 0)


def naive(articles: Mapping[str, Article]) -> Mapping[str, list[str]]:
    """Say the same too simply to be wrong."""
    words = {slug: vector.mapping() for slug, (_, vector) in articles.items()}

    def product(one: str, other: str) -> int:
        return sum(weight * words[other].get(column, 0) for column, weight in words[one].items())

    listed = [slug for slug, (entry, _) in articles.items() if entry.listed]
    nearest = {
        slug: sorted(
            ((product(slug, other), other) for other in listed if other != slug and product(slug, other)),
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
        return round(SURE * (dot / math.sqrt(norms))) + fresh(days)

    return {
        slug: [
            other
            for _, other in sorted(
                (-score(slug, other), other) for value, other in nearest[slug] if value >= round(LEAST * UNIT)
            )
        ]
        for slug in sorted(words)
    }


@pytest.mark.parametrize("few", [-1, 10**9], ids=["all at once", "one by one"])
@pytest.mark.parametrize("count", [0, 1, 2, 12, 70])
def test_the_order_is_that_of_the_definition(count: int, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FEW", few)
    articles = {f"a{n:03}": made(f"a{n:03}", n, day=n * 40, listed=n % 9 != 4) for n in range(count)}
    assert answers(anew(articles)) == naive(articles)


@given(st.integers(0, 10**6), st.integers(3, 120))
@example(335, 3)  # an article takes the slot of one that goes
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("edits")
def test_a_build_after_edits_equals_a_build_anew(seed: int, count: int) -> None:
    rng = random.Random(seed)
    articles = {f"a{n:03}": made(f"a{n:03}", n, day=rng.randrange(900)) for n in range(count)}
    now = anew(articles)
    index.MANY_STALE = rng.choice([0, 3, 200])
    for step in range(6):
        gone = rng.sample(sorted(articles), rng.randrange(min(3, len(articles))))
        kept = [slug for slug in sorted(articles) if slug not in gone]
        edited = rng.sample(kept, rng.randrange(min(4, len(kept) + 1)))
        new = [f"b{rng.randrange(50):03}" for _ in range(rng.randrange(3))]
        changed = {  # few seeds: equal texts come up
            slug: made(slug, rng.randrange(40), day=rng.randrange(900), listed=rng.random() < 0.8)
            for slug in sorted({*edited, *new} - set(gone))
        }
        now.update(changed, gone)
        articles = {slug: article for slug, article in articles.items() if slug not in gone} | changed
        assert answers(now) == answers(anew(articles)), step
        assert _holders(now) == {
            slot: {owner for owner in now.slots.values() if slot in now.near[owner].others}
            for slot in now.slots.values()
        }
    index.MANY_STALE = 200


def _holders(collection: Collection) -> Mapping[int, set[int]]:
    return {slot: collection.holders[slot] for slot in collection.slots.values()}


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("edits")
def test_the_order_of_edits_does_not_matter(rng: random.Random) -> None:
    articles = {f"a{n:02}": made(f"a{n:02}", n) for n in range(40)}
    changes = [(f"a{n:02}", made(f"a{n:02}", n + 100)) for n in range(0, 40, 5)]
    changes += [(f"c{n:02}", made(f"c{n:02}", n + 200)) for n in range(5)]
    rng.shuffle(changes)
    now = anew(articles)
    for slug, article in changes:
        now.update({slug: article}, [])
    assert answers(now) == answers(anew(articles | dict(changes)))


def test_many_changes_make_all_anew() -> None:
    articles = {f"a{n:02}": made(f"a{n:02}", n) for n in range(40)}
    changed = {f"a{n:02}": made(f"a{n:02}", n + 100) for n in range(20)}
    now = anew(articles)
    now.update(changed, ["a39"])
    del articles["a39"]
    assert answers(now) == answers(anew(articles | changed))


@pytest.mark.usefixtures("edits")
def test_an_edit_moves_only_lists_that_hold_it_or_its_neighbours() -> None:
    """A list moves when it held the article before or after, or holds one whose own nearest changed."""
    articles = {f"a{n:03}": made(f"a{n:03}", n, of=6000) for n in range(400)}
    before = anew(articles)
    kept, near_before = answers(before), {**_holders(before)}
    near_before = {slot: set(each) for slot, each in near_before.items()}
    for slug in articles:
        before.put_shown(slug, "as it was")
    before.update({"a007": made("a007", 1007, of=6000)}, [])
    moved = {before.slots[slug] for slug in articles if kept[slug] != before.related(slug)}
    edited = before.slots["a007"]
    near = {edited} | near_before[edited] | before.holders[edited]
    again = near.union(*(near_before[slot] | before.holders[slot] for slot in near))
    assert moved <= again
    assert len(moved) < len(articles)
    # What was made of a list holds unless it moved, or holds the edited article, of which more than the order may be shown.
    renewed = {before.slots[slug] for slug in articles if not before.shown_of(slug)}
    assert renewed == moved | before.holders[edited] | {edited}


def test_equal_likeness_is_ordered_by_slug() -> None:
    now = anew({slug: made(slug, 5) for slug in ("d", "a", "e", "c", "b")})
    assert now.related("c") == ["a", "b", "d", "e"]
    now.update({"ab": made("ab", 5)}, ["d"])
    assert now.related("c") == ["a", "ab", "b", "e"]


@pytest.mark.usefixtures("edits")
def test_many_equal_articles_are_no_danger() -> None:
    articles = {f"a{n:03}": made(f"a{n:03}", 5) for n in range(200)}
    now = anew(articles)
    now.update({"a100": made("a100", 6)}, ["a000"])
    articles["a100"] = made("a100", 6)
    del articles["a000"]
    assert answers(now) == answers(anew(articles))


@pytest.mark.usefixtures("edits")
def test_a_list_is_cut_and_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DEPTH", 40)
    articles = {f"a{n:03}": made(f"a{n:03}", 5, of=90) for n in range(50)}
    now = anew(articles)
    for number in range(90):
        new = made(f"b{number:03}", number, of=90)
        articles |= by_slug(new)
        now.update(by_slug(new), [])
    assert answers(now) == answers(anew(articles))
    for number in range(120):
        slug = min(articles)
        del articles[slug]
        now.update({}, [slug])
        assert number % 30 or answers(now) == answers(anew(articles))
    assert answers(now) == answers(anew(articles))


def test_a_newer_neighbour_comes_first_when_all_else_is_equal() -> None:
    near_, far = made("z-near", 3, day=100), made("a-far", 3, day=100 + 5 * 365)
    assert anew(by_slug(made("me", 3, day=90), near_, far)).related("me") == ["z-near", "a-far"]
    assert FRESHNESS < 0.05


def test_an_article_that_is_in_no_list_has_the_list_it_would_have() -> None:
    articles = {f"a{n:02}": made(f"a{n:02}", n, day=n) for n in range(60)}
    outside = anew(articles | by_slug(made("zz", 999, day=30, listed=False)))
    inside = anew(articles | by_slug(made("zz", 999, day=30)))
    assert sorted(outside.related("zz")) == sorted(inside.related("zz"))
    assert {slug: outside.related(slug) for slug in articles} == answers(anew(articles))


def test_no_article_below_the_least_likeness() -> None:
    assert anew({f"a{n:02}": made(f"a{n:02}", n) for n in range(30)}, 1.0).related("a03") == []


def test_lists_are_exact_beyond_one_tile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.related.nearest._TILE", 60)
    monkeypatch.setattr("plugins.related.nearest._DENSE", 20)
    slugs = [f"a{n * 37 % 170:03}" for n in range(170)]
    vectors = [made(slug, n % 120)[1] for n, slug in enumerate(slugs)]
    listed = [n % 11 != 3 for n in range(170)]
    found = list(all_near(vectors, listed, slugs))
    for slot, vector in enumerate(vectors):
        row = [other.product(vector.mapping()) * listed[n] * (n != slot) for n, other in enumerate(vectors)]
        assert found[slot] == near(row, slugs), slot


# ---- on disk -----------------------------------------------------------------------------------------------------


def opened(path: Path, version: str = "version") -> Collection:
    return Collection(path, version, LEAST)


def saved(path: Path, articles: Mapping[str, Article]) -> None:
    now = opened(path)
    now.update(articles, [])
    now.save()
    now.state.close()


@pytest.mark.usefixtures("edits")
def test_what_was_saved_is_read(tmp_path: Path) -> None:
    articles = {f"a{n:02}": made(f"a{n:02}", n, day=n) for n in range(60)}
    path = tmp_path / "folder" / "state.sqlite"
    saved(path, articles)
    for step in range(5):
        now = opened(path)
        assert answers(now) == answers(anew(articles))
        assert now.known == {slug: entry.key for slug, (entry, _) in articles.items()}
        assert {slug: now.entry(slug) for slug in articles} == {
            slug: entry for slug, (entry, _) in articles.items()
        }
        changed = {f"a{step:02}": made(f"a{step:02}", 500 + step)}
        now.update(changed, [f"a{step + 20:02}"])
        now.put_key(f"a{step + 40:02}", "renamed")
        now.put_shown(f"a{step + 40:02}", "shown")
        now.save()
        now.state.close()
        articles = {slug: each for slug, each in articles.items() if slug != f"a{step + 20:02}"} | changed
        entry, vector = articles[f"a{step + 40:02}"]
        articles[f"a{step + 40:02}"] = entry._replace(key="renamed"), vector
    assert opened(path).shown_of("a44") == "shown"


def test_an_edit_reads_and_writes_few_rows(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    saved(path, {f"a{n:03}": made(f"a{n:03}", n, group=n % 12) for n in range(600)})
    now = opened(path)
    now.update({"a007": made("a007", 1007, group=7)}, [])
    for table in (now.near, now.holders, now.index.vectors):
        assert len(table) <= 600 / 12, table.name
    assert len(now.index.vectors) == 1
    assert len(now.index.postings) <= 60
    assert not now.index.postings.changed


def test_the_index_is_renewed_after_many_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MANY_STALE", 2)
    path = tmp_path / "state.sqlite"
    articles = {f"a{n:02}": made(f"a{n:02}", n) for n in range(20)}
    saved(path, articles)
    stale = []
    for step in range(6):
        now = opened(path)
        articles[f"c{step:02}"] = made(f"c{step:02}", 500 + step)
        now.update({f"c{step:02}": articles[f"c{step:02}"]}, [])
        now.save()
        stale.append(len(now.index.stale))
        now.state.close()
    assert stale == [1, 2, 0, 1, 2, 0]
    assert answers(opened(path)) == answers(anew(articles))


HARMS = ["nothing", "half", "a text", "empty", "another file", "version", "gone", *range(12)]


@pytest.mark.parametrize("harm", HARMS)
def test_a_broken_state_is_no_state(tmp_path: Path, harm: str | int) -> None:
    """It is told, or empty, or what is broken is not needed; but never is anything wrong answered."""
    articles = {f"a{n:03}": made(f"a{n:03}", n) for n in range(300)}
    changed = {f"a{n:03}": made(f"a{n:03}", 1000 + n) for n in range(40)}
    path = tmp_path / "state.sqlite"
    saved(path, articles)
    data = path.read_bytes()
    if isinstance(harm, int):  # a few bytes anywhere
        place = len(data) * harm // 12 + 40
        path.write_bytes(data[:place] + random.Random(harm).randbytes(60) + data[place + 60 :])
    elif harm == "half":
        path.write_bytes(data[: len(data) // 2])
    elif harm == "a text":
        assert "話題3".encode() in data
        path.write_bytes(data.replace("話題3".encode(), "話題4".encode()))
    elif harm == "empty":
        path.write_bytes(b"")
    elif harm == "another file":
        path.write_bytes(b"broken")
    elif harm == "gone":
        path.unlink()
    try:
        now = opened(path, "other" if harm == "version" else "version")
        assert harm != "a text"
        if now.slots:
            now.update(changed, [])
            assert answers(now) == answers(anew(articles | changed))
            now.save()
        assert isinstance(harm, int) or bool(now.slots) == (
            harm not in ("half", "empty", "another file", "version", "gone")
        )
        now.state.close()
    except StateDamagedError:
        assert harm in ("a text", "half", *range(12))
