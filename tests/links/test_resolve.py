"""Where links lead, now that all articles are known."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from plugins.core.library import Document, Heading, Library
from plugins.core.problems import Level
from plugins.core.site import TOKYO
from plugins.dialect.convert import Converter
from plugins.dialect.grammar import Dialect
from plugins.dialect.needs import RAW_LINK, resolve
from plugins.links.plugin import extend_dialect
from tests.support import NO_HEAD, Found

HERE = Document(
    "articles/面接/a.md", "article", "ここ", "a", "/a/", "published", anchors=frozenset(["準備", "準備-1"]),
    headings=(Heading(2, "準備", "準備"), Heading(2, "準備-1", "準備")),
)  # fmt: skip
THERE = Document(
    "articles/退職・入社/b.md", "article", "題名 <&>", "b", "/b/", "published", "説明です。", "images/図 1.png",
    dt.datetime(2026, 5, 1, tzinfo=TOKYO), category="退職・入社", anchors=frozenset(["支度", "x"]),
    headings=(Heading(2, "支度", "支度"),),
)  # fmt: skip
DRAFT = replace(THERE, source="articles/面接/draft.md", slug="draft", address="/draft/", status="draft")
LATER = replace(THERE, source="articles/面接/later.md", slug="later", address="/later/", status="scheduled")
SHARED = replace(THERE, source="articles/面接/shared.md", slug="shared", address="/shared/", status="share")
LIBRARY = Library(
    documents=(HERE, THERE, DRAFT, LATER, SHARED),
    base_path="/blog",
    origin="https://example.com",
    addresses=frozenset(["/", "/archives/"]),
    files={"images/図 1.png": "/images/図 1.png", "files/a.pdf": "/files/a.pdf"},
)
IMAGE = "/blog/images/%E5%9B%B3%201.png"


def read(source: str, dialect: Dialect, document: Document = HERE) -> tuple[str, list[Found]]:
    """Return the HTML of a body with all links resolved, and what was reported."""
    found: list[Found] = []

    def report(level: Level, line: int, message: str) -> None:
        found.append(Found(line, level, message))

    body = Converter(dialect).convert(source, 1, report, NO_HEAD)
    html = resolve(body.html, body.needs, lambda need: dialect.answer(document, LIBRARY, report, need))
    return html, found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[題](../退職・入社/b.md)", '<a href="/blog/b/">題</a>'),
        ("[](../退職・入社/b.md)", '<a href="/blog/b/">題名 &lt;&amp;&gt;</a>'),
        ("[](../退職・入社/b.md#支度)", '<a href="/blog/b/#%E6%94%AF%E5%BA%A6">題名 &lt;&amp;&gt;</a>'),
        ("[題](../退職・入社/b.md#%E6%94%AF%E5%BA%A6)", '<a href="/blog/b/#%E6%94%AF%E5%BA%A6">題</a>'),
        ("[題]({filename}../退職・入社/b.md)", '<a href="/blog/b/">題</a>'),
        ("[題][x]\n\n[x]: ../退職・入社/b.md", '<a href="/blog/b/">題</a>'),
        ("[題](#準備)", '<a href="#%E6%BA%96%E5%82%99">題</a>'),
        ("[題](a.md#準備)", '<a href="/blog/a/#%E6%BA%96%E5%82%99">題</a>'),
        ("[題](/)", '<a href="/blog/">題</a>'),
        ("[題](/archives/)", '<a href="/blog/archives/">題</a>'),
        ("[題](https://example.com/blog/b/)", '<a href="/blog/b/"'),
        ("[](/b/)", '<a href="/blog/b/">題名 &lt;&amp;&gt;</a>'),
        ("[題](../../files/a.pdf)", '<a href="/blog/files/a.pdf">題</a>'),
        ("[題](shared.md)", '<a href="/blog/shared/">題</a>'),
        ("[題](https://example.org/a?b=1&c=2)", '<a href="https://example.org/a?b=1&amp;c=2" rel="noopener">題</a>'),
        ("[題](https://example.org/面接)", '<a href="https://example.org/%E9%9D%A2%E6%8E%A5" rel="noopener">題</a>'),
        ("[題](https://example.org/%E9%9D%A2)", '<a href="https://example.org/%E9%9D%A2" rel="noopener">題</a>'),
        ("[題](mailto:a@example.com)", '<a href="mailto:a@example.com">題</a>'),
        ("[題](tel:0312345678)", '<a href="tel:0312345678">題</a>'),
        ("<a@example.com>", '<a href="mailto:a@example.com">a@example.com</a>'),
        ("文![図](../../images/図%201.png){width=3 height=3}", f'src="{IMAGE}"'),
        ("文![図](<../../images/図 1.png>){width=3 height=3}", f'src="{IMAGE}"'),
        ("文![図](https://example.org/a.png){width=3 height=3}", 'src="https://example.org/a.png"'),
        ("<a href='x'>そのまま</a>", "<a href='x'>そのまま</a>"),
    ],
)  # fmt: skip
def test_links(source: str, expected: str, dialect: Dialect) -> None:
    html, found = read(source, dialect)
    assert not found
    assert expected in html


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('<a href="/blog/b/#x">題</a>', ""),
        ('<a href="https://example.com/blog/b/">題</a>', ""),
        ('<a href="/other/nai/">題</a>', ""),  # beside this site
        ('<div>\n<a href="https://example.org/nai.md">題</a>\n</div>', ""),
        ('<a href="mailto:a@example.org">題</a><a href="service:x">題</a>', ""),
        ('<a href="x.html">題</a>', ""),
        ('`<a href="nai.md">`と文<!-- <a href="nai.md"> -->', ""),
        ('<!--\n<a href="nai.md"></a>\n-->', ""),
        ('<a href="a.md">題</a>', "「/blog/a/」と書くか"),
        ('<a href="nai.md">題</a>', "HTML の中のリンク先「nai.md」がありません"),
        ('<a href="/blog/nai/?a=1&amp;b=2">題</a>', "「/nai/?a=1&b=2」がありません"),
        ('<div>\n<a href="https://example.com/blog/b/#y">題</a>\n</div>', "見出し「#y」がありません"),
        ('<a href="draft.md#x">題</a>', "そのまま出て開けません"),
        ('<a href="/blog/later/">題</a>', "公開日前"),
    ],
)
def test_links_of_raw_html_are_looked_up(source: str, words: str, dialect: Dialect) -> None:
    found: list[Found] = []
    body = Converter(dialect).convert(source, 1, lambda *_problem: None, NO_HEAD)
    for need in body.needs:
        if need.kind == RAW_LINK:
            dialect.answer(
                HERE, LIBRARY, lambda level, line, text: found.append(Found(line, level, text)), need
            )
    assert [each.level for each in found] == [Level.WARNING] * bool(words)
    assert all(words in each.message for each in found), found


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("文\n[題](nosuch.md)", 2, "リンク先「nosuch.md」がありません"),
        ("[題](b.md)", 1, "もしかして: ../退職・入社/b.md"),
        ("[題](../退職・入社/b.md#支渡)", 1, "見出し「#支渡」がありません。もしかして: 支度"),
        ("[題](#支度)", 1, "見出し「#支度」がありません"),
        ("[題](/b)\n[題](/c/)", 2, "リンク先「/c/」がありません"),
        ("[題](https://example.com/blog/c/)", 1, "リンク先「https://example.com/blog/c/」がありません"),
        ("[題](b/)", 1, "リンク先「b/」がありません"),
        ("[題]()", 1, "リンク先が空"),
        ("[題](javascript:alert)", 1, "javascript"),
        ("[](https://example.org/)", 1, "文字がありません"),
        ("[](/archives/)", 1, "文字がありません"),
        ("文![](nosuch.png)", 1, "画像「nosuch.png」がありません"),
        ("文![](a.md)", 1, "画像「a.md」がありません"),
        ("@[カード](nosuch.md)", 1, "リンク先「nosuch.md」がありません"),
        ("関連記事>> [](nosuch.md)", 1, "リンク先「nosuch.md」がありません"),
    ],
)
def test_dead_links(source: str, line: int, words: str, dialect: Dialect) -> None:
    _, found = read(source, dialect)
    assert [(each.line, each.level, words in each.message) for each in found] == [
        (line, Level.ERROR, True)
    ], found


@pytest.mark.parametrize(
    "source",
    ["[題](draft.md)", "関連記事>> [](draft.md)", "@[カード](draft.md)", "[題](later.md)", "/draft/"],
)
def test_what_readers_cannot_see(source: str, dialect: Dialect) -> None:
    _, found = read(source, dialect)
    assert [each.level for each in found] == [Level.WARNING]
    assert ("下書き" if "draft" in source else "公開日前") in found[0].message


def test_what_readers_cannot_see_is_an_error_when_publishing(dialect: Dialect) -> None:
    strict = Dialect(dialect.site, {**dialect.settings, "LINKS_STRICT": True})
    extend_dialect(strict)
    _, found = read("文[題](draft.md)", strict)
    assert [each.level for each in found] == [Level.ERROR]


def test_a_labelled_line(dialect: Dialect) -> None:
    html, found = read("関連記事>> [](../退職・入社/b.md)", dialect)
    assert not found
    assert '<a class="related-link__card" href="/blog/b/">' in html
    assert 'class="related-link__picture"' in html
    assert "題名 &lt;&amp;&gt;" in html
    assert '<span class="related-link__date">2026年5月1日</span>' in html


def test_a_card(dialect: Dialect) -> None:
    html, found = read("@[カード](../退職・入社/b.md)", dialect)
    assert not found
    for part in (
        'href="/blog/b/"',
        'class="card__picture"',
        "題名 &lt;&amp;&gt;",
        "説明です。",
        "退職・入社",
    ):
        assert part in html


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        (
            "@[カード](https://example.org/guide/)",
            ("よその手引き", "ほかのサイトの見本です。", 'rel="noopener"', "example.org"),
        ),
        ('@[カード](https://example.org/x "私の <題名>")', ("私の &lt;題名&gt;", "example.org")),
        ("@[カード](https://example.org/x)", ("example.org",)),
    ],
)
def test_a_card_of_another_site(source: str, parts: tuple[str, ...], dialect: Dialect) -> None:
    html, found = read(source, dialect)
    assert not found
    assert [part for part in parts if part not in html] == []
    assert "<img" not in html
