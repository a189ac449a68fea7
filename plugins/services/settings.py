"""The settings of services and advertising (`SERVICES_…`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.core.settings import SettingsError


@dataclass(frozen=True)
class ServicesSettings:
    """How advertising is named, what counts as such, and how old a fact may be."""

    advert: str = "このページには広告（アフィリエイトリンク）があります。"
    """What stands behind the word 広告 above an article that links to an affiliate programme."""
    affiliate_hosts: Mapping[str, str] = field(default_factory=dict)
    """More hosts that count visits for money: host → name of the network."""
    stale_months: int = 6
    """After how many months a fact is reported, so that somebody looks again."""
    popular_items: int = 3
    """How many articles the list 人気記事 has."""
    strict: bool = False
    """Whether a host without an entry in `transmissions.yaml` is an error (when publishing) or a warning (at home)."""

    def __post_init__(self) -> None:
        """Refuse what would hide advertising, or mean nothing."""
        if not self.advert.strip():
            msg = "設定「SERVICES_ADVERT」が空です。広告の表示の文を書いてください（表示は消せません）。"
            raise SettingsError(msg)
        for name, value in (("STALE_MONTHS", self.stale_months), ("POPULAR_ITEMS", self.popular_items)):
            if value < 1:
                msg = f"設定「SERVICES_{name}」の値「{value}」は使えません。1以上の整数にしてください。"
                raise SettingsError(msg)
