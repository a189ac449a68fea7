"""Work on all cores gives what one process gives, also when it fails."""

from __future__ import annotations

import os
import pickle
from collections.abc import Sequence

import pytest

from plugins.core import pool
from plugins.core.pool import WORTH, WorkerError, aside, spread, spread_each


def squares(numbers: Sequence[int]) -> list[int]:
    return [number * number for number in numbers]


@pytest.mark.parametrize("count", [0, 1, WORTH, WORTH * 5 + 3])
@pytest.mark.parametrize("cores", [1, 2, 4])
def test_all_of_it_once(monkeypatch: pytest.MonkeyPatch, count: int, cores: int) -> None:
    monkeypatch.setattr(pool, "cores", lambda: cores)
    found = [each for part in spread(squares, range(count)) for each in part]
    assert sorted(found) == squares(range(count))


def test_who_is_done_takes_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 2)
    monkeypatch.setattr(pool, "_SLICES", 8)
    first = os.getpid()

    def wait_for_the_other(numbers: Sequence[int]) -> bool:
        if 0 in numbers:  # the first slice of this process takes until all others are done
            while os.read(ours, 1) != b"\x0f":
                pass
        else:
            os.write(theirs, bytes([len(seen) + 1]))
            seen.append(numbers)
        return os.getpid() == first

    seen: list[Sequence[int]] = []
    ours, theirs = os.pipe()
    assert spread(wait_for_the_other, range(WORTH * 4)) == [True] + [False] * 15
    os.close(ours)
    os.close(theirs)


def test_a_fault_is_raised_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 2)
    with pytest.raises(ZeroDivisionError):
        spread(lambda numbers: [1 // (number - 1) for number in numbers], range(WORTH * 2))


def test_a_killed_process_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 2)
    first = os.getpid()

    def die(numbers: Sequence[int]) -> None:
        if os.getpid() != first:
            os._exit(9)

    with pytest.raises(WorkerError):
        spread(die, range(WORTH * 2))


class StubbornError(Exception):
    """Can be pickled, and not be read again."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def test_a_fault_that_cannot_be_sent_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 2)
    first = os.getpid()

    def stumble(numbers: Sequence[int]) -> None:
        if os.getpid() != first:
            raise StubbornError("a", "b")

    with pytest.raises(WorkerError, match="StubbornError: ab"):
        spread(stumble, range(WORTH * 2))


def test_what_cannot_be_sent_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 2)
    with pytest.raises((pickle.PicklingError, AttributeError, TypeError), match="lambda"):
        spread(lambda numbers: ["x" * 1_000_000, lambda: numbers], range(WORTH * 2))


@pytest.mark.parametrize("forks", [True, False])
@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_each_in_its_order(monkeypatch: pytest.MonkeyPatch, count: int, forks: bool) -> None:
    monkeypatch.setattr(pool, "FORKS", forks)
    monkeypatch.setattr(pool, "cores", lambda: 3)
    assert spread_each(hex, range(count), least=0) == list(map(hex, range(count)))


def test_few_are_not_worth_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    first = os.getpid()
    assert spread_each(lambda _: os.getpid(), range(3), least=4) == [first] * 3
    monkeypatch.setattr(pool, "cores", lambda: 3)
    assert len(set(spread_each(lambda _: os.getpid(), range(3), least=3))) == 3


@pytest.mark.parametrize("cores", [1, 2])
def test_beside_this_process(monkeypatch: pytest.MonkeyPatch, cores: int) -> None:
    monkeypatch.setattr(pool, "cores", lambda: cores)
    wait = aside(lambda: (os.getpid(), squares([1, 2, 3])))
    process, found = wait()
    assert found == [1, 4, 9]
    assert (process == os.getpid()) == (cores == 1)


def test_a_fault_beside_this_process_is_raised_by_who_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 2)
    wait = aside(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        wait()
