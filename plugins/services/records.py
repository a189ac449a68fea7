"""The forms of `content/data/services/KEY.yaml` and `content/data/rankings/KEY.yaml`."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from plugins.core.data import Record
from plugins.core.dates import parse_date
from plugins.core.problems import choices
from plugins.services.kinds import KINDS
from plugins.services.networks import NETWORKS, Networks

Text = Annotated[str, Field(min_length=1)]
Date = Annotated[dt.datetime, BeforeValidator(lambda value: parse_date(str(value)))]

MAX_STARS = 5
LEAST_PLACES = 2


def _check_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s/]+(?:/\S*)?", value):
        msg = f"「{value}」はアドレスの形ではありません。「https://…」を省かずに書いてください。"
        raise ValueError(msg)
    return value


Address = Annotated[str, AfterValidator(_check_address)]


class Fact(Record):
    """One fact: what is said, where it is said, and on which day somebody looked."""

    name: Text
    value: Text
    source: Text
    url: Address | None = None
    checked: Date


class Review(Record):
    """Stars, with who gives them and by which measure."""

    stars: float
    reviewer: Text
    """A key of `authors.yaml`."""
    criteria: Text
    date: Date

    @field_validator("stars")
    @classmethod
    def _check_stars(cls, value: float) -> float:
        if not 0 <= value <= MAX_STARS or value * 2 != int(value * 2):
            msg = f"stars「{value:g}」は使えません。0 から {MAX_STARS} まで、0.5 きざみで書いてください（例: 4.5）。"
            raise ValueError(msg)
        return value


class Affiliate(Record):
    """An affiliate link, as the network gave it."""

    network: Text
    url: Address
    programme: str = ""
    """The name of the programme at the network, for the owner's lists."""

    @model_validator(mode="after")
    def _check_network(self) -> Affiliate:
        by_host = Networks().of_link(self.url)
        if by_host is not None and by_host != self.network:
            msg = f"url は「{by_host}」のリンクですが、network が「{self.network}」になっています。「network: {by_host}」としてください。"
            raise ValueError(msg)
        named = next((each for each in NETWORKS if each.name == self.network), None)
        if named is not None and by_host is None:
            hosts = "、".join(named.links)
            need = f"（{named.parameter}= のあるもの）" if named.parameter else ""
            msg = f"url「{self.url}」は「{named.name}」のリンクではありません。{hosts} で始まるリンク{need}を書いてください。"
            raise ValueError(msg)
        return self


class Service(Record):
    """One service."""

    name: Text
    reading: Text
    kind: Text
    summary: Text
    merits: tuple[Text, ...]
    demerits: tuple[Text, ...]
    facts: tuple[Fact, ...] = ()
    review: Review | None = None
    official: Address
    affiliates: tuple[Affiliate, ...] = ()
    microcopy: str = ""
    """A few words above the button to the official site."""
    picture: str | None = None
    """A file of the content folder."""
    article: str | None = None
    """The slug of the article about it."""

    @property
    def address(self) -> str:
        """Where its button leads: the first affiliate link, or the official site."""
        return self.affiliates[0].url if self.affiliates else self.official

    # Not `min_length`: pydantic would also call a list too short whose items are faulty.
    @field_validator("merits", "demerits")
    @classmethod
    def _check_sides(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not value:
            msg = f"「{info.field_name}」が空です。よいところと気になるところを、一つ以上ずつ書いてください。"
            raise ValueError(msg)
        return value

    @field_validator("kind")
    @classmethod
    def _check_kind(cls, value: str) -> str:
        if value not in KINDS:
            msg = f"kind「{value}」は使えません。{choices(value, KINDS)}"
            raise ValueError(msg)
        return value

    @field_validator("facts")
    @classmethod
    def _check_facts(cls, value: tuple[Fact, ...]) -> tuple[Fact, ...]:
        names = [fact.name for fact in value]
        if twice := next((name for name in names if names.count(name) > 1), None):
            msg = f"facts に「{twice}」が二度あります。一つにしてください。"
            raise ValueError(msg)
        return value


class Entry(Record):
    """One place of a ranking: which service, and why there."""

    service: Text
    reason: Text
    place: Annotated[int, Field(ge=1)] | None = None
    """Only where the owner wants the number in the file; it must agree with the order."""


class Ranking(Record):
    """One ranking: an order of services, what it rests on, and of which day it is."""

    title: Text
    description: Text
    date: Date
    basis: Text
    """順位の根拠: who compared what, and how."""
    order: tuple[Entry, ...]
    intro: str = ""
    """Text of its page, in Markdown."""
    page: bool = True
    sidebar: bool = False

    @field_validator("order")
    @classmethod
    def _check_places(cls, value: tuple[Entry, ...]) -> tuple[Entry, ...]:
        if len(value) < LEAST_PLACES:
            msg = f"「order」にサービスが{len(value)}つしかありません。順位には二つ以上書いてください。"
            raise ValueError(msg)
        given = [entry.place for entry in value if entry.place is not None]
        if twice := next((place for place in given if given.count(place) > 1), None):
            named = "」と「".join(entry.service for entry in value if entry.place == twice)
            msg = f"{twice}位が二つあります（「{named}」）。順位は一つずつにしてください。"
            raise ValueError(msg)
        for number, entry in enumerate(value, 1):
            if entry.place not in (None, number):
                msg = f"「{entry.service}」は {number} 番目に書かれていますが、place が {entry.place} です。順と同じにするか、place の行を消してください。"
                raise ValueError(msg)
        services = [entry.service for entry in value]
        if twice_named := next((key for key in services if services.count(key) > 1), None):
            msg = f"「{twice_named}」が順位に二度あります。一つにしてください。"
            raise ValueError(msg)
        return value


def host(address: str) -> str:
    """Return the host of an address."""
    return urlsplit(address).hostname or ""
