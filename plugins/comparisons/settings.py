"""The settings of comparison tables (`COMPARISONS_…`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def _words() -> Mapping[str, str]:
    return {
        "◎": "とても良い",
        "○": "良い",
        "〇": "良い",
        "△": "いまひとつ（条件つき）",
        "×": "良くない",
        "✕": "良くない",
    }


@dataclass(frozen=True)
class ComparisonsSettings:
    """How signs are read out."""

    words: Mapping[str, str] = field(default_factory=_words)
    """Sign → word. For tables of features: {"○": "あり", "△": "一部あり", "×": "なし"}."""
