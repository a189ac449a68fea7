"""The map of links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from plugins.core.tokens import Tokenizer
from plugins.related.features import NO_TRADE
from plugins.related.frequencies import Frequencies
from plugins.related.map import FITS, PRINTED, Map, main, map_of, page, printed
from plugins.related.paragraphs import Paragraph, best_place, paragraphs_of, vectors_of
from plugins.related.survey import Surveyed
from tests.support import Blog

NONE = Frequencies(300, {}, {})


def surveyed(slug: str, links: str = "", ranked: str = "") -> Surveyed:
    source = f"articles/面接/{slug}.md"
    return Surveyed(slug, f"題名<{slug}>", f"content/{source}", source, links.split(), ranked.split())


def test_orphans_hubs_and_dead_ends() -> None:
    articles = [surveyed("c", "a b"), surveyed("b", "a"), surveyed("a"), surveyed("d", "a")]
    found = map_of(articles, ["d"])
    assert [each.slug for each in found.orphans] == ["c"]
    assert [(each.slug, found.incoming[each.slug]) for each in found.hubs] == [("a", 3), ("b", 1), ("d", 1)]
    assert [each.slug for each in found.dead_ends] == ["a"]


@dataclass(frozen=True)
class Placed(Surveyed):
    """One whose places for links are given: slug → line and likeness."""

    places: Mapping[str, tuple[int, float]] = field(default_factory=dict)

    def place(self, target: Surveyed) -> tuple[Paragraph, float] | None:
        line, likeness = self.places.get(target.slug, (0, 0.0))
        return (Paragraph(line, f"段落<{line}>"), likeness) if line else None


def placed(slug: str, links: str = "", **places: tuple[int, float]) -> Placed:
    source = f"articles/面接/{slug}.md"
    ranked = list(places)
    return Placed(slug, f"題名<{slug}>", f"content/{source}", source, links.split(), ranked, places=places)


def suggested(links: Map) -> list[tuple[str, str, int]]:
    return [(one.source.slug, one.target.slug, one.place.line) for one in links.suggestions]


def test_what_fits_best_is_suggested_first() -> None:
    a = placed("a", "b", b=(5, 0.9), c=(7, 0.3), d=(9, 0.5), e=(0, 0), f=(11, FITS - 0.01))
    b = placed("b", c=(3, 0.4))
    assert suggested(map_of([a, b, *map(placed, "cdef")], [])) == [
        ("a", "d", 9),
        ("b", "c", 3),
        ("a", "c", 7),
    ]


def test_a_paragraph_gets_one_link_and_an_article_few() -> None:
    a = placed("a", b=(5, 0.3), c=(5, 0.4), d=(6, 0.5), e=(7, 0.6), f=(8, 0.2))
    assert [slug for _, slug, _ in suggested(map_of([a, *map(placed, "bcdef")], []))] == ["e", "d", "c"]


def test_the_way_to_an_article_without_links_is_told_however_weak() -> None:
    articles = [placed("a", "b", c=(5, 0.05)), placed("b", c=(6, 0.08), a=(7, 0.01)), placed("c", "b")]
    found = map_of(articles, [])
    assert suggested(found) == []
    assert {slug: way.where for slug, way in found.ways.items()} == {
        "a": "content/articles/面接/b.md:7",
        "c": "content/articles/面接/b.md:6",
    }
    lines = list(printed(found))
    assert "      ここからつなげます: content/articles/面接/b.md:6 に「関連記事>> [](c.md)」" in lines
    assert "関連記事&gt;&gt; [](c.md)" in page(found)


def test_paragraphs_without_head_code_tables_and_boxes() -> None:
    source = """---
title: 題名
---

## 見出し

一つ目の[文](b.md)は、
**二行**です。

- 項目一
- 項目二

| 表 | です |
|---|---|

```
コード
```

:::ポイント
箱の中

::::例文
例の中
::::
:::
後の文

関連記事>> [](b.md)
"""
    assert paragraphs_of(source) == [
        Paragraph(7, "一つ目の文は、二行です。"),
        Paragraph(10, "項目一"),
        Paragraph(11, "項目二"),
        Paragraph(21, "箱の中"),
        Paragraph(27, "後の文"),
    ]


def test_the_place_is_the_paragraph_about_the_target() -> None:
    tokenizer = Tokenizer()
    texts = ["面接の前の日は早く眠ります。" * 5, "求人票の給与と休日を読みます。" * 5, "求人票"]
    paragraphs = [Paragraph(number, text) for number, text in enumerate(texts, 1)]
    vectors = vectors_of(paragraphs, NONE, tokenizer, NO_TRADE)
    target = vectors_of(
        [Paragraph(0, "求人票の読み方。休日の日数、給与の内訳。")], NONE, tokenizer, NO_TRADE
    )[0]
    found = best_place(paragraphs, vectors, target)
    assert found is not None
    assert found[0] == paragraphs[1]
    assert 0.1 < found[1] < 1
    assert best_place([], [], target) is None


def test_the_page_is_escaped_and_for_the_writer_alone() -> None:
    found = page(map_of([placed("a", b=(3, 0.5)), placed("b")], []))
    assert '<meta name="robots" content="noindex">' in found
    assert "題名&lt;a&gt;" in found
    assert "段落&lt;3&gt;" in found
    assert "題名<" not in found
    assert "段落<" not in found


def test_the_command(blog: Blog, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(blog.root)
    monkeypatch.setenv("SITE_NOW", "2026-11-23T09:00:00+09:00")
    blog.article(
        "a", "面接で聞かれることと、逆質問の準備をまとめます。詳しくは[](b.md)を読みます。\n", title="面接"
    )
    blog.article("b", "逆質問の準備。面接の最後に聞かれることへの答え方です。\n", title="逆質問")
    blog.article("c", "逆質問の例文。面接の最後に、準備した質問を一つ聞きます。\n", title="例文")
    conf = blog.conf()
    assert main(["content", "-s", str(conf)]) == 0
    found = capsys.readouterr()
    assert found.err == ""
    assert "content/articles/面接/a.md:5: " in found.out
    assert "[](c.md)" in found.out
    assert "どこからもリンクされていない記事（2）\n  content/articles/面接/a.md: 面接\n" in found.out
    assert (blog.root / ".cache" / "links.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_every_line_is_printed() -> None:
    lines = list(printed(map_of([placed("a", b=(3, 0.5)), surveyed("b", "a", "a")], [])))
    assert sum(line.startswith("■") for line in lines) == 4
    assert lines[-3:] == [
        "  content/articles/面接/a.md:3: 「段落<3>」の後に",
        "      関連記事>> [](b.md)",
        "      （題名<b>）",
    ]
    many = [placed(f"a{n}", b=(3, 0.5)) for n in range(PRINTED + 5)]
    assert sum("の後に" in line for line in printed(map_of([*many, placed("b")], []))) == PRINTED
