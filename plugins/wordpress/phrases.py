"""The elements inside a paragraph → pieces: emphasis, links, pictures, addresses, shortcodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.dialect.html import BLOCK_TAGS
from plugins.wordpress.escape import SHORTCODE
from plugins.wordpress.inline import Piece, paragraphs, rendered, text_pieces, without_ruby
from plugins.wordpress.source import RAW, Source
from plugins.wordpress.themes import MARKERS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Marks = frozenset[str]
NO_MARKS: Marks = frozenset()

_TAGS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "strike": "~~", "del": "~~", "mark": "=="}
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_PEN = re.compile(
    r"background(?:-color)?\s*:\s*(?!\s*(?:none|transparent|inherit|initial|white|#fff(?:fff)?\b|rgba?\(255, ?255, ?255))[^;]+",
    re.IGNORECASE,
)
BLOCKS = (BLOCK_TAGS | {"import-part"}) - {"br", "img"}
CODE_KEPT = ("script", "form", "object", "embed", "canvas", "svg", "select", "textarea", "math", "applet")
_KEPT_TAGS = ("sup", "sub", "kbd")
_URL = re.compile(r"https?://[!#$%&'()*+,\-./:;=?@\[\]\w~]+", re.ASCII)
CONTENTS = re.compile(r"\[(?:toc|ez-toc|no_toc_here|目次)\]", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    """What an address of the export is now: a target for Markdown (`""`: there is none), and whether it is a picture."""

    target: str
    is_own: bool = False
    is_picture: bool = False


@dataclass(frozen=True)
class Lookup:
    """What an article asks of the rest of the export; each takes an address as it stood there."""

    link: Callable[[str], Link]
    picture: Callable[[str], str | None]
    """The path that Markdown has for a picture, or None where the file is missing."""
    address: Callable[[str], str]
    """The path from the top of the site, for raw HTML."""


@dataclass
class Phrases:
    """What is inside a paragraph."""

    source: Source
    lookup: Lookup
    notes: list[tuple[str, str]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def odd(self, element: HtmlElement) -> Iterator[str]:
        """Yield what stands for an element that cannot come along as it is."""
        raise NotImplementedError

    def note(self, kind: str, detail: str) -> str:
        """Return a mark for the place of something to look at."""
        self.notes.append((kind, detail))
        return f"\ufdd2{len(self.notes) - 1}\ufdd3"

    def text(self, text: str | None, marks: Marks) -> Iterator[Piece]:
        """Yield the pieces of a text node: snippets, addresses and shortcodes apart."""
        for piece in text_pieces(text or "", marks, classic=self.source.classic):
            if piece.kind != "text":
                yield piece
                continue
            position = 0
            for match in re.finditer(
                f"{RAW.pattern}|{_URL.pattern}|{SHORTCODE.pattern}", piece.value, re.ASCII
            ):
                yield Piece("text", piece.value[position : match.start()], marks)
                yield from self._found(match[0], marks)
                position = match.end()
            yield Piece("text", piece.value[position:], marks)

    def _found(self, found: str, marks: Marks) -> Iterator[Piece]:
        if RAW.fullmatch(found):
            yield Piece("markup", found, marks)
        elif not found.startswith("http"):
            yield Piece("text", found, marks)
            if not CONTENTS.fullmatch(found):
                yield Piece("markup", self.note("shortcode", found))
        else:
            yield from self._address(found, marks)

    def _address(self, url: str, marks: Marks) -> Iterator[Piece]:
        link = self.lookup.link(url)
        if link.is_own:
            shown = Piece("text", url.replace("://", "\ufdd4"), marks)
            if link.target:
                label = rendered([shown], starts_line=False, also="]").replace("\ufdd4", "\\://")
                yield Piece("markup", f"[{label}]({link.target})", marks)
            else:
                label = rendered([shown], starts_line=False).replace("\ufdd4", "\\://")
                yield Piece("markup", label + self.note("link", url), marks)
        elif re.search(r"[\[\]`*\\]|__", url):
            yield Piece("markup", f"<{url}>", marks)
        else:
            yield Piece("markup", url, marks)

    def inline(self, element: HtmlElement, marks: Marks) -> Iterator[Piece]:
        """Yield the pieces of what is inside an element."""
        yield from self.text(element.text, marks)
        for child in element:
            if isinstance(child.tag, str):
                yield from self.piece(child, marks)
            yield from self.text(child.tail, marks)

    def piece(self, element: HtmlElement, marks: Marks) -> Iterator[Piece]:
        """Yield the pieces of an element that stands in a text."""
        tag = element.tag
        if tag == "br":
            yield Piece("break")
        elif tag == "img":
            yield from self._picture(element, marks)
        elif tag == "a":
            yield from self._link(element, marks)
        elif tag == "code":
            yield Piece("markup", code_span(element.text_content()), marks)
        elif tag == "ruby":
            yield from self._ruby(element, marks)
        elif tag in _KEPT_TAGS and not len(element) and re.fullmatch(r"[\w.,+-]+", element.text or ""):
            yield Piece("markup", f"<{tag}>{element.text}</{tag}>", marks)
        elif tag in ("iframe", *CODE_KEPT, "style", "pre", "video", "audio"):
            yield Piece("break")
            yield Piece("markup", " ".join(self._odd_inline(element)), marks)
            yield Piece("break")
        elif tag in ("noscript", "input", "button", "template") and not element.text_content().strip():
            return
        elif tag in BLOCKS:
            yield Piece("break", "soft")
            if tag == "li":
                yield Piece("text", "・", marks)
            yield from self.inline(element, marks)
            yield Piece("break", "soft")
        else:
            yield from self.inline(element, marks | marks_of(element))

    def _odd_inline(self, element: HtmlElement) -> Iterator[str]:
        for block in self.odd(element):
            code = re.fullmatch(r"(`{3,})html(.*?)\n(.*)\n\1", block, re.DOTALL)
            yield code_span(code[3]) + code[2] if code else block

    def _picture(self, element: HtmlElement, marks: Marks) -> Iterator[Piece]:
        yield Piece("markup", self.picture(element, ""), marks)

    def picture(self, element: HtmlElement, caption: str) -> str:
        """Return a picture as Markdown; one whose file is missing is a comment, which no reader sees."""
        src = source_of(element)
        alt = " ".join((element.get("alt") or "").split())
        path = self.lookup.picture(src) if src else None
        if path is None:
            shown = re.sub(r"--+|[<>]", " ", f"{src} {alt}").strip()
            return f"<!-- 画像がありません: {shown} -->" + self.note("picture", src or "（アドレスなし）")
        alt = re.sub(r"([\\\[\]`*_<{])", r"\\\1", alt)
        title = f' "{caption}"' if caption else ""
        return f"![{alt}]({path}{title})"

    def _link(self, element: HtmlElement, marks: Marks) -> Iterator[Piece]:
        href = (element.get("href") or "").strip()
        pictures = list(element.iter("img"))
        if not href or (href.startswith("#") and not href[1:]):
            yield from self.inline(element, marks)
            return
        link = (
            self.lookup.link(href) if not href.startswith("#") else Link(href if href[1:] in self.ids else "")
        )
        if link.is_picture and pictures and not element.text_content().strip():
            yield from self.inline(element, marks)  # a picture that leads to its own file in full size
            return
        if not link.target:
            yield from self.inline(element, marks)
            yield Piece("markup", self.note("link", href))
            return
        inner = self.flat(element, marks & {"**", "=="} - marks, also="]")
        inner = "\\" + inner if inner.startswith("^") else inner  # `[^` begins a footnote
        if inner.strip():
            yield Piece("markup", f"[{inner}]({link.target})", marks)
        elif not pictures:
            yield Piece("markup", self.note("link", href))

    def flat(self, element: HtmlElement, marks: Marks, also: str = "") -> str:
        """Return what is inside an element on one line."""
        found = [
            rendered(line, starts_line=False, also=also)
            for paragraph in paragraphs(self.inline(element, marks))
            for line in paragraph
        ]
        return without_ruby(" ".join(found))

    def _ruby(self, element: HtmlElement, marks: Marks) -> Iterator[Piece]:
        reading = "".join(each.text_content() for each in element.iter("rt")).strip()
        for each in [*element.iter("rt"), *element.iter("rp")]:
            each.drop_tree()
        base = element.text_content().strip()
        if base and reading and not re.search(r"[{}|｜\n\\*_`<]", base + reading):
            yield Piece("markup", f"{{{base}|{reading}}}", marks)
        else:
            yield from self.text(f"{base}（{reading}）" if reading else base, marks)


def marks_of(element: HtmlElement) -> Marks:
    """Return the emphasis that an element gives what is in it."""
    style, found = element.get("style") or "", set()
    if element.tag in _TAGS:
        found.add(_TAGS[str(element.tag)])
    if _BOLD.search(style):
        found.add("**")
    if _STRUCK.search(style):
        found.add("~~")
    if element.tag in ("span", "font", "strong", "b", "em", "u", "mark") and (
        _PEN.search(style) or MARKERS.search(element.get("class") or "")
    ):
        found.add("==")
    return frozenset(found)


def source_of(element: HtmlElement) -> str:
    """Return the address of a picture or frame; those that load late hide it in another attribute."""
    src = (element.get("src") or "").strip()
    late = (element.get(name) for name in ("data-src", "data-lazy-src", "data-original"))
    return src if src and not src.startswith("data:") else next((each.strip() for each in late if each), "")


def code_span(text: str) -> str:
    """Return code inside a line."""
    text = " ".join(text.split())
    if not text:
        return ""
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{space}{text}{space}{ticks}"
