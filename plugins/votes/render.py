"""The HTML of the buttons.

    @[投票]   →   <div class="votes" role="group" aria-label="ブログランキングへの投票"><p>…</p>
                  <ul class="votes__list"><li><a class="button vote--blogmura" href="…"
                  rel="nofollow noopener" target="_blank"><span>にほんブログ村<br><small>転職・キャリア</small></span>
                  <span class="visually-hidden">で投票する（新しいタブで開きます）</span></a></li></ul></div>

A button is our own text: nothing is requested. A counting picture is a request to the service, so it is there
only where the owner asked for it. A page shows one of the two places: an article its own, others the sidebar's.
"""

from __future__ import annotations

import html
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass

from markdown.util import AtomicString

from plugins.core.library import Document, Library
from plugins.core.problems import Level, Report
from plugins.dialect.blocks import Special
from plugins.dialect.build import Build
from plugins.dialect.needs import Need
from plugins.votes.buttons import Button, Place, Rank, Votes

Link = Callable[[str], str]
"""Makes the `href` of a path of this site."""

LABEL = "ブログランキングへの投票"


def embed(parent: ET.Element, block: Special, build: Build) -> None:
    """`@[投票]`: leave a mark; the buttons are those of the whole site."""
    if block.groups["argument"]:
        build.error(block.line, f"「{block.text}」の（）の中は使いません。「@[投票]」とだけ書いてください。")
    frame = ET.SubElement(parent, "div", {"class": "votes", "role": "group", "aria-label": LABEL})
    frame.text = AtomicString(build.need("votes", block.line, ""))


@dataclass(frozen=True)
class Buttons:
    """Renders the buttons of one site."""

    votes: Votes

    def answer(self, need: Need, _document: Document, library: Library, report: Report) -> str:
        """Return what is inside of an embed; it never counts, as it goes into feeds too."""
        if not self.votes.buttons:
            report(
                Level.ERROR,
                need.line,
                "「@[投票]」に出すボタンがありません。content/data/votes.yaml に buttons を書いてください。",
            )
        return self._inside(lambda path: library.base_path + path, "votes__list", counts=False)

    def place(self, place: Place, link: Link) -> str:
        """Return the buttons of one place, `` where it has none."""
        if place not in self.votes.places or not self.votes.buttons:
            return ""
        inside = self._inside(link, "row", counts=True)
        return f'<div class="votes" role="group" aria-label="{LABEL}">{inside}</div>'

    def _inside(self, link: Link, style: str, *, counts: bool) -> str:
        parts = [f"<p>{html.escape(self.votes.text)}</p>"] if self.votes.text else []
        if self.votes.rank:
            parts.append(_rank(self.votes.rank))
        items = "".join(f"<li>{_button(button, link)}</li>" for button in self.votes.buttons)
        parts.append(f'<ul class="{style}">{items}</ul>')
        if counts:
            parts += [_counter(button) for button in self.votes.buttons if button.counter]
        return "\n".join(parts)


def _rank(rank: Rank) -> str:
    day = f"{rank.date.year}年{rank.date.month}月{rank.date.day}日"
    time = f'<time datetime="{rank.date:%Y-%m-%d}">{day}</time>'
    text = f"{html.escape(rank.category)} {rank.place}位（{time}時点）"
    return f'<p class="votes__rank">{text} <a href="{html.escape(rank.url)}" rel="nofollow noopener">順位のページ</a></p>'


def _button(button: Button, link: Link) -> str:
    provider = button.provider
    href = html.escape(provider.address(button.values))
    name = html.escape(button.name or provider.name)
    if button.picture is None:
        label = f"<br><small>{html.escape(button.label)}</small>" if button.label else ""
        inside = f"<span>{name}{label}</span>"
        style = f"button vote--{provider.kind}"
    else:
        picture = button.picture
        source = picture.src if provider.pictures else link("/" + picture.src.lstrip("/"))
        inside = (
            f'<img src="{html.escape(source)}" alt="{name}{" " + html.escape(button.label) if button.label else ""}" '
            f'width="{picture.width}" height="{picture.height}" loading="lazy">'
        )
        style = "vote--picture"
    spoken = f'<span class="visually-hidden">で{provider.verb}（新しいタブで開きます）</span>'
    return f'<a class="{style}" href="{href}" rel="nofollow noopener" target="_blank">{inside}{spoken}</a>'


def _counter(button: Button) -> str:
    counter = button.provider.counter
    if counter is None:
        return ""
    source = html.escape(counter.address(button.values))
    # A lazy picture at the foot of a page would not count: it is requested at once, but after all else.
    return (
        f'<img class="votes__counter" src="{source}" alt="{counter.description}" width="{counter.width}" '
        f'height="{counter.height}" loading="eager" fetchpriority="low">'
    )
