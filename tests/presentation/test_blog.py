"""What is checked of data that pages show."""

from __future__ import annotations

from tests.support import Blog


def test_the_page_of_an_author_must_be_there(blog: Blog) -> None:
    blog.write(
        "content/data/authors.yaml", "kei:\n  name: 圭\n  page: porfile\nai:\n  name: 藍\n  page: himitsu\n"
    )
    blog.write("content/pages/profile.md", "---\ntitle: 人\n---\n本文です。\n")
    blog.write("content/pages/himitsu.md", "---\ntitle: 秘密\nstatus: draft\n---\n本文です。\n")
    blog.article()
    first, second = blog.build().errors
    assert (first.path, first.line) == ("content/data/authors.yaml", 3)
    assert "page「porfile」という公開ページはありません。もしかして: profile" in first.message
    assert (second.line, "himitsu" in second.message) == (6, True)
