"""The map of links."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from plugins.core.tokens import Tokenizer
from plugins.related.features import NO_TRADE
from plugins.related.frequencies import Frequencies
from plugins.related.map import main, map_of, page, printed
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


def test_links_that_are_made_are_not_suggested() -> None:
    found = map_of([surveyed("a", "b", "b c d e f"), *map(surveyed, "bcdef")], [])
    assert [each.target.slug for each in found.suggestions["a"]] == ["c", "d", "e"]


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
:::
関連記事>> [](b.md)
"""
    assert paragraphs_of(source) == [
        Paragraph(7, "一つ目の文は、二行です。"),
        Paragraph(10, "項目一"),
        Paragraph(11, "項目二"),
        Paragraph(21, "箱の中"),
    ]


def test_the_place_is_the_paragraph_about_the_target() -> None:
    tokenizer = Tokenizer()
    texts = ["面接の前の日は早く眠ります。" * 5, "求人票の給与と休日を読みます。" * 5, "求人票"]
    paragraphs = [Paragraph(number, text) for number, text in enumerate(texts, 1)]
    vectors = vectors_of(paragraphs, NONE, tokenizer, NO_TRADE)
    target = vectors_of(
        [Paragraph(0, "求人票の読み方。休日の日数、給与の内訳。")], NONE, tokenizer, NO_TRADE
    )[0]
    assert best_place(paragraphs, vectors, target) == paragraphs[1]
    assert best_place([], [], target) is None


def test_the_page_is_escaped_and_for_the_writer_alone() -> None:
    found = page(map_of([surveyed("a", "", "b"), surveyed("b")], []))
    assert '<meta name="robots" content="noindex">' in found
    assert "題名&lt;a&gt;" in found
    assert "題名<" not in found


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
    assert re.search(
        r"どこからもリンクされていない記事（2）\n  content/articles/面接/a.md: 面接\n", found.out
    )
    assert "題名" in page(map_of([surveyed("a")], []))
    assert (blog.root / ".cache" / "links.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_every_line_is_printed() -> None:
    make: Callable[..., Surveyed] = surveyed
    lines = list(printed(map_of([make("a", "", "b"), make("b", "a", "a")], [])))
    assert sum(line.startswith("■") for line in lines) == 4
    assert "    → 題名<b>" in lines
