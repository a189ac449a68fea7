"""The text of a file that a writer made."""

from __future__ import annotations

from plugins.core.problems import Level, Report
from plugins.core.text import control_character

MAX_BYTES = 1_000_000
MAX_LINE = 100_000
"""In characters; what no writer means, and what would make everything slow."""


def decode(data: bytes, report: Report) -> str | None:
    r"""Return the text of a file with `\n` ends; None, reported, where it is not clean UTF-8 text of a sane size."""
    if len(data) > MAX_BYTES:
        report(
            Level.ERROR,
            0,
            f"ファイルが大きすぎます（{len(data):,}バイト）。1MB までです。記事を分けてください。",
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        report(
            Level.ERROR,
            line,
            "文字コードが UTF-8 ではありません。エディターで「UTF-8」を選んで保存し直してください。",
        )
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if match := control_character(text):
        line = text.count("\n", 0, match.start()) + 1
        report(
            Level.ERROR,
            line,
            f"見えない制御文字（U+{ord(match[0]):04X}）があります。その文字を消してください。",
        )
        return None
    for number, content in enumerate(text.split("\n"), 1):
        if len(content) > MAX_LINE:
            report(
                Level.ERROR,
                number,
                f"1行が長すぎます（{len(content):,}文字）。{MAX_LINE:,}文字までです。改行を入れてください。",
            )
            return None
    return text
