"""Links `service:KEY` to a service's own site, with the affiliate address where it has one.

[みちしるべエージェント](service:michishirube)      a link in a sentence
**初回の面談は45分です**                            alone in a paragraph: a button, and the
[公式サイトを見る](service:michishirube)            emphasised line before it is its microcopy
→  <p class="service-button"><strong class="service__microcopy">初回の…</strong>
   <a class="button" href="https://…" rel="sponsored nofollow noopener">公式サイトを見る</a></p>
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from markdown.util import HTML_PLACEHOLDER_RE

from plugins.core.library import Document, Library
from plugins.core.problems import Level, Report, choices
from plugins.dialect.build import Build
from plugins.dialect.kept import unmarked
from plugins.dialect.needs import ATTRIBUTES, Need
from plugins.services.catalogue import SERVICES, Catalogue
from plugins.services.pieces import ADVERT_MARK
from plugins.services.records import Service

SCHEME = "service"

_MARK = re.compile(r"\x1a([0-9]+)\x1a")


def finish(root: ET.Element, build: Build) -> None:
    """Give service links what is known of them later; make buttons of those that stand alone."""
    for parent in root.iter():
        links = [child for child in parent if child.tag == "a" and (key := _key(child, build))]
        for link in links:
            key = _key(link, build)
            need = build.needs[int(_mark(link))]
            link.set(ATTRIBUTES, build.need("service-rel", need.line, key))
            if parent.tag == "p" and _stands_alone(parent, link):
                link.set("class", " ".join(filter(None, (link.get("class"), "button"))))
                parent.set("class", " ".join(filter(None, (parent.get("class"), "service-button"))))
                for child in parent:
                    if child.tag in ("strong", "em"):
                        child.set("class", "service__microcopy")
                mark = ET.SubElement(link, "span", {"class": "service-button__mark"})
                mark.text = build.need("service-mark", need.line, key)
        if build.converter.md.htmlStash.rawHtmlBlocks:
            _join_pixels(parent, build)


def _mark(link: ET.Element) -> str:
    match = _MARK.fullmatch(link.get("href", ""))
    return match[1] if match else ""


def _key(link: ET.Element, build: Build) -> str:
    number = _mark(link)
    if not number:
        return ""
    need = build.needs[int(number)]
    scheme, _, key = html.unescape(need.value).partition(":")
    return key if need.kind == "link" and scheme == SCHEME else ""


def _stands_alone(parent: ET.Element, link: ET.Element) -> bool:
    """Say whether a paragraph holds the link and nothing else, but for an emphasised line before it."""
    children = list(parent)
    before = children[: children.index(link)]
    tags = [child.tag for child in before]
    text = (parent.text or "") + "".join(child.tail or "" for child in children)
    return children[-1] is link and not text.strip() and tags in ([], ["strong", "br"], ["em", "br"])


def _join_pixels(parent: ET.Element, build: Build) -> None:
    """Take the break between a pasted link and its measuring pixel away: they stay beside each other."""
    for position, child in reversed(list(enumerate(parent))):
        if child.tag != "br":
            continue
        before = parent[position - 1].tail if position else parent.text
        if _is_raw_end(before or "", build, "</a>") and _is_pixel(child.tail or "", build):
            joined = (before or "") + "\n" + (child.tail or "").lstrip()
            if position:
                parent[position - 1].tail = joined
            else:
                parent.text = joined
            parent.remove(child)


def _is_raw_end(text: str, build: Build, end: str) -> bool:
    matches = list(HTML_PLACEHOLDER_RE.finditer(text.rstrip()))
    return (
        bool(matches) and matches[-1].end() == len(text.rstrip()) and _raw(matches[-1], build).endswith(end)
    )


def _is_pixel(text: str, build: Build) -> bool:
    match = HTML_PLACEHOLDER_RE.match(text.lstrip())
    return match is not None and bool(
        re.match(r"<img\b[^>]*\b(?:width|height)=[\"']?[01]\b", _raw(match, build))
    )


def _raw(match: re.Match[str], build: Build) -> str:
    raw = build.converter.md.htmlStash.rawHtmlBlocks[int(match[1])]
    return unmarked(raw)[0] if isinstance(raw, str) else ""


@dataclass(frozen=True)
class ServiceLinks:
    """The answers for service links."""

    catalogue: Catalogue

    def link(self, need: Need, _document: Document, _library: Library, report: Report) -> str:
        """Return the `href`; an unknown service is reported."""
        service = self._find(need)
        if service is not None:
            return html.escape(service.address)
        key = html.unescape(need.value).partition(":")[2]
        if key not in self.catalogue.files.get(SERVICES, ()):
            advice = choices(key, self.catalogue.services)
            message = f"リンク「service:{key}」の content/data/services/{key}.yaml がありません。{advice}"
            report(Level.ERROR, need.line, message)
        return html.escape(need.value)

    def title(self, need: Need, _document: Document, _library: Library, _report: Report) -> str:
        """Return the name of the service, for a link without text."""
        service = self._find(need)
        return html.escape(service.name if service else need.value)

    def rel(self, need: Need, _document: Document, _library: Library, _report: Report) -> str:
        """Return the attributes that follow from the kind of address."""
        service = self.catalogue.services.get(need.value)
        affiliate = service is not None and service.affiliates
        return ' rel="sponsored nofollow noopener"' if affiliate else ' rel="noopener"'

    def mark(self, need: Need, _document: Document, _library: Library, _report: Report) -> str:
        """Return 広告 for a button that earns money."""
        service = self.catalogue.services.get(need.value)
        return f" {ADVERT_MARK}" if service is not None and service.affiliates else ""

    def _find(self, need: Need) -> Service | None:
        return self.catalogue.services.get(html.unescape(need.value).partition(":")[2])
