"""HTML of WordPress → Markdown: cases in files, and random posts whose words must all be read in the page."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

import pelicanconf
from plugins.callouts.kinds import KINDS
from plugins.links.settings import LinksSettings
from plugins.wordpress.inline import _LABEL
from plugins.wordpress.markdown import Note, TooDeepError, convert
from plugins.wordpress.phrases import Link, Lookup
from plugins.wordpress.source import prepare
from plugins.wordpress.themes import BOX_NAMES, BOXES
from tests.support import Case, Convert, read_cases, well_formed_text

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.md"))
LOOKUP = Lookup(Link, lambda url: f"../../images/{url}", lambda url: url)
NOTE = re.compile(r"(\d+): (\w+)")


def markdown(source: str) -> tuple[str, list[Note]]:
    return convert(prepare(source, lambda _: None, lambda _: None), LOOKUP)


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{path.stem}-{case.title}") for path in FIXTURES for case in read_cases(path)],
)
def test_case(case: Case, convert_all: Convert) -> None:
    lines = case.html.split("\n")
    wanted = "\n".join(line for line in lines if not NOTE.fullmatch(line)).strip("\n")
    text, notes = markdown(case.source)
    assert text == wanted
    assert [f"{each.line}: {each.kind}" for each in notes] == [line for line in lines if NOTE.fullmatch(line)]
    assert convert_all(text).errors == []


def test_html_that_is_too_deep_is_refused() -> None:
    with pytest.raises(TooDeepError):
        markdown("<div>" * 400 + "文" + "</div>" * 400)
    assert "文" in markdown("<ul><li>" * 40 + "文" + "</li></ul>" * 40)[0]


def test_the_tables_name_what_there_is() -> None:
    names = {kind.name for kind in KINDS}
    assert {*BOXES.values(), *BOX_NAMES.values()} <= names
    assert _LABEL.split("|") == list(LinksSettings().labels)
    assert "plugins.callouts" in pelicanconf.PLUGINS


# ---- random posts ------------------------------------------------------------------------------------------------

SIGNS = (
    "、", "。", "「", "」", "（", " ", "　", "*", "**", "_", "`", "``", "[", "]", "(", ")", "{", "}", "{.x}", "{#a}", "|",
    "｜", "《", "》", "=", "==", "~", "~~", "\\", "!", "@", "#", "##", "＃ ", ":", ":::", "：：：", ">", ">>", "＞ ", "-", "- ",
    "+ ", "1. ", "１．", "・", "&lt;", "&amp;", "&amp;lt;", "< ", "[目次]", "[^1]", "関連記事", "---", "/a/", "x.md", "5*6", "=a",
    "[st-x a=1]", "$", "^", "'", '"', "%", "×", "https://example.net/a_b*c",
)  # fmt: skip


class Post:
    """Grows the HTML of a post with numbered words in it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.count = 0
        self.newline = self.random.choice(["", "\n", "\n\n"])

    def word(self) -> str:
        self.count += 1
        return f"語{self.count:03}語"

    def text(self) -> str:
        parts = []
        for _ in range(self.random.randint(1, 4)):
            parts += [self.random.choice(SIGNS) for _ in range(self.random.randint(0, 2))] + [self.word()]
        return "".join(parts) + self.random.choice(["", *SIGNS])

    def inline(self, depth: int = 0) -> str:
        parts = []
        for _ in range(self.random.randint(1, 3)):
            tag = self.random.choice(
                ["", "", "b", "strong", "em", "del", "mark", "span", "a", "sup", "u", "font", "br", "\n"]
            )
            inner = (
                self.inline(depth + 1) if tag and depth < 3 and tag not in ("br", "\n", "a") else self.text()
            )
            opening = {
                "a": '<a href="https://example.net/">',
                "span": '<span style="font-weight:bold">',
                "br": "<br>",
                "\n": "\n",
            }
            parts.append(
                inner
                if not tag
                else opening[tag] + inner
                if tag in ("br", "\n")
                else f"{opening.get(tag, f'<{tag}>')}{inner}</{tag}>"
            )
        return "".join(parts)

    def inner(self, depth: int) -> str:
        return self.blocks(depth + 1) if depth < 3 and self.random.random() < 0.4 else self.inline()

    def row(self, tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{self.inline()}</{tag}>" for _ in range(2)) + "</tr>"

    def block(self, depth: int = 0) -> str:
        kinds = [
            "p",
            "p",
            "text",
            "h2",
            "ul",
            "ol",
            "blockquote",
            "table",
            "div",
            "dl",
            "details",
            "pre",
            "box",
        ]
        kind = self.random.choice(kinds)
        if kind == "text":
            return f"\n\n{self.inline()}\n\n"
        if kind in ("ul", "ol"):
            items = "".join(f"<li>{self.inner(depth)}</li>" for _ in range(self.random.randint(1, 3)))
            return f"<{kind}>{items}</{kind}>"
        if kind == "dl":
            return f"<dl><dt>{self.inline()}</dt><dd>{self.inner(depth)}</dd></dl>"
        if kind == "details":
            return f"<details><summary>{self.word()}</summary>{self.inner(depth)}</details>"
        inside = {
            "table": lambda: f"<table>{self.row('th')}{self.row('td')}</table>",
            "pre": lambda: f"<pre>{self.word()} &lt;b&gt; {self.word()}</pre>",
            "box": lambda: f'<div class="alert-box">{self.inner(depth)}</div>',
            "p": lambda: f"<p>{self.inline()}</p>",
            "h2": lambda: f"<h2>{self.inline()}</h2>",
        }
        return inside[kind]() if kind in inside else f"<{kind}>{self.inner(depth)}</{kind}>"

    def blocks(self, depth: int = 0) -> str:
        return self.newline.join(self.block(depth) for _ in range(self.random.randint(1, 3)))


@pytest.mark.parametrize("part", range(10))
def test_each_word_is_read_once_and_in_order(convert_all: Convert, part: int) -> None:
    for seed in range(part * 60, part * 60 + 60):
        post = Post(seed)
        source = post.blocks()
        gutenberg = f"<!-- wp:html -->{source}" if seed % 2 else source
        text, _ = markdown(gutenberg)
        result = convert_all(text)
        assert result.errors == [], (seed, source, text)
        read = re.findall(r"語\d{3}語", well_formed_text(result.html))
        assert read == [f"語{number:03}語" for number in range(1, post.count + 1)], (seed, source, text)
