r"""Malformed uses of each part, one a line in `malformed.tsv`: part, what is typed (`\n` is a line end), words of the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.problems import Level
from tests.conftest import SAMPLE, make_blog
from tests.support import Blog, Message

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "malformed.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Message]]:
    """Build one blog with an article for each row; return the messages of each article by its file name."""
    blog: Blog = make_blog(tmp_path_factory.mktemp("malformed"))
    for folder in ("data", "images", "parts"):
        (blog.content / folder).symlink_to(SAMPLE / folder)
    blog.article("junbi")
    for number, (_, typed, _) in enumerate(ROWS):
        blog.article(f"row-{number}", typed.replace("\\n", "\n") + "\n\n最後の文です。\n")
    told: dict[str, list[Message]] = {}
    for message in blog.build().messages:
        told.setdefault(Path(message.path).stem, []).append(message)
    return told


@pytest.mark.parametrize("number", range(len(ROWS)), ids=lambda number: f"{ROWS[number][0]}-{number}")
def test_each_is_answered(number: int, messages: dict[str, list[Message]]) -> None:
    _, typed, words = ROWS[number]
    found = messages.get(f"row-{number}", [])
    assert any(words in each.message and each.line > 0 for each in found), (typed, found)
    assert all(each.level is not Level.HINT for each in found if words in each.message)
