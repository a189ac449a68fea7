"""Where a path leads."""

from __future__ import annotations

import unicodedata

import pytest

from plugins.core.library import Document, Library


def document(source: str, status: str = "published") -> Document:
    slug = source.rpartition("/")[2].removesuffix(".md")
    return Document(source, "article", f"題名 {slug}", slug, f"/{slug}/", status)


HERE = document("articles/面接/a.md")
LIBRARY = Library(
    documents=(HERE, document("articles/退職・入社/b.md"), document("articles/面接/が ぎ.md")),
    base_path="/blog",
    origin="https://example.com",
    addresses=frozenset(["/", "/archives/", "/category/面接/"]),
    files={"images/図 1.png": "/images/図 1.png"},
)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("a.md", "/a/"),
        ("./a.md", "/a/"),
        ("../退職・入社/b.md", "/b/"),
        ("../%E9%80%80%E8%81%B7%E3%83%BB%E5%85%A5%E7%A4%BE/b.md", "/b/"),
        ("/articles/退職・入社/b.md", "/b/"),
        ("{filename}../退職・入社/b.md", "/b/"),
        ("{filename}/articles/面接/a.md", "/a/"),
        ("|filename|a.md", "/a/"),
        ("が ぎ.md", "/が ぎ/"),
        ("%E3%81%8C%20%E3%81%8E.md", "/が ぎ/"),
        (unicodedata.normalize("NFD", "が ぎ.md"), "/が ぎ/"),
        ("../../images/図 1.png", "/images/図 1.png"),
        ("{static}/images/図%201.png", "/images/図 1.png"),
        ("/images/図 1.png", "/images/図 1.png"),
        ("/b/", "/b/"),
        ("/b", "/b/"),
        ("/b/index.html", "/b/"),
        ("/b/?utm=1", "/b/"),
        ("/", "/"),
        ("/archives/", "/archives/"),
        ("/category/%E9%9D%A2%E6%8E%A5/", "/category/面接/"),
        ("https://example.com/blog/b/", "/b/"),
        ("https://example.com/blog/", "/"),
        ("b.md", None),
        ("../b.md", None),
        ("b/", None),
        ("/blog/b/", None),
        ("/nowhere/", None),
        ("https://example.com/blog/nowhere/", None),
        ("../../../../etc/passwd", None),
    ],
)
def test_find(path: str, address: str | None) -> None:
    target = LIBRARY.find(path, HERE)
    assert (target.address if target else None) == address


@pytest.mark.parametrize(
    ("value", "external"),
    [
        ("a.md", False),
        ("/b/", False),
        ("#準備", False),
        ("https://example.com/blog/b/", False),
        ("http://example.com/blog/b/", False),
        ("https://example.com/", True),
        ("https://example.com/blogger/", True),
        ("https://example.org/blog/", True),
        ("//example.org/", True),
        ("mailto:a@example.com", True),
        ("tel:0312345678", True),
    ],
)
def test_is_external(value: str, external: bool) -> None:
    assert LIBRARY.is_external(value) is external


@pytest.mark.parametrize(
    ("status", "public", "listed"),
    [
        ("published", True, True),
        ("hidden", True, False),
        ("share", True, False),
        ("draft", False, False),
        ("scheduled", False, False),
    ],
)
def test_status(status: str, public: bool, listed: bool) -> None:
    found = document("articles/x.md", status)
    assert (found.is_public, found.is_listed) == (public, listed)
    assert list(Library((found,)).listed("article")) == ([found] if listed else [])
