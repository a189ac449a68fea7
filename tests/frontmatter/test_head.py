"""The head of an article: what each key may hold, and what is said where it cannot be understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import count
from typing import Any

import pytest

from plugins.core.problems import Level
from plugins.core.site import TOKYO
from plugins.core.source import decode
from plugins.frontmatter.fields import FIELDS, read_fields
from plugins.frontmatter.head import split
from tests.support import ROOT, Found

REQUIRED = "title: 題名\ndate: 2026-05-01\n"


def read(source: str | bytes, *, needs_date: bool = True) -> tuple[Mapping[str, Any] | None, list[Found]]:
    """Return the values of a file's head and what was reported."""
    found: list[Found] = []

    def report(level: Level, line: int, message: str) -> None:
        found.append(Found(line, level, message))

    text = decode(source if isinstance(source, bytes) else source.encode(), report)
    taken = split(text, report) if text is not None else None
    fields = read_fields(taken, needs_date=needs_date, report=report) if taken is not None else None
    return (fields.values if fields else None), found


def head(lines: str) -> str:
    """Return a file with these lines in its head; `title` and `date` are added where they are not there."""
    added = "".join(
        line + "\n"
        for line in REQUIRED.splitlines()
        if not any(each.startswith(line.partition(":")[0]) for each in lines.splitlines())
    )
    return f"---\n{lines}\n{added}---\n本文\n"


def moment(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=TOKYO)  # type: ignore[arg-type, misc] # parts of a date, no zone


GOOD: list[tuple[str, Any]] = [
    # A title is the rest of its line, whatever it says to YAML.
    ("title: 転職 #内定", "転職 #内定"),
    ("title: 面接: 準備", "面接: 準備"),
    ("title: [2026年]面接", "[2026年]面接"),
    ("title: 【面接】準備", "【面接】準備"),
    ("title: 007", "007"),
    ("title: no", "no"),
    ("title: null", "null"),
    ("title: ~", "~"),
    ("title: 2026-05-01", "2026-05-01"),
    ("title: - 面接", "- 面接"),
    ("title: *面接*", "*面接*"),
    ("title: &面接 @面接 %面接", "&面接 @面接 %面接"),
    ("title: |", "|"),
    ("title: {a: b}", "{a: b}"),
    ("title: # 面接", "# 面接"),
    ("title: 面接？！「答え」", "面接？！「答え」"),
    ('title: "面接: 準備"', "面接: 準備"),
    ("title: '面接'", "面接"),
    ("title: 'it''s'", "it's"),
    (r'title: "A\"B\\C"', r'A"B\C'),
    ('title: "A" と "B"', '"A" と "B"'),
    ("title: 'A' と 'B'", "'A' と 'B'"),
    ('title: "面接', '"面接'),
    ("title:　面接", "面接"),
    ("title:\t面接", "面接"),
    ("title : 面接", "面接"),
    ("title:   面接   ", "面接"),
    ("title: https://example.com/", "https://example.com/"),
    ("description: 面接: #準備 [a]", "面接: #準備 [a]"),
    # Dates: tests/core/test_dates.py has their forms.
    ("date: 2026-05-01", moment(2026, 5, 1)),
    ("date: 2026-05-01 09:30 # 朝", moment(2026, 5, 1, 9, 30)),
    ('date: "2026年5月1日"', moment(2026, 5, 1)),
    ("date: 令和8年5月1日", moment(2026, 5, 1)),
    ("modified: 2026/6/1", moment(2026, 6, 1)),
    ("modified: 2026-05-01", moment(2026, 5, 1)),
    ("slug: 007", "007"),
    ("slug: saishu-mensetsu", "saishu-mensetsu"),
    ("slug: no", "no"),
    ("category: 面接", "面接"),
    ("category: 面接 # 主な話題", "面接"),
    ("category: C#", "C#"),
    ("category: 退職・入社", "退職・入社"),
    ("tags: [面接, 準備]", ("面接", "準備")),
    ("tags: 面接, 準備", ("面接", "準備")),
    ("tags: 面接", ("面接",)),
    ("tags: Google Analytics", ("Google Analytics",)),
    ("tags: UI / UX", ("UI / UX",)),
    ("tags: [面接 準備]", ("面接 準備",)),
    ("tags: 面接 準備, 例文", ("面接 準備", "例文")),
    ("tags: [面接]  # 一つ", ("面接",)),
    ('tags: ["A, B", C]', ("A, B", "C")),
    ("tags: ['A', \"B\"]", ("A", "B")),
    ("tags: []", ()),
    ("tags: [面接, ]", ("面接",)),
    ("tags:\n- 面接\n- 準備", ("面接", "準備")),
    ("tags:\n  - 面接\n\n  # 二つ目\n  - 準備", ("面接", "準備")),
    ("tags:\n  - 面接 # 主な話題\n  - '準備'", ("面接", "準備")),
    ("tags:\n　-　面接", ("面接",)),
    ("tags: [007, no, 1.0]", ("007", "no", "1.0")),
    ("image: ../../images/a.png", "../../images/a.png"),
    ("image: 面接 の 写真.png", "面接 の 写真.png"),
    ("author: hayakawa", "hayakawa"),
    *((f"status: {value}", value) for value in ("published", "draft", "hidden", "share")),
    *((f"pr: {value}", value) for value in ("auto", "yes", "no")),
    ("related: [a, ../b.md]", ("a", "../b.md")),
    ("redirect_from: [/old/, /2020/01/old.html]", ("/old/", "/2020/01/old.html")),
    ("redirect_from: /old/", ("/old/",)),
    *((f"votes: {value}", True) for value in ("yes", "true", "on", "はい", "Yes", "ＹＥＳ")),
    *((f"votes: {value}", False) for value in ("no", "false", "off", "いいえ", "NO")),
    ("toc: no", False),
    ("noindex: yes", True),
    # Read from the first colon on, so an indented key or one after a comment is the same.
    ("# 注\ntitle: 面接", "面接"),
]


@pytest.mark.parametrize(("lines", "expected"), GOOD)
def test_good(lines: str, expected: object) -> None:
    values, found = read(head(lines))
    assert not found
    assert values is not None
    key = next(line for line in lines.splitlines() if not line.startswith("#")).partition(":")[0].strip()
    assert values[key] == expected


@pytest.mark.parametrize("key", ["tags", "description", "image", "related", "redirect_from", "modified"])
def test_empty_is_absent(key: str) -> None:
    values, found = read(head(f"{key}:"))
    assert not found
    assert values is not None
    assert key not in values


BAD: list[tuple[str, int, str]] = [
    ("title:", 2, "title: 値がありません"),
    ("title:\n- 面接", 2, "title: 値を一つだけ"),
    ("date:", 2, "date: 値がありません。「date: 2026-05-01」の形で"),
    ("題名: 準備", 2, "もしかして: title"),
    ("status: 下書き", 2, "もしかして: draft"),
    ("date: 近日", 2, "日付「近日」の形が正しくありません"),
    ("date: 2026-13-01", 2, "暦にありません"),
    ("date: [2026-05-01]", 2, "値を一つだけ"),
    ("modified: きのう", 2, "modified: 日付「きのう」"),
    ("date: 2026-05-01\nmodified: 2026-04-30", 3, "modified（更新日）が date（公開日）より前"),
    (
        "slug: Saishu",
        2,
        "slug: 「Saishu」は使えません。半角の小文字・数字とハイフンで書いてください（例: saishu）",
    ),
    ("slug: 最終面接", 2, "例: saishu-mensetsu"),
    ("slug: mensetsu_junbi", 2, "例: mensetsu-junbi"),
    ("slug: ａｂｃ", 2, "例: abc"),
    ("slug: -a", 2, "slug: 「-a」"),
    ("slug: Web--junbi", 2, "例: web-junbi"),
    ("slug: a/b", 2, "slug: 「a/b」"),
    ("slug:", 2, "slug: 値がありません"),
    ("slug: [a]", 2, "slug: 値を一つだけ"),
    ("category:", 2, "category: 値がありません"),
    ("category: [面接]", 2, "category: 値を一つだけ"),
    ("tags: [面接、準備]", 2, "「tags: [面接,準備]」と半角"),
    ("tags: 面接、準備", 2, "「[面接, 準備]」と半角"),
    ("tags: 面接 準備", 2, "二つ以上なら「[面接, 準備]」、空白のあるタグなら「[面接 準備]」"),
    ("tags: 面接　準備　例文", 2, "「[面接, 準備, 例文]」"),
    ("tags:\n- 面接、準備", 2, "「、」が全角"),
    ("tags: ［面接, 準備］", 2, "「tags: [面接, 準備]」と半角"),
    ("tags: [面接, 準備", 2, "「[」が閉じられていません"),
    ("tags: [面接, 面接]", 2, "「面接」と「面接」は同じもの"),
    ("tags: [Web, ＷＥＢ]", 2, "「Web」と「ＷＥＢ」は同じもの"),
    ("author:", 2, "author: 値がありません"),
    ("status: 公開", 2, "使える名前: published＝公開、draft＝下書き"),
    ("status: drft", 2, "もしかして: draft"),
    ("pr: maybe", 2, "pr: 値「maybe」は使えません"),
    ("votes: 0", 2, "votes: 値「0」は使えません。yes か no"),
    ("votes:", 2, "votes: 値がありません"),
    ("toc: [no]", 2, "toc: 値を一つだけ"),
    ("noindex: たぶん", 2, "noindex: 値「たぶん」"),
    ("titel: 面接", 2, "「titel」という項目はありません。もしかして: title"),
    ("Title: 面接", 2, "「Title」という項目はありません。もしかして: title"),
    ("タグ: 面接", 2, "「タグ」という項目はありません"),
    ("layout: post", 2, "「layout」という項目はありません"),
    ("title：面接", 2, "「title: 面接」と半角"),
    ("Title：面接", 2, "「：」が全角"),
    ("tags：\n- 面接\n- 準備", 2, "「：」が全角"),
    ("title:面接", 2, "「title: 面接」と書いてください"),
    ("title: 一\ntitle: 二", 3, "「title」が2行目と3行目に二度あります"),
    ("tags: [一]\ntags:\n- 二", 3, "「tags」が2行目と3行目に二度あります"),
    ("title: 面接の\n準備", 3, "「準備」は「名前: 値」の形ではありません"),
    ("- 面接", 2, "「- 面接」は「名前: 値」の形ではありません"),
    ("tags: [一]\n- 二", 3, "「- 二」は「名前: 値」の形ではありません"),
    ("title: 面接\n- 準備", 3, "「- 準備」は「名前: 値」の形ではありません"),
    ("tags:\n-面接", 3, "「-面接」は「名前: 値」の形ではありません"),
]


@pytest.mark.parametrize(("lines", "line", "words"), BAD)
def test_bad(lines: str, line: int, words: str) -> None:
    values, found = read(head(lines))
    assert values is None
    assert len(found) == 1, found
    assert (found[0].line, found[0].level) == (line, Level.ERROR)
    assert words in found[0].message


def test_all_faults_at_once() -> None:
    _, found = read("---\ntitel: 面接\ndate: 近日\nslug: A\n---\n")
    assert [each.line for each in found] == [2, 3, 4]


def test_required() -> None:
    _, found = read("---\ntags: [面接]\n---\n本文\n")
    assert [(each.line, each.message.partition("（")[0]) for each in found] == [(1, "title"), (1, "date")]


@pytest.mark.parametrize(
    ("source", "needs_date"),
    [("---\ntitle: 題名\nstatus: draft\n---\n", True), ("---\ntitle: 題名\n---\n", False)],
)
def test_date_is_not_needed(source: str, needs_date: bool) -> None:
    values, found = read(source, needs_date=needs_date)
    assert values is not None
    assert not found


FILE = f"---\n{REQUIRED}---\n本文\n"


@pytest.mark.parametrize(
    "source",
    [
        FILE,
        FILE.replace("\n", "\r\n"),
        FILE.replace("\n", "\r"),
        "\ufeff" + FILE,
        "\ufeff" + FILE.replace("\n", "\r\n"),
        FILE.replace("---\n", "---  \n"),
        FILE.replace("---\n本文", "---\n\n---\n本文"),
        FILE.replace("---\ntitle", "---\n\ntitle"),
    ],
)
def test_files(source: str) -> None:
    values, found = read(source)
    assert not found
    assert values == {"title": "題名", "date": moment(2026, 5, 1)}


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("", 1, "ファイルが空"),
        (" \n\n", 1, "ファイルが空"),
        ("本文\n", 1, "1行目が「---」ではありません"),
        (f"\n{FILE}", 1, "1行目が「---」ではありません"),
        ("title: 題名\n---\n本文\n", 1, "1行目が「---」ではありません"),
        ("－－－\ntitle: 題名\n－－－\n本文\n", 1, "半角の「---」"),
        ("———\ntitle: 題名\n———\n", 1, "半角の「---」"),
        ("--\ntitle: 題名\n--\n", 1, "半角の「---」"),
        ("----\ntitle: 題名\n----\n", 1, "半角の「---」"),
        ("---\ntitle: 題名\n－－－\n本文\n", 3, "半角の「---」"),
        ("---\ntitle: 題名\nーーー\n本文\n", 3, "半角の「---」"),
        ("---\ntitle: 題名\n本文\n", 1, "閉じる「---」がありません"),
        ("---\n", 1, "閉じる「---」がありません"),
        ("---\ntitle: 題\x00名\n---\n", 2, "U+0000"),
        (f"{FILE}\n文\x0b文\n", 7, "U+000B"),
        (f"{FILE}\n文\x1a文\n", 7, "U+001A"),
        (f"{FILE}\n文\x7f文\n", 7, "U+007F"),
        (FILE.encode() + "\n面接".encode("cp932"), 7, "UTF-8 ではありません"),
        (FILE.encode("utf-16"), 1, "UTF-8 ではありません"),
        (FILE.encode("euc_jp"), 2, "UTF-8 ではありません"),
        (FILE + "あ" * 100_001, 6, "1行が長すぎます（100,001文字）"),
        (FILE + "あ\n" * 300_000, 0, "ファイルが大きすぎます"),
    ],
    ids=count(),
)
def test_broken_files(source: str | bytes, line: int, words: str) -> None:
    values, found = read(source)
    assert values is None
    assert len(found) == 1, found
    assert (found[0].line, found[0].level) == (line, Level.ERROR)
    assert words in found[0].message


def test_limits_are_inside() -> None:
    values, found = read(FILE + "あ" * 100_000)
    assert values is not None
    assert not found


def test_every_key_has_a_good_and_a_bad_case() -> None:
    keys = {lines.partition(":")[0] for lines, _ in GOOD}
    assert set(FIELDS) <= keys
    never_wrong = {"description", "image", "related", "redirect_from"}  # any text will do here
    assert set(FIELDS) - never_wrong <= {lines.partition(":")[0].strip() for lines, *_ in BAD}


def test_every_key_is_documented() -> None:
    guide = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")
    assert [key for key in FIELDS if f"`{key}`" not in guide] == []
