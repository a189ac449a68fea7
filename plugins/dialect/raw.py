"""Blocks whose lines are not read as Markdown: fenced code and raw HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plugins.core.problems import Level, Report
from plugins.dialect.blocks import Code, Html
from plugins.dialect.html import BLOCK_TAGS, VOID_TAGS, unbalanced
from plugins.dialect.lines import outdent

_CODE = re.compile(r"(?P<ticks>`{3,}(?=[^`]*$)|~{3,}(?=[^~]*$))(?P<info>.*)")
_HTML = re.compile(r"<(?P<comment>!--)|<(?P<closing>/?)(?P<tag>[A-Za-z][A-Za-z0-9-]*)(?=[\s/>]|$)")
_RAW_TAGS = frozenset({"pre", "script", "style", "textarea"})


@dataclass
class Raw:
    """An open block of raw lines. It ends at `end`, or when as many of its tag are closed as opened."""

    block: Code | Html
    end: re.Pattern[str] | None = None
    tag: re.Pattern[str] | None = None
    depth: int = 0
    stray: bool = False
    """Whether it is a closing tag that closes nothing, which was reported."""
    indent: int = 0
    """How far the block itself is indented; its lines lose as much."""

    def feed(self, line: str, report: Report) -> bool:
        """Take a line; say whether the block ends with it."""
        if self.tag is not None:
            self.depth += sum(-1 if match[1] else 0 if match[2] else 1 for match in self.tag.finditer(line))
            over = self.depth <= 0
        else:
            over = self.end is not None and bool(self.end.fullmatch(line))
        if isinstance(self.block, Html) or not over:
            self.block.lines.append(outdent(line, self.indent))
        if (
            over
            and isinstance(self.block, Html)
            and not self.stray
            and (fault := unbalanced("\n".join(self.block.lines)))
        ):
            report(Level.ERROR, self.block.line + fault.line, fault.message)
        return over

    def report_unclosed(self, report: Report) -> None:
        """Report that the article, or what the block stands in, ended before it."""
        if isinstance(self.block, Code):
            advice = "終わりに「```」だけの行を置いてください。"
            report(Level.ERROR, self.block.line, f"コードの始まり（```）が閉じられていません。{advice}")
        else:
            start = self.block.lines[0].partition(">")[0][:20]
            report(Level.ERROR, self.block.line, f"「{start}」で始まる HTML が閉じられていません。")


def open_code(indent: int, text: str, line: int) -> Raw | None:
    """Return the code block that a line opens."""
    match = _CODE.fullmatch(text) if text[0] in "`~" else None
    if match is None:
        return None
    sign, count = match["ticks"][0], len(match["ticks"])
    end = re.compile(rf"[ 　]*{re.escape(sign)}{{{count},}}[ 　]*")
    return Raw(Code(line, match["info"].strip(), []), end, indent=indent)


def open_html(text: str, line: int, report: Report) -> Raw | None:
    """Return the HTML block that a line opens; a tag that closes nothing is reported and gives an empty one."""
    match = _HTML.match(text) if text[0] == "<" else None
    tag = (match["tag"] or "").lower() if match else ""
    if match is None or not (match["comment"] or tag in BLOCK_TAGS):
        return None
    if match["closing"]:
        report(Level.ERROR, line, f"「</{tag}>」に対応する「<{tag}>」がありません。")
        return Raw(Html(line, []), re.compile(".*"), stray=True)
    if tag in VOID_TAGS:
        return Raw(Html(line, []), re.compile(".*"))
    if match["comment"]:
        return Raw(Html(line, []), re.compile(r".*-->.*"))
    if tag in _RAW_TAGS:
        return Raw(Html(line, []), re.compile(rf".*</{tag}\s*>.*", re.IGNORECASE))
    return Raw(Html(line, []), tag=re.compile(rf"<(/?){tag}(?=[\s/>]|$)[^>]*?(/?)>?", re.IGNORECASE))
