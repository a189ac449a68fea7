"""Parts: texts that many articles share.

A part is converted once a run and resolved once; its ids get its name as a prefix, so that they never meet
those of the article. Links in it lead from `content/parts/` on.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path

from markdown.util import AtomicString

from plugins.core.library import Document, Library
from plugins.core.problems import Level, Problems, Report, choices
from plugins.core.source import decode
from plugins.dialect.blocks import Special
from plugins.dialect.build import Build, Head
from plugins.dialect.convert import Body, Converter
from plugins.dialect.grammar import Dialect
from plugins.dialect.needs import Need, resolve

FOLDER = "parts"

_ID = re.compile(r'(\s(?:id|aria-labelledby|aria-describedby)="|\shref="#)([^"]+)"')


def embed(parent: ET.Element, block: Special, build: Build) -> None:
    """Leave a mark where the part comes; the same part again in one article gets a prefix of its own."""
    name = block.groups["argument"]
    earlier = sum(need.kind == "part" and need.value == name for need in build.needs)
    prefix = f"{name}-{earlier + 1}-" if earlier else f"{name}-"
    frame = ET.SubElement(parent, "div", {"class": "part"})
    frame.text = AtomicString(build.need("part", block.line, name, prefix=prefix))


class Parts:
    """The parts of one run."""

    def __init__(self, content: Path, dialect: Dialect, problems: Problems) -> None:
        """Take the content folder; nothing is read before a part is asked for."""
        self._folder = content / FOLDER
        self._dialect = dialect
        self._problems = problems
        self._rendered: dict[str, str] = {}
        self._open: list[str] = []
        """The parts that are being rendered, outermost first."""

    def answer(self, need: Need, _document: Document, library: Library, report: Report) -> str:
        """Return the HTML of a part for one place; an unknown one and a cycle are reported."""
        name = need.value
        if not (self._folder / f"{name}.md").is_file() or "/" in name:
            known = sorted(path.stem for path in self._folder.glob("*.md"))
            advice = choices(name, known) if known else "content/parts/ に「名前.md」を作ってください。"
            report(
                Level.ERROR,
                need.line,
                f"「@[パーツ]({name})」の content/parts/{name}.md がありません。{advice}",
            )
            return ""
        if name in self._open:
            circle = " → ".join([*self._open[self._open.index(name) :], name])
            report(
                Level.ERROR,
                need.line,
                f"パーツが自分自身を含んでいます: {circle}。どれか一つを外してください。",
            )
            return ""
        if name not in self._rendered:
            self._open.append(name)
            self._rendered[name] = self._render(name, library)
            self._open.pop()
        prefix = need.options["prefix"]
        return _ID.sub(lambda match: f'{match[1]}{prefix}{match[2]}"', self._rendered[name])

    def _render(self, name: str, library: Library) -> str:
        path = self._folder / f"{name}.md"
        report = self._problems.reporter(path)
        text = decode(path.read_bytes(), report)
        if text is None:
            return ""
        if not text.strip():
            report(Level.ERROR, 1, "ファイルが空です。")
        site = self._dialect.site
        head = Head(site.authors.get(site.blog.author or ""), has_cover=True, contents=False)
        body = Converter.for_dialect(self._dialect).convert(text, 1, report, head)
        document = _document(name, body)
        return resolve(body.marked, body.needs, partial(self._dialect.answer, document, library, report))


def _document(name: str, body: Body) -> Document:
    source = f"{FOLDER}/{name}.md"
    return Document(source, "page", name, name, "", "published", anchors=body.anchors, headings=body.headings)
