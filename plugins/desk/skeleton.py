"""The text of a new article: its head, and the blog's usual boxes to be filled in."""

from __future__ import annotations

import datetime as dt
import re

PLACEHOLDER = re.compile(r"ここに、[^。\n]*?を書きます|!\[ここに説明\]")
"""What the writer is to replace. `make check` marks it, and an article that holds it is not published."""

_SKELETON = """\
---
title: {title}
date: {date}
status: draft
tags: []
description:
# tags は [面接, 準備] のように、description（検索結果に出る説明）は120字までで書きます。
# アイキャッチ画像は「image: ../../images/名前.jpg」の行で付きます。
---

:::悩み
- ここに、読む人の悩みを書きます
- ここに、もう一つの悩みを書きます
:::

ここに、書き出しの文を書きます。

:::これを読めば
- ここに、読むとわかることを書きます
:::

## ここに、一つ目の見出しを書きます

ここに、本文を書きます。

:::ポイント
ここに、覚えてほしいことを書きます。
:::

## ここに、二つ目の見出しを書きます

ここに、本文を書きます。

:::まとめ
- ここに、まとめを書きます
:::

ここに、次に読む記事を書きます。書き方は `関連記事>> [](ファイルの名前.md)` です。
"""


def skeleton(title: str, moment: dt.datetime) -> str:
    """Return the text of a new draft."""
    return _SKELETON.format(title=head_value(title), date=f"{moment:%Y-%m-%d %H:%M}")


def head_value(text: str) -> str:
    r"""Return a title as the head holds it: on one line, and quoted where its own quotes would be taken off.

    >>> print(head_value('面接: 準備 #1'), head_value('"A"'))
    面接: 準備 #1 "\"A\""
    """
    text = " ".join(text.split())
    if text[:1] in "\"'" and text[:1] == text[-1:]:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text


def placeholders(text: str) -> list[int]:
    """Return the lines (1-based) that are still to be written."""
    return [number for number, line in enumerate(text.split("\n"), 1) if PLACEHOLDER.search(line)]
