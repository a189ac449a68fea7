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
from plugins.dialect import leaves, slips
from plugins.dialect.blocks import (
    Block,
    Container,
    Definition,
    Definitions,
    Document,
    Fence,
    Footnote,
    Html,
    Item,
    Items,
    Paragraph,
    Quote,
    Rule,
    Table,
    Term,
)
from plugins.dialect.grammar import Dialect
from plugins.dialect.lines import (
    BULLET,
    DEFINITION,
    FENCE,
    FOOTNOTE,
    ORDERED,
    QUOTE,
    REFERENCE,
    RULE,
    TAB,
    expand,
    measure,
    outdent,
)
from plugins.dialect.raw import Raw, open_code, open_html

MAX_NESTING = 20

_SIGNS = frozenset(":：#＃-*_`~<")
"""A fence, a heading, a rule, code and HTML begin with one of these."""
_CONTAINER = re.compile(r"[>＞*+・\d\[:-]")
"""Quotes, items, footnotes and definitions do."""


@dataclass
class Scanned:
    """What a body holds."""

    document: Document
    references: Mapping[str, tuple[str, str]]
    """Link reference definitions: label in lower case → address, title."""
    reference_lines: Mapping[str, int]
    """The line of each address among them."""


def scan(text: str, first_line: int, dialect: Dialect, report: Report) -> Scanned:
    """Return the blocks of a body; `first_line` is the number of its first line in the file."""
    scanner = _Scanner(dialect, report, Document(first_line))
    try:
        for number, line in enumerate(text.split("\n"), first_line):
            scanner.feed(number, line)
        scanner.finish()
    except _TooDeepError:
        pass  # reported where it was found; the article is refused
    return Scanned(scanner.document, scanner.references, scanner.reference_lines)


class _TooDeepError(Exception):
    """Blocks are nested beyond what an article can mean; reading on would only add faults that are none."""


@dataclass
class _Scanner:
    dialect: Dialect
    report: Report
    document: Document
    references: dict[str, tuple[str, str]] = field(default_factory=dict)
    reference_lines: dict[str, int] = field(default_factory=dict)
    number: int = 0
    blank: bool = False
    leaf: Paragraph | Table | Raw | None = None
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
        if isinstance(self.leaf, Raw) and depth == len(self.open):
            is_outside = all(isinstance(each, (Document, Fence)) for each in self.open)
            # As typed where nothing was taken off the line: a tab in code stays one.
            self._feed_raw(self.leaf, line if is_outside else rest)
        elif not rest.strip():
            self._close(depth)
            self._end_leaf()
            self.blank = True
        else:
            leaves.check_signs(rest, number, self.report)
            self._begin(rest, depth)

    def finish(self) -> None:
        self._close(1)
        self._end_leaf()

    def _inside(self, container: Container, rest: str) -> str | None:
        """Return what is left of a line inside an open container, or None where the container does not go on."""
        indent, body = measure(rest)
        match container:
            case Quote():
                match = QUOTE.match(body)
                return body[match.end() :] if match else None
            case Item():
                if not body or indent >= container.column:
                    return outdent(rest, container.column)
                # Two spaces nest a list under any item, also under `1. ` whose text begins at the third column.
                if indent >= 2 and (BULLET.match(body) or ORDERED.match(body)):  # noqa: PLR2004
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
            before = self.leaf if isinstance(self.leaf, Paragraph) and depth == len(self.open) else None
            if self._line(indent, text, depth, before):
                return
            inner = None
            if _CONTAINER.match(body):  # a quick look, as most lines are text
                inner = self._quote(body, depth)
                if inner is None:
                    inner = self._item(indent, body, depth, in_paragraph=before is not None)
                if inner is None:
                    inner = self._described(body, depth, in_paragraph=before is not None)
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
        match = QUOTE.match(body)
        if match is None:
            return None
        self._add(Quote(self.number), depth)
        return body[match.end() :]

    def _item(self, indent: int, body: str, depth: int, *, in_paragraph: bool) -> str | None:
        bullet, ordered = BULLET.match(body), ORDERED.match(body)
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
        if match := FOOTNOTE.match(body):
            self._add(Footnote(self.number, match["label"]), depth)
            return match["text"]
        match = DEFINITION.match(body)
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
        match = FENCE.fullmatch(text)
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
        closed = self.open.pop()
        if isinstance(closed, Fence):
            closed.closed = True
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

    def _line(self, indent: int, text: str, depth: int, before: Paragraph | None) -> bool:
        """Take a line that is a block by itself, or opens or closes one; `before` is the paragraph it would go on."""
        in_list = depth > 1 and any(isinstance(each, Item) for each in self.open[:depth])
        block: Block | None = leaves.embed(text, self.number, self.dialect, self.report, in_list=in_list)
        block = block or leaves.special(text, self.number, self.dialect, before, in_list=in_list)
        if block is None and text[0] in _SIGNS:
            if self._fence(text, depth):
                return True
            block = leaves.heading(text, self.number, self.report)
            if block is None and text[0] in "-*_" and RULE.fullmatch(text):
                block = Rule(self.number)
            if block is None and self._raw(indent, text, depth):
                return True
        if block is not None:
            self._add(block, depth)
            return True
        return self._table(text, before) if before is not None else self._reference(text, depth)

    def _raw(self, indent: int, text: str, depth: int) -> bool:
        raw = open_code(indent, text, self.number) or open_html(text, self.number, self.report)
        if raw is None:
            return False
        self._add(raw.block, depth)
        self.leaf = raw
        if isinstance(raw.block, Html):
            self._feed_raw(raw, text)  # the first line of HTML is part of it, and may be all of it
        return True

    def _feed_raw(self, raw: Raw, line: str) -> None:
        if raw.feed(line, self.report):
            self.leaf = None

    def _table(self, text: str, before: Paragraph) -> bool:
        table = leaves.table(text, self.number, before, self.report)
        if table is None:
            return False
        self._end_leaf()
        self.open[-1].children.append(table)
        self.leaf = table
        return True

    def _reference(self, text: str, depth: int) -> bool:
        match = REFERENCE.fullmatch(text) if text[0] == "[" else None
        if match is None:
            return False
        self._close(depth)
        self._end_leaf()
        self.references[match["label"].strip().lower()] = (match["url"], match["title"] or "")
        self.reference_lines[match["url"]] = self.number
        return True

    def _text(self, rest: str, depth: int) -> None:
        """Give a line to the open paragraph or table, or begin a paragraph."""
        line = rest.lstrip(" ")
        if isinstance(self.leaf, Paragraph) and not any(
            isinstance(each, Fence) for each in self.open[depth:]
        ):
            self.leaf.lines.append(line)  # also a lazy line: `- a` and then `b` without indentation
            self.blank = False
        elif isinstance(self.leaf, Table) and depth == len(self.open) and "|" in rest:
            leaves.add_row(self.leaf, line, self.number, self.report)
        else:
            paragraph = Paragraph(self.number, [line])
            self._add(paragraph, depth)
            self.leaf = paragraph

    def _end_leaf(self) -> None:
        leaf, self.leaf = self.leaf, None
        if isinstance(leaf, Raw):
            leaf.report_unclosed(self.report)
        elif isinstance(leaf, Paragraph):
            leaves.take_attributes(leaf, self.report)
            leaves.warn_of_table(leaf, self.report)
            slips.warn_of_list(leaf, self.report)
            if not leaf.lines:
                self.open[-1].children.remove(leaf)
