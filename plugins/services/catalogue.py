"""All services and rankings of a site, read and checked as one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins.core.data import Lines, load, read_yaml
from plugins.core.library import Library
from plugins.core.problems import Level, Problems, choices
from plugins.core.site import Author
from plugins.core.text import fold
from plugins.services.claims import claims
from plugins.services.networks import Networks
from plugins.services.records import Ranking, Service, host

SERVICES = "services"
RANKINGS = "rankings"

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Catalogue:
    """What the owner knows of services."""

    services: Mapping[str, Service] = field(default_factory=dict)
    rankings: Mapping[str, Ranking] = field(default_factory=dict)
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Folder → every key that has a file there, also one that could not be used."""

    @cached_property
    def affiliate_addresses(self) -> Mapping[str, str]:
        """Every affiliate address → its network."""
        return {each.url: each.network for service in self.services.values() for each in service.affiliates}

    @cached_property
    def affiliate_hosts(self) -> Mapping[str, str]:
        """Hosts of affiliate addresses → network; not where a service's own site lives, which many link to."""
        official = {host(service.official) for service in self.services.values()}
        return {
            host(address): network
            for address, network in self.affiliate_addresses.items()
            if host(address) not in official and not Networks().of_link(address)
        }

    def service(self, key: str) -> Service | None:
        """Return a service by its key."""
        return self.services.get(key)


def load_catalogue(data: Path, problems: Problems) -> Catalogue:
    """Read both folders; a file that cannot be used is reported and left out."""
    services, service_keys = _folder(data / SERVICES, Service, problems)
    rankings, ranking_keys = _folder(data / RANKINGS, Ranking, problems)
    by_name: dict[str, str] = {}
    for key, service in services.items():
        first = by_name.setdefault(fold(service.name), key)
        if first != key:
            problems.error(
                data / SERVICES / f"{key}.yaml",
                _lines(data / SERVICES / f"{key}.yaml").get(("name",), 1),
                f"「{service.name}」は {first}.yaml と同じ名前です。どちらかの名前を変えるか、片方を消してください。",
            )
    for key, ranking in rankings.items():
        path = data / RANKINGS / f"{key}.yaml"
        for number, entry in enumerate(ranking.order):
            if entry.service not in service_keys:
                problems.error(
                    path,
                    _lines(path).get(("order", number, "service"), 1),
                    f"service「{entry.service}」は content/data/services/ にありません。{choices(entry.service, service_keys)}",
                )
    return Catalogue(services, rankings, {SERVICES: service_keys, RANKINGS: ranking_keys})


def _folder(folder: Path, model: type[Any], problems: Problems) -> tuple[dict[str, Any], tuple[str, ...]]:
    found: dict[str, Any] = {}
    keys: list[str] = []
    for path in sorted(folder.glob("*")):
        if path.name.startswith(".") or not path.is_file():
            continue
        if path.suffix != ".yaml" or not _KEY.fullmatch(path.stem):
            problems.error(
                path,
                0,
                f"「{path.name}」という名前は使えません。半角の小文字・数字とハイフンで「agent-tokyo.yaml」のように付けてください。",
            )
            continue
        keys.append(path.stem)
        record = load(path, model, problems.reporter(path))
        if record is not None:
            found[path.stem] = record
    return found, tuple(keys)


def _lines(path: Path) -> Lines:
    return read_yaml(path.read_text(encoding="utf-8-sig"))[1]


@dataclass(frozen=True)
class World:
    """What the data is checked against."""

    content: Path
    library: Library
    authors: Mapping[str, Author]
    now: dt.datetime
    stale_months: int
    strict: bool


def check(catalogue: Catalogue, world: World, problems: Problems) -> None:
    """Report what is wrong only together with the articles, the authors and the day of the build."""
    for key, service in catalogue.services.items():
        _report(world.content / "data" / SERVICES / f"{key}.yaml", _service(service, world), problems)
    for key, ranking in catalogue.rankings.items():
        _report(world.content / "data" / RANKINGS / f"{key}.yaml", _ranking(ranking, world), problems)


Place = tuple[int | str, ...]
"""A place in a YAML file: keys and list positions."""
Finding = tuple[Level, Place, str]


def _report(path: Path, findings: Iterator[Finding], problems: Problems) -> None:
    lines: Lines = {}
    for level, place, message in findings:
        lines = lines or _lines(path)
        problems.add(level, path, lines.get(place, 1), message)


def _service(service: Service, world: World) -> Iterator[Finding]:
    for number, fact in enumerate(service.facts):
        looked: Place = ("facts", number, "checked")
        if fact.checked > world.now:
            yield Level.ERROR, looked, _future("checked", fact.checked)
        elif months_between(fact.checked, world.now) >= world.stale_months:
            yield (
                Level.WARNING,
                looked,
                f"「{fact.name}」の確認日（{fact.checked:%Y-%m-%d}）から{world.stale_months}か月以上たっています。出典を見直して、checked を直してください。",
            )
    if service.review is not None:
        if service.review.date > world.now:
            yield Level.ERROR, ("review", "date"), _future("date", service.review.date)
        if service.review.reviewer not in world.authors:
            advice = choices(service.review.reviewer, world.authors)
            yield (
                Level.ERROR,
                ("review", "reviewer"),
                f"reviewer「{service.review.reviewer}」は content/data/authors.yaml にいません。評価した人のキーを書いてください。{advice}",
            )
    if service.picture is not None and not (world.content / service.picture.lstrip("/")).is_file():
        yield Level.ERROR, ("picture",), f"picture「{service.picture}」のファイルがありません。"
    if service.article is not None:
        yield from _article(service.article, world)
    texts: list[tuple[Place, str]] = [
        (("summary",), service.summary),
        (("microcopy",), service.microcopy),
    ]
    texts += [(("merits", number), text) for number, text in enumerate(service.merits)]
    for place, text in texts:
        for message in claims(text):
            yield Level.WARNING, place, message


def _article(slug: str, world: World) -> Iterator[Finding]:
    document = world.library.by_slug.get(slug)
    if document is None:
        yield (
            Level.ERROR,
            ("article",),
            f"article「{slug}」という記事はありません。{choices(slug, sorted(world.library.by_slug)[:20])}",
        )
    elif not document.is_public:
        level = Level.ERROR if world.strict else Level.WARNING
        yield level, ("article",), f"article「{slug}」は下書きか公開日前なので、読者には見えません。"


def _ranking(ranking: Ranking, world: World) -> Iterator[Finding]:
    if ranking.date > world.now:
        yield Level.ERROR, ("date",), _future("date", ranking.date)
    for number, entry in enumerate(ranking.order):
        for message in claims(entry.reason):
            yield Level.WARNING, ("order", number, "reason"), message


def _future(key: str, date: dt.datetime) -> str:
    return f"{key}「{date:%Y-%m-%d}」は未来の日付です。実際に確かめた日を書いてください。"


def months_between(earlier: dt.datetime, later: dt.datetime) -> int:
    """Return how many whole months lie between two days.

    >>> months_between(dt.datetime(2026, 5, 24), dt.datetime(2026, 11, 23))
    5
    """
    return (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)
