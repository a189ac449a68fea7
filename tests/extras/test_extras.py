"""What owners switch on: off until it is written, checked when it is, on the pages as it was given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plugins.core.contacts import contacts
from plugins.core.extras import Contact, Extras
from plugins.core.library import Document, Library
from plugins.core.problems import Level, Problems
from plugins.core.site import load_site
from plugins.dialect.needs import Need
from plugins.extras.render import Answers, ads_txt, head, verification
from plugins.policy.csp import policy
from tests.support import ROOT, Blog, Case, Convert, case_params, check, short

FIXTURES = Path(__file__).parent / "fixtures"

ALL = """\
name: 見本
extras:
  analytics: G-ABCDE12345
  adsense: ca-pub-1234567890123456
  ads_txt:
    - example.com, 1234, DIRECT
  google_verification: abcDEF123
  bing_verification: 0123456789ABCDEF
  contact:
    url: https://docs.google.com/forms/d/e/a/viewform?embedded=true
    embed: yes
  consent: |
    <script src="https://consent.example/consent.js"></script>
  snippets:
    - |
      <script>count("1 < 2");</script>
  script_hosts:
    - "*.stats.example"
"""
_CONTACT_PAGE = "---\ntitle: お問い合わせ\n---\n@[お問い合わせ]\n"
_LIST_PAGE = "---\ntitle: 外部送信\n---\n@[外部送信]\n"
_RECIPIENT = "consent.example:\n  recipient: 同意の会社\n  purpose: 同意の確認\n"


@pytest.mark.parametrize("case", case_params(FIXTURES.glob("*.md")))
def test_embed(case: Case, convert_all: Convert) -> None:
    check(case, convert_all(case.source))


def test_nothing_is_there_by_default() -> None:
    assert (head(Extras()), verification(Extras()), ads_txt(Extras())) == ("", "", "")


@pytest.fixture
def whole(tmp_path: Path) -> Blog:
    blog = Blog(tmp_path, every_room=True)
    blog.write("content/data/site.yaml", ALL)
    blog.write("content/data/transmissions.yaml", _RECIPIENT)
    blog.write("content/pages/contact.md", _CONTACT_PAGE)
    blog.write("content/pages/external.md", _LIST_PAGE)
    blog.article("a", "本文です。\n")
    return blog


THEME = str(ROOT / "theme")


def test_all_of_it_in_a_site(whole: Blog) -> None:
    built = whole.build(theme=THEME).ok()
    article, home = built.page("/a/"), built.page("/")
    consent = '<script src="https://consent.example/consent.js"></script>'
    order = [consent, "gtag/js?id=G-ABCDE12345", "client=ca-pub-1234567890123456", 'count("1 < 2");']
    for page in (article, home, built.page("/404.html"), built.page("/search/")):
        assert [page.index(each) for each in order] == sorted(page.index(each) for each in order)
        assert page.index(order[-1]) < page.index("</head>")
        assert "*.stats.example" in page
    assert '<meta name="google-site-verification" content="abcDEF123">' in home
    assert '<meta name="msvalidate.01" content="0123456789ABCDEF">' in home
    assert "google-site-verification" not in article
    assert built.page("/ads.txt").splitlines() == [
        "google.com, pub-1234567890123456, DIRECT, f08c47fec0942fa0",
        "example.com, 1234, DIRECT",
    ]
    assert "<iframe" in built.page("/contact/")
    assert "frame-src 'self' https:" in built.page("/contact/")
    listing = built.page("/external/")
    for words in ("Google アナリティクス", "Google アドセンス", "Google フォーム", "同意の会社"):
        assert words in listing
    frame = short(".table-scroll")
    assert f"{frame}{{" in listing, "the page has the styles of the list"
    assert f"<div class={frame[1:]} " in listing


def test_switched_off_it_is_gone(whole: Blog) -> None:
    whole.build(theme=THEME).ok()
    whole.write("content/data/site.yaml", "name: 見本\n")
    whole.write("content/pages/contact.md", "---\ntitle: お問い合わせ\n---\n本文です。\n")
    built = whole.build(theme=THEME).ok()
    for path in built.output.rglob("*"):
        if path.is_file():
            text = path.read_bytes().decode(errors="ignore")
            assert not [
                word for word in ("gtag", "adsbygoogle", "consent.example", "verification") if word in text
            ], path
    assert not (built.output / "ads.txt").exists()


def test_whom_a_snippet_contacts_must_be_told(whole: Blog) -> None:
    whole.write("content/data/transmissions.yaml", "x.example:\n  recipient: X\n  purpose: Y\n")
    whole.conf("SERVICES_STRICT = True\n", every_room=True)
    built = whole.build(theme=THEME)
    assert built.code == 1
    assert "consent.example" in built.stderr


def test_the_policy_lets_it_run() -> None:
    page = head(Extras(analytics="G-ABCDE12345"))
    script = next(
        part
        for part in policy(page, contacts(page, "example.com")).split("; ")
        if part.startswith("script-src")
    )
    assert "www.googletagmanager.com" in script
    assert "'sha256-" in script
    assert "unsafe" not in script


def answer(contact: Contact | None) -> tuple[str, list[tuple[int, str]]]:
    found: list[tuple[int, str]] = []

    def report(level: Level, line: int, message: str) -> None:
        assert level is Level.ERROR
        found.append((line, message))

    document = Document("a.md", "page", "題名", "a", "/a/", "published")
    html = Answers(contact).answer(Need("contact", 7, ""), document, Library(()), report)
    return html, found


def test_contact() -> None:
    assert answer(Contact(url="https://forms.gle/a"))[0] == (
        '<p><a class="button" href="https://forms.gle/a" rel="noopener">お問い合わせフォームを開く</a></p>'
    )
    mail = answer(Contact(url="mailto:info@example.com?subject=a&b"))[0]
    assert 'href="mailto:info@example.com?subject=a&amp;b">メールを送る（info@example.com）' in mail
    framed = answer(Contact(url="https://forms.gle/a", embed=True, height=1200))[0]
    assert '<iframe class="contact__form" src="https://forms.gle/a"' in framed
    assert 'height="1200"' in framed
    assert "開く</a>" in framed


def test_contact_that_is_not_set() -> None:
    ((line, message),) = answer(None)[1]
    assert line == 7
    assert "site.yaml" in message


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        ("analitics: G-ABCDE12345", 2, "もしかして: analytics"),
        ("analytics: UA-12345-6", 2, "測定 ID"),
        ('analytics: G-A"><script>', 2, "測定 ID"),
        ("adsense: pub-1234567890123456", 2, "ca-pub-"),
        ("ads_txt: example.com", 2, "リスト"),
        ("ads_txt:\n    - example.com DIRECT", 2, "ads_txt の「example.com DIRECT」"),
        ("ads_txt:\n    - example.com, 1, DIREKT", 2, "ads_txt の"),
        ('google_verification: <meta name="a" content="b">', 2, "の中の文字だけ"),
        ("bing_verification: 短い", 2, "の中の文字だけ"),
        ("contact: https://forms.gle/a", 2, "contact"),
        ("contact:\n    embed: yes", 2, "「url」がありません"),
        ("contact:\n    url: javascript:alert(1)", 3, "mailto:"),
        ("contact:\n    url: info@example.com", 3, "mailto:"),
        ("contact:\n    url: https://forms.gle/a\n    hight: 900", 4, "もしかして: height"),
        ("contact:\n    url: https://forms.gle/a\n    height: 高い", 4, "height"),
        ("contact:\n    url: https://forms.gle/a\n    embed: たぶん", 4, "yes か no"),
        ("consent: ただの文字", 2, "タグの外"),
        ("consent: <div>お知らせ</div>", 2, "「<div>」はここに置けません"),
        ("snippets:\n    - <script>a()", 2, "閉じられていません"),
        ("snippets:\n    - <script>a()</script></script>", 2, "対応する"),
        ("script_hosts:\n    - https://a.example/", 2, "script_hosts の"),
    ],
)  # fmt: skip
def test_wrong_values(tmp_path: Path, lines: str, line: int, words: str) -> None:
    (tmp_path / "site.yaml").write_text(f"extras:\n  {lines}\n", encoding="utf-8")
    problems = Problems()
    load_site(tmp_path, problems)
    (problem,) = problems
    assert (problem.line, problem.level) == (line, Level.ERROR)
    assert words in problem.message


@pytest.mark.parametrize(
    "snippet",
    [
        '<script async src="https://a.example/a.js" data-x="1"></script>',
        "<!-- 会社名 -->\n<script>if (1 < 2) { document.write('<p>'); }</script>",
        '<link rel="stylesheet" href="https://a.example/a.css"><meta name="a" content="b">',
        '<noscript><img src="https://a.example/a.gif" alt=""></noscript>',
    ],
)
def test_snippets_that_may_stand_in_the_head(snippet: str) -> None:
    assert head(Extras(snippets=(snippet,))) == snippet


def examples(guide: str) -> list[Any]:
    """Return the YAML examples of a guide for `site.yaml`."""
    blocks = (ROOT / "docs" / guide).read_text(encoding="utf-8").split("```yaml\n")[1:]
    return [block.partition("```")[0] for block in blocks if block.startswith("# content/data/site.yaml\n")]


@pytest.mark.parametrize("text", examples("deploy.md"))
def test_examples_of_the_guide(tmp_path: Path, text: str) -> None:
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    problems = Problems()
    site = load_site(tmp_path, problems)
    assert list(problems) == []
    assert site.blog.extras != Extras()


def test_the_guide_shows_every_extra() -> None:
    text = "".join(examples("deploy.md"))
    assert [name for name in (*Extras.model_fields, *Contact.model_fields) if f" {name}:" not in text] == []
