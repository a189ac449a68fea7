"""Affiliate links: snippets of each network stay byte for byte but for `rel`; labels and marks."""

from __future__ import annotations

import pytest

from plugins.services.adverts import affiliate_links, mark_cards, sponsor
from plugins.services.networks import NETWORKS, Networks
from tests.support import Convert

SNIPPETS = {
    "A8.net": (
        (
            '<a href="https://px.a8.net/svt/ejp?a8mat=3ABCDE+1XYZ+50+BW8O1" rel="nofollow">公式サイト</a>\n'
            '<img border="0" width="1" height="1" src="https://www13.a8.net/0.gif?a8mat=3ABCDE+1XYZ+50+BW8O1" alt="">'
        ),
        'rel="nofollow"',
        'rel="nofollow sponsored"',
    ),
    "もしもアフィリエイト": (
        (
            '<a href="//af.moshimo.com/af/c/click?a_id=1&p_id=2&pc_id=3&pl_id=4" rel="nofollow" '
            'referrerpolicy="no-referrer-when-downgrade" attributionsrc>公式サイト</a>'
            '<img src="//i.moshimo.com/af/i/impression?a_id=1&p_id=2&pc_id=3&pl_id=4" width="1" height="1" '
            'style="border:none;" alt="" loading="lazy">'
        ),
        'rel="nofollow"',
        'rel="nofollow sponsored"',
    ),
    "バリューコマース": (
        (
            '<a href="//ck.jp.ap.valuecommerce.com/servlet/referral?sid=1&pid=2" rel="nofollow">'
            '<img src="//ad.jp.ap.valuecommerce.com/servlet/gifbanner?sid=1&pid=2" height="1" width="0" border="0">公式サイト</a>'
        ),
        'rel="nofollow"',
        'rel="nofollow sponsored"',
    ),
    "アクセストレード": (
        (
            '<a href="https://h.accesstrade.net/sp/cc?rk=0100abcd00efgh" rel="nofollow" '
            'referrerpolicy="no-referrer-when-downgrade"><img src="https://h.accesstrade.net/sp/rr?rk=0100abcd00efgh" '
            'alt="公式サイト" border="0" /></a>'
        ),
        'rel="nofollow"',
        'rel="nofollow sponsored"',
    ),
    "afb": (
        (
            "<a href='https://t.afi-b.com/visit.php?a=A12345-b1&p=C6789' rel='nofollow'>公式サイト</a>"
            "<img src='https://t.afi-b.com/lead/A12345/C6789/b1' width='1' height='1' style='border:none;' />"
        ),
        "rel='nofollow'",
        "rel='nofollow sponsored'",
    ),
    "楽天アフィリエイト": (
        (
            '<a href="https://hb.afl.rakuten.co.jp/hgc/0abc.1def/?pc=https%3A%2F%2Fbooks.example%2F&link_type=text" '
            'target="_blank" rel="nofollow sponsored noopener" style="word-wrap:break-word;">本を見る</a>'
        ),
        "",
        "",
    ),
    "Amazonアソシエイト": (
        '<a target="_blank" href="https://www.amazon.co.jp/dp/4000000000?tag=shigoto-22&linkCode=ogi">本を見る</a>',
        '&linkCode=ogi">',
        '&linkCode=ogi" rel="sponsored">',
    ),
}  # fmt: skip


def test_every_network_has_a_snippet() -> None:
    assert set(SNIPPETS) == {network.name for network in NETWORKS}


@pytest.mark.parametrize("name", SNIPPETS)
def test_snippet_stays_but_for_its_rel(name: str, convert_all: Convert) -> None:
    snippet, old, new = SNIPPETS[name]
    expected = snippet.replace(old, new) if old else snippet
    html = convert_all(f"前の文です。\n\n{snippet}\n\n後の文です。").html
    assert f"<p>{expected}</p>" in sponsor(html, Networks())
    assert [network for _, network in affiliate_links(html, Networks())] == [name]


@pytest.mark.parametrize("name", SNIPPETS)
def test_snippet_in_a_box_of_raw_html(name: str, convert_all: Convert) -> None:
    snippet, old, new = SNIPPETS[name]
    expected = snippet.replace(old, new) if old else snippet
    html = convert_all(f'<div class="ad">\n{snippet}\n</div>').html
    assert f'<div class="ad">\n{expected}\n</div>' in sponsor(html, Networks())


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="https://px.a8.net/x">a</a>', '<a href="https://px.a8.net/x" rel="sponsored">a</a>'),
        ("<a rel=nofollow href=https://px.a8.net/x>a</a>", '<a rel="nofollow sponsored" href=https://px.a8.net/x>a</a>'),
        ('<a rel="" href="https://px.a8.net/x">a</a>', '<a rel="sponsored" href="https://px.a8.net/x">a</a>'),
        ('<A HREF="https://px.a8.net/x" REL="NOFOLLOW">a</A>', '<A HREF="https://px.a8.net/x" REL="NOFOLLOW sponsored">a</A>'),
        ('<a href="https://www.a8.net/">A8の公式</a>', '<a href="https://www.a8.net/">A8の公式</a>'),
        ('<a href="https://www.amazon.co.jp/dp/1">本</a>', '<a href="https://www.amazon.co.jp/dp/1">本</a>'),
        ('<!-- <a href="https://px.a8.net/x">a</a> -->', '<!-- <a href="https://px.a8.net/x">a</a> -->'),
        ('<script>"<a href=\'https://px.a8.net/x\'>"</script>', '<script>"<a href=\'https://px.a8.net/x\'>"</script>'),
        ('<a title="a > b" href="https://px.a8.net/x">a</a>', '<a title="a > b" href="https://px.a8.net/x" rel="sponsored">a</a>'),
        ('<a data-href="https://px.a8.net/x" href="/y">a</a>', '<a data-href="https://px.a8.net/x" href="/y">a</a>'),
    ],
)  # fmt: skip
def test_rel(html: str, expected: str) -> None:
    assert sponsor(html, Networks()) == expected


def test_markdown_link_becomes_sponsored(convert_all: Convert) -> None:
    html = convert_all("[公式](https://px.a8.net/svt/ejp?a8mat=1)").html
    assert 'rel="noopener sponsored"' in sponsor(html, Networks())


def test_hosts_and_addresses_of_the_owner() -> None:
    networks = Networks({"click.x.example": "X社"}, {"https://y.example/?ref=me": "Y社"})
    assert networks.of_link("https://click.x.example/1") == "X社"
    assert networks.of_link("https://y.example/?ref=me") == "Y社"
    assert networks.of_link("https://y.example/") is None


def test_banner_script_is_advertising() -> None:
    html = '<script src="//ad.jp.ap.valuecommerce.com/servlet/jsbanner?sid=1&pid=2"></script>'
    assert [network for _, network in affiliate_links(html, Networks())] == ["バリューコマース"]


def test_cards_of_articles_with_advertising_are_marked() -> None:
    card = '<a class="card__link" href="/blog/{}/"><span class="card__text"><span class="card__title">題</span></span></a>'
    html = mark_cards(card.format("a") + card.format("b"), {"/blog/a/"})
    assert html.count("広告") == 1
    assert html.index("広告") < html.index("/blog/b/")
