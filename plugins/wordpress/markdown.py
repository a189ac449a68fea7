"""The HTML of an article → Markdown of this dialect.

A converter of our own, because a general one (markdownify, html-to-markdown, html2text were looked at) escapes for
another dialect: here `:::`, `{…}`, `==`, `｜…《》`, `[目次]`, `@[…]` and full-width signs mean something too, a picture and
a link are answered by the rest of the export, an affiliate snippet passes byte for byte, and what cannot be
understood is kept and told with its line. Every element would have been overridden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.wordpress.escape import SHORTCODE, cell, line_start
from plugins.wordpress.inline import NOTE, Piece, paragraphs, rendered, without_ruby
from plugins.wordpress.phrases import (
    BLOCKS,
    CODE_KEPT,
    CONTENTS,
    NO_MARKS,
    Link,
    Lookup,
    Marks,
    Phrases,
    marks_of,
    source_of,
)
from plugins.wordpress.source import RAW, Source
from plugins.wordpress.themes import BOXES, LIKE_A_BOX

if TYPE_CHECKING:
    from lxml.html import HtmlElement


_DEEPEST = 12
"""Lists and quotes nested beyond this go on at their level; the dialect reads twenty."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEAVES = (
    "pre",
    "hr",
    "table",
    "dl",
    "import-part",
    "iframe",
    *CODE_KEPT,
    "style",
    "video",
    "audio",
    "noscript",
    "template",
)
_YOUTUBE = re.compile(
    r"(?:https?:)?//(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com/(?:watch\?(?:\S*&)?v=|embed/|shorts/)|youtu\.be/)([\w-]{11})(?![\w-])\S*"
)


@dataclass(frozen=True)
class Note:
    """Something to look at: what it is (a key of the report), what was found, the line in the file."""

    kind: str
    detail: str
    line: int = 0


@dataclass(frozen=True)
class _Block:
    text: str
    kind: str = ""


class TooDeepError(ValueError):
    """The HTML is nested deeper than any article is; a parser would cut it off."""


@dataclass
class _Converter(Phrases):
    depth: int = 0
    in_unknown: bool = False
    """Whether the element is inside of what looks like a box and is none that is known: it is told once."""
    wanted_ids: frozenset[str] = frozenset()

    # -- blocks ------------------------------------------------------------------------------------------------

    def blocks(self, element: HtmlElement, marks: Marks = NO_MARKS, *, cards: bool = True) -> list[_Block]:
        """Return the blocks inside an element; `cards`: whether an address alone on a line may be an embed."""
        out: list[_Block] = []
        run: list[Piece] = []

        def flush() -> None:
            out.extend(self.paragraphs(run, cards=cards))
            run.clear()

        run.extend(self.text(element.text, marks))
        for child in element:
            if isinstance(child.tag, str):
                if _is_block(child):
                    flush()
                    self._append(out, child, marks, cards=cards)
                else:
                    run.extend(self.piece(child, marks))
            run.extend(self.text(child.tail, marks))
        flush()
        return out

    def _append(self, out: list[_Block], child: HtmlElement, marks: Marks, *, cards: bool) -> None:
        if child.tag in ("ul", "ol") and self.depth < _DEEPEST:
            last = out[-1].kind if out else ""
            # Two lists, one right after the other, keep apart by their signs.
            signs = ("-", "*") if child.tag == "ul" else (".", ")")
            sign = signs[last == signs[0]]
            out.extend(self.items(child, marks, sign))
        else:
            out.extend(self.block(child, marks, cards=cards))

    def paragraphs(self, run: Iterable[Piece], *, cards: bool) -> Iterator[_Block]:
        """Yield paragraphs; an address alone on its line is an embed."""
        for lines in paragraphs(run):
            text: list[str] = []
            for line in lines:
                embed = self._embed(line) if cards else None
                if embed is None:
                    text.append(rendered(line))
                    continue
                if text:
                    yield _Block("\n".join(text))
                    text = []
                yield _Block(embed)
            if text:
                yield _Block("\n".join(text))

    def _embed(self, line: list[Piece]) -> str | None:
        value = line[0].value if len(line) == 1 else ""
        if len(line) == 1 and line[0].kind == "text" and CONTENTS.fullmatch(value.strip()):
            return "[目次]"
        if len(line) != 1 or line[0].kind != "markup" or line[0].marks:
            return None
        if (raw := RAW.fullmatch(value)) and "\n" in self.source.raws[int(raw[1])]:
            return f"<div>\n{value}\n</div>"  # in a paragraph its line end would become a break
        if found := _YOUTUBE.fullmatch(value):
            return f"@[youtube]({found[1]})"
        own = re.fullmatch(r"\[https?\\://(?:\\.|[^\]\\])+\]\(([^()\s]+\.md)\)", value)
        return own[1] if own else None

    def block(self, element: HtmlElement, marks: Marks, *, cards: bool) -> list[_Block]:
        """Return the blocks that an element is."""
        tag = str(element.tag)
        inner = marks | marks_of(element)
        if tag in (*_LEAVES, *_HEADINGS):
            return list(self.leaf(element))
        if tag == "blockquote" and self.depth < _DEEPEST:
            self.depth += 1
            quoted = _joined(self.blocks(element, inner, cards=cards))
            self.depth -= 1
            text = "\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))
            return [_Block(text, "quote")] if quoted else []
        if tag == "figure":
            return self.figure(element, inner, cards=cards)
        title = element.get("data-title") or ""
        box = element.get("data-box") or next(
            (BOXES[name] for name in (element.get("class") or "").split() if name in BOXES), ""
        )
        if tag == "details":
            summary = next((each for each in element if each.tag == "summary"), None)
            box, title = "折りたたみ", "くわしく見る"
            if summary is not None:
                title = self.flat(summary, NO_MARKS) or title
                summary.drop_tree()
        names = element.get("class") or ""
        is_unknown = not (box or self.in_unknown) and LIKE_A_BOX.search(names) is not None
        self.in_unknown |= is_unknown
        content = self.blocks(element, inner, cards=cards)
        self.in_unknown &= not is_unknown
        if not any(NOTE.sub("", block.text).strip() for block in content):
            return content
        if box:
            return self.fence(box, title, content)
        if is_unknown:
            return [_Block(content[0].text + self.note("box", names), content[0].kind), *content[1:]]
        return content

    def leaf(self, element: HtmlElement) -> Iterator[_Block]:
        """Yield the blocks of an element whose inside is no sequence of blocks."""
        match str(element.tag):
            case "pre":
                yield _fenced(element.text_content().strip("\n"), _language(element))
            case "hr":
                yield _Block("---")
            case "table":
                yield from self.table(element)
            case "dl":
                yield from self.definitions(element)
            case "import-part":
                yield _Block(f"@[パーツ]({element.get('name')})")
            case tag if tag in _HEADINGS:
                yield from self.heading(element)
            case _:
                yield from (_Block(text) for text in self.odd(element))

    def fence(self, name: str, title: str, content: list[_Block]) -> list[_Block]:
        title = NOTE.sub("", re.sub(r"[:：]{3,}", ":", title))
        return [_Block(f":::{name} {title}".rstrip() + f"\n{_joined(content)}\n:::")]

    def heading(self, element: HtmlElement) -> Iterator[_Block]:
        pictures = list(element.iter("img"))
        found = [self.picture(each, "") for each in pictures]
        for each in pictures:
            each.drop_tree()
        level = "#" * max(int(str(element.tag)[1]), 2)
        lines = paragraphs(
            Piece(each.kind, each.value, each.marks - {"**", "*"}) for each in self.inline(element, NO_MARKS)
        )
        text = " ".join(rendered(line, starts_line=False) for paragraph in lines for line in paragraph)
        text = without_ruby(text)
        text = re.sub(r"[#＃]+$", lambda match: "".join(f"&#{ord(sign)};" for sign in match[0]), text)
        anchor = element.get("id") or ""
        mark = f" {{#{anchor}}}" if anchor in self.ids and anchor in self.wanted_ids else ""
        if text.strip():
            yield _Block(f"{level} {text.strip()}{mark}")
        for picture in found:
            yield _Block(picture)

    def items(self, element: HtmlElement, marks: Marks, sign: str) -> list[_Block]:
        """Return a list; what stands in it outside of an item goes with the item before."""
        self.depth += 1
        number = int(start) if (start := element.get("start") or "1").isdigit() else 1
        entries: list[list[_Block]] = []
        if (element.text or "").strip():
            entries.append(list(self.paragraphs(self.text(element.text, marks), cards=False)))
        for child in element:
            if child.tag == "li" or not entries:
                entries.append(self.blocks(child, marks, cards=False))
            else:
                self._append(entries[-1], child, marks, cards=False)
            entries[-1].extend(self.paragraphs(self.text(child.tail, marks), cards=False))
        self.depth -= 1
        out = []
        for entry in entries:
            if not entry:
                continue
            marker = f"{number}{sign} " if sign in ".)" else f"{sign} "
            number += 1
            indent = " " * len(marker)
            lines = _joined(entry, tight=True).split("\n")
            out.append(
                marker + "\n".join(f"{indent}{line}" if line and i else line for i, line in enumerate(lines))
            )
        return [_Block("\n".join(out), sign)] if out else []

    def definitions(self, element: HtmlElement) -> Iterator[_Block]:
        term = ""
        for child in element.xpath("./dt | ./dd | ./div/dt | ./div/dd"):
            if child.tag == "dt":
                if term:
                    yield _Block(term)
                term = line_start(self.flat(child, NO_MARKS))
                continue
            content = _joined(self.blocks(child, cards=False))
            if not content:
                continue
            if term:
                lines = content.split("\n")
                rest = "".join(f"\n{'    ' + line if line else ''}" for line in lines[1:])
                yield _Block(f"{term}\n: {lines[0]}{rest}", "definition")
                term = ""
            else:
                yield _Block(content)
        if term:
            yield _Block(term)

    def figure(self, element: HtmlElement, marks: Marks, *, cards: bool) -> list[_Block]:
        """Return a picture with its caption, or what else a figure holds and the caption under it."""
        captions = [each for each in element if each.tag == "figcaption"]
        pictures = list(element.iter("img"))
        plain = len(captions) == 1 and not list(captions[0].iter("a", "img")) and len(pictures) == 1
        caption = " ".join(captions[0].text_content().split()) if captions else ""
        is_free = not re.search(r'["\\\[\]`*_<>{}|=~\ufdd0-\ufdd4]', caption) and not SHORTCODE.search(
            caption
        )
        if plain and is_free and caption:
            captions[0].drop_tree()
            if not element.text_content().strip():
                return [_Block(self._framed(pictures[0], caption, next(element.iter("a"), None)))]
            return [
                *self.blocks(element, marks, cards=cards),
                *self.paragraphs(self.text(caption, marks), cards=False),
            ]
        return self.blocks(element, marks, cards=cards)

    def _framed(self, picture: HtmlElement, caption: str, link: HtmlElement | None) -> str:
        found = self.picture(picture, caption)
        target = (
            self.lookup.link(link.get("href") or "") if link is not None and link.get("href") else Link("")
        )
        return f"[{found}]({target.target})" if target.target and not target.is_picture else found

    def table(self, element: HtmlElement) -> list[_Block]:
        rows = [list(row.iter("td", "th")) for row in element.iter("tr")]
        rows = [row for row in rows if row]
        if not rows:
            return self.blocks(element)
        spans = any(
            each.get(name, "1") != "1" for row in rows for each in row for name in ("colspan", "rowspan")
        )
        nested = any(list(each.iter("table")) for row in rows for each in row)
        if spans or nested or RAW.search(element.text_content()) or list(element.iter("script", "iframe")):
            return [_Block(self.raw(element) + self.note("table", "結合されたますのある表"))]
        captions = [block for each in element.iter("caption") for block in self.blocks(each, cards=False)]
        cells = [[self._cell(each) for each in row] for row in rows]
        width = max(len(row) for row in cells)
        has_head = element.find(".//thead") is not None or all(each.tag == "th" for each in rows[0])
        if not has_head and (width <= 2 or rows[0][0].tag == "th"):  # noqa: PLR2004 - a list of names and values
            cells.insert(0, [""] * width)
        lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in cells]
        lines.insert(1, "|" + " --- |" * width)
        return [*captions, _Block("\n".join(lines))]

    def _cell(self, element: HtmlElement) -> str:
        pieces = self.inline(element, NO_MARKS)
        if element.tag == "th":
            pieces = (Piece(each.kind, each.value, each.marks - {"**"}) for each in pieces)
        lines = [rendered(line, starts_line=False) for paragraph in paragraphs(pieces) for line in paragraph]
        return cell("\n".join(lines))

    def raw(self, element: HtmlElement) -> str:
        """Return an element as HTML, without its looks."""
        from lxml import etree  # noqa: PLC0415 - the caller has it already

        for each in element.iter():
            if not isinstance(each.tag, str):
                continue
            for name in list(each.attrib):
                if name not in (
                    "href",
                    "src",
                    "alt",
                    "colspan",
                    "rowspan",
                    "scope",
                    "width",
                    "height",
                    "rel",
                ):
                    del each.attrib[name]
            for name in ("href", "src"):
                if each.get(name):
                    each.set(name, self.lookup.address(each.get(name) or ""))
        element.tail = None
        return etree.tostring(element, encoding="unicode", method="html").strip()

    def odd(self, element: HtmlElement) -> Iterator[str]:
        """Yield what stands for an element that cannot come along as it is."""
        from lxml import etree  # noqa: PLC0415 - the caller has it already

        tag = str(element.tag)
        src = source_of(element)
        if tag in ("noscript", "template", "style"):
            if tag == "noscript" and element.text_content().strip():
                yield from (block.text for block in self.blocks(element))
            elif tag == "style":
                yield self.note("style", " ".join(element.text_content().split())[:60])
            return
        if tag == "iframe" and (found := _YOUTUBE.fullmatch(src)):
            yield f"@[youtube]({found[1]})" if self.depth == 0 else f"<https://youtu.be/{found[1]}>"
            return
        if tag in ("iframe", "video", "audio"):
            src = src or next((source_of(each) for each in element.iter("source")), "")
            link = self.lookup.link(f"https:{src}" if src.startswith("//") else src)
            label = {"iframe": "埋め込み", "video": "動画", "audio": "音声"}[tag]
            target = link.target or ""
            text = f"[{label}]({target})" if target else f"（{label}）"
            yield text + self.note(tag, src or "（アドレスなし）")
            return
        element.tail = None
        code = etree.tostring(element, encoding="unicode", method="html").strip()
        note = self.note(tag, " ".join(code.split())[:60])
        yield _fenced(code, "html" + note).text


def _is_block(element: HtmlElement) -> bool:
    if element.tag in BLOCKS or element.tag in (*CODE_KEPT, "video", "audio"):
        return True
    return element.tag != "a" and any(each.tag in BLOCKS for each in element.iter() if each is not element)


def _fenced(text: str, language: str = "") -> _Block:
    ticks = "`" * max(3, max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return _Block(f"{ticks}{language}\n{text}\n{ticks}", "code")


def _language(element: HtmlElement) -> str:
    names = " ".join(each.get("class") or "" for each in element.iter("pre", "code"))
    found = re.search(r"\blang(?:uage)?[-:]\s*([\w+#]+)", names)
    return found[1] if found else ""


def _joined(blocks: list[_Block], *, tight: bool = False) -> str:
    """Return blocks with empty lines between; in an item a list follows its text at once."""
    out = ""
    for block in blocks:
        text = NOTE.sub("", block.text)
        if not text.strip():
            out += block.text  # a note alone says where something was
            continue
        gap = "\n" if tight and block.kind in ("-", "*", ".", ")") else "\n\n"
        out += (gap if NOTE.sub("", out).strip() else "") + block.text
    return out


def convert(
    source: Source, lookup: Lookup, wanted_ids: frozenset[str] = frozenset()
) -> tuple[str, list[Note]]:
    """Return an article as Markdown, and what to look at; lines count from the first of the text.

    `wanted_ids`: the headings that other articles link to. Raises `TooDeepError`.
    """
    from lxml import etree  # noqa: PLC0415 - heavy, and only the import needs it
    from lxml.html import HTMLParser, fragment_fromstring  # noqa: PLC0415 - the same

    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = fragment_fromstring(source.html.encode(), create_parent="div", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise TooDeepError(str(error)) from None
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise TooDeepError("nested")
    linked = {each.get("href", "")[1:] for each in root.iter("a") if (each.get("href") or "").startswith("#")}
    ids = {each.get("id") or "" for each in root.iter(*_HEADINGS)}
    usable = {each for each in ids if re.fullmatch(r"[^\s{}.#=\"'()]+", each)}
    converter = _Converter(source, lookup, wanted_ids=wanted_ids | linked, ids=usable)
    body = "\n".join(line.rstrip() for line in _joined(converter.blocks(root)).strip("\n").split("\n"))
    body = RAW.sub(lambda match: source.raws[int(match[1])], body)
    notes = [
        Note(*converter.notes[int(index)], number)
        for number, line in enumerate(body.split("\n"), 1)
        for index in NOTE.findall(line)
    ]
    return NOTE.sub("", body), notes
