"""`python -m plugins.related.map`: the map of links, for the writer. Printed, and as a page `.cache/links.html`.

Which articles no text links to, which lead nowhere, which are linked to most; and the links that are not yet made, each with
the paragraph that it fits. Only links in texts count: the automatic list finds its articles by itself.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from plugins.core.problems import display_path
from plugins.core.reading import read_site
from plugins.related.paragraphs import Paragraph
from plugins.related.plugin import STATE
from plugins.related.survey import Surveyed, survey

PAGE = "links.html"
HUBS = 10
SUGGESTED = 3
"""How many links are suggested for one article."""

PRINTED = 20
"""How many are printed; the page has all."""

FITS = 0.15
"""The likeness of a paragraph and an article from which on a link is suggested. Below, one in two is beside the point."""

_STYLE = (
    ":root{color-scheme:light dark}body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.8 system-ui,sans-serif;"
    "overflow-wrap:anywhere}h1,h2,h3{line-height:1.4}h2{margin-top:3rem}h3{margin:2.5rem 0 .3rem;font-size:1.1rem}"
    "ol,ul{padding-left:1.3rem}li{margin:.4rem 0}code{font-size:.9em}.path{opacity:.75;font-size:.85em}"
    "blockquote{margin:.3rem 0;padding-left:.8rem;border-left:3px solid #999}"
    "pre{margin:.3rem 0 1.5rem;padding:.5rem .8rem;border:1px solid #999;border-radius:.3rem;white-space:pre-wrap}"
)


_ORPHANS = "<p>読む人がたどり着きにくい記事です。近い記事の本文から、一つリンクを置きます。</p>"
_DEAD_ENDS = "<p>読み終えた人の、次の行き先がない記事です。</p>"


@dataclass(frozen=True)
class Suggestion:
    """A link that is not yet made: from where to which article."""

    source: Surveyed
    target: Surveyed
    place: Paragraph
    likeness: float

    @property
    def where(self) -> str:
        """The file and line, as editors open it."""
        return f"{self.source.path}:{self.place.line}"

    @property
    def typed(self) -> str:
        """The line that makes the link."""
        return "関連記事>> [](" + self.source.relative(self.target) + ")"


@dataclass(frozen=True)
class Map:
    """What there is to say; lists are by number of links, then by slug; suggestions by how well they fit."""

    articles: Sequence[Surveyed]
    incoming: Mapping[str, int]
    suggestions: Sequence[Suggestion]
    ways: Mapping[str, Suggestion]
    """For each article that no text links to: where the first link to it fits best."""

    @property
    def orphans(self) -> list[Surveyed]:
        """Articles that no text links to."""
        return [each for each in self.articles if not self.incoming.get(each.slug)]

    @property
    def hubs(self) -> list[Surveyed]:
        """Articles that are linked to most."""
        linked = [each for each in self.articles if self.incoming.get(each.slug)]
        return sorted(linked, key=lambda each: (-self.incoming[each.slug], each.slug))[:HUBS]

    @property
    def dead_ends(self) -> list[Surveyed]:
        """Articles whose text links to no other."""
        return [each for each in self.articles if not each.links]


def map_of(articles: Sequence[Surveyed], from_pages: Sequence[str]) -> Map:
    """Draw the map. `from_pages`: the slugs that pages, which are no articles, link to."""
    by_slug = {each.slug: each for each in articles}
    incoming: dict[str, int] = {}
    for slug in [*(slug for each in articles for slug in each.links), *from_pages]:
        incoming[slug] = incoming.get(slug, 0) + 1
    found: list[Suggestion] = []
    ways: dict[str, Suggestion] = {}
    for each in articles:
        possible = sorted(_possible(each, by_slug), key=_order)
        for one in possible:
            if not incoming.get(one.target.slug):
                ways[one.target.slug] = min(one, ways.get(one.target.slug, one), key=_order)
        found += _best(possible)
    return Map(sorted(articles, key=lambda each: each.slug), incoming, sorted(found, key=_order), ways)


def _possible(article: Surveyed, by_slug: Mapping[str, Surveyed]) -> Iterator[Suggestion]:
    for slug in article.ranked:
        if slug not in article.links and slug in by_slug:
            place = article.place(by_slug[slug])
            if place is not None:
                yield Suggestion(article, by_slug[slug], *place)


def _best(possible: Sequence[Suggestion]) -> list[Suggestion]:
    """Return the few that fit; behind one paragraph stands one link."""
    found: list[Suggestion] = []
    for one in possible:
        if one.likeness >= FITS and all(one.place != other.place for other in found):
            found.append(one)
    return found[:SUGGESTED]


def _order(one: Suggestion) -> tuple[float, str, str]:
    return -one.likeness, one.source.slug, one.target.slug


def printed(links: Map) -> Iterator[str]:
    """Yield the lines for the terminal; a place is clickable in an editor."""
    yield f"■ どこからもリンクされていない記事（{len(links.orphans)}）"
    for each in links.orphans:
        yield f"  {each.path}: {each.title}"
        if each.slug in links.ways:
            way = links.ways[each.slug]
            yield f"      ここからつなげます: {way.where} に「{way.typed}」"
    yield f"■ ほかの記事へのリンクがない記事（{len(links.dead_ends)}）"
    yield from (f"  {each.path}: {each.title}" for each in links.dead_ends)
    yield f"■ よくリンクされている記事（上位{HUBS}）"
    yield from (f"  {links.incoming[each.slug]:3} {each.title}" for each in links.hubs)
    yield f"■ つくるとよいリンク（{len(links.suggestions)}。合いそうな順に{PRINTED}まで出します）"
    for one in links.suggestions[:PRINTED]:
        yield f"  {one.where}: 「{_start(one.place.text)}」の後に"
        yield f"      {one.typed}"
        yield f"      （{one.target.title}）"


def page(links: Map) -> str:
    """Return the page for the writer."""

    def listing(
        articles: Sequence[Surveyed], why: str = "", note: Callable[[Surveyed], str] = lambda _each: ""
    ) -> str:
        items = "".join(
            f'<li>{escape(each.title)}{note(each)}<br><span class="path">{escape(each.path)}</span>'
            for each in articles
        )
        return f"{why}<ul>{items}</ul>" if items else "<p>ありません。</p>"

    def way(each: Surveyed) -> str:
        one = links.ways.get(each.slug)
        return suggestion(one) if one else ""

    def suggestion(one: Suggestion) -> str:
        return (
            f'<div class="path">{escape(one.where)}</div><blockquote>{escape(_start(one.place.text, 120))}</blockquote>'
            f"<div>この後に「{escape(one.target.title)}」へのリンク:</div><pre>{escape(one.typed)}</pre>"
        )

    chapters = "".join(
        f"<h3>{escape(each.title)}</h3>" + "".join(map(suggestion, mine))
        for each in links.articles
        if (mine := [one for one in links.suggestions if one.source is each])
    )
    return (
        '<!doctype html><html lang="ja"><meta charset="utf-8"><meta name="robots" content="noindex">'
        '<meta name="viewport" content="width=device-width"><title>リンクの地図</title>'
        f"<style>{_STYLE}</style><h1>リンクの地図</h1>"
        f"<p>{len(links.articles)}の記事の、本文のリンクだけを数えています（自動の関連記事は数えません）。このページは公開されません。</p>"
        f"<h2>どこからもリンクされていない記事（{len(links.orphans)}）</h2>"
        f"{listing(links.orphans, _ORPHANS, way)}"
        f"<h2>ほかの記事へのリンクがない記事（{len(links.dead_ends)}）</h2>"
        f"{listing(links.dead_ends, _DEAD_ENDS)}"
        f"<h2>よくリンクされている記事</h2>"
        f"{listing(links.hubs, note=lambda each: f'（{links.incoming[each.slug]}か所から）')}"
        f"<h2>つくるとよいリンク（{len(links.suggestions)}）</h2>"
        "<p>リンク先の記事と話が近い段落です。合うものだけを、段落の後の行に写してください。</p>"
        f"{chapters or '<p>ありません。</p>'}</html>\n"
    )


def _start(text: str, length: int = 32) -> str:
    return text if len(text) <= length else text[:length] + "…"


def main(arguments: Sequence[str]) -> int:
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m plugins.related.map", description=__doc__)
    parser.add_argument("content", nargs="?")
    parser.add_argument("-s", "--settings", default="pelicanconf.py")
    args = parser.parse_args(arguments)
    reading = read_site(args.settings, args.content, state=STATE)
    sys.stderr.writelines(f"{problem}\n" for problem in reading.problems)
    if not reading.contents:
        return 1
    links = map_of(*survey(reading))
    sys.stdout.writelines(f"{line}\n" for line in printed(links))
    path = Path(reading.settings["CACHE_PATH"]).absolute() / PAGE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(links), encoding="utf-8")
    sys.stdout.write(f"ページにも書きました: {display_path(path)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
