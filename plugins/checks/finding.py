"""One line of the list: a problem of the build or a mark of a rule, and the ways to print it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from plugins.core.problems import Level
from plugins.core.text import nfc

BUILD = "組み立て"
"""The name behind what the build itself reports."""

_COMMANDS = ("error", "warning", "notice")
_NAMES = ("error", "warning", "hint")


@dataclass(frozen=True, order=True)
class Finding:
    """A file and line, what is there, why it matters and what to do."""

    path: str
    line: int
    level: Level
    rule: str
    message: str
    reason: str = ""
    remedy: str = ""
    key: str = ""
    """What names it in the list of old findings, wherever its line moves."""

    def __str__(self) -> str:
        """`content/articles/a.md:12: 警告: …。…。… [かっこ]`, the form that editors make clickable."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        end = (
            ""
            if self.message.endswith(("。", "）", "です。")) and not self.reason
            else "。"
            if self.reason
            else ""
        )
        return f"{place}: {self.level.label}: {self.message}{end}{self.reason}{self.remedy} [{self.rule}]"

    @property
    def text(self) -> str:
        """All of it but the place."""
        return f"{self.message}。{self.reason}{self.remedy}" if self.reason else self.message


def with_keys(findings: Iterable[Finding], lines: Mapping[str, Sequence[str]]) -> list[Finding]:
    """Name each finding by its rule and the text of its line. `lines`: those of each file."""
    return [replace(each, key=_key(each, lines.get(each.path, ()))) for each in findings]


def _key(finding: Finding, lines: Sequence[str]) -> str:
    line = lines[finding.line - 1] if 0 < finding.line <= len(lines) else ""
    text = f"{nfc(line).strip()}\0{finding.message if finding.rule == BUILD else ''}"
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def as_github(finding: Finding) -> str:
    """Return a workflow command that shows the finding beside its line."""
    place = f"file={_property(finding.path)}"
    if finding.line:
        place += f",line={finding.line}"
    title = _property(f"{finding.level.label}: {finding.rule}")
    return f"::{_COMMANDS[finding.level]} {place},title={title}::{_data(finding.text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_json(findings: Sequence[Finding]) -> str:
    """Return all findings as one object."""
    counts = Counter(each.level for each in findings)
    problems = [
        {
            "path": each.path,
            "line": each.line,
            "level": _NAMES[each.level],
            "rule": each.rule,
            "message": each.message,
            "reason": each.reason,
            "remedy": each.remedy,
        }
        for each in findings
    ]
    numbers = {f"{name}s": counts[level] for level, name in zip(Level, _NAMES, strict=True)}
    return json.dumps({"problems": problems, **numbers}, ensure_ascii=False, indent=1)
