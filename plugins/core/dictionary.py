"""`content/data/dictionary.csv`: the words of the trade, as its owner edits them.

A row: the word, its readings (in kana; several with ／ between them), words of the same meaning (the same). Only the
word is needed. The first row names the columns; lines that begin with # are comments.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from plugins.core.problems import Level, Report
from plugins.core.text import fold

FILE = "dictionary.csv"
COLUMNS = ("語", "読み", "同義語")

_SEPARATOR = re.compile(r"[／/]")
_KANA = re.compile(r"[ぁ-ゖァ-ヶー]+")


@dataclass(frozen=True)
class DictionaryWord:
    """One row."""

    word: str
    readings: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()


def load_dictionary(path: Path, report: Report) -> tuple[DictionaryWord, ...]:
    """Read the file; an absent one is empty, and a row with a fault is reported and left out."""
    if not path.is_file():
        return ()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        report(
            Level.ERROR,
            0,
            f"文字コードが UTF-8 ではありません（{error.start + 1}バイト目）。UTF-8 で保存してください。",
        )
        return ()
    return read_dictionary(text, report)


def read_dictionary(text: str, report: Report) -> tuple[DictionaryWord, ...]:
    """Return the rows of a text in CSV."""
    lines = text.splitlines()
    rows = [
        (number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")
    ]
    if not rows:
        return ()
    number, head = rows[0]
    if tuple(_cells(head)) != COLUMNS:
        report(Level.ERROR, number, f"1行目は「{','.join(COLUMNS)}」と書いてください（いまは「{head}」）。")
        return ()
    found: dict[str, DictionaryWord] = {}
    for number, line in rows[1:]:
        row = _row(line, number, report)
        if row is None:
            continue
        if fold(row.word) in found:
            report(Level.ERROR, number, f"「{row.word}」が二度書かれています。一つの行にまとめてください。")
            continue
        found[fold(row.word)] = row
    return tuple(found.values())


def _row(line: str, number: int, report: Report) -> DictionaryWord | None:
    cells = _cells(line)
    if len(cells) > len(COLUMNS):
        report(
            Level.ERROR,
            number,
            f"列が{len(cells)}あります。列は{len(COLUMNS)}つ（{'、'.join(COLUMNS)}）で、読みや同義語がいくつもあるときは「／」で区切ります。",
        )
        return None
    word, readings, synonyms = (*cells, *[""] * (len(COLUMNS) - len(cells)))
    if not word:
        report(Level.ERROR, number, "「語」が空です。")
        return None
    spoken = _parts(readings)
    for reading in spoken:
        if not _KANA.fullmatch(reading):
            report(Level.ERROR, number, f"読み「{reading}」は、ひらがなかカタカナだけで書いてください。")
            return None
    others = _parts(synonyms)
    if any(fold(other) == fold(word) for other in others):
        report(Level.WARNING, number, f"「{word}」の同義語に「{word}」そのものがあります。")
        others = tuple(other for other in others if fold(other) != fold(word))
    return DictionaryWord(word, spoken, others)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line]))]


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SEPARATOR.split(cell) if part.strip())
