"""A ranking is a page too: Pelican reads `content/data/rankings/KEY.yaml` as the page `/ranking-KEY/`.

So links to it, the sitemap, search and the checks know it like every other page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from plugins.core.problems import Report
from plugins.dialect.build import Head
from plugins.dialect.convert import Converter
from plugins.services.catalogue import RANKINGS
from plugins.services.records import Ranking

FOLDER = f"data/{RANKINGS}"

SKIPPED: tuple[str, dict[str, Any]] = ("", {"status": "skip"})
"""What Pelican gets for a file that is no page."""


@dataclass(frozen=True)
class NoFields:
    """A page that comes from data has no head."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def slug(key: str) -> str:
    """Return the slug of a ranking's page."""
    return f"ranking-{key}"


def body(key: str, ranking: Ranking) -> str:
    """Return the text of the page, in the dialect."""
    return (
        f"{ranking.intro}\n\n## 順位と理由\n\n@[ランキング]({key})\n\n## くらべて見る\n\n@[比較表]({key})\n"
    )


def page(key: str, ranking: Ranking, converter: Converter, report: Report) -> tuple[str, dict[str, Any]]:
    """Return the HTML (with marks) and the metadata of the page, as Pelican wants them of a reader."""
    converted = converter.convert(body(key, ranking), 1, report, Head(contents=False))
    return converted.html, {
        "title": ranking.title,
        "slug": slug(key),
        "status": "published",
        "own_status": "published",
        "description": ranking.description,
        "summary": ranking.description,
        "body": converted,
        "fields": NoFields(),
        "image": None,
        "noindex": False,
        "source_key": "",
        "modified": ranking.date,
        "tags": [],
    }
