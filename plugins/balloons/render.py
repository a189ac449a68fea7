"""The HTML of a speech balloon.

:::会話 minori            <div class="dialogue"><div class="balloon">
よくある質問です。   →      <p class="balloon__who"><img …><span class="balloon__name">早川<span …>：</span></span></p>
:::                         <div class="balloon__text"><p>よくある質問です。</p></div></div></div>

Balloons in a row share one `dialogue`. The colon is for feeds, readers and speech: 「早川：…」.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass

from markdown.util import AtomicString

from plugins.balloons.characters import Character
from plugins.core.problems import Level, nearest
from plugins.core.text import fold
from plugins.dialect.blocks import Fence
from plugins.dialect.build import Build

_SIDES = {"右": "right", "左": "left", "right": "right", "left": "left"}


@dataclass(frozen=True)
class Balloons:
    """Renders balloons of these speakers."""

    characters: Mapping[str, Character]

    def render(self, parent: ET.Element, block: Fence, build: Build) -> None:
        """Render one balloon; an unknown speaker is reported."""
        key, side = [*block.title.split(maxsplit=1), "", ""][:2]
        found = self._known(key)
        if found is None:
            build.error(block.line, self._unknown(key))
            build.children(parent, block)
            return
        character = self.characters[found]
        side = side.strip() or character.side
        if fold(side) not in _SIDES:
            build.error(
                block.line,
                f"会話の向き「{side}」は使えません。「:::会話 {key} 右」か「:::会話 {key} 左」と書いてください。",
            )
        last = parent[-1] if len(parent) else None
        if last is None or last.get("class") != "dialogue":
            last = ET.SubElement(parent, "div", {"class": "dialogue"})
        balloon = ET.SubElement(last, "div", {"class": f"balloon balloon--{_SIDES.get(fold(side), 'left')}"})
        who = ET.SubElement(balloon, "p", {"class": "balloon__who"})
        if character.picture is not None:
            source = "/" + character.picture.lstrip("/")
            ET.SubElement(
                who,
                "img",
                {"class": "balloon__picture", "src": source, "alt": "", "width": "56", "height": "56"},
            )
            build.sources[who] = (block.line, [block.opener])
        name = ET.SubElement(who, "span", {"class": "balloon__name"})
        name.text = AtomicString(character.name)
        ET.SubElement(name, "span", {"class": "visually-hidden"}).text = "："
        text = ET.SubElement(balloon, "div", {"class": "balloon__text"})
        build.children(text, block)
        if not block.children and block.closed:
            build.report(Level.WARNING, block.line, f"「{character.name}」の会話が空です。")

    def _unknown(self, key: str) -> str:
        if not key:
            return f"「:::会話」に話す人の名前がありません。{self._choices('')}"
        if not self.characters:
            return f"「{key}」という人物はいません。content/data/characters.yaml に「{key}:」と name を書いてください。"
        return f"「{key}」という人物はいません。{self._choices(key)}"

    def _known(self, key: str) -> str | None:
        """Return the key of a speaker, who may be called by the name too where it is one's alone."""
        found = [each for each in self.characters if fold(each) == fold(key)]
        found = found or [
            each for each, character in self.characters.items() if fold(character.name) == fold(key)
        ]
        return found[0] if len(found) == 1 else None

    def _choices(self, key: str) -> str:
        """Return the end of a message: the nearest speaker, and all of them with their names."""
        words = {word: each for each, found in self.characters.items() for word in (each, found.name)}
        close = nearest(key, words)
        names = "、".join(f"{each}（{found.name}）" for each, found in self.characters.items())
        return (f"もしかして: {words[close]}" if close else "") + f"（使える名前: {names}）"
