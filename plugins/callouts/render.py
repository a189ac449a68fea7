"""The HTML of a callout.

:::注意 同じ答えを繰り返さない          <aside class="callout callout--caution" role="note" aria-labelledby="callout">
前回と違う答えは避けます。      →         <p class="callout__title" id="callout">同じ答えを繰り返さない</p>
:::                                     <div class="callout__body"><p>前回と違う答えは避けます。</p></div></aside>
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from markdown.util import AtomicString

from plugins.callouts.kinds import ALERTS, KINDS, Kind
from plugins.core.dates import NoSuchDayError, parse_date
from plugins.core.problems import Level, choices
from plugins.core.text import fold
from plugins.dialect.blocks import Container, Fence, Paragraph, Quote
from plugins.dialect.build import Build

_ALERT = re.compile(r"[\[［][!！](?P<name>[^\]］]*)[\]］][ 　]*(?P<title>.*)")
_BY_NAME = {kind.name: kind for kind in KINDS}


def render_fence(parent: ET.Element, block: Fence, build: Build) -> None:
    """Render `:::ポイント` … `:::`."""
    _callout(parent, _BY_NAME[block.name], block.title, block, build)


def render_alert(parent: ET.Element, block: Quote, build: Build) -> bool:
    """Render `> [!NOTE]`; False where the quote is just a quote."""
    first = block.children[0] if block.children else None
    match = _ALERT.fullmatch(first.lines[0].strip()) if isinstance(first, Paragraph) else None
    if match is None or not isinstance(first, Paragraph):
        return False
    name = ALERTS.get(fold(match["name"]).upper())
    if name is None:
        build.error(
            block.line, f"「[!{match['name']}]」というボックスはありません。{choices(match['name'], ALERTS)}"
        )
        return False
    rest = Paragraph(first.line + 1, first.lines[1:], first.attributes)
    inner = Container(block.line, children=[rest, *block.children[1:]] if rest.lines else block.children[1:])
    _callout(parent, _BY_NAME[name], match["title"], inner, build)
    return True


def _callout(parent: ET.Element, kind: Kind, title: str, block: Container, build: Build) -> None:
    label = build.new_id("box")
    box = ET.SubElement(
        parent, "aside", {"class": f"callout callout--{kind.word}", "role": "note", "aria-labelledby": label}
    )
    heading = ET.SubElement(box, "p", {"class": "callout__title", "id": label})
    if kind.word == "update":
        _dated_title(heading, kind.title, title, block.line, build)
    elif kind.word == "voice" and title:
        build.text(heading, [f"{kind.title}（{title}）"], block.line)  # who tells it, and when
    else:
        build.text(heading, [title or kind.title], block.line)
        if title:
            _say_kind(heading, kind)
    if kind.word == "example":
        ET.SubElement(
            box, "button", {"type": "button", "class": "chip", "data-press": "copy"}
        ).text = "コピー"
    body = ET.SubElement(box, "div", {"class": "callout__body"})
    if block.children:
        build.children(body, block)
    elif kind.word == "trust" and build.head.author is not None and build.head.author.trust:
        for sentence in build.head.author.trust:
            ET.SubElement(body, "p").text = AtomicString(sentence)
    elif kind.word == "trust":
        build.error(
            block.line,
            "「信頼性」のボックスが空です。本文を書くか、content/data/authors.yaml の著者に trust を書いてください。",
        )
    elif not isinstance(block, Fence) or block.closed:
        build.report(Level.WARNING, block.line, f"「{kind.name}」のボックスが空です。")


def _say_kind(heading: ET.Element, kind: Kind) -> None:
    """Put the word of the kind before a title of the writer's, for who does not see the box's look."""
    word = ET.Element("span", {"class": "visually-hidden"})
    word.text, word.tail, heading.text = f"{kind.name}：", heading.text, None
    heading.insert(0, word)


def _dated_title(heading: ET.Element, word: str, title: str, line: int, build: Build) -> None:
    """Show a date at the start of an update's title as one; it moves the article's 更新日."""
    first, rest = [*title.split(maxsplit=1), "", ""][:2]
    try:
        date = parse_date(first)
    except NoSuchDayError as error:
        build.error(line, str(error))
        return
    except ValueError:
        build.text(heading, [f"{word} {title}".strip()], line)
        return
    build.updated = max(date, build.updated or date)
    heading.text = word + " "
    time = ET.SubElement(heading, "time", {"datetime": f"{date:%Y-%m-%d}"})
    time.text = f"{date.year}年{date.month}月{date.day}日"
    time.tail = f" {rest}" if rest else None
