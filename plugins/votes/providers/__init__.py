"""The blog rankings that a button may belong to: one module each, and the table that names them all."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.votes.providers import blogmura, blogmura_pv, free, with2
from plugins.votes.providers.provider import Provider

PROVIDERS: Mapping[str, Provider] = {
    each.name: each for each in (blogmura.PROVIDER, blogmura_pv.PROVIDER, with2.PROVIDER, free.PROVIDER)
}
"""By the name that the owner writes as `service`."""
