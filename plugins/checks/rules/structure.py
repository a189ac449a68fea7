"""What helps the reader to find the way: headings, titles, pictures, links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from plugins.checks.page import Page
from plugins.checks.rule import Found
from plugins.checks.site import Site
from plugins.core.text import fold
from plugins.dialect.lines import REFERENCE
from plugins.dialect.slips import NO_MARKUP, as_item

LONGEST_TITLE = 60
LONGEST_DESCRIPTION = 120
"""In characters; search engines show no more."""

_OWN_HEADINGS = ("ステップ", "タイムライン", "よくある質問", "タブ")
"""Boxes in which a heading is a label."""

_NUMBER = re.compile(r"([0-9０-９]{1,2})[.．、)）]")
_CLEAR_NUMBER = re.compile(
    r"[0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2})+[.．]?[ 　]+(?=\D)"
    r"|[0-9０-９]{1,2}(?:[.．、][ 　]+|[)）][ 　]*)(?=\S)|[0-9０-９]{1,2}[.．](?=[^\s\d０-９])|[(（][0-9０-９]{1,2}[)）]|[①-⑳]"
)
_ADDRESS_AS_TEXT = re.compile(
    r"https?://\S*|(?:[\w-]+\.)+(?:com|net|org|jp|info|co\.jp|blog|site)(?:/\S*)?|\S+\.(?:jpe?g|png|gif|webp|heic|avif|svg)"
    r"|(?:IMG|DSC|DSCN|image|photo|スクリーンショット|Screenshot)[ _-]?[0-9].*",
    re.IGNORECASE,
)
_SAYS_NOTHING = frozenset(
    fold(each)
    for each in "こちら コチラ ここ こちらから ここから こちらの記事 この記事 こちらのページ このページ 詳しくはこちら 詳細はこちら くわしくはこちら "
    "続きはこちら リンク リンク先 クリック ここをクリック こちらをクリック click here here".split()
)
_SPACED_LINK = re.compile(
    r"[\[［](?P<text>[^\[\]［］]+)[\]］][ 　]*[(（](?P<target>https?://[^\s()（）]+)[)）]"
)
_REFERENCE_LINK = re.compile(
    r"(?<![\]!])\[(?P<text>[^\[\]^]*[^\[\]^\d][^\[\]]*)\]\[(?P<label>[^\[\]^]+)\](?![\[(:])"
)
_PICTURE = re.compile(
    r"(?P<sign>[!！])[ 　]*[\[［](?P<text>[^\[\]［］]*)[\]］][ 　]*[(（](?P<target>[^\s()（）]+\.(?:jpe?g|png|gif|webp|avif|svg|heic))[)）]",
    re.IGNORECASE,
)
_SHORTCODE = re.compile(
    r"\[/?[a-z][a-z0-9_]*(?:-[a-z0-9_-]+)?(?:[ ]+[\w-]+=(?:\"[^\"\]]*\"|'[^'\]]*'|[^\s\]]+))+[ ]*/?\](?![(\[:])"
    r"|\[/(?:caption|su_\w+|st-\w+|box|blogcard|gallery|wpvideo|embed)\]"
)
_OTHER_LABEL = re.compile(
    r"(?P<label>[^\[\]>＞≫»]{1,20}?)[ 　]*(?:>>|＞＞|≫|»)[ 　]*\[\]\([^()\s]+\.md[^()\s]*\)"
)
_CONTENTS = re.compile(r"[\[［【]?[ 　]*(?:目次|もくじ)(?:一覧)?[ 　]*[\]］】]?")
_ENDS = " 　。、！!>》»≫→▶をの*=_"


def heading_jumps(page: Page) -> Iterator[Found]:
    """Mark a heading that is more than one level below the one before it."""
    level = 1
    for heading in page.headings:
        if not heading.inside and heading.plain[0].strip():
            if heading.level > level + 1:
                first = "##" if level == 1 else "#" * (level + 1)
                yield Found(
                    heading.line,
                    f"見出し「{_short(heading.plain[0])}」は「{'#' * heading.level}」ですが、その上に「{first}」がありません",
                )
            level = heading.level


def heading_numbers(page: Page) -> Iterator[Found]:
    """Mark numbers typed before headings. `1.1次面接` is one where a neighbour is numbered too; 2.5次元 is not."""
    texts = [
        (heading.line, heading.plain[0].strip("*= "))
        for heading in page.headings
        if not any(each in _OWN_HEADINGS for each in heading.inside)
    ]
    numbers = {int(match[1]) for _, text in texts if (match := _NUMBER.match(text))}
    for line, text in texts:
        if match := _CLEAR_NUMBER.match(text):
            yield Found(line, f"見出し「{_short(text)}」の番号「{match[0].strip()}」は手で打ったものです")
        elif (match := _NUMBER.match(text)) and numbers & {int(match[1]) - 1, int(match[1]) + 1}:
            yield Found(
                line, f"見出し「{_short(text)}」の番号は手で打ったもので、後の数字とつながって読めます"
            )


def title_length(page: Page) -> Iterator[Found]:
    """Mark a title that lists and search engines would cut."""
    if "title" in page.head:
        line, title = page.head["title"]
        width = sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in title)
        if width > 2 * LONGEST_TITLE:
            yield Found(line, f"title が長すぎます（全角で{(width + 1) // 2}字）")


def description(page: Page) -> Iterator[Found]:
    """Mark an article without its own description, and one that would be cut."""
    line, text = page.head.get("description", (0, ""))
    is_published = page.head.get("status", (0, "published"))[1] in ("published", "draft")
    if not text and page.is_article and is_published:
        yield Found(line or page.head.get("title", (1, ""))[0], "description（説明）がありません")
    elif len(text) > LONGEST_DESCRIPTION:
        yield Found(line, f"description（説明）が長すぎます（{len(text)}字）")


def picture_texts(page: Page) -> Iterator[Found]:
    """Mark a picture that says nothing to who cannot see it."""
    for link in page.links:
        if link.is_picture:
            text = link.text.strip()
            if not text:
                yield Found(link.line, "画像に代わりのテキストがありません")
            elif text == "ここに説明":
                yield Found(link.line, f"画像の代わりのテキストが「{text}」のままです")
            elif _ADDRESS_AS_TEXT.fullmatch(text):
                yield Found(
                    link.line,
                    f"画像の代わりのテキスト「{_short(text)}」が、住所やファイルの名前になっています",
                )


def link_texts(page: Page) -> Iterator[Found]:
    """Mark a link whose text does not say where it leads."""
    for link in page.links:
        if not link.is_picture and fold(link.text.strip(_ENDS)) in _SAYS_NOTHING:
            yield Found(link.line, f"リンクの文字が「{link.text}」だけです")


def picture_forms(page: Page) -> Iterator[Found]:
    """Mark what was meant as a picture and has a full-width sign or a space in its form."""
    for number, line in page.body():
        for match in _PICTURE.finditer(NO_MARKUP.sub("￼", line)):
            right = f"![{match['text']}]({match['target']})"
            if match[0] != right:
                yield Found(
                    number,
                    f"「{_short(match[0])}」は画像になっていません。「{_short(right, 48)}」のことですか",
                )


def other_forms(page: Page) -> Iterator[Found]:
    """Mark what means something elsewhere, or nearly means something here, and is shown as it stands."""
    for number, line in page.body():
        for match in _SHORTCODE.finditer(NO_MARKUP.sub("￼", line)):
            yield Found(
                number, f"「{_short(match[0])}」は WordPress のショートコードで、ここでは文字のまま出ます"
            )
    for passage in page.passages:
        if passage.kind != "paragraph":
            continue
        for number, line in enumerate(passage.lines, passage.line):
            text = line.strip()
            if label := _OTHER_LABEL.fullmatch(text):
                yield Found(
                    number,
                    f"「{label['label']}」で始まる行は関連記事のカードになりません（関連記事、参考記事などの言葉で始めます）",
                )
            elif _CONTENTS.fullmatch(text) and len(passage.lines) == 1 and text != "[目次]":
                yield Found(number, f"「{text}」は目次になりません。「[目次]」と書くと、目次が出ます")


def link_forms(page: Page) -> Iterator[Found]:
    """Mark what was meant as a link, and may yet be honest text: a space before the address, a name without an address."""
    references = {
        match["label"].strip().lower() for line in page.lines if (match := REFERENCE.fullmatch(line.strip()))
    }
    for number, line in page.body():
        text = NO_MARKUP.sub(lambda match: match[0] if match[0].startswith("http") else "￼", line)
        for match in _SPACED_LINK.finditer(text):
            if not (match[0].startswith("[") and "](" in match[0] and match[0].endswith(")")):
                right = f"[{match['text']}]({match['target']})"
                yield Found(
                    number,
                    f"「{_short(match[0])}」はリンクになっていません。「{_short(right, 48)}」のことですか",
                )
        for match in _REFERENCE_LINK.finditer(text):
            if match["label"].strip().lower() not in references:
                yield Found(
                    number, f"「{_short(match[0])}」の住所「[{match['label']}]: https://…」の行がありません"
                )


def list_forms(page: Page) -> Iterator[Found]:
    """Mark a line that looks like an item without a space behind its mark. The build tells of two in a row."""
    for passage in page.passages:
        if passage.kind != "paragraph" or "引用" in passage.inside:
            continue
        forms = [as_item(line.strip()) for line in passage.lines]
        for at, form in enumerate(forms):
            if form and not any(forms[max(at - 1, 0) : at]) and not any(forms[at + 1 : at + 2]):
                yield Found(passage.line + at, f"「{_short(passage.lines[at].strip())}」はリストになりません")


def same_titles(site: Site) -> Iterator[Found]:
    """Mark each article whose title another one has."""
    seen: dict[str, str] = {}
    for entry in site.entries:
        first = seen.setdefault(fold(entry.title), entry.path)
        if first != entry.path:
            yield Found(entry.title_line, f"題名「{_short(entry.title)}」が {first} と同じです", entry.path)


def connections(site: Site) -> Iterator[Found]:
    """Mark a published article that no text leads to, or whose text leads nowhere."""
    linked = {target for entry in site.entries for target, _ in entry.links if target != entry.source}
    for entry in site.entries:
        if entry.is_listed:
            others = [target for target, _ in entry.links if target != entry.source]
            if not others:
                yield Found(entry.title_line, "ほかの記事へのリンクが本文にありません", entry.path)
            if entry.source not in linked:
                yield Found(entry.title_line, "ほかの記事の本文から、リンクされていません", entry.path)


def own_links(site: Site) -> Iterator[Found]:
    """Mark a related link or card that leads to its own article."""
    for entry in site.entries:
        for line in entry.own_links:
            yield Found(line, "関連記事のリンクが、この記事自身へ向いています", entry.path)


def _short(text: str, length: int = 24) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
