"""The text rules inside a line: ruby, bare addresses, raw tags, line ends, attributes."""

from __future__ import annotations

import re
import string
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, ClassVar, Literal

from markdown.inlinepatterns import (
    AUTOMAIL_RE,
    HTML_RE,
    HtmlInlineProcessor,
    InlineProcessor,
)
from markdown.util import HTML_PLACEHOLDER_RE, INLINE_PLACEHOLDER_RE, AtomicString

from plugins.core.text import is_wide
from plugins.dialect.attributes import LINE, parse_attributes
from plugins.dialect.emphasis import Emphasis
from plugins.dialect.html import BLOCK_TAGS, INLINE_TAGS
from plugins.dialect.kept import kept

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from markdown import Markdown

Newline = Literal["break", "join"]
Handled = tuple[ET.Element | str | None, int | None, int | None]

ALLOWED_ATTRIBUTES = ("class", "id", "width", "height", "lang", "title", "rel", "target")

MARKUP = re.compile(r"[`\\{｜\[<&*_=~\n]|://")
"""A text without any of these is as it is typed: none of the rules below, nor of Python-Markdown's own, begins with another sign."""

_RUBY = r"\{(?P<base>[^{}|｜\n]+)[|｜](?P<reading>[^{}|｜\n]+)\}|｜(?P<base2>[^｜《》\n]+)《(?P<reading2>[^《》\n]+)》"
_URL = r"(?<![A-Za-z0-9_@/.=])https?://(?:(?!&(?:[A-Za-z]+|#[0-9]+|#x[0-9A-Fa-f]+);)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%])+"
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])")
_ANCHOR = re.compile(r"<a\b[^<>]*>.*?</a>", re.DOTALL | re.IGNORECASE)


class Ruby(InlineProcessor):
    """`{漢字|かんじ}` and `｜漢字《かんじ》`."""

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: ARG002, N802
        """Return `<ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby>`."""
        ruby = ET.Element("ruby")
        ruby.text = AtomicString(m["base"] or m["base2"])
        for tag, text in (("rp", "（"), ("rt", m["reading"] or m["reading2"]), ("rp", "）")):
            ET.SubElement(ruby, tag).text = AtomicString(text)
        return ruby, m.start(), m.end()


class BareAddress(InlineProcessor):
    """`https://…` in a text is a link; Japanese, and punctuation at its end, are not part of it."""

    ANCESTOR_EXCLUDES: ClassVar[Collection[str]] = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: ARG002, N802
        """Return the link."""
        url = m[0].rstrip(".,;:!?'*")
        while url.endswith((")", "]")) and url.count(url[-1]) > url.count({")": "(", "]": "["}[url[-1]]):
            url = url[:-1].rstrip(".,;:!?'*")
        if url in ("http://", "https://"):
            return None, None, None
        link = ET.Element("a", {"href": url})
        link.text = AtomicString(url)
        return link, m.start(), m.start() + len(url)


class Wrapped(InlineProcessor):
    """`==marker==` and `~~struck out~~`; a single sign is text (5~6年、7~8年)."""

    def __init__(self, pattern: str, tag: str) -> None:
        """Take what is wrapped, as group 1, and the tag."""
        super().__init__(pattern)
        self.tag = tag

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: ARG002, N802
        """Return the element."""
        element = ET.Element(self.tag)
        element.text = m[1]
        return element, m.start(), m.end()


class MailAddress(InlineProcessor):
    """`<name@example.com>`."""

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: ARG002, N802
        """Return the link, in plain letters: what hides an address from robots hides it from nobody else."""
        link = ET.Element("a", {"href": "mailto:" + m[1]})
        link.text = AtomicString(m[1])
        return link, m.start(), m.end()


class UndefinedFootnote(InlineProcessor):
    """`[^label]` that no footnote answers to; it comes after the rule for those that one does."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__(r"\[\^([^\]\s\x02]+)\]")
        self.labels: set[str] = set()

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: ARG002, N802
        """Note the label; the text stays."""
        self.labels.add(m[1])
        return None, None, None


class RawTag(HtmlInlineProcessor):
    """Known HTML tags pass as they are, a whole `<a>…</a>` untouched; other words in angle brackets are text."""

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: N802
        """Return the stashed tag, nothing for a comment."""
        if m[0].startswith("<!--"):
            return "", m.start(), m.end()
        name = _TAG_NAME.match(m[0])
        if name is None or name[1].lower() not in INLINE_TAGS | BLOCK_TAGS:
            return None, None, None
        whole = (_ANCHOR.match(data, m.start()) if name[1].lower() == "a" else None) or m
        raw = self.backslash_unescape(self.unescape(whole[0]))
        # What is a block to Python-Markdown it must know as one.
        if not self.md.is_block_level(name[1]):
            raw = kept(raw)
        return self.md.htmlStash.store(raw), whole.start(), whole.end()


class Literal_(InlineProcessor):  # noqa: N801 - `Literal` is typing's
    """What matches is text, whatever it would mean."""

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: ARG002, N802
        """Return the text itself."""
        return m[0], m.start(), m.end()


class LineEnd(InlineProcessor):
    """A line end is a break; or, when lines are joined, a space except between two wide characters."""

    def __init__(self, newline: Newline, md: Markdown) -> None:
        """Take the setting."""
        super().__init__(r"(?:\\|[ ]*)\n[ ]*", md)
        self.newline = newline

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: N802
        """Return `<br>`, a space or nothing."""
        if not data[: m.start()] or not data[m.end() :]:
            return "", m.start(), m.end()
        if self.newline == "break" or m[0].startswith(("  ", "\\")):
            return ET.Element("br"), m.start(), m.end()
        before, after = self._plain(data[: m.start()])[-1:], self._plain(data[m.end() :])[:1]
        joined = before and after and is_wide(before) and is_wide(after)
        return ("" if joined else " "), m.start(), m.end()

    def _plain(self, text: str) -> str:
        """Return the text with what is inside of its elements, which are stashed by now, one in the other."""
        while INLINE_PLACEHOLDER_RE.search(text):
            text = self.unescape(text)
        return HTML_PLACEHOLDER_RE.sub("", text)


def extend_inline(md: Markdown, newline: Newline) -> UndefinedFootnote:
    """Register the rules, each at its place among Python-Markdown's own; return the one that has something to tell."""
    patterns = md.inlinePatterns
    patterns.register(
        Ruby(_RUBY), "ruby", 175
    )  # after code and escapes, before links, whose text it may be in
    patterns.deregister("html")
    patterns.register(RawTag(HTML_RE, md), "html", 90)
    patterns.register(
        BareAddress(_URL), "bare_address", 85
    )  # after raw tags: an address in an attribute is none
    patterns.register(Literal_(r"(?<=[0-9])\*+(?=[0-9])"), "times", 65)  # 1.25*8時間 is a product
    # Before strong and emphasis (60), so that they may stand inside and around.
    for sign, tag, priority in (("=", "mark", 64), ("~", "del", 63)):
        end = f"{sign}{sign}(?:(?!{sign})|(?={sign}{sign}[^{sign}\\s]))"  # another may begin right behind
        patterns.register(
            Wrapped(rf"(?<!{sign}){sign}{sign}(?=[^{sign}\s])(.+?)(?<=[^{sign}\s]){end}", tag), tag, priority
        )
    patterns.deregister("em_strong")
    patterns.register(Emphasis(), "em_strong", 60)
    patterns.deregister("linebreak")
    patterns.register(LineEnd(newline, md), "line_end", 5)
    patterns.deregister("automail")
    patterns.register(MailAddress(AUTOMAIL_RE), "mail_address", 110)
    md.ESCAPED_CHARS.extend(sign for sign in string.punctuation if sign not in md.ESCAPED_CHARS)
    undefined = UndefinedFootnote()
    patterns.register(undefined, "undefined_footnote", 174)
    return undefined


def assign_attributes(root: ET.Element, fault: Callable[[ET.Element, str, str], None]) -> None:
    """Give `{…}` right behind an inline element to that element; `fault` is told the element, the text and the name of one that is not allowed."""
    for element in root.iter():
        if element.tag in BLOCK_TAGS or element.tag == "br" or not element.tail:
            continue
        match = LINE.match(element.tail)
        if match is None:
            continue
        element.tail = element.tail[match.end() :]
        for name, value in parse_attributes(match["attributes"]).items():
            if name not in ALLOWED_ATTRIBUTES:
                fault(element, match[0], name)
            element.set(name, value)
