"""The keys of a head: what each may hold, and its value as a type."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.core.dates import parse_date
from plugins.core.problems import Level, Report, choices, nearest
from plugins.core.text import fold
from plugins.frontmatter.head import Entry, Source, split_items

STATUSES = {
    "published": "公開",
    "draft": "下書き",
    "hidden": "一覧に出さない",
    "share": "住所を知る人だけ",
}
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_JAPANESE = re.compile("[ぁ-ゖァ-ヶー一-鿿々]")

Parse = Callable[[Entry], Any]


@dataclass(frozen=True)
class Fields:
    """The typed values of one head, and the line of each key."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]


def _text(entry: Entry) -> str:
    if entry.items is not None:
        msg = "値を一つだけ書いてください（リストにはできません）。"
        raise ValueError(msg)
    if not entry.text:
        msg = "値がありません。"
        raise ValueError(msg)
    return entry.text


_STATUS_WORDS = {
    "公開": "published",
    "公開済み": "published",
    "下書き": "draft",
    "非公開": "draft",
    "一覧に出さない": "hidden",
    "限定公開": "share",
}


def _status(entry: Entry) -> str:
    value = _text(entry)
    if value in STATUSES:
        return value
    allowed = "、".join(f"{name}＝{what}" for name, what in STATUSES.items())
    guess = nearest(_STATUS_WORDS.get(value, value), STATUSES)
    msg = f"値「{value}」は使えません。{f'もしかして: {guess}' if guess else ''}（使える名前: {allowed}）"
    raise ValueError(msg)


def _list(entry: Entry) -> tuple[str, ...]:
    items = [item for _, item in entry.items] if entry.items is not None else split_items(entry.text)
    for item in items:
        if "、" in item or "，" in item:
            right = ", ".join(re.split("[、，]", item))
            msg = f"区切りの「、」が全角です。「[{right}]」と半角の「,」で書いてください。"
            raise ValueError(msg)
    return tuple(items)


def _names(entry: Entry) -> tuple[str, ...]:
    items = _list(entry)
    words = entry.text.split() if entry.items is None else []
    if len(items) == 1 and len(words) > 1 and all(map(_JAPANESE.search, words)):
        msg = f"「{entry.text}」は一つのタグになります。二つ以上なら「[{', '.join(words)}]」、空白のあるタグなら「[{entry.text}]」と書いてください。"
        raise ValueError(msg)
    seen: dict[str, str] = {}
    for item in items:
        if fold(item) in seen:
            msg = f"「{seen[fold(item)]}」と「{item}」は同じものです。一つにしてください。"
            raise ValueError(msg)
        seen[fold(item)] = item
    return items


def _date(entry: Entry) -> dt.datetime:
    return parse_date(_text(entry))


def _one_of(*allowed: str) -> Parse:
    def parse(entry: Entry) -> str:
        value = _text(entry)
        if value not in allowed:
            msg = f"値「{value}」は使えません。{choices(value, allowed)}"
            raise ValueError(msg)
        return value

    return parse


_YES = {
    "yes": True,
    "true": True,
    "on": True,
    "はい": True,
    "no": False,
    "false": False,
    "off": False,
    "いいえ": False,
}


def _switch(entry: Entry) -> bool:
    value = _text(entry)
    if fold(value) not in _YES:
        msg = f"値「{value}」は使えません。yes か no で書いてください。"
        raise ValueError(msg)
    return _YES[fold(value)]


def _slug(entry: Entry) -> str:
    value = _text(entry)
    if not SLUG.fullmatch(value):
        msg = f"「{value}」は使えません。{slug_advice(value)}"
        raise ValueError(msg)
    return value


def slug_advice(value: str) -> str:
    """Return the end of a message about a slug that cannot be used, with one that can where it is near."""
    near = re.sub(r"[^a-z0-9]+", "-", fold(value)).strip("-")
    example = near if SLUG.fullmatch(near) and re.search("[a-z0-9]{2}", near) else "saishu-mensetsu"
    return f"半角の小文字・数字とハイフンで書いてください（例: {example}）。"


FIELDS: Mapping[str, Parse] = {
    "title": _text,
    "date": _date,
    "modified": _date,
    "category": _text,
    "tags": _names,
    "slug": _slug,
    "description": _text,
    "image": _text,
    "author": _text,
    "status": _status,
    "related": _list,
    "pr": _one_of("auto", "yes", "no"),
    "votes": _switch,
    "toc": _switch,
    "redirect_from": _list,
    "noindex": _switch,
}
"""The table of keys. `docs/writing.md` names each; a test walks the table."""

_MEANT = {
    "題名": "title",
    "タイトル": "title",
    "日付": "date",
    "公開日": "date",
    "更新日": "modified",
    "カテゴリー": "category",
    "カテゴリ": "category",
    "タグ": "tags",
    "説明": "description",
    "画像": "image",
    "アイキャッチ": "image",
    "著者": "author",
    "状態": "status",
    "関連記事": "related",
    "広告": "pr",
    "目次": "toc",
}
"""Words that writers type for keys."""

_EXAMPLES = {
    "title": "題名",
    "date": "2026-05-01",
    "category": "面接",
    "slug": "saishu-mensetsu",
    "status": "draft",
}

OPTIONAL_WHEN_EMPTY = ("tags", "description", "image", "related", "redirect_from", "modified")
"""Keys that a skeleton may leave empty; empty means as if they were not there."""


def read_fields(source: Source, *, needs_date: bool, report: Report) -> Fields | None:
    """Return the typed values of a head; None, with every fault reported, when one of them cannot be used."""
    head = source.head
    faults = len(source.refused)

    def fault(line: int, message: str) -> None:
        nonlocal faults
        faults += 1
        report(Level.ERROR, line, message)

    for key, entry in head.items():
        if key not in FIELDS:
            fault(entry.line, f"「{key}」という項目はありません。{choices(_MEANT.get(key, key), FIELDS)}")
    values: dict[str, Any] = {}
    for key, entry in head.items():
        if key not in FIELDS or (key in OPTIONAL_WHEN_EMPTY and not entry.text and not entry.items):
            continue
        try:
            values[key] = FIELDS[key](entry)
        except ValueError as error:
            is_empty = not entry.text and entry.items is None
            example = (
                f"「{key}: {_EXAMPLES[key]}」の形で書いてください。" if is_empty and key in _EXAMPLES else ""
            )
            fault(entry.line, str(error) if key == "date" and not is_empty else f"{key}: {error}{example}")
    misnamed = source.refused | {nearest(_MEANT.get(key, key), FIELDS) for key in head if key not in FIELDS}
    if "title" not in head and "title" not in misnamed:
        fault(1, "title（題名）がありません。「title: 題名」の行を加えてください。")
    published = values.get("status", "published") != "draft"
    if needs_date and published and "date" not in head and "date" not in misnamed:
        fault(
            1,
            "date（公開日）がありません。公開する日を「date: 2026-05-01」の形で書いてください。下書きは「status: draft」とします。",
        )
    if "date" in values and "modified" in values and values["modified"] < values["date"]:
        fault(head["modified"].line, "modified（更新日）が date（公開日）より前です。")
    return None if faults else Fields(values, {key: entry.line for key, entry in head.items()})
