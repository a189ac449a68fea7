"""Wrong data of services and rankings: each kind is one message with its file and line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from plugins.core.library import Document, Library
from plugins.core.problems import Level, Problems
from plugins.core.site import TOKYO, Author
from plugins.services.catalogue import World, check, load_catalogue

NOW = dt.datetime(2026, 11, 23, tzinfo=TOKYO)
LIBRARY = Library((
    Document("articles/a.md", "article", "記事", "about-komichi", "/about-komichi/", "published"),
    Document("articles/b.md", "article", "下書き", "soon", "/soon/", "draft"),
))  # fmt: skip

S, R = "services/komichi.yaml", "rankings/agent.yaml"


def messages(data: Path, *, strict: bool = False) -> list[tuple[str, int, Level, str]]:
    problems = Problems()
    catalogue = load_catalogue(data, problems)
    world = World(data.parent, LIBRARY, {"hayakawa": Author(name="早川")}, NOW, 6, strict)
    check(catalogue, world, problems)
    return [(Path(each.path).name, each.line, each.level, each.message) for each in problems]


def spoil(data: Path, name: str, old: str, new: str) -> None:
    path = data / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_right_data_is_silent(data: Path) -> None:
    assert messages(data) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "words"),
    [
        # services
        (S, "kind: 転職", "summry: x\nkind: 転職", 3, "「summry」という項目はありません。もしかして: summary"),
        (S, "reading: こみち\n", "", 1, "「reading」がありません"),
        (S, "kind: 転職エージェント", "kind: エージェント", 3, "もしかして: 転職エージェント"),
        (S, "merits:\n  - 面談が長い\n", "merits: []\n", 5, "「merits」が空です"),
        (S, "demerits:\n  - 求人は少なめ\n", "", 1, "「demerits」がありません"),
        (S, "    source: 公式サイト\n", "", 10, "「source」がありません"),
        (S, "    checked: 2026-11-10\n", "", 10, "「checked」がありません"),
        (S, "checked: 2026-11-10", "checked: 2026-02-30", 13, "暦にありません"),
        (S, "checked: 2026-11-10", "checked: 先月", 13, "日付「先月」の形が正しくありません"),
        (S, "checked: 2026-11-10", "checked: 2026-12-10", 13, "未来の日付"),
        (S, "facts:\n", "facts:\n  - {name: 費用, value: 有料, source: 公式, checked: 2026-11-01}\n", 9, "「費用」が二度"),
        (S, "stars: 4.5", "stars: 5.3", 15, "0.5 きざみ"),
        (S, "stars: 4.5", "stars: 5.5", 15, "0 から 5 まで"),
        (S, "stars: 4.5", "stars: 満点", 15, "「stars」は数で"),
        (S, "  reviewer: hayakawa\n", "", 14, "「reviewer」がありません"),
        (S, "  criteria: 5点を1点ずつ\n", "", 14, "「criteria」がありません"),
        (S, "reviewer: hayakawa", "reviewer: hayakaw", 16, "もしかして: hayakawa"),
        (S, "date: 2026-11-12", "date: 2027-11-12", 18, "未来の日付"),
        (S, "official: https://komichi.example/", "official: komichi.example", 19, "アドレスの形ではありません"),
        (S, "network: 案内ネット", "network: A8.net", 21, "「A8.net」のリンクではありません。px.a8.net"),
        (S, "https://click.annai.example/go?p=1&b=2", "https://px.a8.net/svt/ejp?a8mat=1", 21, "network: A8.net"),
        (S, "url: https://click.annai.example/go?p=1&b=2", "url: （あとで）", 22, "アドレスの形ではありません"),
        (S, "official:", "picture: images/none.png\nofficial:", 19, "「images/none.png」のファイルがありません"),
        (S, "official:", "article: about-komich\nofficial:", 19, "もしかして: about-komichi"),
        (S, "name: こみち\n", "name: はなうた\n", 1, "hanauta.yaml と同じ名前です"),
        # rankings
        (R, "basis: 公式サイトを見て採点\n", "", 1, "「basis」がありません"),
        (R, "basis: 公式サイトを見て採点", "basis: ''", 4, "「basis」が空です"),
        (R, "date: 2026-11-12\n", "", 1, "「date」がありません"),
        (R, "date: 2026-11-12", "date: 11月12日", 3, "使える形"),
        (R, "date: 2026-11-12", "date: 2026-11-24", 3, "未来の日付"),
        (R, "service: hanauta", "service: hanata", 8, "もしかして: hanauta"),
        (R, "service: hanauta", "service: komichi", 5, "「komichi」が順位に二度"),
        (R, "    reason: 連絡を選べる\n", "", 8, "「reason」がありません"),
        (R, "  - service: hanauta\n    reason: 連絡を選べる\n", "", 5, "「order」"),
        (R, "title: 順位", "title 順位", 2, "「名前: 値」の形"),
    ],
)  # fmt: skip
def test_wrong_data(data: Path, name: str, old: str, new: str, line: int, words: str) -> None:
    spoil(data, name, old, new)
    found = messages(data)
    assert len(found) == 1, found
    # Of two services with one name, the later file is the one that is reported; here it is komichi.
    assert found[0][:3] == (Path(name).name, line, Level.ERROR)
    assert words in found[0][3]


def test_two_firsts(data: Path) -> None:
    text = (data / R).read_text(encoding="utf-8").replace("    reason", "    place: 1\n    reason")
    (data / R).write_text(text, encoding="utf-8")
    ((_, line, _, message),) = messages(data)
    assert line == 5
    assert "1位が二つあります（「komichi」と「hanauta」）" in message


def test_place_must_agree_with_the_order(data: Path) -> None:
    spoil(data, R, "    reason: 連絡を選べる", "    place: 3\n    reason: 連絡を選べる")
    ((_, _, _, message),) = messages(data)
    assert "2 番目に書かれていますが、place が 3" in message


@pytest.mark.parametrize("name", ["転職.yaml", "Komichi.yaml", "komichi.yml"])
def test_name_of_a_file_is_checked(data: Path, name: str) -> None:
    (data / "services" / name).write_text((data / S).read_text(encoding="utf-8"), encoding="utf-8")
    found = messages(data)
    assert any(path == name and "名前は使えません" in message for path, _, _, message in found)


def test_old_fact_is_a_warning(data: Path) -> None:
    spoil(data, S, "checked: 2026-11-10", "checked: 2026-05-23")
    ((_, line, level, message),) = messages(data)
    assert (line, level) == (13, Level.WARNING)
    assert "6か月以上" in message


def test_fact_is_not_old_a_day_before(data: Path) -> None:
    spoil(data, S, "checked: 2026-11-10", "checked: 2026-05-24")
    assert messages(data) == []


@pytest.mark.parametrize(("strict", "level"), [(False, Level.WARNING), (True, Level.ERROR)])
def test_draft_as_the_article_of_a_service(data: Path, level: Level, *, strict: bool) -> None:
    spoil(data, S, "official:", "article: soon\nofficial:")
    assert messages(data, strict=strict)[0][2] is level


def test_great_words_in_the_data_are_reported(data: Path) -> None:
    spoil(data, S, "  - 面談が長い", "  - 業界No.1の満足度98%")
    found = messages(data)
    assert {level for _, _, level, _ in found} == {Level.WARNING}
    assert {line for _, line, _, _ in found} == {6}
