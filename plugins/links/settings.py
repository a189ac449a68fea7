"""The settings of the links (`LINKS_…`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LinksSettings:
    """What a link may lead to, and how labelled lines begin."""

    strict: bool = False
    """Whether a link to a draft or a scheduled article is an error (when publishing) or a warning (at home)."""
    labels: tuple[str, ...] = ("関連記事", "参考記事", "おすすめ記事", "あわせて読みたい", "続きはこちら")
    """The words before `>> [](…)` that make a card of the line."""
