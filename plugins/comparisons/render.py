"""Comparison tables.

    {.compare}                     …<td class="compare__cell"><span class="compare__sign compare__sign--best"
    | | A社 |                 →      aria-hidden="true">◎</span><span class="visually-hidden">とても良い</span></td>
    |---|---|
    | 面談 | ◎ |

A sign alone in a cell gets a word, so that speech, feeds and readers of the page without colour know it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from markdown.util import AtomicString

from plugins.comparisons.settings import ComparisonsSettings
from plugins.dialect.blocks import Table
from plugins.dialect.build import Build

_KINDS = {"◎": "best", "○": "good", "〇": "good", "△": "fair", "×": "poor", "✕": "poor"}


@dataclass(frozen=True)
class Comparisons:
    """Gives signs their words."""

    settings: ComparisonsSettings

    def decorate(self, table: ET.Element, block: Table, build: Build) -> None:
        """Change a table with the class `compare`."""
        if "compare" not in block.attributes.get("class", "").split():
            return
        found = False
        for cell in table.iter("td"):
            text = (cell.text or "").strip()
            sign, rest = text[:1], text[1:].strip()
            if sign not in self.settings.words:
                continue
            found = True
            cell.text = None
            build.sources.pop(cell, None)
            shown = ET.SubElement(
                cell,
                "span",
                {"class": f"compare__sign compare__sign--{_KINDS.get(sign, 'good')}", "aria-hidden": "true"},
            )
            shown.text = sign
            word = ET.SubElement(cell, "span", {"class": "visually-hidden"})
            word.text = AtomicString(self.settings.words[sign])
            if rest:
                word.tail = " " + rest
        if not found:
            signs = "".join(self.settings.words)
            build.error(
                block.line,
                f"{{.compare}} の表に記号がありません。セルに {signs} を書くか、{{.compare}} の行を消してください。",
            )
