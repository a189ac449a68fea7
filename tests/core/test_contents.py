"""An article is described when somebody asks."""

from __future__ import annotations

from typing import Any

import pytest
from pelican.contents import Article
from pelican.settings import DEFAULT_CONFIG

from plugins.core.contents import describe

SETTINGS: dict[str, Any] = DEFAULT_CONFIG | {"DESCRIBED": {}, "PATH": "."}


def test_an_attribute_is_found_once_when_it_is_asked_for() -> None:
    asked: list[str] = []

    def shout(content: Article) -> str:
        asked.append(content.title)
        return f"{content.title}!"

    settings = SETTINGS | {"DESCRIBED": {}}
    article = Article("", {"title": "題名", "slug": "a"}, settings=settings, source_path="a.md")
    describe(settings, shouted=shout)
    assert asked == []
    assert (article.shouted, article.shouted, asked) == ("題名!", "題名!", ["題名"])


def test_what_nobody_knows_is_no_attribute() -> None:
    article = Article("", {"title": "題名", "slug": "a"}, settings=SETTINGS, source_path="a.md")
    with pytest.raises(AttributeError, match="Article has no attribute shouted"):
        article.shouted  # noqa: B018
    assert not hasattr(Article.__new__(Article), "shouted")  # nor has one that is being made any
