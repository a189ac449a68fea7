"""Whatever is wrong, the writer is told once, with file and line, and what is published stays as it was."""

from __future__ import annotations

import pytest

from tests.conftest import make_blog
from tests.site.broken import BROKEN, OK
from tests.support import Blog, Built, snapshot


def told(built: Built) -> list[str]:
    """Return every message, from its file on."""
    return [line for line in built.stderr.splitlines() if line.startswith("content/")]


def test_there_are_sixty_and_each_has_a_name() -> None:
    assert len(BROKEN) >= 60
    files = [name for broken in BROKEN for name in (broken.source, *broken.files)]
    assert len(set(files)) == len(files)


def test_all_at_once(blog: Blog) -> None:
    for broken in BROKEN:
        broken.write(blog.content)
    built = blog.build()
    assert built.code == 1
    assert not built.output.exists()
    left = told(built)
    missing = []
    for broken in BROKEN:
        found = [
            line for line in left if line.startswith(f"{broken.place}: エラー: ") and broken.words in line
        ]
        if len(found) == 1:
            left.remove(found[0])
        else:
            missing.append((broken.place, broken.words, found))
    assert missing == []
    assert left == []
    assert f"エラーが{len(BROKEN)}件あるため" in built.stderr


ALONE = ("empty", "wide-colon", "same-slug", "deep", "dead-link", "wrong-extension")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Blog:
    """Give a blog of one article that is published."""
    blog = make_blog(tmp_path_factory.mktemp("alone"))
    blog.article("fine")
    blog.build().ok()
    return blog


@pytest.mark.xdist_group("alone")
@pytest.mark.parametrize("name", ALONE)
def test_it_is_told_and_nothing_changes(name: str, published: Blog) -> None:
    (broken,) = (each for each in BROKEN if each.name == name)
    before = snapshot(published.output)
    broken.write(published.content)
    built = published.build()
    for file in (broken.source, *broken.files):
        (published.content / file).unlink()
    assert built.code == 1
    (message,) = told(built)
    assert message.startswith(f"{broken.place}: エラー: ")
    assert broken.words in message
    assert snapshot(published.output) == before


def test_a_fine_article_is_fine(blog: Blog) -> None:
    blog.write("content/articles/面接/fine.md", OK)
    blog.build().ok()
