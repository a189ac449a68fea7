"""Addresses that a change takes away from readers: a page had one at the last publication, and nothing has it now."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping

from plugins.core.dates import parse_date
from plugins.core.text import nfc

RULE = "住所"

_HEAD = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<head>.*?)^---", re.DOTALL | re.MULTILINE)
_VALUE = re.compile(r"^(slug|status|date):[ \t]+[\"']?([^\"'#\r\n]*?)[\"']?[ \t]*(?:#.*)?\r?$", re.MULTILINE)


def lost(
    former: Mapping[str, str], patterns: Mapping[str, str], now: dt.datetime, known: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield the file and the address of each page that readers could open and that is gone.

    `former`: files that have changed since (relative to the content folder) → what they said. `patterns`: folders →
    the form of their addresses. `known`: the addresses that there are, those of redirects too.
    """
    for source, text in sorted(former.items()):
        head = _HEAD.match(text)
        pattern = next((form for folder, form in patterns.items() if source.startswith(f"{folder}/")), None)
        if head is None or pattern is None:
            continue
        values = dict(_VALUE.findall(head["head"]))
        slug = values.get("slug") or nfc(posixpath.basename(source).removesuffix(".md"))
        address = "/" + pattern.format(slug=slug)
        if values.get("status", "published") != "draft" and _is_past(values, now) and address not in known:
            yield source, address


def _is_past(values: Mapping[str, str], now: dt.datetime) -> bool:
    try:
        return "date" not in values or parse_date(values["date"]) <= now
    except ValueError:
        return False
