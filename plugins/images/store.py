"""The pictures of one site: what is known of each file, in which sizes it is shown, and where those are kept.

What was found out and made before is kept under the content's hash in a folder of `CACHE_PATH`. A build whose
pictures are as they were looks at the files' dates alone, and loads no Pillow.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import astuple, dataclass, field
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from plugins.core.moves import write_whole
from plugins.core.outputs import TICK, Stat
from plugins.core.pool import aside, spread_each
from plugins.images.facts import UNREADABLE, Facts, UnreadablePictureError, facts_of
from plugins.images.settings import ImagesSettings
from plugins.images.share import DRAWING, GROUND, SIZE, SMALL, Colours, Drawing, draw
from plugins.images.variants import FORMATS, RECIPE, Job, encode, widths_of

STATE = "state.json"
_VERSION = 1
_MANY_FILES, _MANY_DRAWINGS, _MANY_PIXELS = 200, 12, 4_000_000
"""From how much on it is worth starting processes."""
_SPARE = 100
"""How many files are kept beyond twice what is needed: a picture that is taken back is not made again."""
_SHARED = ("jpeg", "png", "webp")
"""What X, LINE and others show."""
_SHARED_BYTES = 1_000_000


_NAMED = 6
"""So many letters of the hash tell versions of a picture apart in published names, which pages hold by the dozen."""


class Candidate(NamedTuple):
    """A picture in one width."""

    address: str
    width: int


class Picture(NamedTuple):
    """A picture as pages show it: the file itself, its size, and what a browser may take instead."""

    address: str
    width: int
    height: int
    avif: tuple[Candidate, ...] = ()
    own: tuple[Candidate, ...] = ()
    """In the format of the file."""
    title: str = ""
    """What is written in it, where it was drawn."""

    @property
    def thumbnail(self) -> Picture:
        """Return it as lists show it: the narrowest."""
        return self._replace(address=self.own[0].address, avif=self.avif[:1], own=()) if self.own else self


@dataclass(frozen=True)
class Look:
    """A file to be looked at. Given to another process."""

    path: str
    bare: str
    """Where a copy without what it tells is kept."""


def look(job: Look) -> Facts | str:
    """Return what a file is, or what is wrong with it."""
    try:
        data = Path(job.path).read_bytes()
        facts, bare = facts_of(Path(job.path), data)
    except UnreadablePictureError as error:
        return str(error)
    except OSError:
        return UNREADABLE
    if facts.telling:
        write_whole(Path(job.bare), bare)
    return facts


@dataclass
class Pictures:
    """All of one run. `folder` is where things are kept."""

    folder: Path
    options: ImagesSettings
    name: str
    """Of the blog."""
    colours: Colours = field(default_factory=Colours)
    faults: dict[str, str] = field(default_factory=dict)
    """Picture → what is wrong with it, as the rest of a sentence."""
    told: set[str] = field(default_factory=set)
    """Those whose fault has been reported where an article shows them."""
    _paths: dict[str, str] = field(default_factory=dict)
    _stats: dict[str, Stat] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)
    _facts: dict[str, Facts] = field(default_factory=dict)
    _shown: dict[str, Picture | None] = field(default_factory=dict)
    _targets: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)
    _drawn: dict[tuple[str, str], Picture] = field(default_factory=dict)
    _titles: dict[str, str] = field(default_factory=dict)
    """What is drawn: key → title."""
    _undrawn: dict[str, str] = field(default_factory=dict)
    _published: dict[str, str] = field(default_factory=dict)
    _variants: dict[str, dict[str, str]] = field(default_factory=dict)
    _asked: set[tuple[str, str]] | None = None

    # ---- what there is -------------------------------------------------------------------------

    def scan(self, paths: Mapping[str, str]) -> None:
        """Find out what the pictures of a site are: source → path."""
        before, saved = self._read_state()
        self._began = time.time_ns()
        self._paths = dict(paths)
        for source, path in paths.items():
            stat = Stat.of(path)
            known, digest = before.get(source, (None, ""))
            # What was written while the pictures were looked at may have changed again without another date.
            if known != stat or stat is None or max(stat.mtime_ns, stat.ctime_ns) >= saved - TICK:
                data = Path(path).read_bytes()
                digest = _digest(data)
            self._stats[source], self._digests[source] = stat or Stat(0, 0, 0, 0), digest
        kept = {digest: self._facts[digest] for digest in self._digests.values() if digest in self._facts}
        self._facts = {digest: facts for digest, facts in kept.items() if self._has_bare(digest, facts)}
        new = {
            digest: path
            for source, path in paths.items()
            if (digest := self._digests[source]) not in self._facts
        }
        jobs = [Look(path, str(self._bare(digest))) for digest, path in new.items()]
        results = dict(zip(new, spread_each(look, jobs, least=_MANY_FILES), strict=True))
        self._facts |= {digest: found for digest, found in results.items() if isinstance(found, Facts)}
        self.faults |= {
            source: found for source in paths if isinstance(found := results.get(self._digests[source]), str)
        }

    def _bare(self, digest: str) -> Path:
        return self.folder / f"{digest}.bare"

    def _has_bare(self, digest: str, facts: Facts) -> bool:
        return not facts.telling or self._bare(digest).name in self._kept

    @cached_property
    def _kept(self) -> frozenset[str]:
        with contextlib.suppress(OSError):
            return frozenset(os.listdir(self.folder))  # noqa: PTH208 - of thousands of files, the names alone
        return frozenset()

    # ---- what is shown -------------------------------------------------------------------------

    def picture(self, source: str, address: str) -> Picture | None:
        """Return how a picture is shown; None for one that is broken or unknown."""
        if self._asked is not None:
            self._asked.add((source, address))
        if source not in self._shown:
            facts = self._facts.get(self._digests.get(source, ""))
            self._shown[source] = self._offer(source, address, facts) if facts else None
        return self._shown[source]

    @contextlib.contextmanager
    def asked(self) -> Iterator[set[tuple[str, str]]]:
        """Give a set into which every picture comes that is asked for meanwhile: source and address."""
        self._asked = set()
        try:
            yield self._asked
        finally:
            self._asked = None

    def _offer(self, source: str, address: str, facts: Facts) -> Picture:
        if facts.whole:
            return Picture(address, facts.width, facts.height)
        key = _digest(f"{self._digests[source]} {RECIPE} {self.options.quality}".encode())[:10]
        stem = f"{self.options.folder}/{PurePosixPath(source).stem}.{key[:_NAMED]}"
        made: dict[str, list[Candidate]] = {"avif": [], facts.kind: []}
        for width in widths_of(facts.width, self.options.widths):
            for kind, candidates in made.items():
                file = f"{key}-{width}.{FORMATS[kind]}"
                name = f"{stem}-{width}.{FORMATS[kind]}"
                self._variants.setdefault(source, {})[name] = file
                self._targets.setdefault(source, []).append((file, kind, width))
                candidates.append(Candidate("/" + name, width))
        avif = made.pop("avif") if facts.kind != "avif" else []
        return Picture(address, facts.width, facts.height, tuple(avif), tuple(made[facts.kind]))

    def drawn(self, slug: str, title: str) -> Picture:
        """Return the picture that shows a title."""
        found = self._drawn.get((slug, title))
        if found is None:
            key = self.key_of_drawing(title)
            self.take_drawing(key, slug, title)
            stem = self._stem_of_drawing(key, slug)
            own = Candidate(f"/{stem}-{SMALL}.png", SMALL), Candidate(f"/{stem}.png", SIZE[0])
            found = self._drawn[slug, title] = Picture(own[1].address, *SIZE, own=own, title=title)
        return found

    def key_of_drawing(self, title: str) -> str:
        """Return what the picture of a title is known by."""
        return _digest(f"{DRAWING}\0{title}\0{self._look}".encode())[:10]

    def take_drawing(self, key: str, slug: str, title: str) -> None:
        """Publish the picture of a title. `key`: what it is known by, which takes longest to find out."""
        stem = self._stem_of_drawing(key, slug)
        large, small = _files_of(key)
        self._titles[key] = title
        self._published[f"{stem}.png"] = large
        self._published[f"{stem}-{SMALL}.png"] = small

    def _stem_of_drawing(self, key: str, slug: str) -> str:
        return f"{self.options.folder}/{slug}.{key[:_NAMED]}"

    @cached_property
    def _look(self) -> str:
        return f"{self.name}\0{self.colours}"

    def shared(self, source: str, address: str) -> Picture | None:
        """Return the file of a picture that other sites may show; None for what they cannot."""
        facts = self._facts.get(self._digests.get(source, ""))
        picture = self.picture(source, address)
        if facts is None or picture is None or facts.whole or facts.kind not in _SHARED:
            return None
        if self._stats[source].size <= _SHARED_BYTES:
            return Picture(address, facts.width, facts.height)
        last = picture.own[-1]
        return Picture(last.address, last.width, round(facts.height * last.width / facts.width))

    # ---- making --------------------------------------------------------------------------------

    def withhold(self, sources: Iterable[str]) -> None:
        """Neither make nor publish anything of some pictures."""
        for source in sources:
            self._targets.pop(source, None)
            self._variants.pop(source, None)

    def make(self) -> int:
        """Make the variants that are not there yet; return of how many pictures. What cannot be made is a fault."""
        jobs = {
            source: Job(
                self._paths[source], tuple(_at(self.folder, each) for each in missing), self.options.quality
            )
            for source, targets in self._targets.items()
            if (missing := [target for target in targets if target[0] not in self._kept])
        }
        pixels = sum(width * width for job in jobs.values() for _, _, width in job.targets)
        least = 0 if pixels > _MANY_PIXELS else len(jobs) + 1
        for source, fault in zip(jobs, spread_each(encode, list(jobs.values()), least=least), strict=True):
            if fault:
                self.faults[source] = fault
        return len(jobs)

    def draw(self, wanted: AbstractSet[str]) -> Callable[[], Iterator[tuple[str, str]]]:
        """Begin to make the pictures of titles that are not there yet, of those whose files are wanted.

        Return what waits for them, and yields titles and the characters that have no letter.
        """
        new = {
            key: Drawing(
                title, self.name, self.colours, *(str(self.folder / file) for file in _files_of(key))
            )
            for key, title in (self._titles.items() if wanted else ())
            if not wanted.isdisjoint(files := _files_of(key)) and not self._kept.issuperset(files)
        }
        work = partial(spread_each, draw, list(new.values()), least=_MANY_DRAWINGS)
        # A few are made by a process beside this one; many take all.
        results = aside(work) if 0 < len(new) < _MANY_DRAWINGS else partial(list, work())
        return partial(self._drawn_of, list(new), results)

    def _drawn_of(self, new: Sequence[str], results: Callable[[], list[str]]) -> Iterator[tuple[str, str]]:
        self._undrawn = {key: missing for key, missing in self._undrawn.items() if key in self._titles}
        self._undrawn |= {key: missing for key, missing in zip(new, results(), strict=True) if missing}
        for key, missing in self._undrawn.items():
            yield self._titles[key], missing

    # ---- publishing ----------------------------------------------------------------------------

    def published(self) -> dict[str, str]:
        """Return the files that were made: name in the site → name in the folder."""
        found = dict(self._published)
        for each in self._variants.values():
            found |= each
        return found

    def bare_file(self, source: str) -> str | None:
        """Return the file in the folder that is published in place of a picture, where that tells more than it shows."""
        digest = self._digests.get(source, "")
        facts = self._facts.get(digest)
        return self._bare(digest).name if facts and facts.telling else None

    # ---- the state -----------------------------------------------------------------------------

    def _read_state(self) -> tuple[dict[str, tuple[Stat | None, str]], int]:
        """Return what was known of the files, and when that was written; a broken state is none."""
        try:
            state = json.loads((self.folder / STATE).read_bytes())
            if state["version"] != [_VERSION, RECIPE]:
                return {}, 0
            self._facts = {digest: Facts(*facts) for digest, facts in state["facts"].items()}
            self._undrawn = {str(key): str(missing) for key, missing in state["undrawn"].items()}
            files: dict[str, tuple[Stat | None, str]] = {
                source: (Stat(*stamp), str(digest)) for source, (stamp, digest) in state["files"].items()
            }
            return files, int(state["saved"])
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}, 0

    def save(self) -> None:
        """Remember what is known, and drop what no page shows where that has become the greater part."""
        state = {
            "version": [_VERSION, RECIPE],
            "saved": self._began,
            "files": {
                source: [self._stats[source], digest]
                for source, digest in self._digests.items()
                if digest in self._facts
            },
            "facts": {digest: astuple(facts) for digest, facts in self._facts.items()},
            "undrawn": self._undrawn,
        }
        write_whole(self.folder / STATE, json.dumps(state, ensure_ascii=False, sort_keys=True).encode())
        if "_kept" not in vars(self):
            return  # nobody had to look what is there
        used = {STATE, GROUND, *self.published().values()}
        used |= {self._bare(digest).name for digest, facts in self._facts.items() if facts.telling}
        unused = self._kept - used
        if len(unused) > len(used) + _SPARE:
            for name in unused:
                with contextlib.suppress(OSError):
                    (self.folder / name).unlink()


def _at(folder: Path, target: tuple[str, str, int]) -> tuple[str, str, int]:
    return str(folder / target[0]), target[1], target[2]


def _files_of(key: str) -> tuple[str, str]:
    """Return the files of a drawing: as other sites show it, and small."""
    return f"{key}.png", f"{key}-{SMALL}.png"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]
