"""Which pages of the built site carry which affiliate programme: networks ask for this list."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from plugins.services.adverts import affiliate_links
from plugins.services.catalogue import Catalogue
from plugins.services.networks import Networks

COLUMNS = ("ページ", "広告の会社", "サービス", "プログラム", "リンク")

_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')


@dataclass(frozen=True, order=True)
class Use:
    """A page that carries an affiliate link."""

    page: str
    network: str
    service: str
    programme: str
    address: str


def uses(output: Path, catalogue: Catalogue, networks: Networks) -> list[Use]:
    """Return every use in the built pages, each link of a page once, sorted."""
    return sorted(
        {use for path in output.rglob("*.html") for use in _of_page(path, output, catalogue, networks)}
    )


def _of_page(path: Path, output: Path, catalogue: Catalogue, networks: Networks) -> Iterator[Use]:
    text = path.read_text(encoding="utf-8")
    canonical = _CANONICAL.search(text)
    page = html.unescape(canonical[1]) if canonical else "/" + path.relative_to(output).as_posix()
    known = {
        each.url: (service.name, each.programme)
        for service in catalogue.services.values()
        for each in service.affiliates
    }
    for href, network in affiliate_links(text, networks):
        address = html.unescape(href)
        service, programme = known.get(address, ("", ""))
        yield Use(page, network, service, programme, address)


def as_csv(found: Iterable[Use]) -> str:
    """Return the list for a spreadsheet: with a byte order mark, as Excel wants it for Japanese."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows(astuple(use) for use in found)
    return "\ufeff" + file.getvalue()


def as_text(found: list[Use]) -> str:
    """Return the list for a screen: the pages under each programme."""
    if not found:
        return "広告リンクのあるページはありません。\n"
    lines: list[str] = []
    programmes = sorted({(use.network, use.service, use.programme) for use in found})
    for programme in programmes:
        pages = sorted({use.page for use in found if (use.network, use.service, use.programme) == programme})
        network, service, name = programme
        lines.append("・".join(filter(None, (network, service, name))) + f"（{len(pages)}ページ）")
        lines += [f"  {page}" for page in pages]
    return "\n".join(lines) + "\n"
