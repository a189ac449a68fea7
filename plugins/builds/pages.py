"""The pages of a build: which have to be rendered again, and which are as they were.

A page of an article or of a list is given nothing but what the site is made of (settings, data: the version) and its own
values. Their fingerprint is what the page depends on; templates that reach for anything else find it undefined. What all
pages show in common comes through `shared`. The few other pages (home, archives, search) may show all of what articles
and lists say of themselves, and are rendered when any of that changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import Any

from plugins.builds.fragments import Fragments, Place
from plugins.core.fingerprint import Fingerprints, Names, hash_of
from plugins.core.memo import Memo
from plugins.core.outputs import Made, Outputs
from plugins.core.pool import batches, spread
from plugins.core.problems import Level, Report
from plugins.core.progress import advance, stage

_NOT_SHOWN = frozenset(
    "settings metadata body fields finished document translations timezone date_format locale_date locale_modified "
    "in_default_lang lang source_path relative_source_path source_key template author".split()
)
"""Attributes of articles that templates do not look at, or that stand in the stamp of the article's text."""

_OF_OTHERS = frozenset("related previous next marked".split())
"""Attributes that depend on other articles, beyond what the library was asked (`Pages._own`). No other page shows them."""

_OF_ITS_PAGE = frozenset("structured scripts votes headings minutes".split())
"""Attributes that no other page shows. What they depend on is in the stamp of the article's text."""

_CONTENTS = ("article", "page")
"""What templates call the article or page that they show."""


@dataclass(frozen=True)
class PageState:
    """What is remembered of a page. It holds for the file with that digest."""

    key: str
    digest: str
    places: tuple[Place, ...]
    facts: Mapping[str, Any]


@dataclass
class Job:
    """One page to be made, and the hash of what it depends on."""

    name: str
    template: Any
    site: Mapping[str, Any]
    """What it is given beside its own values."""
    values: Mapping[str, Any]
    key: str


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
    content_kind: type
    """What articles and pages are."""
    names: Names
    """What stands for other objects that pages are given."""
    facts: Mapping[str, Callable[[str, str], Any]]
    """What rooms want to know of every page: name → function of its file and its text. Where `asks` is true, the page is rendered
    each time: a room puts something in that depends on all the others."""
    made: dict[str, PageState] = field(default_factory=dict)
    rendered: int = 0
    _jobs: list[Job] = field(default_factory=list)
    _prints: Fingerprints = field(init=False)
    _faces: dict[int, str] = field(default_factory=dict)
    """By identity of the article, which the build keeps."""

    def __post_init__(self) -> None:
        """Make ready to compare."""
        self._prints = Fingerprints({**self.names, self.content_kind: self._face})

    def add(self, name: str, template: Any, values: Mapping[str, Any]) -> None:
        """Take a page of an article, or of a list."""
        content = next((values[each] for each in _CONTENTS if each in values), None)
        own = [] if content is None else self._own(content)
        key = hash_of([self.version, template.name, *own, self._prints.of(self._shown(values))])
        self._jobs.append(Job(name, template, self.own, values, key))

    def add_free(self, name: str, template: Any, values: Mapping[str, Any]) -> None:
        """Take a page that may show anything of the site."""
        site = self.fragments.context
        own = {each: value for each, value in values.items() if site.get(each) is not value}
        key = hash_of([self.version, template.name, self._site, self._prints.of(own)])
        self._jobs.append(Job(name, template, site, values, key))

    @cached_property
    def _site(self) -> str:
        """The hash of all that articles and lists say of themselves."""
        context, known = self.fragments.context, self.own
        return self._prints.of({name: context[name] for name in context if name not in known})

    def make(self) -> None:
        """Make all pages that were added: as they were, with new common parts, or rendered."""
        work: list[tuple[Job, PageState | None]] = []
        for job in self._jobs:
            old = self._still_holds(job)
            if old is None or not self.fragments.is_as_before(old.places):
                work.append((job, old if old and self.fragments.can_replace(old.places) else None))
            else:
                self.made[job.name] = old
        stage("ページを作っています", len(work))
        # Rendered pages need memory; to replace common parts of others needs none.
        first, *rest = list(batches([each for each in work if each[1] is None])) or [[]]
        for part in ([*first, *(each for each in work if each[1] is not None)], *rest):
            for found in spread(self._make_all, part):
                for name, (state, made, is_staged) in found.items():
                    self.made[name] = state
                    self.outputs.made[name] = made
                    if is_staged:
                        self.outputs.staged.add(name)
            for job, _ in part:
                _release(job)  # what was made of the texts before, while needs were answered
        self.rendered += sum(old is None for _, old in work)
        self._jobs.clear()

    def _still_holds(self, job: Job) -> PageState | None:
        """Return what is remembered of a page, if the page depends on the same and is published as it was made."""
        old = self.before.get(job.name)
        if old is None or old.key != job.key or old.facts.get("asks"):
            return None
        published = self.outputs.published(job.name)
        if published is None or published[1] != old.digest:
            return None
        self.outputs.made[job.name] = published
        return old

    def _make_all(
        self, work: Sequence[tuple[Job, PageState | None]]
    ) -> dict[str, tuple[PageState, Made, bool]]:
        """Make pages: where something is remembered, of what is published and the common parts of today."""
        found = {}
        facts: Mapping[str, Any]
        for job, old in work:
            if old is None:
                data, places = self._render(job)
                text = data.decode()
                facts = {name: find(job.name, text) for name, find in self.facts.items()}
            else:
                data, places = self.fragments.replace(self.outputs.read(job.name), old.places)
                facts = old.facts
            self.outputs.write(job.name, data)
            made = self.outputs.made[job.name]
            state = PageState(job.key, made[1], places, facts)
            found[job.name] = state, made, job.name in self.outputs.staged
            _release(job)
            advance()
        return found

    def _render(self, job: Job) -> tuple[bytes, tuple[Place, ...]]:
        values = {**job.site, **job.values, "output_file": job.name, "shared": self.fragments.shared}
        return self.fragments.places(job.template.render(values))

    def text(self, name: str, template: Any, values: Mapping[str, Any]) -> bytes | None:
        """Return a page by itself, with what this build knows of all; None for one into which more is put later."""
        data, _ = self._render(Job(name, template, self.own, values, ""))
        asks = self.facts.get("asks")
        return None if asks and asks(name, data.decode()) else data

    def _shown(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        shown = {
            name: value
            for name, value in values.items()
            if name not in _CONTENTS and not name.endswith(("_paginator", "_page"))
        }
        page = values.get("articles_page")
        if page is not None:
            shown["articles_page"] = (page.number, page.paginator.count, list(page.object_list))
        return shown

    def _own(self, content: Any) -> Iterator[str]:
        """Yield what the page of an article or a page depends on."""
        own = vars(content)
        yield self.memo.stamp(content.document)
        yield self._face(content)
        yield from own.get("marked", ())
        for other in (own.get("previous"), own.get("next")):
            yield self._face(other) if other is not None else ""
        for entry in own.get("related", ()):
            yield self._face(entry.article)
            yield entry.reason

    def _face(self, content: Any) -> str:
        """Return the hash of what other pages show of an article or a page.

        It is one of the findings about it: what rooms put on it depends on its file, on data and settings, and on answers
        of the library that they asked for in `Memo.of`.
        """
        number = id(content)
        if number not in self._faces:
            find = partial(self._seen_of, content)
            self._faces[number] = self.memo.of(content.document, "face", _report_nothing, find)
        return self._faces[number]

    def _seen_of(self, content: Any, _report: Report) -> str:
        own = vars(content)
        names, label = _names(tuple(own))
        return self._prints.of([label, *(own[name] for name in names)])


def _report_nothing(_level: Level, _line: int, _message: str) -> None:
    """Take the report of who has none."""


def _release(job: Job) -> None:
    """Let go of the text of the article that a page shows: a worker makes thousands."""
    for name in _CONTENTS:
        if content := job.values.get(name):
            content.finished.release()


@cache
def _names(attributes: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return the names of what other pages may show in one order, and all of them as one text."""
    hidden = _NOT_SHOWN | _OF_ITS_PAGE | _OF_OTHERS
    names = sorted(name for name in attributes if name[0] != "_" and name not in hidden)
    return tuple(names), " ".join(names)
