"""A page in fewer bytes that a browser reads as the same: for readers whose connection is slow.

- The theme's classes and values have names of a letter or two; those that scripts know keep theirs.
- End tags that the HTML standard lets out are left out; so are line ends beside blocks, and quotes around plain values.
- Addresses of links stand in the letters that they are made of: `/tag/内定/`.

Scripts, styles, preformatted text, comments, and raw HTML between marks are left byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, product
from string import ascii_lowercase
from urllib.parse import unquote

from plugins.dialect.kept import END, START

_NAMES = re.compile(
    r"""url\([^"')]+\)|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\.(?P<class>[A-Za-z_][\w-]*)|(?P<value>(?<![\w-])--[\w-]+)"""
)
_VALUE = re.compile(r"(?<=var\()--[\w-]+")
_LEFT, _LEFT_OR_RAW = (
    re.compile(
        rf"<(?:!--.*?-->|(?:script|style|pre|textarea)\b.*?</(?:script|style|pre|textarea)>){raw}", re.DOTALL
    )
    for raw in ("", rf"|{START}.*?{END}")
)
_TAG = re.compile(r'(<[a-z][a-z0-9]* [^<>"]*(?:"[^"]*"[^<>"]*)*>)')
_ATTRIBUTE = re.compile(r' ([a-z][a-z:-]*)="([^"]*)"')
_PLAIN = re.compile(r"""[^\s"'=<>`]+""")
_ENCODED = re.compile(r"(?:%[89A-F][0-9A-F])+")

_BLOCKS = (
    "article|aside|blockquote|body|dd|details|div|dl|dt|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|li|link|main"
    "|meta|nav|ol|p|section|summary|table|tbody|td|th|thead|title|tr|ul"
)
_BEFORE_BLOCK = re.compile(
    rf"\n\n*(?=</?(?:{_BLOCKS})[ >])"
)  # what begins with one sign is found faster than `\n+`
_BEHIND_TAG = re.compile(r">\n\n*")
_BLOCK = re.compile(rf"</?(?:{_BLOCKS})(?: [^<>]*)?>")
_ENDS = re.compile(
    r"</li>(?=<li[ >]|</[ou]l>)|</d[dt]>(?=<d[dt][ >])|</dd>(?=</dl>)"
    r"|</t[dh]>(?=<t[dh][ >]|</tr>)|</tr>(?=<tr[ >]|</t(?:head|body)>)|</thead>(?=<tbody>)|</tbody>(?=</table>)"
    # Parsers of HTML 4 know no <aside> or <figure> that ends a paragraph: before those it is said.
    r"|</p>(?=<(?:blockquote|div|dl|h[1-6]|hr|ol|p|table|ul)[ >]|</(?:article|aside|blockquote|dd|div|li|section|td|th)>)"
)


@dataclass(frozen=True)
class Names:
    """Short names: class → class, value (`--name`) → value."""

    classes: Mapping[str, str]
    values: Mapping[str, str]
    known: Collection[str] = ()
    """Classes that keep their names."""

    def of(self, name: str) -> str:
        """Return the name that a class of a page has.

        It has none where it is a part or a kind that nobody asks for, or a writer's that looks like a short name.

        >>> names = Names({"card": "a"}, {}, known=["tabs__tab"])
        >>> [names.of(name) for name in ("card", "tabs__tab", "card__picture", "own", "a")]
        ['a', 'tabs__tab', '', 'own', '']
        """
        is_of_theme = "__" in name or "--" in name or name in self.classes.values()
        return self.classes.get(name) or ("" if is_of_theme and name not in self.known else name)

    def in_css(self, css: str) -> str:
        """Return a style sheet with the short names.

        >>> Names({"card": "a"}, {"--ink": "--b"}).in_css('.card{--ink:#000;content:".card"}.card--wide{color:var(--ink)}')
        '.a{--b:#000;content:".card"}.card--wide{color:var(--b)}'
        """

        def short(match: re.Match[str]) -> str:
            if name := match["class"]:
                return f".{self.classes.get(name, name)}"
            return self.values.get(match[0], match[0])

        return _NAMES.sub(short, css)


def names_of(css: str, known: Collection[str]) -> Names:
    """Return short names for the classes and values of a style sheet; classes `known` to others are left as they are.

    The first get the shortest: what all pages have stands in front.
    """
    found = {match[0]: match.lastgroup for match in _NAMES.finditer(css) if match.lastgroup}
    classes = [name[1:] for name, kind in found.items() if kind == "class" and name[1:] not in known]
    values = [name for name, kind in found.items() if kind == "value"]
    return Names(
        dict(zip(classes, (name for name in _letters() if name not in known), strict=False)),
        dict(zip(values, map("--{}".format, _letters()), strict=False)),
        known,
    )


def _letters() -> Iterator[str]:
    """Yield a, b, … z, aa, ab, …"""
    return map("".join, chain(ascii_lowercase, product(ascii_lowercase, repeat=2)))


@dataclass(frozen=True)
class Slim:
    """Makes pages shorter."""

    names: Names
    _tag: Callable[[str], str] = field(init=False)

    def __post_init__(self) -> None:
        """Remember tags: pages have most of them in common."""
        object.__setattr__(self, "_tag", lru_cache(maxsize=4_000)(self._shorter))

    def __reduce__(self) -> tuple[type[Slim], tuple[Names]]:
        """Be kept between builds without what is remembered."""
        return Slim, (self.names,)

    def __call__(self, page: str) -> str:
        """Return a page, or a part of one."""
        pieces = []
        done = 0
        for left in (_LEFT_OR_RAW if START in page else _LEFT).finditer(page):
            pieces += [self._piece(page[done : left.start()]), left[0].strip(START + END)]
            done = left.end()
        return "".join([*pieces, self._piece(page[done:])])

    def _piece(self, text: str) -> str:
        pieces = _TAG.split(text)
        pieces[1::2] = map(self._tag, pieces[1::2])
        text = _BEFORE_BLOCK.sub("", "".join(pieces))
        return _ENDS.sub("", _BEHIND_TAG.sub(_behind_tag, text))

    def _shorter(self, tag: str) -> str:
        if tag.endswith("/>"):  # in a drawing, where a value without quotes would end in the slash
            return self._values(tag)
        pieces = _ATTRIBUTE.split(tag)  # text, name, value, text, name, value, …, text
        for number in range(1, len(pieces), 3):
            name, value = pieces[number], pieces[number + 1]
            pieces[number + 1] = ""
            if name == "class":
                value = self._classes(value)
                if not value:
                    pieces[number] = ""
                    continue
            elif name == "href" and tag.startswith("<a "):
                value = _ENCODED.sub(_decoded, value)
            elif "var(" in value:
                value = self._values(value)
            pieces[number] = f" {name}={value}" if _PLAIN.fullmatch(value) else f' {name}="{value}"'
        return "".join(pieces)

    def _classes(self, names: str) -> str:
        return " ".join(filter(None, map(self.names.of, names.split())))

    def _values(self, text: str) -> str:
        return _VALUE.sub(lambda found: self.names.values.get(found[0], found[0]), text)


def _behind_tag(match: re.Match[str]) -> str:
    """Return the end of a tag and line ends behind it, without those if it is one of a block."""
    text, end = match.string, match.start() + 1
    return ">" if _BLOCK.fullmatch(text, text.rfind("<", 0, end), end) else match[0]


def _decoded(match: re.Match[str]) -> str:
    try:
        return unquote(match[0], errors="strict")
    except UnicodeDecodeError:
        return match[0]
