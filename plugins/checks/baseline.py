"""The list of old findings that are known and not told again: `content/check-baseline.tsv`.

An entry is file, rule and a hash of the line's text: it holds while the line is as it was, wherever it stands.
Errors are never in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from plugins.checks.finding import Finding
from plugins.core.problems import Level

FILE = "check-baseline.tsv"
_TOP = "# 前からある警告とヒントの一覧です。make check BASELINE=1 で作り直せます。\n"


def read(path: Path) -> Counter[str]:
    """Return the entries, each with how often it may occur; what is no entry counts for nothing."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return Counter(line for line in text.splitlines() if line.count("\t") == 2)  # noqa: PLR2004 - file, rule, hash


def write(path: Path, findings: Iterable[Finding]) -> int:
    """Write the entries of these findings; return how many."""
    entries = sorted(entry(each) for each in findings if each.level is not Level.ERROR)
    path.write_text(_TOP + "".join(f"{each}\n" for each in entries), encoding="utf-8", newline="\n")
    return len(entries)


def entry(finding: Finding) -> str:
    """Return the line that stands for a finding."""
    return f"{finding.path}\t{finding.rule}\t{finding.key}"


def new(findings: Iterable[Finding], known: Counter[str]) -> list[Finding]:
    """Return the findings that are not among the known ones."""
    left = Counter(known)
    found = []
    for each in findings:
        name = entry(each)
        if each.level is not Level.ERROR and left[name]:
            left[name] -= 1
        else:
            found.append(each)
    return found
