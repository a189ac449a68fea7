"""Every part of an article has all that a part needs: a style sheet, fixtures, a place in the guide and in the samples."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import pelicanconf
from plugins.callouts.kinds import KINDS
from plugins.core.problems import Problems
from plugins.core.site import Site
from plugins.dialect.grammar import Dialect, dialect_of
from tests.support import ROOT, SITEURL

CLASSES = {
    "会話": "balloon",
    "折りたたみ": "fold",
    "ステップ": "steps",
    "タイムライン": "timeline",
    "よくある質問": "faq",
    "タブ": "tabs",
    "カード": "card",
    "youtube": "video",
    "パーツ": "part",
} | {kind.name: f"callout--{kind.word}" for kind in KINDS}
"""The table of parts: name → the class of its element."""

ELSEWHERE = {"ランキング", "比較表", "サービス", "人気記事", "投票", "外部送信", "お問い合わせ"}
"""Embeds of the rooms of votes, services and extras, which have tables of their own or need what an owner switches on."""

NOT_IN_SAMPLES = {"youtube"}
"""The samples link to no video: there is none of the blog's own."""


@cache
def dialect() -> Dialect:
    settings = vars(pelicanconf) | {"PATH": str(ROOT / "content"), "PROBLEMS": Problems(), "SITEURL": SITEURL}
    return dialect_of(pelicanconf.PLUGINS, Site(), settings)


@cache
def text_of(folder: str, pattern: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(ROOT, folder).rglob(pattern)))


def test_the_table_is_complete() -> None:
    assert set(CLASSES) | ELSEWHERE == set(dialect().fences) | set(dialect().embeds) | ELSEWHERE


@pytest.mark.parametrize("name", CLASSES)
class TestPart:
    def test_has_a_rule_in_a_style_sheet(self, name: str) -> None:
        assert re.search(rf"\.{CLASSES[name]}(?:__[a-z]+)?\b", text_of("theme/static/css", "*.css"))

    def test_has_a_fixture(self, name: str) -> None:
        assert written(name).search(text_of("tests", "fixtures/*.md"))

    def test_is_in_the_guide(self, name: str) -> None:
        assert written(name).search((ROOT / "docs" / "writing.md").read_text(encoding="utf-8"))

    def test_is_in_the_samples(self, name: str) -> None:
        if name in NOT_IN_SAMPLES:
            assert not written(name).search(text_of("content/articles", "*.md"))
        else:
            assert written(name).search(text_of("content/articles", "*.md"))


def written(name: str) -> re.Pattern[str]:
    """Return what a writer types for a part."""
    return re.compile(rf"^[:：]{{3,}}[ 　]*{re.escape(name)}\b|^@\[{re.escape(name)}\]", re.MULTILINE)
