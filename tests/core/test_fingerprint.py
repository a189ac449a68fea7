"""What a page is given, as a hash: by value, whatever the objects and their order."""

import datetime as dt
import subprocess
import sys
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from plugins.core.fingerprint import Fingerprints

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3) | st.tuples(inner)
    ),
    max_leaves=10,
)


@dataclass(frozen=True)
class Card:
    """Something that a page shows."""

    title: str
    anchors: frozenset[str] = frozenset()


class Article:
    """Something that a page is given and that has a name."""


def of(value: object) -> str:
    """Hash a value; every article is called the same."""
    return Fingerprints({Article: lambda _each: "記事"}).of(value)


@given(plain, plain)
def test_equal_values_have_equal_hashes_and_others_have_others(one: object, other: object) -> None:
    """Nothing is lost of a value."""
    assert (of(one) == of(other)) == (repr(_sorted(one)) == repr(_sorted(other)))


def _sorted(value: object) -> object:
    """Order mappings by their keys."""
    if isinstance(value, dict):
        return [dict, *((key, _sorted(value[key])) for key in sorted(value))]
    if isinstance(value, list | tuple):
        return [type(value), *map(_sorted, value)]
    return value


def test_the_same_object_twice_is_two_equal_objects() -> None:
    """What counts is the value."""
    text = "面接" * 100
    assert of([text, text]) == of([text, "".join(["面接"] * 100)])


def test_objects_are_looked_into_or_named() -> None:
    """A dataclass by its values, what has a name by that."""
    assert of(Card("一")) == of(Card("一")) != of(Card("二"))
    assert of([Article(), Card("一")]) == of([Article(), Card("一")])
    assert of(Markup("一")) == of(Markup("一")) != of(Markup("二"))


def test_what_cannot_be_compared_is_refused() -> None:
    """It must not be taken for unchanged."""
    with pytest.raises(TypeError, match="cannot be compared"):
        of({"what": [object()]})


def test_another_process_counts_the_same() -> None:
    """Whatever the order of sets there."""
    code = (
        "from tests.core.test_fingerprint import Card, of; import datetime as dt;"
        "print(of([Card('一', frozenset('abcdefghij')), {'う': 1, 'あ': {'い', 'え'}}, dt.date(2026, 1, 2), 1.5]))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "123"
    }
    value = [Card("一", frozenset("abcdefghij")), {"う": 1, "あ": {"い", "え"}}, dt.date(2026, 1, 2), 1.5]
    assert found == {of(value) + "\n"}
