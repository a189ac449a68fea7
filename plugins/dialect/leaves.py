"""Lines that are a block by themselves: headings, embeds, lines with a meaning; and tables, which begin on their second line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from plugins.core.problems import Level, Report, choices
from plugins.core.text import fold
from plugins.dialect import lines
from plugins.dialect.attributes import LINE as ATTRIBUTE_LINE
from plugins.dialect.attributes import parse_attributes, take_from_end, wide_attributes
from plugins.dialect.blocks import Heading, Paragraph, Special, Table
from plugins.dialect.grammar import Dialect
from plugins.dialect.tables import DELIMITER_ROW, WIDE_DELIMITER_ROW, split_cells

_LEVELS = range(2, 7)
_SHOWN = 20
"""How much of a line a message quotes."""


def heading(text: str, line: int, report: Report) -> Heading | None:
    """Return the heading that a line is; one without text has none, and is left out of the page."""
    if text[0] not in "#＃":
        return None
    match = lines.HEADING.fullmatch(text)
    if match is None:
        _warn_of_near_heading(text, line, report)
        return None
    marks = len(match["marks"])
    content, attributes = take_from_end(re.sub(r"[ 　]+[#＃]+$", "", match["text"]))
    content = content.strip()
    if not content:
        report(Level.WARNING, line, f"「{text}」に見出しの文字がないので、出力しません。")
    elif marks < _LEVELS[0]:
        right = f"「## {content}」と書いてください。"
        report(Level.ERROR, line, f"見出しは「##」から始めます（「#」は記事の題名です）。{right}")
    elif marks > _LEVELS[-1]:
        report(Level.ERROR, line, f"見出しの「#」は2個から6個までです（{marks}個あります）。")
    return Heading(line, min(max(marks, _LEVELS[0]), _LEVELS[-1]), content, attributes)


def _warn_of_near_heading(text: str, line: int, report: Report) -> None:
    if not lines.TAG_LIKE_HEADING.match(text):
        return
    marks = len(text) - len(text.lstrip("#＃"))
    right = f"{'#' * max(marks, 2)} {text[marks:]}"[:_SHOWN]
    # One sign is how people write tags; two are hardly ever meant as text.
    level, when = (
        (Level.HINT, "見出しにするときは") if marks == 1 else (Level.WARNING, "見出しになっていません。")
    )
    report(level, line, f"「{text[:_SHOWN]}」は普通の文になります。{when}「{right}」と空白を入れてください。")


def embed(text: str, line: int, dialect: Dialect, report: Report, *, in_list: bool) -> Special | None:
    """Return the embed that a line is. One that is reported has an empty rule: it is taken, and stands for nothing."""
    if text[0] not in "@＠":
        return None
    match = lines.EMBED.fullmatch(text)
    nothing = Special(line, "", text, {})
    if match is None:
        wide = lines.WIDE_EMBED.fullmatch(text)
        if wide is None:
            return None
        right = f"@[{wide['name']}]" + (f"({wide['argument']})" if wide["argument"] is not None else "")
        report(Level.ERROR, line, f"「{text}」に全角の記号があります。「{right}」と半角で書いてください。")
        return nothing
    name = next((each for each in dialect.embeds if fold(each) == fold(match["name"])), None)
    if name is None:
        advice = choices(match["name"], dialect.embeds)
        report(Level.ERROR, line, f"「@[{match['name']}]」という部品はありません。{advice}")
        return nothing
    if in_list:
        report(
            Level.ERROR, line, f"「@[{name}]」はリストの中では使えません。リストの外の1行に書いてください。"
        )
        return nothing
    return Special(line, "@" + name, text, {"argument": (match["argument"] or "").strip()})


def special(
    text: str, line: int, dialect: Dialect, before: Paragraph | None, *, in_list: bool
) -> Special | None:
    """Return what a feature's rule makes of a line; its lead, the last line of the paragraph `before`, goes with it."""
    rule = dialect.line_rule(text, in_list=in_list)
    match = rule.pattern.fullmatch(text) if rule else None
    if rule is None or match is None:
        return None
    groups = {name: value or "" for name, value in match.groupdict().items()}
    lead = rule.lead.fullmatch(before.lines[-1].strip()) if rule.lead and before else None
    if lead is not None and before is not None:
        before.lines.pop()
        groups |= {name: value for name, value in lead.groupdict().items() if value}
    return Special(line, rule.name, text, groups)


def table(text: str, line: int, before: Paragraph, report: Report) -> Table | None:
    """Return the table whose second line this is; its first, and attributes above it, are taken off the paragraph."""
    if "|" not in text.replace("｜", "|"):
        return None
    header = before.lines[-1]
    if not DELIMITER_ROW.fullmatch(text):
        is_wide = text[0] in "｜|" and WIDE_DELIMITER_ROW.fullmatch(text)
        if is_wide and len(split_cells(header.replace("｜", "|"))) > 1:
            report(
                Level.ERROR, line, "表の線に全角の記号があります。「|---|---|」のように半角で書いてください。"
            )
        return None
    columns, expected = len(split_cells(header)), len(split_cells(text))
    if columns != expected:
        counts = f"表の1行目は{columns}列、「{text[:_SHOWN]}」の行は{expected}列です。"
        report(Level.ERROR, line, counts + "同じ数にしてください。")
        text = "|".join(["---"] * columns)  # so that its rows are not reported too
    before.lines.pop()
    attributes: Mapping[str, str] = {}
    if before.lines and (match := ATTRIBUTE_LINE.fullmatch(before.lines[-1].strip())):
        before.lines.pop()
        attributes = parse_attributes(match["attributes"])
    after_blank = before.after_blank and not before.lines
    return Table(before.line + len(before.lines), [header, text], attributes, after_blank=after_blank)


def add_row(block: Table, text: str, line: int, report: Report) -> None:
    """Give a table a row; cells that no column has would be lost, so they are reported."""
    cells, columns = len(split_cells(text)), len(split_cells(block.lines[1]))
    if cells > columns:
        report(
            Level.ERROR,
            line,
            f"この行は{cells}列あり、表の見出しの{columns}列より多くなっています。見出しの行に列を足すか、この行の「|」を減らしてください。",
        )
    block.lines.append(text)


def take_attributes(paragraph: Paragraph, report: Report) -> None:
    """Make attributes of a last line that holds nothing else; on another line they belong to nothing."""
    for number, text in enumerate(paragraph.lines):
        match = ATTRIBUTE_LINE.fullmatch(text.strip()) if "{" in text else None
        if match is not None and 0 < number == len(paragraph.lines) - 1:
            paragraph.lines.pop()
            paragraph.attributes = parse_attributes(match["attributes"])
        elif match is not None:
            advice = "表のすぐ上の行、段落の最後の行、リンクや画像のすぐ後に書いてください。"
            report(
                Level.ERROR, paragraph.line + number, f"「{text.strip()}」が何にも付いていません。{advice}"
            )


def warn_of_table(paragraph: Paragraph, report: Report) -> None:
    """Warn of rows of a table that have no delimiter row, and so are text."""
    rows = paragraph.lines
    if len(rows) > 1 and all(re.fullmatch(r"\|.*\|", row.strip()) for row in rows):
        advice = "1行目の下に「|---|---|」の行を加えてください。"
        report(Level.WARNING, paragraph.line, f"表の区切りの行がないので、表になりません。{advice}")


def check_signs(text: str, line: int, report: Report) -> None:
    """Report attributes typed in full width; they would stand in the page as text."""
    if "{" in text and (found := wide_attributes(lines.CODE_SPAN.sub("", text))):
        typed, right = found
        report(Level.ERROR, line, f"「{typed}」に全角の記号があります。「{right}」と半角で書いてください。")
