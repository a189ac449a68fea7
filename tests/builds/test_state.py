"""What a build leaves to the next: all of it is read again, and what is damaged counts as not there."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from plugins.builds.pages import PageState
from plugins.builds.state import State, StateFile
from plugins.core import memo
from plugins.core.watched import TABLES

NAMES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 2))


def state_of(numbers: dict[str, int]) -> State:
    """Return a state whose findings, faces and pages are these numbers."""
    return State(
        memo.State(
            "1",
            {table: {name: str(number) for name, number in numbers.items()} for table in TABLES},
            {name: memo.Entry(str(number)) for name, number in numbers.items()},
        ),
        {name: PageState(str(number), "", (), {}) for name, number in numbers.items()},
    )


def saved(path: Path, *states: State) -> None:
    """Let one build after the other save."""
    for state in states:
        StateFile(path, "1").save(state)


@given(st.lists(NAMES, min_size=1, max_size=6))
def test_what_was_saved_last_is_read(tmp_path_factory: object, builds: list[dict[str, int]]) -> None:
    path = tmp_path_factory.mktemp("state") / "state"  # type: ignore[attr-defined]
    saved(path, *map(state_of, builds))
    assert StateFile(path, "1").before == state_of(builds[-1])


MANY = {f"{number}": number for number in range(500)}


def test_an_edit_adds_a_little(tmp_path: Path) -> None:
    path = tmp_path / "state"
    saved(path, state_of(MANY))
    size = path.stat().st_size
    saved(path, state_of(MANY | {"7": 8}))
    assert 0 < path.stat().st_size - size < 500
    for number in range(400):
        saved(path, state_of(MANY | {"7": number}))
    assert path.stat().st_size < size * 1.3
    assert StateFile(path, "1").before == state_of(MANY | {"7": 399})


def test_what_is_cut_off_counts_as_not_there(tmp_path: Path) -> None:
    path = tmp_path / "state"
    few = {"a": 1, "b": 2} | {f"{number}": number for number in range(20)}
    saved(path, state_of(few))
    first = path.stat().st_size
    saved(path, state_of(few | {"a": 3}))
    data = path.read_bytes()
    assert len(data) > first
    for length in range(0, len(data), 3):
        path.write_bytes(data[:length])
        assert StateFile(path, "1").before == (state_of(few) if length >= first else State())
        saved(path, state_of(few | {"a": 4}))
        assert StateFile(path, "1").before == state_of(few | {"a": 4})


def test_damage_ends_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "state"
    few = {f"{number}": number for number in range(20)}
    saved(path, state_of(few), state_of(few | {"a": 3}))
    data = path.read_bytes()
    for place in range(0, len(data), 3):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert StateFile(path, "1").before in (State(), state_of(few))


def test_another_version_knows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state"
    saved(path, state_of(MANY))
    assert StateFile(path, "2").before == State()
    saved(path, state_of({"a": 1}))
    assert StateFile(path, "1").before == state_of({"a": 1})
