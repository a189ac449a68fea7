"""What waits to be published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

SHOWN = 5
"""How many lines a list names."""


@dataclass(frozen=True)
class Draft:
    """A draft, or an article whose day has not come."""

    path: str
    """As the writer would type it."""
    slug: str
    title: str
    date: dt.datetime | None
    is_scheduled: bool
    missing: tuple[str, ...] = ()
    """What is not yet written, in words."""

    def __str__(self) -> str:
        """Two lines of the list."""
        date = self.date
        when = f"{date.year}年{date.month}月{date.day}日 {date:%H:%M}" if date else "日付なし"
        state = "予約" if self.is_scheduled else "下書き"
        left = f"あと: {'、'.join(self.missing)}" if self.missing else "書き残しはありません"
        return f"{self.path}\n  {state}  {when}  {self.title}\n  {left}"


def missing(values: dict[str, object], lines: list[int]) -> tuple[str, ...]:
    """Say what a head and a body (the lines still to be written) lack."""
    names = {
        "tags": "タグ（tags）",
        "description": "説明（description）",
        "image": "アイキャッチ画像（image）",
    }
    found = [word for key, word in names.items() if not values.get(key)]
    if lines:
        shown = "、".join(map(str, lines[:SHOWN])) + ("…" if len(lines) > SHOWN else "")
        found.append(f"「ここに、…を書きます」が{len(lines)}か所（{shown}行目）")
    return tuple(found)
