"""The rows of a table."""

from __future__ import annotations

import re

DELIMITER_ROW = re.compile(r"\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*")
WIDE_DELIMITER_ROW = re.compile(
    r"[｜|][ 　]*[:：]?[-ー－―─]+[:：]?[ 　]*(?:[｜|][ 　]*[:：]?[-ー－―─]+[:：]?[ 　]*)*[｜|]?[ 　]*"
)

_PARTS = re.compile(
    r"(?P<text>\\.|(?P<ticks>`+).*?(?<!`)(?P=ticks)(?!`)|\{[^{}|]+\|[^{}|]+\}|[^|\\`{]+|[\\`{])|\|"
)


def split_cells(row: str) -> list[str]:
    r"""Return the cells of a row; `\|`, code and ruby do not divide.

    >>> split_cells('| a | {漢字|かんじ} |')
    ['a', '{漢字|かんじ}']
    """
    row = row.strip()
    cells = [""]
    for match in _PARTS.finditer(row):
        if match["text"] is None:
            cells.append("")
        else:
            cells[-1] += match["text"]
    if row.startswith("|"):
        cells.pop(0)
    if len(cells) > 1 and re.search(r"(?<!\\)\|$", row):
        cells.pop()
    return [cell.strip().replace("\\|", "|") for cell in cells]


def alignments(delimiter_row: str) -> list[str | None]:
    """Return `left`, `right`, `center` or None for each column."""
    kinds = {(True, True): "center", (False, True): "right", (True, False): "left", (False, False): None}
    return [kinds[cell.startswith(":"), cell.endswith(":")] for cell in split_cells(delimiter_row)]
