"""The pages of a build: which have to be rendered again, and which are as they were.

A page of an article or of a list is given nothing but what the site is made of (settings, data: the version) and its own
values. Their fingerprint is what the page depends on; templates that reach for anything else find it undefined. What all
pages show in common comes through `shared`. The few other pages (home, archives, search) may show all of what articles
and lists say of themselves, and are rendered when any of that changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import Any, NamedTuple

from plugins.builds.fragments import Fragments, Place
from plugins.builds.lists import ListPage
from plugins.core.fingerprint import Fingerprints, Names, hash_of
from plugins.core.memo import Memo
from plugins.core.outputs import Made, Outputs
from plugins.core.pool import batches, spread
from plugins.core.problems import Report, report_nothing
from plugins.core.progress import advance, stage

_NOT_SHOWN = frozenset(
    "settings metadata body fields finished document translations timezone date_format locale_date locale_modified "
    "in_default_lang lang source_path relative_source_path source_key template author".split()
)
"""Attributes of articles that templates do not look at, or that stand in the stamp of the article's text."""

_OF_OTHERS = frozenset("related previous next".split())
"""Attributes that depend on other articles, beyond what the library was asked (`Pages._others`). No other page shows them."""

_OF_ITS_PAGE = frozenset("structured scripts votes headings minutes".split())
"""Attributes that no other page shows. What they depend on is in the stamp of the article's text."""

_CONTENTS = ("article", "page")
"""What templates call the article or page that they show."""

_LIST = "articles_page"
"""What they call a page of a list."""


class PageState(NamedTuple):
    """What is remembered of a page. It holds for the file with that digest."""

    key: str
    digest: str
    places: tuple[Place, ...]
    facts: Mapping[str, Any]
    around: str = ""
    """Of the page of an article: what it depends on beside the article and the texts of others (`Pages._keys`)."""


@dataclass
class Job:
    """One page that is asked for; `key`, the hash of what it depends on, is found out when all are known."""

    name: str
    template: Any
    site: Mapping[str, Any]
    """What it is given beside its own values."""
    values: Mapping[str, Any]
    key: str = ""
    around: str = ""


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
    contents: Mapping[str, Any]
    """All articles and pages, by their files."""
    articles: Mapping[str, Any]
    """Articles, by their slugs."""
    content_kind: type
    """What they are."""
    described: Iterable[str]
    """The attributes that rooms put on them."""
    names: Names
    """What stands for other objects that pages are given."""
    facts: Mapping[str, Callable[[str, str], Any]]
    """What rooms want to know of every page: name → function of its file and its text. Where `asks` is true, the page is rendered
    each time: a room puts something in that depends on all the others."""
    marked: Callable[[str], Sequence[str] | None]
    """File → the cards in it that are marked for what other articles are."""
    beside: Callable[[Any], tuple[Sequence[str], Sequence[str]]]
    """Article → the slugs of others that its page shows, and what it says of them."""
    made: dict[str, PageState] = field(default_factory=dict)
    rendered: int = 0
    _jobs: list[Job] = field(default_factory=list)
    _prints: Fingerprints = field(init=False)
    _prints_of_values: dict[tuple[int, ...], tuple[object, str]] = field(default_factory=dict)
    """By the identities of what pages are given, which is kept so that nothing else gets its number."""

    def __post_init__(self) -> None:
        """Make ready to compare."""
        self._prints = Fingerprints(
            {**self.names, self.content_kind: lambda content: self._faces[id(content)]}
        )

    def add(self, name: str, template: Any, values: Mapping[str, Any]) -> None:
        """Take a page of an article, or of a list."""
        self._jobs.append(Job(name, template, self.own, values))

    def add_free(self, name: str, template: Any, values: Mapping[str, Any]) -> None:
        """Take a page that may show anything of the site."""
        self._jobs.append(Job(name, template, self.fragments.context, values))

    def _keys(self, job: Job) -> tuple[str, str]:
        """Return the hash of what a page depends on, and what of it is neither the article nor the texts of others."""
        values, common = job.values, (self.version, job.template.name)
        content = next((values[each] for each in _CONTENTS if each in values), None)
        if content is not None:
            slugs, texts = self._others(content)
            around = "\0".join((*common, self._print_of(values), *slugs, "", *texts))
            key = self._kept_key(job.name, around, content, slugs)
            return key or hash_of([around, *self._own(content, slugs)]), around
        if job.site is self.own:
            return hash_of([*common, *self._own_of_list(values)]), ""
        own = {each: value for each, value in values.items() if job.site.get(each) is not value}
        return hash_of([*common, self._site, self._prints.of(own)]), ""

    @cached_property
    def _site(self) -> str:
        """The hash of all that articles and lists say of themselves."""
        context, known = self.fragments.context, self.own
        return self._prints.of({name: context[name] for name in context if name not in known})

    def make(self) -> None:
        """Make all pages that were added: as they were, with new common parts, or rendered."""
        work: list[tuple[Job, PageState | None]] = []
        # Those of articles come last: what is chosen for them may still be under way.
        for job in sorted(self._jobs, key=_shows_an_article):
            job.key, job.around = self._keys(job)
            old = self._still_holds(job)
            if old is None or not self.fragments.is_as_before(old.places):
                work.append((job, old if old and self.fragments.can_replace(old.places) else None))
            else:
                self.made[job.name] = old
        stage("ページを作っています", len(work))
        # Home and archive, which show all articles, take longest: they are begun first.
        fresh = sorted((each for each in work if each[1] is None), key=lambda each: each[0].site is self.own)
        # Rendered pages need memory; to replace common parts of others needs none.
        first, *rest = list(batches(fresh)) or [[]]
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
        # Few are others than those of the page before: one of each is kept.
        alike: dict[str, Mapping[str, Any]] = {}
        for job, old in work:
            if old is None:
                data, places = self._render(job)
                text = data.decode()
                own = {name: find(job.name, text) for name, find in self.facts.items()}
                facts = alike.setdefault(repr(own), own)
            else:
                data, places = self.fragments.replace(self.outputs.read(job.name), old.places)
                facts = old.facts
            self.outputs.write(job.name, data)
            made = self.outputs.made[job.name]
            state = PageState(job.key, made[1], places, facts, job.around)
            found[job.name] = state, made, job.name in self.outputs.staged
            _release(job)
            advance()
        return found

    def _render(self, job: Job) -> tuple[bytes, tuple[Place, ...]]:
        values = {**job.site, **job.values, "output_file": job.name, "shared": self.fragments.shared}
        return self.fragments.places(job.template.render(values))

    def text(self, name: str, template: Any, values: Mapping[str, Any]) -> bytes | None:
        """Return a page by itself, with what this build knows of all; None for one into which more is put later."""
        data, _ = self._render(Job(name, template, self.own, values))
        asks = self.facts.get("asks")
        return None if asks and asks(name, data.decode()) else data

    def _own_of_list(self, values: Mapping[str, Any]) -> Iterator[str]:
        """Yield what a page of a list depends on."""
        yield self._print_of(values)
        page: ListPage | None = values.get(_LIST)
        if page is not None:
            yield repr(page[1:])
            yield from [self._faces[id(each)] for each in page.articles]

    def _print_of(self, values: Mapping[str, Any]) -> str:
        """Return the hash of what a page is given beside its article, or the articles of its list."""
        shown = [
            part
            for name, value in values.items()
            if name not in _CONTENTS and name != _LIST
            for part in (name, value)
        ]
        known = tuple(map(id, shown))
        if known not in self._prints_of_values:
            self._prints_of_values[known] = shown, self._prints.of(shown)
        return self._prints_of_values[known][1]

    def _others(self, content: Any) -> tuple[list[str], list[str]]:
        """Return the slugs of the articles that a page shows beside its own, and what it says because of them."""
        slugs, reasons = self.beside(content)
        neighbours = [each.slug if each is not None else "" for each in (content.previous, content.next)]
        return [*neighbours, *slugs], [*reasons, *(self.marked(self._sources[id(content)]) or ())]

    def _kept_key(self, name: str, around: str, content: Any, slugs: Iterable[str]) -> str | None:
        """Return the key that a page had, if nothing has changed about the article, nor of what is shown of others."""
        old = self.before.get(name)
        is_as_before = (
            old is not None
            and old.around == around
            and self.memo.holds(self._sources[id(content)])
            and self._moved.isdisjoint(slugs)
        )
        return old.key if old is not None and is_as_before else None

    def _own(self, content: Any, slugs: Iterable[str]) -> Iterator[str]:
        """Yield what a page depends on of its article, and of others."""
        yield self.memo.stamp(self._sources[id(content)])
        yield self._faces[id(content)]
        for slug in slugs:
            yield self._faces[id(self.articles[slug])] if slug else ""

    @cached_property
    def _moved(self) -> set[str]:
        """The slugs of articles of which pages show something else than in the last build."""
        # The faces are asked for first, so that they are found out.
        sources = self.memo.changed("face") if self._faces else ()
        return {self.contents[source].slug for source in sources}

    @cached_property
    def _sources(self) -> Mapping[int, str]:
        """The files of articles and pages, by their identities."""
        return dict(zip(map(id, self.contents.values()), self.contents, strict=True))

    @cached_property
    def _faces(self) -> Mapping[int, str]:
        """The hash of what other pages show of each article and page, by its identity.

        It is one of the findings about it: what rooms put on it depends on its file, on data and settings, and on answers
        of the library that they asked for in `Memo.of`.
        """
        faces = self.memo.of_each("face", self.contents, self._face)
        return dict(zip(map(id, self.contents.values()), faces, strict=True))

    def _face(self, content: Any) -> str:
        return self.memo.of(content.document, "face", report_nothing, partial(self._seen_of, content))

    def _seen_of(self, content: Any, _report: Report) -> str:
        names, label = _names((*vars(content), *self.described))
        return self._prints.of([label, *(getattr(content, name) for name in names)])


def _shows_an_article(job: Job) -> bool:
    return not job.values.keys().isdisjoint(_CONTENTS)


def _release(job: Job) -> None:
    """Let go of the text of the article that a page shows: a worker makes thousands."""
    for name in _CONTENTS:
        if content := job.values.get(name):
            content.finished.release()


@cache
def _names(attributes: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return the names of what other pages may show in one order, and all of them as one text."""
    hidden = _NOT_SHOWN | _OF_ITS_PAGE | _OF_OTHERS
    names = sorted(name for name in {*attributes} if name[0] != "_" and name not in hidden)
    return tuple(names), " ".join(names)
