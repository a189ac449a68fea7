"""Settings: `PREFIX_NAME` in `pelicanconf.py` becomes the field `name` of a plugin's frozen dataclass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from plugins.core.problems import choices

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


class SettingsError(ValueError):
    """A setting that cannot be used; the message is for the owner of the site."""


def from_pelican(kind: type[T], prefix: str, settings: Mapping[str, Any]) -> T:
    """Return the dataclass `kind` filled from all settings that begin with `prefix`.

    Raises `SettingsError` for an unknown name, and for whatever the dataclass's `__post_init__` refuses.
    """
    known = [field.name for field in fields(kind)]
    given = {
        name.removeprefix(prefix).lower(): value
        for name, value in settings.items()
        if name.startswith(prefix)
    }
    for name in given:
        if name not in known:
            names = [prefix + each.upper() for each in known]
            wrong = prefix + name.upper()
            msg = f"設定「{wrong}」はありません。{choices(wrong, names)}"
            raise SettingsError(msg)
    return kind(**given)
