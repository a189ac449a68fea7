"""What happens to the HTML of an article before it is parsed: comments of the editor, shortcodes, untouchable snippets."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from plugins.dialect.html import BLOCK_TAGS, INLINE_TAGS
from plugins.wordpress.themes import AFFILIATE_HOSTS, BOX_NAMES, SHORTCODE_BOXES

RAW = re.compile("\ufdd0([0-9]+)\ufdd1")
"""Stands for a snippet that is kept byte for byte."""

_SNIPPET = re.compile(
    r"""(?P<link><a\s[^<>]*?href\s*=\s*["'](?P<href>[^"'<>]+)["'][^<>]*>(?:(?!<a[\s>]).)*?</a>)
        (?P<pixel>\s*<img\b[^<>]*?\b(?:width|height)\s*=\s*["']?1["'\s/>][^<>]*>)?""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_PIXEL = re.compile(
    r"""<img\b(?=[^<>]*\bwidth\s*=\s*["']?1["'\s/>])(?=[^<>]*\bheight\s*=\s*["']?1["'\s/>])[^<>]*>""",
    re.IGNORECASE,
)
_PAID = re.compile(r"""\brel\s*=\s*["'][^"']*\b(?:nofollow|sponsored)\b""", re.IGNORECASE)
_BLOCK_COMMENT = re.compile(r"<!--\s*/?wp:.*?-->", re.DOTALL)
_REUSED = re.compile(r'<!--\s*wp:block\s*\{[^}]*"ref"\s*:\s*([0-9]+)[^}]*\}\s*/?-->')
_TAG_LIKE = re.compile(
    r"(?P<code><(script|style)\b.*?</\2\s*>)|<(?=/?(?P<name>[A-Za-z][\w:-]*)?)(?!!--)",
    re.IGNORECASE | re.DOTALL,
)
_CAPTION = re.compile(
    r"\[(?:wp_)?caption[^\]]*\]\s*(?P<picture>(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(?P<text>.*?)\[/(?:wp_)?caption\]",
    re.DOTALL,
)
_GALLERY = re.compile(r"""\[gallery\b[^\]]*?\bids\s*=\s*["']?(?P<ids>[0-9,\s]+)["']?[^\]]*\]""")
_EMBED = re.compile(
    r"\[(embed|youtube)\b[^\]]*\]\s*(?P<url>https?://\S+?)\s*\[/\1\]|\[youtube=(?P<url2>https?://[^\]\s]+)\]"
)
_KNOWN = INLINE_TAGS | BLOCK_TAGS | {"body", "html", "head"}


@dataclass
class Source:
    """The HTML to parse, and what was taken out of it."""

    html: str
    classic: bool
    """Whether it is of the old editor, where line ends count."""
    raws: list[str] = field(default_factory=list)


def prepare(
    content: str, attachment: Callable[[str], str | None], reused: Callable[[str], str | None]
) -> Source:
    """Return the HTML of an article as the converter reads it.

    `attachment` gives the address of a picture by its number, `reused` the name of a part by that of its block.
    """
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(content, classic=not re.search(r"<!--\s*wp:", content))

    def keep(raw: str) -> str:
        source.raws.append(raw)
        return f"\ufdd0{len(source.raws) - 1}\ufdd1"

    def snippet(match: re.Match[str]) -> str:
        host = urlsplit(html.unescape(match["href"]) if "//" in match["href"] else "").hostname or ""
        is_paid = (
            match["pixel"] or AFFILIATE_HOSTS.search(host) or _PAID.search(match["link"].partition(">")[0])
        )
        # A snippet with an empty line would end its paragraph.
        return keep(re.sub(r"\n\s*\n", "\n", match[0])) if is_paid else match[0]

    def gallery(match: re.Match[str]) -> str:
        found = [attachment(number.strip()) for number in match["ids"].split(",") if number.strip()]
        pictures = [f'<p><img src="{html.escape(url)}" alt=""></p>' for url in found if url]
        return "".join(pictures) if pictures and None not in found else match[0]

    def part(match: re.Match[str]) -> str:
        name = reused(match[1])
        return (
            f'<import-part name="{html.escape(name)}"></import-part>'
            if name
            else f"<p>［再利用ブロック {match[1]}］</p>"
        )

    text = _SNIPPET.sub(snippet, content)
    text = _PIXEL.sub(lambda match: keep(match[0]), text)
    text = _REUSED.sub(part, text)
    text = _BLOCK_COMMENT.sub("", text)
    text = _CAPTION.sub(r"<figure>\g<picture><figcaption>\g<text></figcaption></figure>", text)
    text = _GALLERY.sub(gallery, text)
    text = _EMBED.sub(lambda match: f"<p>{match['url'] or match['url2']}</p>", text)
    for name in SHORTCODE_BOXES:
        text = _boxes(text, name)
    source.html = _TAG_LIKE.sub(_text_unless_tag, text)
    return source


def _text_unless_tag(match: re.Match[str]) -> str:
    """`<氏名>` and `5<6` are text; a parser would drop them."""
    if match["code"]:
        return match["code"]
    name = (match["name"] or "").lower()
    return "<" if name in _KNOWN or name == "import-part" else "&lt;"


def _boxes(text: str, name: str) -> str:
    """Make boxes of shortcodes that wrap a text, where each is closed."""
    opening = re.compile(rf"\[{name}\b([^\]]*)\]")
    if len(opening.findall(text)) != text.count(f"[/{name}]"):
        return text

    def box(match: re.Match[str]) -> str:
        title = re.search(r"""\btitle\s*=\s*["']([^"']*)["']""", match[1])
        word = html.unescape(title[1]).strip() if title else ""
        kind = BOX_NAMES.get(word)
        return f'<div data-box="{kind or "メモ"}" data-title="{"" if kind else html.escape(word)}">'

    return opening.sub(box, text).replace(f"[/{name}]", "</div>")
