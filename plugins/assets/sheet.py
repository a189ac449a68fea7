"""A style sheet as a tree of rules, and of it what one page needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

_SIGNS = re.compile(r"""url\([^"')]+\)|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?P<sign>[{};])""")
_COMBINATOR = re.compile(r"\s*([>+~])\s*")
_CHOICE = re.compile(r":(is|where|has)\(([^()]*)\)")
_PSEUDO = re.compile(r"::?[\w-]+(?:\([^()]*\))?|\[[^\]]*\]")
_NAME = re.compile(r"\.?[A-Za-z_][\w-]*")
_VALUE = re.compile(r"var\((--[\w-]+)")
_SETTING = re.compile(r"(--[\w-]+):([^;{}]*)")
_ROOT = re.compile(r":root\{([^{}]*)\}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")
_COMMA = re.compile(r",(?![^(]*\))")


class Choice(NamedTuple):
    """`:is()`, `:where()` or `:has()`: one of its arguments must be there."""

    text: str
    word: str
    arguments: Mapping[str, frozenset[str]]
    """Argument → the names without which it matches nothing."""


class Selector(NamedTuple):
    """A selector, and the names (`.class`, `element`) without which it matches nothing."""

    text: str
    all: frozenset[str]
    choices: tuple[Choice, ...]

    def of(self, names: frozenset[str]) -> str:
        """Return what of it a page with these names may hold, `` where it matches nothing."""
        if not self.all <= names:
            return ""
        text = self.text
        for choice in self.choices:
            found = [argument for argument, asked in choice.arguments.items() if asked <= names]
            if not found:
                return ""
            text = text.replace(choice.text, f":{choice.word}({','.join(found)})")
        return text


class Block(NamedTuple):
    """What stands before a brace, and what stands in it. `selectors` is empty for an at-rule."""

    prelude: str
    selectors: tuple[Selector, ...]
    inside: tuple[str | Block, ...]


@dataclass(frozen=True)
class Sheet:
    """A style sheet."""

    nodes: tuple[str | Block, ...]
    names: frozenset[str]
    """All classes and elements that its rules ask for, and all values (`--name`) that it sets."""
    texts: dict[frozenset[str], str] = field(default_factory=dict)
    """What pages have needed so far: what they name of `names` → the text."""

    def of(self, names: Iterable[str]) -> str:
        """Return what a page with these names needs: classes, elements, and the values that it asks for itself.

        A rule that names no class holds everywhere.
        """
        known = self.names.intersection(names)
        if known not in self.texts:
            self.texts[known] = self._text(known)
        return self.texts[known]

    def _text(self, asked: frozenset[str]) -> str:
        """Return the rules, with the values that they ask for, with those that these ask for…"""
        names = asked
        while True:
            text = "".join(_written(self.nodes, names))
            found = names.union(_VALUE.findall(text))
            if found == names:
                break
            names = found
        # what is asked for at one place, by no page, stands there
        once = {
            name: value
            for name, value in _SETTING.findall("".join(_ROOT.findall(text)))
            if name not in asked
            and text.count(name + ":") == 1
            and text.count(f"var({name}") == text.count(f"var({name})") == 1
        }
        text = "".join(_written(self.nodes, names.difference(once)))
        for name, value in once.items():
            text = text.replace(f"var({name})", value)
        return text


def read_sheet(css: str) -> Sheet:
    """Return a style sheet without comments as a tree; each of its layers is one block.

    >>> read_sheet(".a{b:c}.a>.d,.e{&:hover{f:g}}").of([".e"])
    '.e{&:hover{f:g}}'
    """
    nodes = tuple(_a_block_a_layer(_read(_pieces(_in_colour(css)))))
    return Sheet(nodes, frozenset(_names(nodes)))


def _in_colour(css: str) -> str:
    """Put the colours of the palette where they are asked for: what `:root` alone sets, and sets to nothing but a colour."""
    everywhere = [name for name, _ in _SETTING.findall(css)]
    palette = [setting for root in _ROOT.findall(css) for setting in _SETTING.findall(root)]
    names = [name for name, _ in palette]
    plain = {
        name: value
        for name, value in palette
        if everywhere.count(name) == names.count(name) and _COLOUR.fullmatch(value)
    }
    return re.sub(r"var\((--[\w-]+)\)", lambda match: plain.get(match[1], match[0]), css)


def _pieces(css: str) -> Iterator[tuple[str, str]]:
    """Yield each text with the brace or semicolon that ends it."""
    start = 0
    for match in _SIGNS.finditer(css):
        if match["sign"]:
            yield css[start : match.start()].strip(), match["sign"]
            start = match.end()


def _read(pieces: Iterator[tuple[str, str]]) -> Iterator[str | Block]:
    for text, sign in pieces:
        if sign == "{":
            selectors = () if text.startswith("@") else tuple(map(_selector, _COMMA.split(text)))
            yield Block(text, selectors, tuple(_read(pieces)))
        elif text:
            yield text + ";"
        if sign == "}":
            return


def _selector(text: str) -> Selector:
    text = _COMBINATOR.sub(r"\1", text.strip())
    choices = (
        Choice(match[0], match[1], {each: _named(each) for each in match[2].split(",")})
        for match in _CHOICE.finditer(text)
    )
    names = _named(text)
    return Selector(text, names if any(name[0] == "." for name in names) else frozenset(), tuple(choices))


def _named(selector: str) -> frozenset[str]:
    return frozenset(_NAME.findall(_PSEUDO.sub("", selector)))


def _a_block_a_layer(nodes: Iterable[str | Block]) -> Iterator[str | Block]:
    """Join the blocks of one layer, in the order of layers that the first statement says: then none needs its name."""
    layers: dict[str, Block] = {}
    for node in nodes:
        if isinstance(node, str) and node.startswith("@layer "):
            layers |= {f"@layer {name}": Block("@layer", (), ()) for name in re.split("[ ,]+", node[7:-1])}
        elif isinstance(node, Block) and node.prelude.startswith("@layer "):
            before = layers.get(node.prelude, Block(node.prelude, (), ()))
            layers[node.prelude] = before._replace(inside=before.inside + node.inside)
        else:
            yield node
    yield from layers.values()


def _names(nodes: Iterable[str | Block]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield from [node.partition(":")[0]] if node[:2] == "--" else []
        else:
            for selector in node.selectors:
                yield from selector.all
                yield from (
                    name
                    for choice in selector.choices
                    for names in choice.arguments.values()
                    for name in names
                )
            yield from _names(node.inside)


def _written(nodes: Iterable[str | Block], names: frozenset[str]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            if node[:2] != "--" or node.partition(":")[0] in names:
                yield node
            continue
        found = [text for selector in node.selectors if (text := selector.of(names))]
        if node.selectors and not found:
            continue
        inside = "".join(_written(node.inside, names)).removesuffix(";")
        if inside:
            yield f"{','.join(found) or node.prelude}{{{inside}}}"
