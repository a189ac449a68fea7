"""The parts that all pages have in common: rendered once a build, and put into pages that are not rendered again.

A template writes `{{ shared("partials/sidebar.html") }}`. Around the part stand marks, so that its place in the finished
page is known (`Place`); when the part changes and nothing else of the page does, the new one is put there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jinja2 import Environment
from markupsafe import Markup

from plugins.core.fingerprint import hash_of

_MARK = "\x1a"  # a control character that no source may hold
_MARKED = re.compile(f"{_MARK}([0-9]+){_MARK}".encode())
_LOADS = re.compile(
    r"""<(?:script|style|iframe)\b.*?</|<[a-z][a-z0-9]*|\s(?:src|srcset|style|on[a-z]+|action|class)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)""",
    re.DOTALL | re.IGNORECASE,
)

Name = tuple[str, tuple[tuple[str, bool], ...]]
"""A template, and the values that it is given besides the context of the site."""


class Place(NamedTuple):
    """Where a part stands in a page, in bytes, and the part that stood there."""

    name: Name
    start: int
    end: int
    digest: str
    loads: str
    """The hash of what the part makes a browser load, of its elements and classes: what stands for them in the head (the policy,
    the styles) still holds."""


@dataclass
class Fragments:
    """The parts of one build."""

    environment: Environment
    context: Mapping[str, Any]
    """All that templates can know of the site."""
    finish: Callable[[str], str] = str
    """What is done to the texts of a finished page."""
    _found: dict[Name, str] = field(default_factory=dict)
    _hashes: dict[Name, tuple[str, str]] = field(default_factory=dict)
    _order: list[Name] = field(default_factory=list)
    _finished: dict[Name, bytes] = field(default_factory=dict)

    def shared(self, template: str, **values: bool) -> Markup:
        """Return a part between marks."""
        name = (template, tuple(sorted(values.items())))
        text = self.text(name)
        mark = f"{_MARK}{self._order.index(name)}{_MARK}"
        return Markup(mark + text + mark)  # noqa: S704 - rendered by a template of ours

    def text(self, name: Name) -> str:
        """Return a part."""
        if name not in self._found:
            template, values = name
            self._found[name] = self.environment.get_template(template).render(
                {**self.context, **dict(values)}
            )
            self._order.append(name)
        return self._found[name]

    def hashes(self, name: Name) -> tuple[str, str]:
        """Return `digest` and `loads` of a part."""
        if name not in self._hashes:
            text = self.text(name)
            self._hashes[name] = hash_of([text]), hash_of(sorted(set(_LOADS.findall(text))))
        return self._hashes[name]

    def places(self, page: str) -> tuple[bytes, tuple[Place, ...]]:
        """Return a page without marks, and where its parts stand."""
        pieces = _MARKED.split(page.encode())  # text, number, part, number, text, …
        found: list[Place] = []
        length = len(pieces[0])
        for number, (mark, piece) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True)):
            if number % 2 == 0:
                name = self._order[int(mark)]
                found.append(Place(name, length, length + len(piece), *self.hashes(name)))
            length += len(piece)
        return b"".join(pieces[::2]), tuple(found)

    def is_as_before(self, places: tuple[Place, ...]) -> bool:
        """Say whether all parts of a page are what they were."""
        for each in places:  # asked for every page: a generator would take longer than what it looks at
            known = self._hashes.get(each.name) or self.hashes(each.name)
            if known[0] != each.digest:
                return False
        return True

    def can_replace(self, places: tuple[Place, ...]) -> bool:
        """Say whether the parts can be replaced without rendering the page."""
        return all(self.hashes(each.name)[1] == each.loads for each in places)

    def replace(self, page: bytes, places: tuple[Place, ...]) -> tuple[bytes, tuple[Place, ...]]:
        """Return a page with the parts of today, and where they stand."""
        pieces: list[bytes] = []
        found: list[Place] = []
        end = length = 0
        for place in places:
            part = self._finished.get(place.name)
            if part is None:
                part = self._finished[place.name] = self.finish(self.text(place.name)).encode()
            pieces += [page[end : place.start], part]
            length += place.start - end
            found.append(Place(place.name, length, length + len(part), *self.hashes(place.name)))
            length += len(part)
            end = place.end
        return b"".join([*pieces, page[end:]]), tuple(found)
