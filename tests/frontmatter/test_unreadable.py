"""Files among the articles that writers take for articles are told of."""

from __future__ import annotations

import pytest

from tests.support import Blog


@pytest.mark.parametrize("name", ["memo.docx", "memo.MD", "memo.txt"])
def test_a_file_of_another_kind_is_told_of(blog: Blog, name: str) -> None:
    blog.article("a", "本文です。\n")
    blog.write(f"content/articles/面接/{name}", "本文です。\n")
    built = blog.build()
    assert built.code == 1
    assert f"「{name}」は記事として読めません" in built.stderr


def test_a_link_to_nothing_is_no_file(blog: Blog) -> None:
    """Emacs locks a file by such a link."""
    article = blog.article("a", "本文です。\n")
    article.with_name(".#memo.txt").symlink_to("hanako@machine.1234")
    assert blog.build().code == 0
