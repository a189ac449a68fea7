"""`content/data/linkcards.yaml`: what cards of other sites show. Nothing is fetched during a build."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, RootModel

from plugins.core.data import Record


class LinkCard(Record):
    """One page of another site."""

    title: Annotated[str, Field(min_length=1)]
    description: str = ""


class LinkCards(RootModel[dict[str, LinkCard]]):
    """Address → what its card shows."""
