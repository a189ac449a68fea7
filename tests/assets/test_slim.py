"""Pages in fewer bytes, which a browser reads as the same."""

from __future__ import annotations

import re

import lxml.html
import pytest

from plugins.assets.bundle import bundle
from plugins.assets.slim import Names, Slim, names_of
from plugins.dialect.kept import kept
from tests.support import ROOT

SLIM = Slim(Names({"card": "a", "card__title": "b"}, {"--ink": "--c"}, known=["tabs__tab"]))


@pytest.mark.parametrize(
    ("page", "slim"),
    [
        ('<p class="card">文</p>', "<p class=a>文</p>"),
        ('<p class="card card__title own">文</p>', '<p class="a b own">文</p>'),
        ('<p class="tabs__tab">文</p>', "<p class=tabs__tab>文</p>"),
        ('<p class="card__picture" id="x">文</p>', "<p id=x>文</p>"),
        ('<path fill="var(--ink)" opacity=".5"/>', '<path fill="var(--c)" opacity=".5"/>'),
        ('<a href="/a/">文</a>', "<a href=/a/>文</a>"),
        ('<a href="/tag/%E5%86%85%E5%AE%9A/?a=%20b">文</a>', '<a href="/tag/内定/?a=%20b">文</a>'),
        ('<a href="/tag/%E5%86/">文</a>', "<a href=/tag/%E5%86/>文</a>"),
        ('<link href="/tag/%E5%86%85/">', "<link href=/tag/%E5%86%85/>"),
        ('<a href="/?a=b" title="a b">文</a>', '<a href="/?a=b" title="a b">文</a>'),
        ('<img alt="" src="/a.png">', '<img alt="" src=/a.png>'),
        (
            '<a href="https://a.example/" rel="noopener">文</a>',
            "<a href=https://a.example/ rel=noopener>文</a>",
        ),
        (
            '<a href="/a/" rel="nofollow noopener" target="_blank">文</a>',
            '<a href=/a/ rel="nofollow noopener" target=_blank>文</a>',
        ),
        ("<ul>\n<li>文</li>\n<li>文</li>\n</ul>\n", "<ul><li>文<li>文</ul>"),
        (
            "<dl>\n<dt>文</dt>\n<dd>文</dd>\n<dt>文</dt>\n<dd><p>文</p></dd>\n</dl>",
            "<dl><dt>文<dd>文<dt>文<dd><p>文</dl>",
        ),
        (
            "<table>\n<thead>\n<tr>\n<th>文</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>文</td>\n<td>文</td>\n</tr>\n</tbody>\n</table>",
            "<table><thead><tr><th>文<tbody><tr><td>文<td>文</table>",
        ),
        ("<p>文</p>\n<p>文</p>\n<h2>文</h2>\n<p>文</p>\n", "<p>文<p>文<h2>文</h2><p>文</p>"),
        (
            "<p>文</p>\n<aside>文</aside><p>文</p>\n<p>文</p></a>",
            "<p>文</p><aside>文</aside><p>文<p>文</p></a>",
        ),
        ("<p>　文<br>\n文 <b>文</b>\n<i>文</i></p>", "<p>　文<br>\n文 <b>文</b>\n<i>文</i></p>"),
        ("<pre>\n<li>文</li>\n<li>\n</pre>", "<pre>\n<li>文</li>\n<li>\n</pre>"),
        ('<script>a("<li>文</li>\\n<li>")</script>', '<script>a("<li>文</li>\\n<li>")</script>'),
        ('<!--\n<p class="card">文</p>\n<p>-->', '<!--\n<p class="card">文</p>\n<p>-->'),
        ('<p>&lt;p class="card"&gt; a="b"</p>', '<p>&lt;p class="card"&gt; a="b"</p>'),
    ],
)
def test_pages(page: str, slim: str) -> None:
    assert SLIM(page) == slim


def test_raw_html_stays_as_it_is() -> None:
    raw = '<table>\n<tr>\n<td class="card"><a href="https://a.example/" rel="noopener">文</a></td>\n</tr>\n</table>'
    assert SLIM(f'<div class="card">\n{kept(raw)}\n</div>\n') == f"<div class=a>{raw}</div>"
    assert SLIM(f"<p>文{kept('<b>')}文{kept('</b>')}</p>\n") == "<p>文<b>文</b></p>"


def test_what_is_first_has_the_shortest_name() -> None:
    css = ".z{a:b}.y .known{--one:1;a:var(--two);b:'.no'}.x{--one:url(a.b)}"
    names = names_of(css, {"known", "b"})
    assert names.classes == {"z": "a", "y": "c", "x": "d"}
    assert names.values == {"--one": "--a", "--two": "--b"}
    assert names.in_css(css) == ".a{a:b}.c .known{--a:1;a:var(--b);b:'.no'}.d{--a:url(a.b)}"


def test_scripts_find_their_classes() -> None:
    """What a script says of a class in a string is called the same in the styles."""
    names = bundle(ROOT / "theme/static").slim.names.classes
    for path in (ROOT / "theme/static/js").rglob("*.js"):
        strings = " ".join(re.findall(r"""["`]([^"`\n]*)["`]""", path.read_text(encoding="utf-8")))
        assert [name for name in names if re.search(rf"\.{name}(?![\w-])", strings)] == [], path
        for given in re.findall(r'class="([^"]*)"|className = "([^"]*)"', path.read_text(encoding="utf-8")):
            assert not names.keys() & set(" ".join(given).split()), path


def test_a_page_is_the_same_to_a_parser() -> None:
    page = (
        '<!doctype html>\n<title>文</title>\n<main>\n<h1 class="card">題</h1>\n<p>一\n<b>二</b></p>\n<p>三</p>\n'
        "<ul>\n<li>四\n<ul>\n<li>五</li>\n</ul>\n</li>\n<li><p>六</p>\n<p>七</p></li>\n</ul>\n<p>八</p>\n"
        '<aside role="note">\n<p>九</p>\n<div><p>十</p></div>\n</aside>\n<p>十一</p><figure><img src="/a.png" alt="" width="1"></figure>\n'
        "<dl>\n<dt>十二</dt>\n<dd>十三</dd>\n<dt>十四</dt>\n<dd><p>十五</p>\n<blockquote>\n<p>十六</p>\n</blockquote></dd>\n</dl>\n"
        "<table>\n<thead>\n<tr>\n<th>十七</th>\n<th></th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>十八</td>\n<td><p>十九</p></td>\n</tr>\n"
        '<tr>\n<td>二十</td>\n<td><a href="/a/">二十一</a></td>\n</tr>\n</tbody>\n</table>\n</main>\n<footer>\n<p>終</p>\n</footer>\n'
    )
    assert len(SLIM(page)) < len(page) - 150
    assert seen(SLIM(page)) == seen(page)


def seen(page: str) -> list[tuple[str, str, str]]:
    """Return the elements of a page with what they stand in, and their texts."""
    tree = lxml.html.document_fromstring(page)
    return [
        (str(each.tag), str(getattr(each.getparent(), "tag", "")), (each.text or "").strip())
        for each in tree.iter()
    ]
