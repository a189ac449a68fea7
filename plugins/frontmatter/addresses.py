"""No two things of a site may have one address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from plugins.core.problems import Problems, display_path
from plugins.core.text import fold


class Claim(NamedTuple):
    """Something that wants an address: what it is (for the message), and the file and line that ask for it."""

    address: str
    what: str
    path: str
    line: int = 0


def report_collisions(claims: Iterable[tuple[str, Callable[[], Claim]]], problems: Problems) -> None:
    """Report every two claims of one address; the message names both files. What a claim says is asked only then."""
    taken: dict[str, Callable[[], Claim]] = {}
    for address, make in claims:
        first = taken.setdefault(fold(address), make)
        if first is not make:
            claim, other = make(), first()
            problems.error(
                claim.path,
                claim.line,
                f"{claim.what}のアドレス「{claim.address}」は、{other.what}（{display_path(other.path)}）と同じです。どちらかを変えてください。",
            )
