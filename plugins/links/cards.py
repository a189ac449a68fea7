"""Link cards: `@[カード](…)`, an address alone on a line, and labelled lines `関連記事>> [](x.md)`.

What a card shows of an article (title, description, picture, category, date) is looked up when all are known.

    関連記事>> [](saishu-mensetsu.md)
    → <aside class="related-link"><p class="related-link__label">関連記事</p>
      <a class="related-link__card" href="/saishu-mensetsu/"><img …><span class="related-link__title">…</span>…</a></aside>
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from markdown.util import AtomicString

from plugins.core.library import Document, Library
from plugins.core.problems import Report
from plugins.dialect.blocks import Special
from plugins.dialect.build import Build
from plugins.dialect.grammar import LineRule, Resolve
from plugins.dialect.needs import Need
from plugins.links.linkcards import LinkCard
from plugins.links.resolve import Links, report_untitled

_ARGUMENT = re.compile(r"""(?P<target>\S+?)(?:[ 　]+["“](?P<title>[^"”]*)["”])?""")
_LINK = r"\[(?P<text>[^\[\]]*)\]\((?P<target>[^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)"
_SEPARATOR = r"(?:>>|＞＞|>|＞|》|≫|»|→|⇒|:|：)"


def label_rules(labels: tuple[str, ...]) -> list[LineRule]:
    """Return the rules of labelled lines.

    Label, separator and link on one line; or the label on a line and `>> [](x.md)` on the next; or that alone.
    """
    names = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    label = rf"[【■◆▶]?(?P<label>{names})[】]?"
    return [
        LineRule(
            "関連記事",
            re.compile(rf"(?:{label}[ 　]*{_SEPARATOR}|(?P<bare>>>|＞＞))[ 　]*{_LINK}"),
            related_line,
            lead=re.compile(rf"{label}[ 　]*"),
        ),
        LineRule("関連記事の区切り", re.compile(rf"{label}[ 　]*{_LINK}"), missing_separator),
        LineRule(
            "関連記事のリンク", re.compile(rf"{label}[ 　]*(?:>>|＞＞|≫|»)[ 　]*(?P<rest>.*)"), missing_link
        ),
    ]


def bare_rule(site_url: str) -> LineRule:
    """Return the rule of what is a card when it stands alone: a file `….md`, a path `/…/`, an address of this site."""
    word = r"[^\s\[\]()<>|「」、。［］]+"
    pattern = rf"(?P<target>{word}\.md(?:#\S+)?|/(?:{word}/)?|{re.escape(site_url)}(?:/{word})?/?)"
    return LineRule("カード", re.compile(pattern), bare_card, in_lists=False)


def card_embed(parent: ET.Element, block: Special, build: Build) -> None:
    """`@[カード](path-or-address "title")`."""
    match = _ARGUMENT.fullmatch(block.groups["argument"])
    if match is None:
        build.error(
            block.line,
            f"「{block.text}」の行き先がわかりません。「@[カード](saishu-mensetsu.md)」のように書いてください。",
        )
        return
    _card(parent, match["target"], match["title"] or "", block.line, build)


def bare_card(parent: ET.Element, block: Special, build: Build) -> None:
    """Draw an address alone on a line as a card."""
    _card(parent, block.groups["target"], "", block.line, build)


def _card(parent: ET.Element, target: str, title: str, line: int, build: Build) -> None:
    frame = ET.SubElement(parent, "p", {"class": "card"})
    frame.text = AtomicString(build.need("card", line, target, title=title))


def related_line(parent: ET.Element, block: Special, build: Build) -> None:
    """Draw a labelled line; several in a row are one group."""
    last = parent[-1] if len(parent) else None
    if last is None or last.get("class") != "related-links":
        last = ET.SubElement(parent, "div", {"class": "related-links"})
    label = block.groups.get("label", "")
    aside = ET.SubElement(last, "aside", {"class": "related-link", "role": "note"})
    text, target = block.groups["text"].strip(), block.groups["target"]
    card = AtomicString(build.need("related-link", block.line, target, title=text))
    if label:
        shown = ET.SubElement(aside, "p", {"class": "related-link__label"})
        shown.text, shown.tail = label, card
    else:
        aside.set("aria-label", "関連記事")
        aside.text = card


def missing_separator(parent: ET.Element, block: Special, build: Build) -> None:  # noqa: ARG001 - the form of all renderers
    """Report a label right before a link."""
    label, rest = block.groups["label"], block.text[block.text.index("[") :]
    build.error(
        block.line, f"「{label}」とリンクの間に区切りがありません。「{label}>> {rest}」と書いてください。"
    )


def missing_link(parent: ET.Element, block: Special, build: Build) -> None:  # noqa: ARG001 - the form of all renderers
    """Report a label with something else than one link behind it: nobody means `関連記事>>` as text."""
    own = re.search(r"[\w./-]+\.md\b", block.text)
    right = f"{block.groups['label']}>> []({own[0] if own else 'saishu-mensetsu.md'})"
    build.error(
        block.line,
        f"「{block.text[:30]}」の後がリンク一つになっていません。「{right}」のように書いてください。",
    )


@dataclass(frozen=True)
class Shown:
    """What a card shows."""

    href: str
    title: str
    description: str = ""
    meta: str = ""
    document: Document | None = None


@dataclass(frozen=True)
class Cards:
    """The answers for cards."""

    links: Links
    linkcards: Mapping[str, LinkCard]
    resolvers: Mapping[str, Resolve]
    """The answers of all rooms."""

    def card(self, need: Need, document: Document, library: Library, report: Report) -> str:
        """Return the inside of a card."""
        shown = self._shown(need, document, library, report)
        attributes = ' rel="noopener"' if library.is_external(need.value) else ""
        parts = [f'<span class="card__title">{html.escape(shown.title)}</span>']
        if shown.description:
            parts.append(f'<span class="card__description">{html.escape(shown.description)}</span>')
        if shown.meta:
            parts.append(f'<span class="card__meta">{html.escape(shown.meta)}</span>')
        picture = self._picture(shown, "card", need, library, report)
        return f'<a class="card__link" href="{shown.href}"{attributes}>{picture}<span class="card__text">{"".join(parts)}</span></a>'

    def related_link(self, need: Need, document: Document, library: Library, report: Report) -> str:
        """Return the inside of a labelled line's card."""
        shown = self._shown(need, document, library, report)
        external = library.is_external(need.value)
        if external and not need.options["title"] and html.unescape(need.value) not in self.linkcards:
            report_untitled(need, report)
        attributes = ' rel="noopener"' if external else ""
        date = shown.document.date if shown.document else None
        day = (
            f'<span class="related-link__date">{date.year}年{date.month}月{date.day}日</span>' if date else ""
        )
        picture = self._picture(shown, "related-link", need, library, report)
        title = f'<span class="related-link__title">{html.escape(shown.title)}</span>'
        return f'<a class="related-link__card" href="{shown.href}"{attributes}>{picture}{title}{day}</a>'

    def _shown(self, need: Need, document: Document, library: Library, report: Report) -> Shown:
        value, title = html.unescape(need.value), need.options["title"]
        href = self.links.link(need, document, library, report)
        if library.is_external(value):
            known = self.linkcards.get(value)
            host = urlsplit(value).netloc
            name = title or (known.title if known else host)
            return Shown(href, name, known.description if known else "", host if name != host else "")
        target = library.find(value.partition("#")[0], document)
        found = target.document if target else None
        if found is None:
            return Shown(href, title or value)
        return Shown(href, title or found.title, found.description, found.category or "", found)

    def _picture(self, shown: Shown, block: str, need: Need, library: Library, report: Report) -> str:
        """Return the picture of the article that a card leads to; the room of pictures makes it."""
        cover = self.resolvers.get("cover")
        if shown.document is None or cover is None:
            return ""
        options = {"class": f"{block}__picture", "sizes": "96px"}
        return cover(
            Need("cover", need.line, shown.document.source, options), shown.document, library, report
        )
