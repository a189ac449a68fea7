"""`content/data/votes.yaml`: which rankings the blog takes part in, what is said above the buttons, where they stand."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal, cast, get_args
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from plugins.core.data import Record
from plugins.core.dates import parse_date
from plugins.core.problems import choices
from plugins.votes.providers import PROVIDERS
from plugins.votes.providers.provider import KEYS, Key, Provider, Values

Text = Annotated[str, Field(min_length=1)]
Place = Literal["記事の下", "サイドバー"]
Date = Annotated[dt.datetime, BeforeValidator(lambda value: parse_date(str(value)))]

PLACES: tuple[Place, ...] = get_args(Place)

_RANK = re.compile(r"(?:第?[0-9０-９一]+位|ナンバーワン|No\.?\s*1)", re.IGNORECASE)


class Picture(Record):
    """An official picture, as in the snippet of the service; or a file of this site for a free button."""

    src: Text
    width: Annotated[int, Field(gt=0, le=1000)]
    height: Annotated[int, Field(gt=0, le=1000)]


class Rank(Record):
    """A rank that the owner states, with what proves it: in which category, on which day, where it can be seen."""

    place: Annotated[int, Field(ge=1)]
    category: Text
    date: Date
    url: Text

    @field_validator("url")
    @classmethod
    def _check_url(cls, value: str) -> str:
        if not re.match(r"https?://[^\s/]+", value):
            msg = f"url「{value}」は順位を確かめられるページのアドレス（https://…）で書いてください。"
            raise ValueError(msg)
        return value


class Button(Record):
    """One button. `label` is the small text on it; `picture` and `counter` are requests to the service, off by default."""

    service: Text
    id: str | None = None
    cid: str | None = None
    category: str | None = None
    subcategory: str | None = None
    name: str | None = None
    url: str | None = None
    label: str = ""
    picture: Picture | None = None
    counter: bool = False

    @property
    def provider(self) -> Provider:
        """The module that knows it."""
        return PROVIDERS[self.service]

    @property
    def values(self) -> Values:
        """What the owner gave of what the provider wants."""
        return {key: value for key in KEYS if (value := getattr(self, key)) is not None}

    @field_validator("service")
    @classmethod
    def _check_service(cls, value: str) -> str:
        if value not in PROVIDERS:
            msg = f"service「{value}」という投票サービスはありません。{choices(value, PROVIDERS)}"
            raise ValueError(msg)
        return value

    @field_validator(*KEYS)
    @classmethod
    def _check_value(cls, value: str | None, info: ValidationInfo) -> str | None:
        provider = PROVIDERS.get(info.data.get("service", ""))
        key = cast("Key", info.field_name)
        if provider is None or value is None:
            return value
        if key not in provider.forms:
            msg = f"「{provider.name}」のボタンに {key} は使いません。{choices(key, [*provider.forms, 'label'])}"
            raise ValueError(msg)
        if fault := provider.forms[key].fault(key, value):
            raise ValueError(fault)
        return value

    @field_validator("picture")
    @classmethod
    def _check_picture(cls, value: Picture | None, info: ValidationInfo) -> Picture | None:
        provider = PROVIDERS.get(info.data.get("service", ""))
        if provider is None or value is None:
            return value
        host = urlsplit(value.src).netloc
        if provider.pictures and host not in provider.pictures:
            hosts = "、".join(provider.pictures)
            msg = f"picture の src「{value.src}」は「{provider.name}」の画像ではありません。{hosts} の画像のアドレスを書いてください。"
            raise ValueError(msg)
        if not provider.pictures and (host or ":" in value.src):
            msg = f"picture の src「{value.src}」は使えません。content/images/ に置いた画像を「images/名前.png」と書いてください。"
            raise ValueError(msg)
        return value

    @field_validator("counter")
    @classmethod
    def _check_counter(cls, value: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - pydantic gives it by place
        provider = PROVIDERS.get(info.data.get("service", ""))
        if value and provider is not None and provider.counter is None:
            counting = [each.name for each in PROVIDERS.values() if each.counter]
            msg = f"「{provider.name}」に counter はありません。使えるのは「{'」「'.join(counting)}」です。"
            raise ValueError(msg)
        return value

    @model_validator(mode="after")
    def _check_required(self) -> Button:
        for key, form in self.provider.forms.items():
            if form.required and getattr(self, key) is None:
                msg = (
                    f"「{self.service}」のボタンに {key} がありません。{form.where}例: {key}: {form.example}"
                )
                raise ValueError(msg)
        if self.subcategory and not self.category:
            msg = "subcategory を書くときは、category も書いてください。例: category: career"
            raise ValueError(msg)
        return self


class Votes(Record):
    """All of the file."""

    text: str = ""
    places: tuple[Place, ...] = PLACES
    rank: Rank | None = None
    buttons: tuple[Button, ...] = ()

    @field_validator("text")
    @classmethod
    def _check_text(cls, value: str) -> str:
        if match := _RANK.search(value):
            msg = f"text に「{match[0]}」とあります。順位は rank に、カテゴリー・日付・確かめられるページと一緒に書いてください。"
            raise ValueError(msg)
        return value

    @field_validator("buttons")
    @classmethod
    def _check_twice(cls, value: tuple[Button, ...]) -> tuple[Button, ...]:
        seen: set[str] = set()
        for button in value:
            address = button.provider.address(button.values)
            if address in seen:
                msg = f"「{button.service}」の同じボタンが二つあります（{address}）。一つにしてください。"
                raise ValueError(msg)
            seen.add(address)
        return value
