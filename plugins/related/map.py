"""`python -m plugins.related.map`: the map of links, for the writer. Printed, and as a page `.cache/links.html`.

Which articles no text links to, which are linked to most, which lead nowhere; and for each the best links that are not yet made,
with the paragraph where they fit. Only links in texts count: the automatic list finds its articles by itself.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
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

_STYLE = (
    "body{max-width:52rem;margin:2rem auto;padding:0 1rem;font:1rem/1.8 system-ui,sans-serif;color-scheme:light dark}"
    "h2{margin-top:3rem}h3{margin:2rem 0 .3rem}dd{margin:0 0 1rem 1.5rem}code{font-size:.9em}"
    "blockquote{margin:.2rem 0;padding-left:.8rem;border-left:3px solid #999}"
)


@dataclass(frozen=True)
class Suggestion:
    """A link that is not yet made: to which article, and where in the file it fits."""

    target: Surveyed
    place: Paragraph | None


@dataclass(frozen=True)
class Map:
    """What there is to say; all lists are by number of links, then by slug."""

    articles: Sequence[Surveyed]
    incoming: Mapping[str, int]
    suggestions: Mapping[str, Sequence[Suggestion]]

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
    suggestions = {
        each.slug: [
            Suggestion(by_slug[slug], each.place(by_slug[slug]))
            for slug in each.ranked
            if slug not in each.links and slug in by_slug
        ][:SUGGESTED]
        for each in articles
    }
    return Map(sorted(articles, key=lambda each: each.slug), incoming, suggestions)


def printed(links: Map) -> Iterator[str]:
    """Yield the lines for the terminal; a place is clickable in an editor."""
    yield f"■ どこからもリンクされていない記事（{len(links.orphans)}）"
    yield from (f"  {each.path}: {each.title}" for each in links.orphans)
    yield f"■ よくリンクされている記事（上位{HUBS}）"
    yield from (f"  {links.incoming[each.slug]:3} {each.title}" for each in links.hubs)
    yield f"■ ほかの記事へのリンクがない記事（{len(links.dead_ends)}）"
    yield from (f"  {each.path}: {each.title}" for each in links.dead_ends)
    yield "■ つくるとよいリンク"
    for each in links.articles:
        yield f"  {each.title}"
        for suggestion in links.suggestions[each.slug]:
            place = suggestion.place
            where = f"{each.path}:{place.line}: 「{_start(place.text)}」のあたり" if place else each.path
            yield f"    → {suggestion.target.title}"
            yield f"      {where}  [](" + each.relative(suggestion.target) + ")"


def page(links: Map) -> str:
    """Return the page for the writer."""

    def listing(articles: Sequence[Surveyed], *, numbers: bool = False) -> str:
        items = "".join(
            f"<li>{escape(each.title)} <code>{escape(each.path)}</code>"
            + (f" ← {links.incoming[each.slug]}" if numbers else "")
            for each in articles
        )
        return f"<ul>{items}</ul>" if items else "<p>ありません。</p>"

    def suggestion(each: Surveyed, found: Suggestion) -> str:
        place = found.place
        where = f"{each.path}:{place.line}" if place else each.path
        quoted = f"<blockquote>{escape(_start(place.text, 120))}</blockquote>" if place else ""
        typed = f"関連記事&gt;&gt; []({escape(each.relative(found.target))})"
        return (
            f"<dt>→ {escape(found.target.title)}<dd><code>{escape(where)}</code>{quoted}<code>{typed}</code>"
        )

    chapters = "".join(
        f"<h3>{escape(each.title)}</h3><dl>"
        + "".join(suggestion(each, found) for found in links.suggestions[each.slug])
        + "</dl>"
        for each in links.articles
    )
    return (
        '<!doctype html><html lang="ja"><meta charset="utf-8"><meta name="robots" content="noindex">'
        '<meta name="viewport" content="width=device-width"><title>リンクの地図</title>'
        f"<style>{_STYLE}</style><h1>リンクの地図</h1>"
        "<p>本文のリンクだけを数えています（自動の関連記事は数えません）。このページは公開されません。</p>"
        f"<h2>どこからもリンクされていない記事（{len(links.orphans)}）</h2>{listing(links.orphans)}"
        f"<h2>よくリンクされている記事</h2>{listing(links.hubs, numbers=True)}"
        f"<h2>ほかの記事へのリンクがない記事（{len(links.dead_ends)}）</h2>{listing(links.dead_ends)}"
        f"<h2>つくるとよいリンク</h2>{chapters}</html>\n"
    )


def _start(text: str, length: int = 24) -> str:
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
