"""Affiliate networks: how their links are known.

The table holds the hosts of the links themselves. The hosts of banners and measuring pixels are below `domains`.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import SplitResult, parse_qs, urlsplit


@dataclass(frozen=True)
class Network:
    """One network."""

    name: str
    links: tuple[str, ...]
    """Hosts that a link of it leads to."""
    domains: tuple[str, ...] = ()
    """Domains that serve its banners and pixels."""
    parameter: str = ""
    """Where the links lead to a shop that everybody links to: the parameter that makes one an affiliate link."""


NETWORKS = (
    Network("A8.net", ("px.a8.net",), ("a8.net",)),
    Network("もしもアフィリエイト", ("af.moshimo.com",), ("moshimo.com", "msmstatic.com")),
    Network("バリューコマース", ("ck.jp.ap.valuecommerce.com",), ("valuecommerce.com",)),
    Network("アクセストレード", ("h.accesstrade.net",), ("accesstrade.net",)),
    Network("afb", ("t.afi-b.com",), ("afi-b.com",)),
    Network("楽天アフィリエイト", ("hb.afl.rakuten.co.jp",), ("afl.rakuten.co.jp",)),
    Network(
        "Amazonアソシエイト",
        ("www.amazon.co.jp", "amazon.co.jp", "amzn.to", "amzn.asia"),
        ("amazon-adsystem.com",),
        parameter="tag",
    ),
)
_SHORT = ("amzn.to", "amzn.asia")  # these hide the parameter


@dataclass(frozen=True)
class Networks:
    """The networks of one site: those of the table, and what the owner adds."""

    hosts: Mapping[str, str] = field(default_factory=dict)
    """More hosts → name of the network."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Single affiliate addresses → name of the network."""

    @cached_property
    def needles(self) -> tuple[str, ...]:
        """Texts of which a page with affiliate links holds at least one: a quick first look."""
        hosts = [host for network in NETWORKS for host in (*network.links, *network.domains)]
        return (*hosts, *self.hosts, *(urlsplit(address).netloc for address in self.addresses))

    def of_link(self, address: str) -> str | None:
        """Return the network that an address (as in HTML, escaped) belongs to, or None.

        >>> Networks().of_link("//af.moshimo.com/af/c/click?a_id=1&amp;p_id=2")
        'もしもアフィリエイト'
        >>> Networks().of_link("https://www.amazon.co.jp/dp/4000000000") is None
        True
        """
        address = html.unescape(address).strip()
        if address in self.addresses:
            return self.addresses[address]
        parts = _split(address)
        host = parts.hostname or "" if parts else ""
        if parts is None or not host:
            return None
        for network in NETWORKS:
            if host in network.links:
                plain = network.parameter and host not in _SHORT
                return None if plain and network.parameter not in parse_qs(parts.query) else network.name
        return self.hosts.get(host)

    def of_banner(self, address: str) -> str | None:
        """Return the network that serves a script, frame or picture, or None."""
        parts = _split(html.unescape(address).strip())
        host = parts.hostname or "" if parts else ""
        for network in NETWORKS:
            if any(host == domain or host.endswith("." + domain) for domain in network.domains):
                return network.name
        return None


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:  # `https://[` and the like lead nowhere
        return None
