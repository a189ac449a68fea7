"""The pages of a build: which have to be rendered again, and which are as they were.

A page of an article or of a list is given nothing but what the site is made of (settings, data: the version) and its own
values. Their fingerprint is what the page depends on; templates that reach for anything else find it undefined. What all
pages show in common comes through `shared`. The few other pages (home, archives, search) may show anything, and are
rendered each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from plugins.builds.fragments import Fragments, Place
from plugins.core.fingerprint import fingerprint, hash_of
from plugins.core.memo import Memo
from plugins.core.outputs import Made, Outputs
from plugins.core.pool import spread

_NOT_SHOWN = frozenset(
    "settings metadata body fields finished document translations timezone date_format locale_date locale_modified "
    "in_default_lang lang source_path relative_source_path source_key template author".split()
)
"""Attributes of articles that templates do not look at, or that stand in the stamp of the article's text."""

_NOT_ON_CARDS = frozenset("related previous next marked structured scripts votes headings minutes".split())
"""Attributes that other pages do not show of an article."""

_CONTENTS = ("article", "page")
"""What templates call the article or page that they show."""


class PageState(NamedTuple):
    """What is remembered of a page. It holds for the file with that digest."""

    key: str
    digest: str
    places: tuple[Place, ...]
    facts: Mapping[str, Any]


@dataclass
class Job:
    """One page to be made. `key` is empty where it is rendered each time."""

    name: str
    template: Any
    values: Mapping[str, Any]
    key: str = ""


@dataclass
class Pages:
    """The pages of one build."""

    outputs: Outputs
    before: Mapping[str, PageState]
    version: str
    memo: Memo
    fragments: Fragments
    own: Mapping[str, Any]
    """What every page is given."""
    facts: Mapping[str, Callable[[str], Any]]
    """What rooms want to know of every page: name → function of its text. Where `asks` is true, the page is rendered
    each time: a room puts something in that depends on all the others."""
    made: dict[str, PageState] = field(default_factory=dict)
    rendered: int = 0
    _jobs: list[Job] = field(default_factory=list)
    _faces: dict[int, str] = field(default_factory=dict)
    _records: dict[int, str] = field(default_factory=dict)

    def add(self, name: str, template: Any, values: Mapping[str, Any]) -> None:
        """Take a page of an article, or of a list."""
        key = hash_of([self.version, template.name, fingerprint(self._shown(values), self._name)])
        self._jobs.append(Job(name, template, {**self.own, **values}, key))

    def add_free(self, name: str, template: Any, values: Mapping[str, Any]) -> None:
        """Take a page that may show anything."""
        self._jobs.append(Job(name, template, {**self.fragments.context, **values}))

    def make(self) -> None:
        """Make all pages that were added: as they were, with new common parts, or rendered."""
        stale = [job for job in self._jobs if not self._reuse(job)]
        for job in stale:  # what is read from a database is read before processes part
            for name in _CONTENTS:
                if name in job.values:
                    _ = job.values[name].content
        self.rendered += len(stale)
        for found in spread(self._render_all, stale):
            for name, (state, made, is_staged) in found.items():
                self.made[name] = state
                self.outputs.made[name] = made
                if is_staged:
                    self.outputs.staged.add(name)
        self._jobs.clear()

    def _reuse(self, job: Job) -> bool:
        old = self.before.get(job.name)
        if not job.key or old is None or old.key != job.key or old.facts.get("asks"):
            return False
        published = self.outputs.published(job.name)
        if published is None or published.digest != old.digest:
            return False
        if self.fragments.is_as_before(old.places):
            self.outputs.made[job.name] = published
            self.made[job.name] = old
            return True
        if not self.fragments.can_replace(old.places):
            return False
        data, places = self.fragments.replace(self.outputs.read(job.name), old.places)
        self.outputs.write(job.name, data)
        self.made[job.name] = old._replace(digest=self.outputs.made[job.name].digest, places=places)
        return True

    def _render_all(self, jobs: Sequence[Job]) -> dict[str, tuple[PageState, Made, bool]]:
        found = {}
        for job in jobs:
            text = job.template.render(
                {**job.values, "output_file": job.name, "shared": self.fragments.shared}
            )
            data, places = self.fragments.places(text)
            self.outputs.write(job.name, data)
            made = self.outputs.made[job.name]
            facts = {name: find(data.decode()) for name, find in self.facts.items()}
            state = PageState(job.key, made.digest, places, facts)
            found[job.name] = state, made, job.name in self.outputs.staged
        return found

    def _shown(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        shown = {name: value for name, value in values.items() if not name.endswith(("_paginator", "_page"))}
        for name in _CONTENTS:
            if content := shown.get(name):
                own = {each: value for each, value in _attributes(content) if each not in _NOT_SHOWN}
                shown[name] = (self.memo.stamp(content.document), own)
        page = values.get("articles_page")
        if page is not None:
            shown["articles_page"] = (page.number, page.paginator.count, list(page.object_list))
        return shown

    def _name(self, value: Any) -> str | None:
        if hasattr(value, "document"):  # an article or a page
            return self._faces.get(id(value)) or self._faces.setdefault(id(value), self._face(value))
        if hasattr(value, "page_name"):  # a category, a tag, an author
            return f"{type(value).__name__} {value.name} {value.slug}"
        if hasattr(value, "model_dump"):  # data, which the version knows: its own words say which of it
            return self._records.get(id(value)) or self._records.setdefault(id(value), repr(value))
        return None

    def _face(self, content: Any) -> str:
        """Return the hash of what other pages show of an article."""
        hidden = _NOT_SHOWN | _NOT_ON_CARDS
        own = {name: value for name, value in _attributes(content) if name not in hidden}
        return fingerprint(own, self._name)


def _attributes(content: Any) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in vars(content).items() if name[0] != "_")
