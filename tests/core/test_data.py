"""Data that owners edit by hand: what is wrong is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import Field, RootModel

from plugins.core.data import Record, load
from plugins.core.problems import Level
from tests.support import Found


class Person(Record):
    name: str = Field(min_length=1)
    age: int = 0
    active: bool = True
    links: tuple[str, ...] = ()
    friend: Person | None = None


class People(RootModel[dict[str, Person]]):
    pass


def read(tmp_path: Path, text: str | bytes) -> tuple[dict[str, Person] | None, list[Found]]:
    path = tmp_path / "people.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found: list[Found] = []

    def report(level: Level, line: int, message: str) -> None:
        found.append(Found(line, level, message))

    loaded = load(path, People, report)
    return (loaded.root if loaded else None), found


def test_values_are_what_they_say(tmp_path: Path) -> None:
    text = "007:\n  name: No\n  age: 30\n  active: no\n  links: [2026-05-01, 1.0, on]\nb:\n  name: '1'\n"
    people, found = read(tmp_path, text)
    assert not found
    assert people == {
        "007": Person(name="No", age=30, active=False, links=("2026-05-01", "1.0", "on")),
        "b": Person(name="1"),
    }


@pytest.mark.parametrize("text", ["", "\n# 何もない\n", "\ufeff"])
def test_an_empty_file_is_no_data(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == ({}, [])


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a:\n  age: 3\n", 1, "「name」がありません"),
        ("a:\n  name:\n", 2, "「name」"),
        ("a:\n  name: ''\n", 2, "「name」が空です"),
        ("a:\n  name: A\n  age: 三\n", 3, "「age」は整数で書いてください（値: 三）"),
        ("a:\n  name: A\n  active: たぶん\n", 3, "「active」は yes か no で"),
        ("a:\n  name: A\n  nane: B\n", 3, "「nane」という項目はありません。もしかして: name"),
        ("a:\n  name: A\n  friend:\n    name: B\n    ag: 3\n", 5, "もしかして: age"),
        ("a:\n  name: A\n  links: x\n", 3, "「links」"),
        ("a:\n  name: [x]\n", 2, "「name」は文字で書いてください"),
        ("a: A\n", 1, "「a」"),
        ("- a\n", 1, "名前: 値"),
        ("a:\n  name: A\na:\n  name: B\n", 3, "「a」が二度書かれています"),
        ("a:\n  name: A\n  name: B\n", 3, "「name」が二度書かれています"),
        ("a:\n  name: A\n   age: 3\n", 3, "「名前: 値」の形として読めません"),
        ("a:\n\tname: A\n", 2, "「名前: 値」の形として読めません"),
        ("a：\n  name: A\n", 2, "「名前: 値」の形として読めません"),
        ("a:\n  name: '閉じない\n", 2, "「名前: 値」の形として読めません"),
        ("a: {name: A\n", 1, "「名前: 値」の形として読めません"),
        ("a: *b\n", 1, "「名前: 値」の形として読めません"),
        ("a:\n  name: !!python/object A\n", 2, ""),
        ("a:\n  name: 面接\n".encode("cp932"), 0, "UTF-8 ではありません"),
        ("a:\n  name: A\x00\n", 2, ""),
    ],
)
def test_faults(tmp_path: Path, text: str | bytes, line: int, words: str) -> None:
    people, found = read(tmp_path, text)
    assert people is None
    assert len(found) == 1, found
    assert (found[0].level, words in found[0].message) == (Level.ERROR, True), found
    assert abs(found[0].line - line) <= 1, found  # a YAML fault is often noticed on the next line


def test_all_faults_at_once(tmp_path: Path) -> None:
    _, found = read(tmp_path, "a:\n  age: x\nb:\n  name: B\n  x: 1\n")
    assert [each.line for each in found] == [1, 2, 5]
