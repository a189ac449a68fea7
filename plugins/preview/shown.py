"""What the browsers are shown at this moment, and what is said of it. Used by many threads."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Condition
from typing import Any

from plugins.core.outputs import digest
from plugins.core.problems import Level, Problem
from plugins.preview.messages import Built

OWN = "/__preview__/"
"""The address below which the preview has its own files; no page of a site begins with it."""
_EMPTY = """<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>プレビュー</title></head>
<body><p>サイトを作っています。できあがると、ここに表示します。</p></body></html>
"""
_MOST = 20
"""How many problems of other files are shown."""
_LONGEST = 200
"""Characters of a line that are shown."""


@dataclass
class Shown:
    """The site as it is served."""

    folder: Path
    """Where the last whole build is."""
    _report: Built = field(default_factory=Built)
    _quick: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    _number: int = 0
    _changed: Condition = field(default_factory=Condition)

    # ---- what there is -------------------------------------------------------------------------

    def page(self, name: str) -> tuple[bytes, bool]:
        """Return a page by its file in the output, and whether there is one; else the page that says so."""
        quick = self._quick.get(name)
        if quick is not None:
            return quick[1], True
        try:
            return (self.folder / name).read_bytes(), True
        except (OSError, ValueError):
            pass
        try:
            return (self.folder / "404.html").read_bytes(), False
        except OSError:
            return _EMPTY.encode(), False

    def framed(self, name: str) -> tuple[bytes, bool]:
        """Return a page as it is served: with the script that keeps it fresh. Its policy allows files of this site."""
        page, found = self.page(name)
        script = (
            f'<script type="module" src="{OWN}client.js" data-name="{html.escape(name)}" data-digest="{digest(page)}">'
            "</script>\n"
        ).encode()
        head, end, rest = page.partition(b"</head>")
        return (head + script + end + rest if end else page + script), found

    def state(self, name: str) -> dict[str, Any]:
        """Return what the script on a page is told: what the page would be now, and what is to be said of it."""
        report = self._report
        own = report.sources.get(name)
        problems = sorted(report.problems, key=lambda each: (each.path != own, each.level, each))
        shown = [each for each in problems if each.path == own or each.level is Level.ERROR]
        few = shown[: sum(each.path == own for each in shown) + _MOST]
        return {
            "digest": digest(self.page(name)[0]),
            "failure": report.failure,
            "marks": dict(report.marks),
            "problems": [_told(each, is_own=each.path == own) for each in few],
            "more": len(shown) - len(few),
        }

    # ---- what happens --------------------------------------------------------------------------

    @property
    def number(self) -> int:
        """Return the number of the last change."""
        return self._number

    def wait(self, number: int, seconds: float) -> None:
        """Wait for a change behind that number, but not longer."""
        with self._changed:
            self._changed.wait_for(lambda: self._number != number, seconds)

    def publish(self, built: Built, change: int) -> None:
        """Take a whole build, which knows of all changes up to that number."""
        self._quick = {name: quick for name, quick in self._quick.items() if quick[0] > change}
        self._set(built)

    def refuse(self, built: Built) -> None:
        """Take what is wrong; the pages stay."""
        last = self._report
        self._set(replace(built, sources=last.sources, marks=last.marks))

    def show(self, name: str, page: bytes, change: int) -> None:
        """Show a page with the change of that number, before the whole site is built."""
        self._quick[name] = (change, page)
        self._set(self._report)

    def tell(self, path: str, problems: Iterable[Problem]) -> None:
        """Say what is wrong with one file, in place of what was said of it."""
        last = self._report
        now = (*(each for each in last.problems if each.path != path), *problems)
        is_mended = _has_errors(last.problems) and not _has_errors(now)
        self._set(replace(last, problems=now, failure="" if is_mended else last.failure))

    def _set(self, report: Built) -> None:
        with self._changed:
            self._report = report
            self._number += 1
            self._changed.notify_all()


def event(state: dict[str, Any]) -> bytes:
    """Return a state as a server-sent event."""
    return f"data: {json.dumps(state, ensure_ascii=False)}\n\n".encode()


def _has_errors(problems: Iterable[Problem]) -> bool:
    return any(each.level is Level.ERROR for each in problems)


def _told(problem: Problem, *, is_own: bool) -> dict[str, Any]:
    return {
        "own": is_own,
        "level": problem.level.name.lower(),
        "label": problem.level.label,
        "place": f"{problem.path}:{problem.line}" if problem.line else problem.path,
        "line": _line(problem),
        "message": problem.message,
    }


def _line(problem: Problem) -> str:
    """Return the line of the file that a problem is about."""
    if not problem.line:
        return ""
    try:
        lines = Path(problem.path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError):
        return ""
    return lines[problem.line - 1].strip()[:_LONGEST] if problem.line <= len(lines) else ""
