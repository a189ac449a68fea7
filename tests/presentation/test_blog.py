"""What is checked of data that pages show."""

from __future__ import annotations

from pathlib import Path

from jinja2 import DictLoader, Environment

from plugins.presentation.plugin import compiled
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


def test_compiled_templates_of_other_code_go(tmp_path: Path) -> None:
    def compile_with(version: str) -> list[str]:
        cache = compiled(tmp_path / "templates", version)
        Environment(loader=DictLoader({"a": "文"}), bytecode_cache=cache, autoescape=True).get_template("a")
        return [file.name.partition("-")[0] for file in (tmp_path / "templates").iterdir()]

    assert compile_with("1") == ["1"]
    assert compile_with("1") == ["1"]
    assert compile_with("2") == ["2"]
