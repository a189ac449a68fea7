"""What was read in the last build is not read again, and is as if it had been."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.support import Blog

CONF = """
from pelican import signals
signals.content_object_init.connect(lambda each: print("read", each.source_path), weak=False)
"""
COUNT = 30


@pytest.fixture
def many(blog: Blog) -> Blog:
    """Give a blog of thirty articles and a page, built once, that tells what Pelican reads."""
    blog.conf(CONF)
    for number in range(COUNT):
        blog.article(f"a{number}", f"{number}番の本文です。\n", title=f"題名{number}", tags="面接, 転職")
    blog.write("content/pages/about.md", "---\ntitle: このブログについて\n---\n本文です。\n")
    blog.write("content/images/a.png", PIXEL)
    assert read(blog) == {*(f"a{number}" for number in range(COUNT)), "about"}
    return blog


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def read(blog: Blog, **env: str) -> set[str]:
    """Build; return the articles and pages that Pelican has read."""
    built = blog.build(env=env)
    assert built.code == 0, built.stderr
    return {Path(name).stem for name in re.findall(r"^read (.*\.md)$", built.stdout, re.MULTILINE)}


def files(folder: Path) -> dict[str, bytes]:
    """Return what is published in a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def is_as_a_first_build(blog: Blog) -> bool:
    """Say whether what is published is what a build without any memory publishes."""
    built = blog.build(output="clean")
    assert built.code == 0
    return files(blog.output) == files(blog.root / "clean")


@pytest.mark.parametrize("data", [None, b""], ids=["deleted", "emptied"])
def test_nothing_is_kept_of_what_the_database_does_not_know(many: Blog, data: bytes | None) -> None:
    """A build in which nothing changes asks for no text: the loss shows when another asks for those of all."""
    for path in many.root.glob(".cache/builds/*/conversions.db*"):
        path.unlink() if data is None else path.write_bytes(data)
    read(many)
    template = many.root / "theme/templates/article.html"
    template.write_text(template.read_text(encoding="utf-8") + "<!-- -->", encoding="utf-8")
    read(many)
    assert is_as_a_first_build(many)


def test_only_what_changed_is_read(many: Blog) -> None:
    many.article("a3", "ほかの本文です。\n", title="題名3")
    assert read(many) == {"a3"}
    assert is_as_a_first_build(many)


def test_what_was_read_lately_is_kept_when_there_is_much_of_it(many: Blog) -> None:
    for number in range(3):
        many.article(f"a{number}", "ほかの本文です。\n", title=f"題名{number}")
    assert read(many) == {"a0", "a1", "a2"}
    many.article("a9", "ほかの本文です。\n", title="題名9")
    assert read(many) == {"a9"}
    assert is_as_a_first_build(many)


def test_what_was_asked_for_meanwhile_is_kept_too(many: Blog) -> None:
    """Links to headings, which are packed, and a head with all that there is."""
    head = {"pr": "yes", "redirect_from": "[/old/]", "related": "[a5]", "votes": "no"}
    many.article("a0", "## 見出し\n\n本文です。[先](a1.md#見出し)\n", title="題名0", **head)
    many.article("a1", "## 見出し\n\n本文です。\n", title="題名1")
    assert read(many) == {"a0", "a1"}
    for number in range(2, 6):
        many.article(f"a{number}", "[先](a0.md#見出し)と[先](a1.md#見出し)です。\n", title=f"題名{number}")
        assert f"a{number}" in read(many)
        assert is_as_a_first_build(many)


@pytest.mark.parametrize("name", ["site.yaml", "categories.yaml"])
def test_with_other_data_all_is_read(many: Blog, name: str) -> None:
    text = {"site.yaml": "name: 別の名前\n", "categories.yaml": "面接:\n  address: interview\n"}[name]
    many.write(f"content/data/{name}", text)
    assert len(read(many)) == COUNT + 1
    assert is_as_a_first_build(many)


def test_an_article_waits_for_its_day_again_when_the_clock_goes_back(many: Blog) -> None:
    many.article("a3", "本文です。\n", title="題名3", date="2026-06-01")
    assert (many.output / "a3").exists()
    assert "a3" in read(many, SITE_NOW="2026-05-20T09:00:00+09:00")
    assert not (many.output / "a3").exists()
    assert "a3" in read(many, SITE_NOW="2026-06-02T09:00:00+09:00")
    assert (many.output / "a3").exists()


def test_a_picture_that_has_gone_is_missed(many: Blog) -> None:
    many.article("a3", "本文です。\n", title="題名3", image="/images/a.png")
    for number in range(3):
        many.article(f"b{number}", "本文です。\n", title=f"別の題名{number}")
    assert "a3" in read(many)
    (many.content / "images" / "a.png").unlink()
    many.article("a5", "ほかの本文です。\n", title="題名5")
    built = many.build()
    assert built.code == 1
    assert "images/a.png" in built.stderr


@pytest.mark.parametrize("damage", ["cut", "changed", "empty"])
def test_a_damaged_file_is_as_none(many: Blog, damage: str) -> None:
    def damaged(data: bytes) -> bytes:
        ways = {
            "cut": data[: len(data) // 2],
            "changed": data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
            "empty": b"",
        }
        return ways[damage]

    found = list((many.root / ".cache").rglob("*.read"))
    assert len(found) == 2
    for path in found:
        path.write_bytes(damaged(path.read_bytes()))
    many.article("a3", "ほかの本文です。\n", title="題名3")
    assert len(read(many)) == COUNT + 1
    assert is_as_a_first_build(many)


def test_what_the_writer_is_told_is_told_again(many: Blog) -> None:
    warned = [*_warned(many), *_warned(many)]
    assert warned[0] == warned[1] != ""


def _warned(blog: Blog) -> Iterable[str]:
    blog.article("a4", "![](/images/missing.png)\n", title="題名4")
    yield blog.build().stderr
