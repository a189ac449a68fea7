"""HTML that is already made: the one place that knows a parser for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_DROPPED = ("script", "style", "noscript", "template", "button", "iframe", "nav", "svg")
_KEPT_ATTRIBUTES = frozenset(
    "href src alt title width height datetime colspan rowspan start lang id cite scope rel".split()
)
_ADDRESSES = ("href", "src", "cite")


def feed_html(fragment: str, base: str) -> str:
    """Return the HTML of an article as a feed reader shows it: without style sheet and script.

    Every part says in words what its look says on the page: boxes are quotes under their bold label, balloons
    begin with 「名前：」, folds and tabs are headed parts, cards are links. Addresses are whole; `base` is the page's.
    """
    from bs4 import BeautifulSoup  # noqa: PLC0415 - a build without a changed feed does without

    # Looked for by name: to read selectors takes longer than to find what they select.
    soup = BeautifulSoup(fragment, "lxml")
    root = soup.body or soup
    for element in root.find_all(_DROPPED):
        element.decompose()
    for box in root.find_all("aside", class_="callout"):
        box.name = "blockquote"
        _embolden(soup, box.find(class_="callout__title"))
    for balloon in root.find_all(class_="balloon"):
        _name_speaker(soup, balloon)
    for summary in root.find_all("summary"):
        summary.name = "p"
        _embolden(soup, summary)
    for question in root.find_all(class_="faq__question"):
        question.insert(0, "Q. ")
    for part in root.find_all(class_=["card__description", "card__meta", "related-link__date"]):
        part.insert_before(" ― ")
    for picture in root.find_all(class_=["card__picture", "related-link__picture", "balloon__picture"]):
        picture.decompose()
    for source in [each for picture in root.find_all("picture") for each in picture.find_all("source")]:
        source.unwrap()  # the parser takes the picture for its content
    for name in ("details", "span", "section", "div", "aside", "picture"):
        for element in root.find_all(name):
            element.unwrap()
    for element in root.find_all(name=True):
        _clean(element, base)
    return re.sub(r"\n{2,}", "\n", root.decode_contents()).strip()


def _embolden(soup: BeautifulSoup, element: Tag | None) -> None:
    if element is not None:
        strong = soup.new_tag("strong")
        strong.extend(list(element.contents))
        element.append(strong)


def _name_speaker(soup: BeautifulSoup, balloon: Tag) -> None:
    """Put the speaker's name, which ends in a colon, at the start of what is said."""
    who, text = balloon.find(class_="balloon__who"), balloon.find(class_="balloon__text")
    if who is None or text is None:
        return
    name = soup.new_tag("strong", string=who.get_text())
    first = text.find("p", recursive=False)
    if first is not None and first is text.find(name=True, recursive=False):
        first.insert(0, name)
        who.decompose()
    else:
        who.clear()
        who.append(name)


def _clean(element: Tag, base: str) -> None:
    for name in list(element.attrs):
        if name not in _KEPT_ATTRIBUTES:
            del element[name]
        elif name in _ADDRESSES:
            element[name] = urljoin(base, str(element[name]))
