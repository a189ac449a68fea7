"""Breaks between the phrases of titles."""

from __future__ import annotations

import html
import re

import pytest

from plugins.presentation.phrases import BREAK, phrased, phrases


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("志望動機の組み立て方", "志望動機の|組み立て方"),
        ("入社後3か月までの12章", "入社後|3か月までの|12章"),
        ("空白期間（ブランク）は履歴書にどう書く？", "空白期間|（ブランク）は|履歴書に|どう|書く？"),
        ("退職の伝え方と引き継ぎ：切り出す一言", "退職の|伝え方と|引き継ぎ：切り出す|一言"),
        ("自分の言葉にする", "自分の|言葉にする"),
        ("Wi-FiとVPNの準備", "Wi-Fiと|VPNの|準備"),
        ("転職 はじめての人へ", "転職 はじめての|人へ"),
        ("【見本】すべての書き方 [2026年版]", "【見本】|すべての|書き方 [2026年版]"),
        ("企業と起業は <ちがう> #見本", "企業と|起業は <ちがう> #見本"),
        ("English only, no breaks", "English only, no breaks"),
        ("", ""),
    ],
)
def test_phrases(text: str, found: str) -> None:
    assert "|".join(phrases(text)) == found


TITLE = "自分の言葉にする準備をする"
BROKEN = "自分の言葉にする<wbr>準備をする"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f'<h2 id="{TITLE}" class="x">{TITLE}</h2>', f'<h2 id="{TITLE}" class="x">{BROKEN}</h2>'),
        (
            f"<h3>{TITLE} &amp; A&lt;B</h3>",
            f"<h3>{BROKEN.replace('をする', 'を<wbr>する')} &amp; A&lt;B</h3>",
        ),
        (
            "<h2>雇用保険（基本手当）の手続き</h2>",
            "<h2>雇用保険<wbr>（基本手当）\u2060の手続き</h2>",
        ),
        (
            f'<li><a class="title" href="/x/">{TITLE}</a><span class="card__title">{TITLE}</span></li>',
            f'<li><a class="title" href="/x/">{BROKEN}</a><span class="card__title">{BROKEN}</span></li>',
        ),
        (
            f'<h1><a title="{TITLE}" href="/">{TITLE}</a></h1>',
            f'<h1><a title="{TITLE}" href="/">{BROKEN}</a></h1>',
        ),
    ],
)
def test_titles_get_breaks(before: str, after: str) -> None:
    assert phrased(before) == after


@pytest.mark.parametrize(
    "page",
    [
        f"<title>{TITLE}</title>",
        f'<meta property="og:title" content="{TITLE}">',
        f"<p>{TITLE}</p>",
        f'<nav class="contents"><a href="#x">{TITLE}</a></nav>',
        f'<script type="application/ld+json">{{"headline": "{TITLE}"}}</script>',
        f"<h2><code>{TITLE}</code></h2>",
        f"<h2><ruby>転職<rt>{TITLE}</rt></ruby></h2>",
        "<h2>関連する記事</h2>",
    ],
)
def test_all_else_stays(page: str) -> None:
    assert phrased(page) == page


def test_only_breaks_are_added() -> None:
    page = f"<h1>{TITLE}&quot;</h1><h2><b>{TITLE}</b>と{TITLE}</h2>"
    assert html.unescape(phrased(page).replace(BREAK, "")) == html.unescape(page)
    assert not re.search(r"<wbr>\s|\s<wbr>", phrased(page))
