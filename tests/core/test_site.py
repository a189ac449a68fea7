"""What the owner states once, in `content/data/`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from plugins.core.problems import Problems
from plugins.core.site import TOKYO, Site, load_site, parse_now


def read(folder: Path, **files: str) -> tuple[Site, list[str]]:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    problems = Problems()
    site = load_site(folder, problems)
    return site, [f"{Path(problem.path).name}:{problem.line}: {problem.message}" for problem in problems]


def test_nothing_is_needed(tmp_path: Path) -> None:
    assert read(tmp_path / "nowhere") == (Site(), [])


def test_all_files(tmp_path: Path) -> None:
    site, found = read(
        tmp_path,
        site="name: 道しるべ\nauthor: hana\nmenu:\n  - title: 記事\n    url: /archives/\nrecommended: [a, b]\n",
        authors="hana:\n  name: 佐藤 花\n  trust: [資格があります]\n",
        categories="面接:\n  address: mensetsu\n",
        tags="準備:\n  description: 準備の記事\n",
    )
    assert not found
    assert (site.blog.name, site.blog.menu[0].url, site.blog.recommended) == (
        "道しるべ",
        "/archives/",
        ("a", "b"),
    )
    assert site.authors["hana"].trust == ("資格があります",)
    assert (site.categories["面接"].address, site.tags["準備"].description) == ("mensetsu", "準備の記事")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("site", "name: ''\n", "site.yaml:1: 「name」が空です"),
        ("site", "nmae: 道しるべ\n", "site.yaml:1: 「nmae」という項目はありません。もしかして: name"),
        ("site", 'name: 花\ncolor: "#ffcc00"\n', "site.yaml:2: color「#ffcc00」は明るすぎて"),
        ("site", 'color: "#ffcc00"\n', "読める色で一番近いのは #8"),
        ("site", "color: #1f5f5b\n", 'site.yaml:1: color が空です。"#1f5f5b" のように'),
        ("site", "color: 緑\n", "site.yaml:1: color が「緑」は色の番号ではありません"),
        ("site", "author: hanna\n", "author「hanna」は authors.yaml にいません"),
        ("site", "menu:\n  - title: 記事\n", "site.yaml:2: 「url」がありません"),
        ("authors", "hana:\n  nmae: 花\n", "authors.yaml:2: 「nmae」"),
        ("categories", "面接:\n  address: 面接\n", "categories.yaml:2: address「面接」は使えません"),
        ("tags", "準備:\n  address: a/b\n", "tags.yaml:2: address「a/b」は使えません"),
        ("tags", "準備: junbi\n", "tags.yaml:1: 「準備」"),
    ],
)
def test_faults(tmp_path: Path, name: str, text: str, message: str) -> None:
    _, found = read(tmp_path, **{name: text})
    assert any(message in each for each in found), found


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-23T09:00:00+09:00", dt.datetime(2026, 11, 23, 9, tzinfo=TOKYO)),
        ("2026-11-23T00:00:00+00:00", dt.datetime(2026, 11, 23, 9, tzinfo=TOKYO)),
        ("2026-11-23", dt.datetime(2026, 11, 23, tzinfo=TOKYO)),
    ],
)
def test_the_clock_can_be_set(value: str, expected: dt.datetime) -> None:
    assert parse_now(value) == expected


def test_else_the_clock_is_the_time_in_tokyo() -> None:
    before = dt.datetime.now(TOKYO).replace(microsecond=0)
    assert before <= parse_now(None) <= dt.datetime.now(TOKYO)
