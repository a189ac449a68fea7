"""What the owner of the site states once, in `content/data/`: the blog itself, its authors, categories and tags."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field, RootModel, field_validator

from plugins.core.colours import READABLE, nearest_readable, normal, weakest
from plugins.core.data import Record, load
from plugins.core.extras import Extras
from plugins.core.problems import Problems, choices

TOKYO = ZoneInfo("Asia/Tokyo")
UNCATEGORISED = "未分類"

Text = Annotated[str, Field(min_length=1)]

_ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Link(Record):
    """An entry of a menu: a title and the address, from `/` on for a page of this site."""

    title: Text
    url: Text


class Blog(Record):
    """`site.yaml`: the blog as a whole."""

    name: Text = "ブログ"
    tagline: str = ""
    description: str = ""
    author: str | None = None
    logo: str | None = None
    color: str | None = None
    """The colour of the brand, as #rrggbb; it can be read on light pages."""
    menu: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    recommended: tuple[str, ...] = ()
    social: tuple[Link, ...] = ()
    extras: Extras = Extras()

    @field_validator("color", mode="before")
    @classmethod
    def _check_color(cls, value: object) -> str:
        found = normal(value) if isinstance(value, str) else None
        if found is None:
            typed = "空です" if value is None else f"「{value}」は色の番号ではありません"
            msg = f'color が{typed}。"#1f5f5b" のように、# と6桁の番号を引用符で囲んで書いてください。'
            raise ValueError(msg)
        if (weakest_contrast := weakest(found)) < READABLE:
            msg = (
                f"color「{found}」は明るすぎて、背景と見分けにくい色です（文字との明暗の比が {weakest_contrast:.1f}、"
                f"必要なのは {READABLE} 以上）。読める色で一番近いのは {nearest_readable(found)} です。"
            )
            raise ValueError(msg)
        return found


class Author(Record):
    """One author of `authors.yaml`."""

    name: Text
    reading: str = ""
    title: str = ""
    credentials: tuple[str, ...] = ()
    bio: str = ""
    trust: tuple[str, ...] = ()
    picture: str | None = None
    page: str | None = None
    links: tuple[Link, ...] = ()


class Topic(Record):
    """One category or tag of `categories.yaml` / `tags.yaml`: all that is not derived from its name."""

    address: str | None = None
    description: str = ""

    @field_validator("address")
    @classmethod
    def _check_address(cls, value: str | None) -> str | None:
        if value is not None and not _ADDRESS.fullmatch(value):
            msg = f"address「{value}」は使えません。半角の小文字・数字とハイフンで書いてください（例: interview）。"
            raise ValueError(msg)
        return value


class Authors(RootModel[dict[str, Author]]):
    """`authors.yaml`: key → author."""


class Topics(RootModel[dict[str, Topic]]):
    """`categories.yaml` or `tags.yaml`: name → what is known of it."""


@dataclass(frozen=True)
class Site:
    """All data of one site. Every file is optional; an empty folder gives a site that works."""

    blog: Blog = field(default_factory=Blog)
    authors: Mapping[str, Author] = field(default_factory=dict)
    categories: Mapping[str, Topic] = field(default_factory=dict)
    tags: Mapping[str, Topic] = field(default_factory=dict)


def load_site(folder: Path, problems: Problems) -> Site:
    """Read `content/data/`; a file that cannot be used is reported and counts as absent."""

    def read(name: str, model: type[Any]) -> Any:
        path = folder / name
        found = load(path, model, problems.reporter(path)) if path.is_file() else None
        return found if found is not None else model.model_validate({})

    authors = read("authors.yaml", Authors).root
    blog = read("site.yaml", Blog)
    if blog.author is not None and blog.author not in authors:
        problems.error(
            folder / "site.yaml",
            0,
            f"author「{blog.author}」は authors.yaml にいません。{choices(blog.author, authors)}",
        )
    return Site(blog, authors, read("categories.yaml", Topics).root, read("tags.yaml", Topics).root)


def parse_now(value: str | None) -> dt.datetime:
    """Return the one clock of a build: the given ISO time, or the present second, in Tokyo."""
    if value:
        moment = dt.datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=TOKYO)
    return dt.datetime.now(TOKYO).replace(microsecond=0)
