"""An index that was brought up to date is byte for byte the index that is made anew."""

from __future__ import annotations

import random
import sqlite3
import weakref
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from plugins.core import pool
from plugins.core.problems import StateDamagedError
from plugins.core.tokens import Tokenizer
from plugins.search import files
from plugins.search.articles import Article, Card, Document
from plugins.search.collection import Change, Collection, Touched
from plugins.search.index import Options, is_known, update
from plugins.search.relations import Owned
from plugins.search.sizes import Sizes
from plugins.search.state import State
from plugins.search.terms import Analyst, Text

WORDS = (
    "面接 面接官 転職 転職活動 履歴書 職務経歴書 受付 受け付け 受付け 会社 会社員 株式会社 退職 退社 サーバ サーバー ベラロシア ロシア "
    "エージェント 二次面接 ２次面接 梅雨（つゆ、ばいう） 東京 東京都 せん断 判断 断 大きな SPI 行く 行った 行って 話す 話し 国語 國語"
).split()
OPTIONS = Options(
    least=Sizes(pack=0, shard=150, places=90, rare=200, directory=4, big=6),
    owned=Owned((("mensetu", "面接"), ("rirekisyo", "レジュメ")), (("履歴書", "レジュメ"), ("会社", "企業"))),
)


@pytest.fixture(scope="module")
def analyst() -> Analyst:
    return Analyst(Tokenizer())


def article(analyst: Analyst, key: str) -> Article:
    """Make an article that only depends on its key."""
    chance = random.Random(key)
    words = [chance.choice(WORDS) + chance.choice("のをはで。、") for _ in range(chance.randrange(1, 40))]
    text = Text(chance.choice(WORDS), (chance.choice(WORDS),), "".join(words))
    card = Card(f"/{key}/", text.title, text.body[:20], chance.choice(("面接", "IT", "")))
    return Article(card, analyst.entry(text), key)


def documents(analyst: Analyst, keys: list[str], loaded: list[str] | None = None) -> list[Document]:
    def loader(key: str) -> Callable[[], Article]:
        def load() -> Article:
            if loaded is not None:
                loaded.append(key)
            return article(analyst, key)

        return load

    return [Document(key, loader(key), month_of(key)) for key in keys]


def month_of(key: str) -> int:
    """Return the month that a key begins with; 0 for a page."""
    month, found, _ = key.partition("/")
    return int(month) if found else 0


class Site:
    """A site that is built again and again, and the files that its output has."""

    def __init__(self, folder: Path, analyst: Analyst, options: Options = OPTIONS) -> None:
        self.folder = folder
        self.analyst = analyst
        self.options = options
        self.output: dict[str, bytes] = {}

    def build(self, keys: list[str]) -> tuple[set[str], list[str]]:
        """Build; return the names of the new files and the keys of the articles that were loaded."""
        loaded: list[str] = []
        state = State(self.folder)
        found = update(state, documents(self.analyst, keys, loaded), self.options)
        for name, data in found.items():
            assert state.read(name) == (self.output[name] if data is None else data)
        state.close()
        self.output = {name: self.output[name] if data is None else data for name, data in found.items()}
        return {name for name, data in found.items() if data is not None}, loaded

    def is_clean(self, keys: list[str]) -> bool:
        state = State(None)
        found = update(state, documents(self.analyst, keys), self.options)
        return self.output == {name: data or state.read(name) for name, data in found.items()}


@pytest.mark.parametrize("seed", range(12))
def test_random_edits(analyst: Analyst, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    site = Site(tmp_path, analyst)
    keys = [f"page {number}" for number in range(seed % 3)]
    keys += [f"{1 + number // 7}/{seed}-{number}" for number in range(12 * seed)]
    for step in range(10):
        for _ in range(chance.choice((1, 1, 1, 3))):
            at = chance.randrange(len(keys) + 1)
            month = month_of(keys[at - 1]) if at else 0
            new = f"{month}/{seed} {step} {at}" if month else f"page {seed} {step} {at}"
            match chance.randrange(5):
                case 0:
                    keys.append(f"{20 + step}/new {seed} {step} {at}")
                case 1:
                    keys.insert(at, new)
                case 2 if keys:
                    del keys[min(at, len(keys) - 1)]
                case 3 if len(keys) > 1:
                    keys.append(f"{20 + step}/{keys.pop(0).replace('/', ' ')}")
                case _:
                    keys[max(0, at - 1) : at] = [new]
        site.build(keys)
        assert site.is_clean(keys), step
    names, loaded = site.build(keys)
    assert (names, loaded) == (set(), [])


def test_an_article_that_goes_or_comes_late_moves_few(analyst: Analyst, tmp_path: Path) -> None:
    keys = [f"{1 + number // 4}/{number}" for number in range(100)]
    site = Site(tmp_path, analyst)
    names, _ = site.build(keys)
    for changed in ([*keys[:9], *keys[10:]], [*keys[:5], "2/late", *keys[5:]], keys):
        new, loaded = site.build(changed)
        assert len(new) < len(names) * 2 / 3
        assert set(loaded) <= {"2/late", keys[9]}
        assert site.is_clean(changed)


def test_an_edit_is_small(analyst: Analyst, tmp_path: Path) -> None:
    keys = [str(number) for number in range(100)]
    site = Site(tmp_path, analyst)
    names, _ = site.build(keys)
    new, loaded = site.build([*keys[:50], "edited", *keys[51:]])
    assert loaded == ["edited"]
    assert len(new) < len(names) / 2
    new, loaded = site.build([*keys[:50], "edited", *keys[51:], "added"])
    assert loaded == ["added"]
    assert site.is_clean([*keys[:50], "edited", *keys[51:], "added"])


@pytest.mark.parametrize("options", [Options(), Options(least=Sizes(pack=20_000, shard=300))])
def test_from_a_small_index_to_a_large_one(analyst: Analyst, tmp_path: Path, options: Options) -> None:
    site = Site(tmp_path, analyst, options)
    keys: list[str] = []
    for number in range(80):
        keys.append(str(number))
        if number % 9 == 0:
            site.build(keys)
            assert site.is_clean(keys)
    while keys:
        del keys[-13:]
        site.build(keys)
        assert site.is_clean(keys)


def test_other_options_and_code_begin_anew(analyst: Analyst, tmp_path: Path) -> None:
    keys = [str(number) for number in range(30)]
    site = Site(tmp_path, analyst)
    site.build(keys)
    site.options = Options(least=OPTIONS.least, owned=Owned((), (("面接", "面談"),)), version="2")
    site.build([*keys, "new"])
    assert site.is_clean([*keys, "new"])


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("fault", ["cut", "noise"])
def test_damaged_state_begins_anew(analyst: Analyst, tmp_path: Path, share: float, fault: str) -> None:
    keys = [str(number) for number in range(40)]
    site = Site(tmp_path, analyst)
    site.build(keys)
    (path,) = tmp_path.iterdir()
    data = path.read_bytes()
    at = int(len(data) * share)
    path.write_bytes(data[:at] if fault == "cut" else data[:at] + b"\xff" * 3000 + data[at + 3000 :])
    keys[3] = "edited"
    site.build(keys)
    assert site.is_clean(keys)


def test_a_damaged_file_of_the_index_is_told_and_forgotten(analyst: Analyst, tmp_path: Path) -> None:
    state = State(tmp_path)
    update(state, documents(analyst, ["a", "b"]), OPTIONS)
    state.close()
    (path,) = tmp_path.glob("*.sqlite")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE row SET value = zeroblob(length(value)) WHERE kind = 'file'")
    state = State(tmp_path)
    with pytest.raises(StateDamagedError):
        state.read("manifest.json")
    assert update(state, documents(analyst, ["a", "b"]), OPTIONS) == update(
        State(None), documents(analyst, ["a", "b"]), OPTIONS
    )


def test_a_state_of_other_code_counts_as_none(analyst: Analyst, tmp_path: Path) -> None:
    state = State(tmp_path)
    state.put([("memory", "", b'{"version": "other", "names": []}')])
    assert update(state, documents(analyst, ["a"]), OPTIONS) == update(
        State(None), documents(analyst, ["a"]), OPTIONS
    )
    state.close()


def test_whether_only_changes_are_to_be_made(analyst: Analyst, tmp_path: Path) -> None:
    state = State(tmp_path)
    assert not is_known(state, OPTIONS)
    update(state, documents(analyst, ["a"]), OPTIONS)
    assert is_known(state, OPTIONS)
    assert not is_known(state, replace(OPTIONS, version="other"))
    state.close()
    (tmp_path / "state.sqlite").write_bytes(b"damaged")
    assert not is_known(State(tmp_path), OPTIONS)


@pytest.mark.parametrize("error", [ValueError, KeyError, IndexError, TypeError])
def test_a_fault_of_ours_is_no_damage(
    analyst: Analyst, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    state = State(None)
    update(state, documents(analyst, ["a", "b"]), OPTIONS)
    change, errors = Collection.change, [error]

    def stumble(self: Collection, changes: Sequence[Change]) -> Touched:
        if errors:
            raise errors.pop()
        return change(self, changes)

    monkeypatch.setattr(Collection, "change", stumble)
    with pytest.raises(error):
        update(state, documents(analyst, ["a", "c"]), OPTIONS)


def test_equal_checksums(analyst: Analyst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "name_of", lambda data: f"{sum(data) % 997:07}")
    keys = [str(number) for number in range(40)]
    site = Site(tmp_path, analyst)
    for step in range(4):
        keys[step] = f"edited {step}"
        site.build(keys)
        assert site.is_clean(keys)
    assert any(data.endswith(b" ") for data in site.output.values())


def test_many_articles_are_made_on_all_cores(
    analyst: Analyst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [str(number) for number in range(60)]
    one = Site(tmp_path / "one", analyst)
    monkeypatch.setattr(pool, "cores", lambda: 1)
    _, loaded = one.build(keys)
    assert loaded == keys
    monkeypatch.setattr(pool, "cores", lambda: 2)
    many = Site(tmp_path / "many", analyst)
    _, loaded = many.build(keys)
    assert "0" in loaded
    assert "1" not in loaded  # another process loaded it
    assert many.output == one.output
    assert many.build([*keys, "new"])[1] == ["new"]


def test_many_articles_are_not_held_at_once(
    tmp_path: Path, analyst: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [f"{1 + number // 4}/{number}" for number in range(40)]
    changed = ["a page", *keys[1:20], "6/other", *keys[21:]]
    clean = []
    for each in (keys, changed):
        memory = State(None)
        found = update(memory, documents(analyst, each), OPTIONS)
        clean.append({name: data or memory.read(name) for name, data in found.items()})
    monkeypatch.setattr("plugins.search.articles._BATCH", 5)
    monkeypatch.setattr("plugins.search.collection._MANY", 3)
    alive: weakref.WeakSet[Article] = weakref.WeakSet()
    most = 0

    def made(key: str) -> Article:
        nonlocal most
        found = article(analyst, key)
        alive.add(found)
        most = max(most, len(alive))
        return found

    state = State(tmp_path)
    for wanted, each in zip(clean, (keys, changed), strict=True):
        found = update(state, [Document(key, partial(made, key), month_of(key)) for key in each], OPTIONS)
        assert {name: data or state.read(name) for name, data in found.items()} == wanted
        state.close()
    assert most <= 6
