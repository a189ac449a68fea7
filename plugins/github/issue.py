"""The form 「記事を書く」: what an issue says → the file of an article.

GitHub gives a form as text: `### Label`, an empty line, the answer. The text of the article is the last answer, so that
headings in it are its own.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from plugins.core.heads import head_text
from plugins.core.romaji import free_slug, slug_of
from plugins.core.site import TOKYO, parse_now

LABELS = ("題名", "カテゴリー", "公開のしかた", "タグ", "説明", "住所", "公開日", "本文")
"""The questions of the form, in its order; `.github/ISSUE_TEMPLATE/article.yml` asks them."""
STATUSES = {"公開する": "", "下書きにする": "draft", "住所を知っている人だけが見られるようにする": "share"}
WRITERS = ("OWNER", "COLLABORATOR")
"""Whose issues become articles."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UNSAFE = re.compile(r"[^\w・ー-]+")
_EMPTY = ("_No response_", "None", "")


class RefusedError(ValueError):
    """An issue that makes no article; the message is for its writer."""


@dataclass(frozen=True)
class Article:
    """A file to add."""

    path: str
    """Relative to the content folder."""
    text: str
    title: str


def answers(body: str) -> dict[str, str]:
    """Return the answers of a form by label; what was left empty is not there."""
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    found: dict[str, str] = {}
    for label, following in zip(LABELS, (*LABELS[1:], None), strict=True):
        start = re.search(rf"^### {re.escape(label)}[ ]*\n", text, re.MULTILINE)
        if start is None:
            continue
        text = text[start.end() :]
        end = re.search(rf"^### {re.escape(following)}[ ]*\n", text, re.MULTILINE) if following else None
        answer = text[: end.start()] if end else text
        if answer.strip() not in _EMPTY:
            found[label] = answer.strip("\n") if label == "本文" else " ".join(answer.split())
    return found


def article_of(event: dict[str, Any], taken: Container[str]) -> Article:
    """Return the article of an event of GitHub (`issues`); `taken` are the slugs that there are.

    Raises `RefusedError`.
    """
    issue = event["issue"]
    if issue.get("author_association") not in WRITERS:
        msg = "記事にできるのは、このブログの持ち主と共同編集者の投稿だけです。"
        raise RefusedError(msg)
    found = answers(issue.get("body") or "")
    missing = [label for label in ("題名", "本文") if label not in found]
    if missing:
        msg = f"「{'」「'.join(missing)}」が空です。書いてから、もう一度送ってください。"
        raise RefusedError(msg)
    title = found["題名"]
    status = found.get("公開のしかた", "公開する")
    if status not in STATUSES:
        msg = f"公開のしかた「{status}」は使えません（使えるもの: {'、'.join(STATUSES)}）。"
        raise RefusedError(msg)
    slug = found.get("住所", "")
    if slug and not _SLUG.fullmatch(slug):
        msg = f"住所「{slug}」は使えません。半角の小文字・数字とハイフンで書いてください（例: saishu-mensetsu）。"
        raise RefusedError(msg)
    proposed = slug or slug_of(title)
    slug = free_slug(proposed if _SLUG.fullmatch(proposed) else f"article-{int(issue['number'])}", taken)
    category = _UNSAFE.sub("-", found.get("カテゴリー", "")).strip("-")
    date = parse_now(issue["created_at"].replace("Z", "+00:00")).astimezone(TOKYO)
    head = head_text(
        {
            "title": title,
            "date": found.get("公開日", f"{date:%Y-%m-%d}"),
            "tags": [tag for tag in re.split(r"[,、，\s]+", found.get("タグ", "")) if tag],
            "description": found.get("説明", ""),
            "status": STATUSES[status],
        }
    )
    folder = f"articles/{category}" if category else "articles"
    return Article(f"{folder}/{slug}.md", f"{head}{found['本文']}\n", title)
