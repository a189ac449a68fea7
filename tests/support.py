"""What tests share that is no fixture: cases that stand in files, converted bodies, blogs of their own to build."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Protocol

import pytest

from plugins.assets.bundle import bundle
from plugins.assets.slim import Names
from plugins.core.problems import Level
from plugins.dialect.build import Head
from plugins.dialect.convert import Body, Converter
from plugins.dialect.html import VOID_TAGS
from plugins.dialect.inline import Newline
from plugins.dialect.needs import resolve

ROOT = Path(__file__).resolve().parent.parent

NO_HEAD = Head(contents=False)
"""The head of a body that gets no contents list by itself."""

LABELS = {level.label: level for level in Level}


# ---- cases in files ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Expected:
    """A message that a case asks for: its line in the Markdown (1-based), its level, words that it holds."""

    line: int
    level: Level
    words: str

    def fits(self, found: Found) -> bool:
        return (self.line, self.level) == (found.line, found.level) and self.words in found.message


@dataclass(frozen=True)
class Case:
    """One case of a fixture file.

    Title
    .
    Markdown
    .
    HTML, and lines such as `3: エラー: 閉じられていません` for the messages
    .
    """

    title: str
    source: str
    html: str
    messages: tuple[Expected, ...]


_MESSAGE = re.compile(rf"(?P<line>\d+): (?P<level>{'|'.join(LABELS)}): (?P<words>.+)")


def read_cases(path: Path) -> Iterator[Case]:
    """Read the cases of one file; text between them, but for the title, is a comment."""
    parts: list[list[str]] = [[]]
    title = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line != ".":
            parts[-1].append(line)
            continue
        if len(parts) == 1:
            title = next(each for each in reversed(parts[0]) if each.strip())
        if len(parts) < 3:
            parts.append([])
            continue
        messages = [match for each in parts[2] if (match := _MESSAGE.fullmatch(each))]
        yield Case(
            title,
            "\n".join(parts[1]),
            "\n".join(each for each in parts[2] if not _MESSAGE.fullmatch(each)).strip(),
            tuple(Expected(int(each["line"]), LABELS[each["level"]], each["words"]) for each in messages),
        )
        parts = [[]]
    assert not any(each.strip() for part in parts for each in part), f"{path}: the last case has no end"


def case_params(paths: Iterable[Path]) -> list[Any]:
    """Return every case of fixture files, for `pytest.mark.parametrize`."""
    return [
        pytest.param(case, id=f"{path.stem}-{case.title}")
        for path in sorted(paths)
        for case in read_cases(path)
    ]


# ---- converted bodies --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """A message as it was reported."""

    line: int
    level: Level
    message: str


@dataclass(frozen=True)
class Converted:
    """A body after conversion; links lead where the writer typed, empty ones get the text 「題名」."""

    html: str
    problems: tuple[Found, ...]
    body: Body

    @property
    def errors(self) -> list[Found]:
        return [each for each in self.problems if each.level is Level.ERROR]


ANSWERS = {"title": "題名", "image-size": "", "image-sources": ""}
"""What stands for things that only the sum of all files tells; else it is what the writer typed."""


class Convert(Protocol):
    """Converts Markdown."""

    def __call__(
        self, source: str, newline: Newline = "break", first_line: int = 1, head: Head = NO_HEAD
    ) -> Converted: ...


def converted(converter: Converter, source: str, first_line: int = 1, head: Head = NO_HEAD) -> Converted:
    """Convert a body and put what the writer typed where links and pictures would be resolved."""
    found: list[Found] = []

    def report(level: Level, line: int, message: str) -> None:
        found.append(Found(line, level, message))

    body = converter.convert(source, first_line, report, head)
    page = resolve(
        body.html, body.needs, lambda need: ANSWERS.get(need.kind, html.escape(html.unescape(need.value)))
    )
    return Converted(page, tuple(found), body)


def check(case: Case, result: Converted) -> None:
    """Compare a conversion with its case: exactly the messages, and the HTML unless an error stops the page."""
    missing = [each for each in case.messages if not any(each.fits(found) for found in result.problems)]
    assert not missing, (case.title, result.problems)
    assert len(result.problems) == len(case.messages), (case.title, result.problems)
    if case.html or not result.errors:
        assert result.html == case.html, case.title


# ---- HTML --------------------------------------------------------------------------------------------------------


_FRAME = ("html", "head", "body")
_CELLS = ("p", "td", "th", "tr")
_ENDED_BY = {
    **dict.fromkeys(("blockquote", "div", "dl", "h2", "h3", "h4", "hr", "ol", "p", "table", "ul"), ("p",)),
    **dict.fromkeys(("dt", "dd"), ("p", "dt", "dd")),
    **dict.fromkeys(("td", "th"), ("p", "td", "th")),
    "tr": _CELLS,
    "tbody": (*_CELLS, "thead"),
    "li": ("p", "li"),
}
"""Tag → the elements whose ends HTML may leave out before it."""


class _Reader(HTMLParser):
    """Reads a page strictly: every tag is closed, in order, and no attribute is given twice.

    In a `slim` one what HTML lets out may be left out.
    """

    def __init__(self, *, slim: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.slim = slim
        self.open: list[str] = []
        self.text = ""

    def _end(self, elements: Iterable[str]) -> None:
        while self.slim and self.open and self.open[-1] in elements:
            self.open.pop()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), attrs
        if tag == "li" and self.open[-1:] == ["li"]:
            self.open.pop()  # HTML may leave its end out
        self._end(_ENDED_BY.get(tag, ()))
        if tag == "img":
            self.text += dict(attrs).get("alt") or ""
        if tag not in VOID_TAGS and not (self.slim and tag in _FRAME):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID_TAGS or "svg" in self.open, f"<{tag}/>"

    def handle_endtag(self, tag: str) -> None:
        if self.slim and tag in _FRAME:
            return
        if tag in ("ul", "ol") and self.open[-1:] == ["li"]:
            self.open.pop()
        if tag not in (*_CELLS, "li", "dt", "dd", "tbody"):
            self._end((*_CELLS, "li", "dt", "dd", "tbody"))
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>, line {self.getpos()[0]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data


def well_formed_text(page: str, *, slim: bool = False) -> str:
    """Return the text of a page or a piece of one; `AssertionError` where its tags are not well formed."""
    reader = _Reader(slim=slim)
    reader.feed(page)
    reader.close()
    assert not reader.open, f"<{reader.open[-1]}> is not closed"
    return reader.text


# ---- blogs to build ----------------------------------------------------------------------------------------------

SITEURL = "https://example.com"
NOW = "2026-11-23T09:00:00+09:00"

_CONF = """\
import sys

sys.path.insert(0, {root!r})
from pelicanconf import *

PLUGIN_PATHS = [{root!r}]
"""

_FEW_PLUGINS = """\
PLUGINS = [name for name in PLUGINS if name not in {left_out!r}]
"""

_LEFT_OUT = tuple(f"plugins.{name}" for name in ("related", "search", "services", "votes"))
"""Rooms that have tests of their own, ask for templates of their own or take their time."""

_LINE = re.compile(rf"(?P<path>.+?)(?::(?P<line>\d+))?: (?P<level>{'|'.join(LABELS)}): (?P<message>.*)")


@dataclass(frozen=True)
class Message:
    """A message as the writer reads it."""

    path: str
    line: int
    level: Level
    message: str


@dataclass(frozen=True)
class Built:
    """What one run of the build command gave."""

    code: int
    stdout: str
    stderr: str
    output: Path

    @property
    def messages(self) -> list[Message]:
        """Every problem that was printed."""
        matches = [_LINE.fullmatch(line) for line in self.stderr.splitlines()]
        return [
            Message(match["path"], int(match["line"] or 0), LABELS[match["level"]], match["message"])
            for match in matches
            if match
        ]

    @property
    def errors(self) -> list[Message]:
        return [each for each in self.messages if each.level is Level.ERROR]

    def ok(self) -> Built:
        """Ask for a build without a word of complaint."""
        assert (self.code, self.stderr) == (0, ""), self.stderr
        return self

    def page(self, address: str) -> str:
        """Return the page at an address of the site."""
        path = address.removeprefix("/")
        return (self.output / (path + "index.html" if not path or path.endswith("/") else path)).read_text(
            encoding="utf-8"
        )


def head(**values: str) -> str:
    """Return the head of an article; `title` and `date` are there unless they are given as ''."""
    values = {"title": "題名", "date": "2026-05-01"} | values
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items() if value) + "---\n"


@dataclass(frozen=True)
class Blog:
    """A blog in a folder of its own: `content`, `theme`, `conf.py`, `output`."""

    root: Path
    every_room: bool = False
    """Whether the rooms with tests of their own work too."""

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def output(self) -> Path:
        return self.root / "output"

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file, `name` relative to the blog's folder."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def article(self, name: str = "a", body: str = "本文です。\n", **values: str) -> Path:
        """Write an article of the category 面接."""
        return self.write(f"content/articles/面接/{name}.md", head(**values) + body)

    def conf(self, extra: str = "", name: str = "conf.py", *, every_room: bool = False) -> Path:
        """Write the configuration: the project's own, and what is given."""
        few = "" if every_room or self.every_room else _FEW_PLUGINS.format(left_out=_LEFT_OUT)
        return self.write(name, _CONF.format(root=str(ROOT)) + few + extra)

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "plugins.builds", *arguments]

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the environment of a build: the clock stands still, and nothing of this run leaks in."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        fixed = {"PYTHONPATH": str(ROOT), "SITEURL": SITEURL, "SITE_NOW": NOW, "PYTHONUTF8": "1"}
        return kept | fixed | dict(extra or {})

    def build(
        self,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        conf: str = "conf.py",
        theme: str = "theme",
        output: str = "output",
    ) -> Built:
        """Run the build command as `make html` does."""
        if not (self.root / conf).exists():
            self.conf(name=conf)
        done = subprocess.run(
            self.command("content", "-o", output, "-s", conf, "-t", theme, *arguments),
            cwd=self.root,
            env=self.environment(env),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=600,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Built(done.returncode, done.stdout, done.stderr, self.root / output)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@cache
def _names() -> Names:
    return bundle(ROOT / "theme/static").slim.names


def short(selector: str) -> str:
    """Return a CSS selector with the names that the theme's classes have in finished pages."""
    return _names().in_css(selector)


def long(classes: str) -> str:
    """Return the value of a class attribute of a finished page as the templates write it."""
    names = {name: each for each, name in _names().classes.items()}
    return " ".join(names.get(name, name) for name in classes.split())
