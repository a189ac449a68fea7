"""The faults of a change as a comment in Japanese. What it quotes comes from articles, so nothing in it may act."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

MARK = "<!-- 記事の確認 -->"
"""By it the one comment is found again and replaced."""
_LEVELS = {"error": "エラー", "warning": "警告", "hint": "ヒント"}
_MOST = 100


def comment(report: Mapping[str, Any] | None, pages: Sequence[str], run: str) -> str:
    """Return the comment; `report` is what `make check` printed as JSON, None where it could not be read."""
    lines = [MARK, "### 記事の確認", ""]
    if report is None:
        lines.append(f"確かめる作業が途中で止まりました。くわしくは[こちらの記録]({run})をご覧ください。")
        return "\n".join(lines) + "\n"
    problems = report["problems"]
    counts = {level: sum(each["level"] == level for each in problems) for level in _LEVELS}
    if counts["error"]:
        lines.append(f"❌ **直すところが{counts['error']}件あります。** 直すまで、サイトは前のままです。")
    else:
        lines.append("✅ **エラーはありません。** このまま **Merge pull request** を押すと公開されます。")
    if counts["warning"] or counts["hint"]:
        lines.append(f"（警告 {counts['warning']}件、ヒント {counts['hint']}件。直さなくても公開できます）")
    if problems:
        lines += ["", "| | 場所 | 内容 |", "| --- | --- | --- |"]
        lines += [_row(each) for each in problems[:_MOST]]
        if len(problems) > _MOST:
            lines.append(f"\nほかに{len(problems) - _MOST}件あります。")
    if pages:
        lines += [
            "",
            f"変わったページ（{len(pages)}）は、[この記録]({run})の下の「Artifacts」の「preview」から見られます。",
        ]
        lines += [f"- {plain(page)}" for page in pages[:_MOST]]
    return "\n".join(lines) + "\n"


def _row(problem: Mapping[str, Any]) -> str:
    place = f"{problem['path']}:{problem['line']}" if problem["line"] else str(problem["path"])
    words = " ".join(str(problem.get(key) or "") for key in ("message", "reason", "remedy"))
    return f"| {_LEVELS.get(str(problem['level']), '')} | {plain(place)} | {plain(words)} |"


def plain(text: str) -> str:
    """Return a text that GitHub shows as it is: no markup, no mentions, no links, on one line.

    >>> plain("@who [a](http://b) | <b>")
    '&#64;who &#91;a&#93;(http&#58;//b) &#124; &#60;b&#62;'
    """
    signs = re.compile(r"[&<>@#\[\]|`*_~\\!:{}]")
    return signs.sub(lambda match: f"&#{ord(match[0])};", " ".join(text.split())[:600])
