"""What an owner may add to the pages (`extras:` in `site.yaml`): each thing is off until it is written there."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Annotated

from pydantic import Field, field_validator

from plugins.core.data import Record

_OF_HEAD = frozenset({"script", "style", "noscript", "link", "meta", "template"})
"""Elements that may stand in the head; any other would end it, and the rest of the head would be lost."""
_VOID = frozenset({"link", "meta"})
_VERIFICATION = re.compile(r"[A-Za-z0-9_=-]{8,100}")
_HOST = re.compile(r"(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_CONTACT = re.compile(r"https://[^\s\"'<>]+|mailto:[^\s\"'<>@]+@[^\s\"'<>@]+")


class Contact(Record):
    """How readers reach the owner: the form of another service, or a mail address."""

    url: str
    embed: bool = False
    height: Annotated[int, Field(ge=200, le=4000)] = 900

    @field_validator("url")
    @classmethod
    def _check_url(cls, value: str) -> str:
        if not _CONTACT.fullmatch(value):
            msg = f"url「{value}」は使えません。「https://」か「mailto:」から始まるアドレスを書いてください（例: https://forms.gle/abc、mailto:info@example.com）。"
            raise ValueError(msg)
        return value


class Extras(Record):
    """The block `extras:`."""

    analytics: str | None = None
    adsense: str | None = None
    ads_txt: tuple[str, ...] = ()
    google_verification: str | None = None
    bing_verification: str | None = None
    contact: Contact | None = None
    consent: str = ""
    snippets: tuple[str, ...] = ()
    script_hosts: tuple[str, ...] = ()

    @field_validator("analytics")
    @classmethod
    def _check_analytics(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"G-[A-Z0-9]{4,20}", value):
            msg = f"analytics「{value}」は使えません。Google アナリティクスの「測定 ID」を書いてください（例: G-ABCDE12345）。"
            raise ValueError(msg)
        return value

    @field_validator("adsense")
    @classmethod
    def _check_adsense(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"ca-pub-[0-9]{16}", value):
            msg = f"adsense「{value}」は使えません。「ca-pub-」と16桁の数字を書いてください（例: ca-pub-1234567890123456）。"
            raise ValueError(msg)
        return value

    @field_validator("ads_txt")
    @classmethod
    def _check_ads_txt(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for line in value:
            parts = [part.strip() for part in line.partition("#")[0].split(",")]
            if len(parts) not in (3, 4) or parts[2].upper() not in ("DIRECT", "RESELLER") or not all(parts):
                msg = f"ads_txt の「{line}」は使えません。広告の会社に渡された行を、そのまま書いてください（例: example.com, 1234, DIRECT）。"
                raise ValueError(msg)
        return value

    @field_validator("google_verification", "bing_verification")
    @classmethod
    def _check_verification(cls, value: str | None) -> str | None:
        if value is not None and not _VERIFICATION.fullmatch(value):
            msg = f'確認用の値「{value}」は使えません。渡されたタグの content="…" の中の文字だけを書いてください。'
            raise ValueError(msg)
        return value

    @field_validator("consent")
    @classmethod
    def _check_consent(cls, value: str) -> str:
        return _checked(value, "consent")

    @field_validator("snippets")
    @classmethod
    def _check_snippets(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_checked(each, "snippets") for each in value)

    @field_validator("script_hosts")
    @classmethod
    def _check_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for host in value:
            if not _HOST.fullmatch(host):
                msg = f"script_hosts の「{host}」は使えません。「https://」や「/」を付けずに書いてください（例: cdn.example.com、*.example.com）。"
                raise ValueError(msg)
        return value


def _checked(snippet: str, name: str) -> str:
    """Return a snippet for the head. Raises `ValueError` where it would break the page."""
    reader = _Reader()
    reader.feed(snippet)
    reader.close()
    if reader.fault is None and reader.open:
        reader.fault = f"「<{reader.open[-1]}>」が閉じられていません。"
    if reader.fault is None and not reader.seen and snippet:
        reader.fault = "タグがありません。"
    if reader.fault:
        msg = f"{name} のタグは使えません。{reader.fault}渡されたタグを、はじめから終わりまでそのまま貼ってください。"
        raise ValueError(msg)
    return snippet


class _Reader(HTMLParser):
    """Finds what may not stand in the head, and what is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen = False
        self.fault: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.seen = True
        if tag not in _OF_HEAD and not self.open:
            allowed = "、".join(sorted(_OF_HEAD))
            self.fault = self.fault or f"「<{tag}>」はここに置けません（使えるもの: {allowed}）。"
        elif tag not in _VOID and not (self.open and tag == "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.fault = self.fault or f"「</{tag}>」に対応する「<{tag}>」がありません。"

    def handle_data(self, data: str) -> None:
        if not self.open and data.strip():
            self.fault = self.fault or f"「{data.strip()[:20]}」はタグの外にあります。"
