"""Source lines → a tree of blocks.

This is the block structure of CommonMark (its two-phase algorithm: for each line, first which open containers
go on, then what begins), with three differences: the fences `:::name`, definition lists and tables are in it,
there are neither indented code nor underlined headings, and the signs that a Japanese input method produces
(`：：：`, `＃＃　`, `１．`, `・`) begin a block as the half-width ones do. What cannot be understood is reported with
its line; nothing becomes plain text silently.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.core.problems import Level, Report, choices
from plugins.core.text import fold
from plugins.dialect.attributes import LINE as ATTRIBUTE_LINE
from plugins.dialect.attributes import parse_attributes, take_from_end, wide_attributes
from plugins.dialect.blocks import (
    Block,
    Code,
    Container,
    Definition,
    Definitions,
    Document,
    Fence,
    Footnote,
    Heading,
    Html,
    Item,
    Items,
    Paragraph,
    Quote,
    Rule,
    Special,
    Table,
    Term,
)
from plugins.dialect.grammar import Dialect
from plugins.dialect.html import BLOCK_TAGS, VOID_TAGS, unbalanced
from plugins.dialect.tables import DELIMITER_ROW, WIDE_DELIMITER_ROW, split_cells

MAX_NESTING = 20
TAB = 4

_FENCE = re.compile(r"(?P<colons>[:：]{3,})(?P<rest>.*)")
_CODE = re.compile(r"(?P<ticks>`{3,}(?=[^`]*$)|~{3,}(?=[^~]*$))(?P<info>.*)")
_QUOTE = re.compile(r">[ 　]?|＞(?:[ 　]|$)")
_HEADING = re.compile(r"(?P<marks>[#＃]+)(?P<space>[ 　]+|$)(?P<text>.*)")
_TAG_LIKE_HEADING = re.compile(r"[#＃]+[^#＃\s]")
_RULE = re.compile(r"(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,}")
_BULLET = re.compile(r"(?P<marker>[-*+])(?P<space>[ 　]+|$)|(?P<wide>・)(?P<wide_space>[ 　]*)(?=[^\s・])")
_ORDERED = re.compile(
    r"(?P<number>\d{1,9})(?:(?P<marker>[.)])(?P<space>[ 　]+|$)|(?P<wide>．)(?P<wide_space>[ 　]*)(?=[^\s\d]))"
)
_DEFINITION = re.compile(r":[ 　]+(?P<text>.*)")
_FOOTNOTE = re.compile(r"\[\^(?P<label>[^\]\s]+)\][:：][ 　]*(?P<text>.*)")
_REFERENCE = re.compile(
    r"""\[(?!\^)(?P<label>[^\[\]]+)\]:[ ]*
        <?(?P<url>(?:https?://|mailto:|\.{0,2}/|\#|[\w./%-]+\.(?:md|html?|png|jpe?g|gif|svg|webp|avif|pdf)\b)[^\s<>]*)>?
        (?:[ ]+["'(](?P<title>.*)["')])?[ ]*""",
    re.VERBOSE,
)
_EMBED = re.compile(r"@\[(?P<name>[^\[\]]*)\](?:\((?P<argument>.*)\))?")
_WIDE_EMBED = re.compile(r"[@＠][\[［](?P<name>[^\[\]［］]*)[\]］](?:[(（](?P<argument>.*)[)）])?")
_HTML = re.compile(r"<(?P<comment>!--)|<(?P<closing>/?)(?P<tag>[A-Za-z][A-Za-z0-9-]*)(?=[\s/>]|$)")
_RAW_TAGS = frozenset({"pre", "script", "style", "textarea"})
_CODE_SPAN = re.compile(r"(?P<ticks>`+).+?(?<!`)(?P=ticks)(?!`)")


@dataclass
class Scanned:
    """What a body holds."""

    document: Document
    references: Mapping[str, tuple[str, str]]
    """Link reference definitions: label in lower case → address, title."""


def scan(text: str, first_line: int, dialect: Dialect, report: Report) -> Scanned:
    """Return the blocks of a body; `first_line` is the number of its first line in the file."""
    scanner = _Scanner(dialect, report, Document(first_line))
    try:
        for number, line in enumerate(text.split("\n"), first_line):
            scanner.feed(number, line)
        scanner.finish()
    except _TooDeepError:
        pass  # reported where it was found; the article is refused
    return Scanned(scanner.document, scanner.references)


class _TooDeepError(Exception):
    """Blocks are nested beyond what an article can mean; reading on would only add faults that are none."""


def measure(rest: str) -> tuple[int, str]:
    """Return the indentation in columns (a full-width space is two) and the text behind it."""
    body = rest.lstrip(" 　")
    blank = rest[: len(rest) - len(body)]
    return len(blank) + blank.count("　"), body


def expand(line: str) -> str:
    """Return a line with the tabs of its indentation as spaces; those in the text stay."""
    body = line.lstrip(" \t　")
    return line[: len(line) - len(body)].expandtabs(TAB) + body


def outdent(rest: str, columns: int) -> str:
    """Remove that many columns of indentation; half of a full-width space becomes a space."""
    taken = 0
    while taken < columns and rest[:1] in (" ", "　"):
        taken += 2 if rest[0] == "　" else 1
        rest = rest[1:]
    return " " * (taken - columns) + rest


@dataclass
class _RawEnd:
    """When a block of raw lines ends: at `pattern`, or when as many `tag`s are closed as opened."""

    pattern: re.Pattern[str] | None
    tag: re.Pattern[str] | None = None
    depth: int = 0
    indent: int = 0
    """How far the block itself is indented; its lines lose as much."""


@dataclass
class _Scanner:
    dialect: Dialect
    report: Report
    document: Document
    references: dict[str, tuple[str, str]] = field(default_factory=dict)
    number: int = 0
    blank: bool = False
    leaf: Paragraph | Table | Code | Html | None = None
    raw_end: _RawEnd = field(default_factory=lambda: _RawEnd(None))
    unclosed: list[int] = field(default_factory=list)
    """The colons of fences that were reported as unclosed: their end may come still, and is no fault of its own."""

    def __post_init__(self) -> None:
        self.open: list[Container] = [self.document]

    # -- one line ----------------------------------------------------------------------------------------------

    def feed(self, number: int, line: str) -> None:
        self.number = number
        rest, depth = expand(line), 1
        for container in self.open[1:]:
            inside = self._inside(container, rest)
            if inside is None:
                break
            rest, depth = inside, depth + 1
        if isinstance(self.leaf, (Code, Html)) and depth == len(self.open):
            is_outside = all(isinstance(each, (Document, Fence)) for each in self.open)
            self._feed_raw(self.leaf, line if is_outside else rest)  # a tab of a table of commands stays one
        elif not rest.strip():
            self._close(depth)
            self._end_leaf()
            self.blank = True
        else:
            self._check_signs(rest)
            self._begin(rest, depth)

    def finish(self) -> None:
        self._close(1)
        self._end_leaf()

    def _inside(self, container: Container, rest: str) -> str | None:
        """Return what is left of a line inside an open container, or None where the container does not go on."""
        indent, body = measure(rest)
        match container:
            case Quote():
                match = _QUOTE.match(body)
                return body[match.end() :] if match else None
            case Item():
                if not body or indent >= container.column:
                    return outdent(rest, container.column)
                # Two spaces nest a list under any item, also under `1. ` whose text begins at the third column.
                if indent >= 2 and (_BULLET.match(body) or _ORDERED.match(body)):  # noqa: PLR2004
                    container.column = indent
                    return body
                return None
            case Definition() | Footnote():
                return outdent(rest, TAB) if not body or indent >= 2 else None  # noqa: PLR2004
            case _:
                return rest

    def _begin(self, rest: str, depth: int) -> None:
        """Open the blocks that begin on this line, then give what is left to a paragraph."""
        while True:
            indent, body = measure(rest)
            text = body.rstrip()
            if not text:
                self.blank = False
                return
            in_paragraph = isinstance(self.leaf, Paragraph) and depth == len(self.open)
            if (
                self._special(text, depth)
                or self._fence(text, depth)
                or self._line_block(indent, text, depth, in_paragraph=in_paragraph)
            ):
                return
            inner = self._quote(body, depth)
            if inner is None:
                inner = self._item(indent, body, depth, in_paragraph=in_paragraph)
            if inner is None:
                inner = self._described(body, depth, in_paragraph=in_paragraph)
            if inner is None:
                self._text(rest, depth)
                return
            rest, depth = inner, len(self.open)

    # -- containers --------------------------------------------------------------------------------------------

    def _add(self, block: Block, depth: int, *, within: type[Container] | None = None) -> None:
        """Put a block into the container at `depth`, closing what is deeper, and lists that it is no part of."""
        while within is not Items and isinstance(self.open[depth - 1], Items):
            depth -= 1
        while within is not Definitions and isinstance(self.open[depth - 1], Definitions):
            depth -= 1
        self._close(depth)
        self._end_leaf()
        block.after_blank, self.blank = self.blank, False
        self.open[-1].children.append(block)
        if isinstance(block, Container):
            self.open.append(block)
            if sum(isinstance(each, (Quote, Item, Fence, Definition)) for each in self.open) > MAX_NESTING:
                self.report(
                    Level.ERROR,
                    self.number,
                    f"入れ子が深すぎます（{MAX_NESTING}段まで）。ボックス・リスト・引用を減らしてください。",
                )
                raise _TooDeepError

    def _close(self, depth: int) -> None:
        """Close the containers deeper than `depth`; a fence that is open still was never closed."""
        if len(self.open) > depth:
            self._end_leaf()
        while len(self.open) > depth:
            container = self.open.pop()
            if isinstance(container, Fence):
                self.unclosed.append(container.colons)
                self.report(
                    Level.ERROR,
                    container.line,
                    f"「{container.opener}」が閉じられていません。終わりに「{':' * container.colons}」だけの行を置いてください。",
                )

    def _quote(self, body: str, depth: int) -> str | None:
        match = _QUOTE.match(body)
        if match is None:
            return None
        self._add(Quote(self.number), depth)
        return body[match.end() :]

    def _item(self, indent: int, body: str, depth: int, *, in_paragraph: bool) -> str | None:
        bullet, ordered = _BULLET.match(body), _ORDERED.match(body)
        match = bullet or ordered
        if match is None:
            return None
        start = int(match["number"]) if ordered else None
        text = body[match.end() :]
        if in_paragraph and (not text.strip() or (ordered and start != 1)):
            return (
                None  # "…は\n2026. が" is text: only a list from 1 on, with text, may interrupt a paragraph
            )
        marker = match["marker"] or ("." if ordered else "・")
        container = self.open[depth - 1]
        if not (
            isinstance(container, Items)
            and container.marker == marker
            and (container.start is None) == (start is None)
        ):
            self._add(Items(self.number, marker, start), depth)
            depth = len(self.open)
        # The text column counts a full-width sign as two and any one space as one, so that two spaces nest.
        width = len(match[0].rstrip(" 　")) + (1 if match["wide"] else 0)
        spaces = len(match["space"] or match["wide_space"] or "")
        gap = spaces if 1 <= spaces <= TAB else int(bool(spaces or not match["wide"]))
        self._add(Item(self.number, indent + width + gap), depth, within=Items)
        return text if spaces <= TAB else " " * (spaces - 1) + text

    def _described(self, body: str, depth: int, *, in_paragraph: bool) -> str | None:
        """Open a definition or a footnote."""
        if match := _FOOTNOTE.match(body):
            self._add(Footnote(self.number, match["label"]), depth)
            return match["text"]
        match = _DEFINITION.match(body)
        if match is None:
            return None
        if isinstance(self.open[depth - 1], Definitions):
            self._add(Definition(self.number), depth, within=Definitions)
            return match["text"]
        siblings = self.open[depth - 1].children
        term = siblings[-1] if siblings else None
        if not isinstance(term, Paragraph) or not (in_paragraph or len(term.lines) == 1):
            return None
        self._end_leaf()
        siblings.remove(term)
        if siblings and isinstance(siblings[-1], Definitions):
            definitions = siblings[-1]
        else:
            definitions = Definitions(term.line, after_blank=term.after_blank)
            siblings.append(definitions)
        self._close(depth)
        self.open.append(definitions)
        definitions.children += [
            Term(term.line + number, line.strip()) for number, line in enumerate(term.lines)
        ]
        self._add(Definition(self.number), len(self.open), within=Definitions)
        return match["text"]

    # -- fences ------------------------------------------------------------------------------------------------

    def _fence(self, text: str, depth: int) -> bool:
        match = _FENCE.fullmatch(text)
        if match is None:
            return False
        rest = match["rest"].strip()
        if not rest:
            self._close_fence(len(match["colons"]), depth)
        elif re.search(r"[:：]{3,}$", rest):
            self.report(
                Level.ERROR,
                self.number,
                f"「{text}」は1行に書けません。「:::名前」、本文、「:::」をそれぞれ別の行に書いてください。",
            )
        else:
            self._add(self._named_fence(len(match["colons"]), rest, text), depth)
        return True

    def _named_fence(self, colons: int, rest: str, opener: str) -> Fence:
        named = self.dialect.fence_named(rest)
        if named is None:
            word = rest.split(maxsplit=1)[0]
            glued = [name for name in self.dialect.fences if fold(word).startswith(fold(name))]
            if glued:
                name = max(glued, key=len)
                advice = f"名前の後に空白を入れてください: 「:::{name} {rest[len(name) :].strip()}」"
            else:
                advice = choices(word, self.dialect.fences)
            self.report(Level.ERROR, self.number, f"「:::{word}」というボックスはありません。{advice}")
        name, title = named or ("", "")
        return Fence(self.number, colons, name, title, opener)

    def _close_fence(self, colons: int, depth: int) -> None:
        while isinstance(self.open[depth - 1], (Items, Definitions)):
            depth -= 1
        fence = self.open[depth - 1]
        if not isinstance(fence, Fence):
            self._close(depth)
            if colons in self.unclosed:
                self.unclosed.remove(colons)
            else:
                start = "始まりの行（「:::ポイント」など）"
                self.report(Level.ERROR, self.number, f"「{':' * colons}」に対応する{start}がありません。")
            return
        if fence.colons != colons:
            depth = self._mismatched(fence, colons, depth)
        self._close(depth)
        self._end_leaf()
        self.open.pop()
        self.blank = False

    def _mismatched(self, fence: Fence, colons: int, depth: int) -> int:
        """Report a fence that another number of colons closes; return the depth of the one that is meant."""
        self.report(
            Level.ERROR,
            fence.line,
            f"「{fence.opener}」は{fence.colons}個の「:」で始まっています。"
            f"「{':' * fence.colons}」で閉じてください（{self.number}行目は{colons}個です）。",
        )
        for outer in range(depth - 1, 0, -1):
            each = self.open[outer - 1]
            if not isinstance(each, Fence):
                break
            if each.colons == colons:
                # Those between are reported with this one; taken off, they are not reported again as unclosed.
                self.open[outer:depth] = []
                self._close(outer)
                return outer
        return depth

    # -- leaves ------------------------------------------------------------------------------------------------

    def _special(self, text: str, depth: int) -> bool:
        """Take a line that a feature has given a meaning, or that looks as if one should have."""
        if text[0] in "@＠":
            return self._embed(text, depth)
        rule = self.dialect.line_rule(text)
        if rule is None:
            return False
        match = rule.pattern.fullmatch(text)
        groups = {name: value or "" for name, value in match.groupdict().items()} if match else {}
        if rule.lead is not None and isinstance(self.leaf, Paragraph) and depth == len(self.open):
            lead = rule.lead.fullmatch(self.leaf.lines[-1].strip())
            if lead:
                self.leaf.lines.pop()
                groups |= {name: value for name, value in lead.groupdict().items() if value}
        self._add(Special(self.number, rule.name, text, groups), depth)
        return True

    def _embed(self, text: str, depth: int) -> bool:
        match = _EMBED.fullmatch(text)
        if match is None:
            wide = _WIDE_EMBED.fullmatch(text)
            if wide is None:
                return False
            argument = f"({wide['argument']})" if wide["argument"] is not None else ""
            self.report(
                Level.ERROR,
                self.number,
                f"「{text}」に全角の記号があります。「@[{wide['name']}]{argument}」と半角で書いてください。",
            )
            return True
        name = next((each for each in self.dialect.embeds if fold(each) == fold(match["name"])), None)
        if name is None:
            self.report(
                Level.ERROR,
                self.number,
                f"「@[{match['name']}]」という部品はありません。{choices(match['name'], self.dialect.embeds)}",
            )
            return True
        if any(isinstance(each, Item) for each in self.open[:depth]):
            self.report(
                Level.ERROR,
                self.number,
                f"「@[{name}]」はリストの中では使えません。リストの外の1行に書いてください。",
            )
            return True
        self._add(
            Special(self.number, "@" + name, text, {"argument": (match["argument"] or "").strip()}), depth
        )
        return True

    def _line_block(self, indent: int, text: str, depth: int, *, in_paragraph: bool) -> bool:
        """Take a heading, a rule, the start of code or HTML, a table or a reference."""
        return (
            self._heading(text, depth)
            or self._rule(text, depth)
            or self._code(indent, text, depth)
            or self._html(text, depth)
            or (in_paragraph and self._table(text))
            or (not in_paragraph and self._reference(text, depth))
        )

    def _heading(self, text: str, depth: int) -> bool:
        if text[0] not in "#＃":
            return False
        match = _HEADING.fullmatch(text)
        if match is None:
            if _TAG_LIKE_HEADING.match(text):
                marks = len(text) - len(text.lstrip("#＃"))
                level, what = (
                    (Level.HINT, "見出しにするときは")
                    if marks == 1
                    else (Level.WARNING, "見出しになっていません。")
                )
                right = "#" * max(marks, 2) + " " + text[marks:]
                self.report(
                    level,
                    self.number,
                    f"「{text[:20]}」は普通の文になります。{what}「{right[:20]}」と空白を入れてください。",
                )
            return False
        marks = len(match["marks"])
        content, attributes = take_from_end(re.sub(r"[ 　]+[#＃]+$", "", match["text"]))
        if not content.strip():
            self.report(Level.WARNING, self.number, f"「{text}」に見出しの文字がないので、出力しません。")
            self._close(depth)
            self._end_leaf()
            return True
        if marks == 1:
            self.report(
                Level.ERROR,
                self.number,
                f"見出しは「##」から始めます（「#」は記事の題名です）。「## {content}」と書いてください。",
            )
        elif marks > 6:  # noqa: PLR2004
            self.report(Level.ERROR, self.number, f"見出しの「#」は2個から6個までです（{marks}個あります）。")
        self._add(Heading(self.number, min(max(marks, 2), 6), content.strip(), attributes), depth)
        return True

    def _rule(self, text: str, depth: int) -> bool:
        if text[0] not in "-*_" or not _RULE.fullmatch(text):
            return False
        self._add(Rule(self.number), depth)
        return True

    def _code(self, indent: int, text: str, depth: int) -> bool:
        match = _CODE.fullmatch(text) if text[0] in "`~" else None
        if match is None:
            return False
        ticks = match["ticks"]
        code = Code(self.number, match["info"].strip(), [])
        self._add(code, depth)
        self.leaf = code
        closing = re.compile(rf"[ 　]*{re.escape(ticks[0])}{{{len(ticks)},}}[ 　]*")
        self.raw_end = _RawEnd(closing, indent=indent)
        return True

    def _html(self, text: str, depth: int) -> bool:
        match = _HTML.match(text) if text[0] == "<" else None
        if match is None:
            return False
        tag = (match["tag"] or "").lower()
        if not match["comment"] and tag not in BLOCK_TAGS:
            return False
        if match["closing"]:
            self.report(Level.ERROR, self.number, f"「</{tag}>」に対応する「<{tag}>」がありません。")
            return True
        html = Html(self.number, [])
        self._add(html, depth)
        if tag in VOID_TAGS:
            html.lines.append(text)
            return True
        if match["comment"]:
            self.raw_end = _RawEnd(re.compile(r".*-->.*"))
        elif tag in _RAW_TAGS:
            self.raw_end = _RawEnd(re.compile(rf".*</{tag}\s*>.*", re.IGNORECASE))
        else:
            self.raw_end = _RawEnd(None, re.compile(rf"<(/?){tag}(?=[\s/>]|$)[^>]*?(/?)>?", re.IGNORECASE))
        self.leaf = html
        self._feed_raw(html, text)
        return True

    def _feed_raw(self, leaf: Code | Html, rest: str) -> None:
        end = self.raw_end
        if end.tag is not None:
            end.depth += sum(-1 if match[1] else 0 if match[2] else 1 for match in end.tag.finditer(rest))
        over = end.depth <= 0 if end.tag is not None else bool(end.pattern and end.pattern.fullmatch(rest))
        if isinstance(leaf, Html) or not over:
            leaf.lines.append(outdent(rest, end.indent) if end.indent else rest)
        if over:
            self.leaf = None
            if isinstance(leaf, Html) and (fault := unbalanced("\n".join(leaf.lines))):
                self.report(Level.ERROR, leaf.line + fault.line, fault.message)

    def _table(self, text: str) -> bool:
        paragraph = self.leaf
        if not isinstance(paragraph, Paragraph) or "|" not in text.replace("｜", "|"):
            return False
        header = paragraph.lines[-1]
        if not DELIMITER_ROW.fullmatch(text):
            if (
                WIDE_DELIMITER_ROW.fullmatch(text)
                and text[0] in "｜|"
                and len(split_cells(header.replace("｜", "|"))) > 1
            ):
                self.report(
                    Level.ERROR,
                    self.number,
                    "表の線に全角の記号があります。「|---|---|」のように半角で書いてください。",
                )
            return False
        columns, expected = len(split_cells(header)), len(split_cells(text))
        if columns != expected:
            text = "|".join(["---"] * columns)  # so that its rows are not reported too
            self.report(
                Level.ERROR,
                self.number,
                f"表の1行目は{columns}列、「{text[:20]}」の行は{expected}列です。同じ数にしてください。",
            )
        paragraph.lines.pop()
        attributes: Mapping[str, str] = {}
        if paragraph.lines and (match := ATTRIBUTE_LINE.fullmatch(paragraph.lines[-1].strip())):
            paragraph.lines.pop()
            attributes = parse_attributes(match["attributes"])
        line = paragraph.line + len(paragraph.lines)
        after_blank = paragraph.after_blank and not paragraph.lines
        self._end_leaf()
        table = Table(line, [header, text], attributes, after_blank=after_blank)
        self.open[-1].children.append(table)
        self.leaf = table
        return True

    def _reference(self, text: str, depth: int) -> bool:
        match = _REFERENCE.fullmatch(text) if text[0] == "[" else None
        if match is None:
            return False
        self._close(depth)
        self._end_leaf()
        self.references[match["label"].strip().lower()] = (match["url"], match["title"] or "")
        return True

    def _text(self, rest: str, depth: int) -> None:
        """Give a line to the open paragraph or table, or begin a paragraph."""
        line = rest.lstrip(" ")
        if isinstance(self.leaf, Paragraph) and not any(
            isinstance(each, Fence) for each in self.open[depth:]
        ):
            self.leaf.lines.append(line)  # also a lazy line: `- a` and then `b` without indentation
            self.blank = False
            return
        if isinstance(self.leaf, Table) and depth == len(self.open) and "|" in rest:
            self._row(self.leaf, line)
            return
        paragraph = Paragraph(self.number, [line])
        self._add(paragraph, depth)
        self.leaf = paragraph

    def _row(self, table: Table, line: str) -> None:
        cells, columns = len(split_cells(line)), len(split_cells(table.lines[1]))
        if cells > columns:
            self.report(
                Level.ERROR,
                self.number,
                f"この行は{cells}列あり、表の見出しの{columns}列より多くなっています。",
            )
        table.lines.append(line)

    def _end_leaf(self) -> None:
        leaf, self.leaf = self.leaf, None
        if isinstance(leaf, Code):
            self.report(
                Level.ERROR,
                leaf.line,
                "コードの始まり（```）が閉じられていません。終わりに「```」だけの行を置いてください。",
            )
        elif isinstance(leaf, Html):
            what = leaf.lines[0].partition(">")[0][:20]
            self.report(Level.ERROR, leaf.line, f"「{what}」で始まる HTML が閉じられていません。")
        elif isinstance(leaf, Paragraph):
            if len(leaf.lines) > 1 and (match := ATTRIBUTE_LINE.fullmatch(leaf.lines[-1].strip())):
                leaf.lines.pop()
                leaf.attributes = parse_attributes(match["attributes"])
            if not leaf.lines:
                self.open[-1].children.remove(leaf)

    def _check_signs(self, rest: str) -> None:
        """Report attributes typed in full width; they would stand in the page as text."""
        if "{" in rest and (found := wide_attributes(_CODE_SPAN.sub("", rest))):
            typed, right = found
            self.report(
                Level.ERROR,
                self.number,
                f"「{typed}」に全角の記号があります。「{right}」と半角で書いてください。",
            )
