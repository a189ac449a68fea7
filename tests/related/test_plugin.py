"""The list in a built blog."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from plugins.core.dictionary import DictionaryWord
from plugins.core.library import Document
from plugins.core.memo import Memo, State
from plugins.core.problems import Level, Problems
from plugins.core.watched import WatchedLibrary
from plugins.related import plugin
from plugins.related.plugin import Reader, with_collection
from plugins.related.settings import RelatedSettings
from tests.support import ROOT, Blog, Built, snapshot

TEMPLATE = """{% extends "base.html" %}
{% block title %}{{ article.title }}{% endblock %}
{% block main %}
<h1>{{ article.title }}</h1>
{{ article.content | safe }}
{% include "partials/related.html" %}
{% endblock %}
"""

TEXTS = {
    "gyaku": "逆質問は、面接の最後に聞かれる質問への準備です。面接官の立場を考え、求人票から質問を作ります。",
    "saishu": "最終面接の役員は、逆質問で面接の準備を見ます。面接官の立場を考え、最後に聞かれる質問の準備をします。",
    "kyujin": "求人票の給与、休日、残業の欄を読みます。固定残業代の計算を、求人の応募の前に確かめます。",
    "taishoku": "退職届を上司に渡し、引き継ぎと有給休暇の日を決めます。離職票は後から届きます。",
    "hoken": "離職票をハローワークに出し、雇用保険の手続きをします。退職の理由で給付の日が変わります。",
}


@pytest.fixture
def library(blog: Blog) -> Blog:
    """Give a blog of five articles whose template shows the list."""
    return filled(blog)


def filled(blog: Blog) -> Blog:
    for part in ("templates/partials/related.html", "templates/macros/picture.html"):
        (blog.root / "theme" / part).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "theme" / part, blog.root / "theme" / part)
    blog.write("theme/templates/article.html", TEMPLATE)
    if not (blog.root / "theme/templates/search.html").exists():
        blog.write("theme/templates/search.html", '{% extends "base.html" %}\n')
    for slug, text in TEXTS.items():
        blog.article(slug, text + "\n", title=f"{slug}の題名")
    return blog


def related(built: Built, slug: str) -> list[str]:
    """Return the slugs of the list of an article."""
    section = re.search(r'<section class="related".*?</section>', built.page(f"/{slug}/"), re.DOTALL)
    return re.findall(r'href="/([a-z-]+)/"', section[0]) if section else []


def test_the_nearest_come_first_and_never_the_article_itself(library: Blog) -> None:
    built = library.build().ok()
    assert related(built, "gyaku")[0] == "saishu"
    assert related(built, "taishoku")[0] == "hoken"
    assert all(slug not in related(built, slug) for slug in TEXTS)


def test_the_reason_is_read_with_the_link(library: Blog) -> None:
    library.article("gyaku", TEXTS["gyaku"], tags="[面接, 逆質問]")
    library.article("saishu", TEXTS["saishu"], tags="[逆質問, 面接]")
    page = library.build().ok().page("/gyaku/")
    assert re.search(
        r'<a class="card__link"[^>]*>.*<span class="card__meta">同じ話題: 面接・逆質問</span></a>',
        page,
    )


@pytest.mark.parametrize(
    "values",
    [
        {"status": "draft"},
        {"status": "hidden"},
        {"status": "share"},
        {"noindex": "yes"},
        {"date": "2027-01-01"},
    ],
)
def test_what_no_list_may_name(library: Blog, values: dict[str, str]) -> None:
    library.article("saishu", TEXTS["saishu"], **values)
    built = library.build().ok()
    assert all("saishu" not in related(built, slug) for slug in TEXTS if slug != "saishu")
    if values.get("status") in ("hidden", "share") or "noindex" in values:
        assert related(built, "saishu")[0] == "gyaku"


def test_what_the_text_names_already_is_left_out(library: Blog) -> None:
    library.article(
        "gyaku", TEXTS["gyaku"] + "\n\n詳しくは[最終面接](saishu.md)へ。\n\n関連記事>> [](kyujin.md)\n"
    )
    found = related(library.build().ok(), "gyaku")
    assert "saishu" not in found
    assert "kyujin" not in found


def test_the_writers_choice_comes_first(library: Blog) -> None:
    library.article("gyaku", TEXTS["gyaku"], related="[hoken, kyujin.md]")
    found = related(library.build().ok(), "gyaku")
    assert found[:3] == ["hoken", "kyujin", "saishu"]


def test_an_unknown_choice_refuses_the_build(library: Blog) -> None:
    library.article("gyaku", TEXTS["gyaku"], related="[saisyu]")
    built = library.build()
    assert built.code == 1
    error = built.errors[0]
    assert (error.path, error.line, error.level) == ("content/articles/面接/gyaku.md", 4, Level.ERROR)
    assert "もしかして: saishu" in error.message


def test_how_many(library: Blog) -> None:
    library.conf("RELATED_COUNT = 1\n")
    assert related(library.build().ok(), "gyaku") == ["saishu"]
    library.conf("RELATED_COUNT = 0\n")
    page = library.build().ok().page("/gyaku/")
    assert 'class="related"' not in page


def test_how_alike(library: Blog) -> None:
    library.conf("RELATED_LEAST = 0.9\n")
    assert related(library.build().ok(), "gyaku") == []


def test_a_setting_that_is_wrong_stops_the_build(library: Blog) -> None:
    library.conf("RELATED_COUNT = 'five'\n")
    built = library.build()
    assert built.code == 1
    assert "RELATED_COUNT" in built.stderr


def test_frequencies_of_the_blog_itself(library: Blog) -> None:
    library.write("content/data/frequencies.tsv", "total\t\t100\nword\t質問\t90\n")
    library.build().ok()
    library.write("content/data/frequencies.tsv", "total\t\t100\n質問 90\n")
    for _ in range(2):  # also when nothing changed since
        built = library.build()
        assert built.code == 1
        assert "2行目" in built.errors[0].message


def test_neither_a_small_blog_nor_an_edit_imports_numpy(library: Blog) -> None:
    for name in ("numpy", "scipy"):
        library.write(f"theme/never/{name}.py", f"raise RuntimeError('{name} is imported')\n")
    library.conf("import sys; sys.path.insert(0, 'theme/never')\n")
    assert related(library.build().ok(), "gyaku")[0] == "saishu"
    library.article("saishu", TEXTS["hoken"])
    assert "saishu" in related(library.build().ok(), "taishoku")[:2]
    assert "saishu" in related(library.build().ok(), "taishoku")[:2]


# ---- what is read again ------------------------------------------------------------------------------------------


def content(slug: str, text: str, **values: object) -> SimpleNamespace:
    """Give what the room looks at of an article."""
    fields: dict[str, object] = {
        "slug": slug,
        "title": f"{slug}の題名",
        "source_key": f"{slug} {text}",
        "body": SimpleNamespace(html=f"<p>{text}</p>", headings=()),
        "category": SimpleNamespace(name="面接"),
        "tags": (),
        "date": dt.date(2026, 1, 1),
        "own_status": "published",
        "noindex": False,
    }
    return SimpleNamespace(**fields | values)


@dataclass
class Builds:
    """Builds of a site that are only asked which articles they cut into words."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    dictionary: tuple[DictionaryWord, ...] = ()
    conversion: str = "a"

    def read(self, *contents: SimpleNamespace) -> list[str]:
        """Build once."""
        seen: list[str] = []
        article = Reader.article

        def noted(reader: Reader, content: Any, key: str = "") -> Any:
            seen.append(content.slug)
            return article(reader, content, key)

        with self.monkeypatch.context() as patch:
            patch.setattr(Reader, "article", noted)
            with_collection(contents, self.settings(), lambda _collection: None)
        return seen

    def settings(self) -> dict[str, Any]:
        """Give what the room asks of the settings."""
        return {
            "PATH": self.folder,
            "CACHE_PATH": self.folder / "cache",
            "DICTIONARY": self.dictionary,
            "VERSION": SimpleNamespace(conversion=self.conversion),
            "RELATED": RelatedSettings(),
        }


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    """Give the builds of an empty site."""
    return Builds(tmp_path, monkeypatch)


A, B = content("a", "面接の話です。"), content("b", "求人票の話です。")


def test_an_article_is_read_once(builds: Builds) -> None:
    assert builds.read(A, B) == ["a", "b"]
    assert builds.read(A, B) == []
    assert builds.read(A, content("b", "求人票と職経。")) == ["b"]
    assert builds.read(A) == []
    assert builds.read(A, B) == ["b"]


@pytest.mark.parametrize(
    "values", [{"own_status": "hidden"}, {"own_status": "share"}, {"own_status": "draft"}, {"noindex": True}]
)
def test_one_that_no_list_may_name_too(builds: Builds, values: dict[str, object]) -> None:
    hidden = content("a", "面接の話です。", **values)
    assert builds.read(hidden, B) == ["a", "b"]
    assert builds.read(hidden, B) == []


def test_what_changes_nothing_of_its_text_reads_nothing(builds: Builds) -> None:
    builds.read(A, B)
    assert builds.read(content("a", "面接の話です。", source_key="another description"), B) == []
    builds.conversion = "other settings"
    assert builds.read(A, B) == []


def test_a_row_of_the_dictionary_reads_those_that_hold_it(builds: Builds) -> None:
    builds.read(A, B)
    builds.dictionary = (DictionaryWord("応募要項", (), ("求人票",)),)
    assert builds.read(A, B) == ["b"]
    builds.dictionary += (DictionaryWord("面接"), DictionaryWord("内定"))
    assert builds.read(A, B) == ["a"]
    builds.dictionary = builds.dictionary[1:]
    assert builds.read(A, B) == ["b"]
    assert builds.read(A, B) == []


THINGS = (
    "面接官",
    "求人票",
    "退職届",
    "離職票",
    "履歴書",
    "有給休暇",
    "逆質問",
    "試用期間",
    "志望動機",
    "年末調整",
)


def library_of(texts: Mapping[str, str], **values: Any) -> dict[str, SimpleNamespace]:
    """Give articles with all that a list is made of; `values` are those of the first."""
    found = {}
    for number, (slug, text) in enumerate(texts.items()):
        of_mine = values if not number else {}
        tags = tuple(of_mine.get("tags", ("面接",)))
        document = Document(
            f"articles/面接/{slug}.md",
            "article",
            slug,
            slug,
            f"/{slug}/",
            "published",
            category="面接",
            tags=tags,
        )
        fields = SimpleNamespace(values={"related": of_mine.get("related", ())}, lines={})
        article = content(slug, text, tags=[SimpleNamespace(name=tag) for tag in tags], fields=fields)
        article.source_key += str(of_mine)
        article.body.needs = ()
        article.document, article.source_path, article._source = document, f"{slug}.md", document.source
        found[slug] = article
    return found


@dataclass
class Lists:
    """Builds of a site that are only asked which lists they make."""

    builds: Builds
    memo: State = field(default_factory=State)
    texts: Mapping[str, str] = field(default_factory=dict)

    def made(self, contents: Mapping[str, SimpleNamespace]) -> list[str]:
        """Build once."""
        seen: list[str] = []
        entries = plugin._entries

        def noted(document: Document, *arguments: Any) -> Any:
            seen.append(document.slug)
            return entries(document, *arguments)

        documents = tuple(each.document for each in contents.values())
        memo = Memo(self.memo, "")
        library = WatchedLibrary(documents)
        memo.begin(library, {each.document.source: each.source_key for each in contents.values()})
        settings = self.builds.settings() | {"MEMO": memo, "LIBRARY": library, "PROBLEMS": Problems()}
        with self.builds.monkeypatch.context() as patch:
            patch.setattr(plugin, "_entries", noted)
            choices = plugin.choices_of(contents, settings)
            make = partial(plugin.texts_of_lists, contents, choices, settings)
            texts = with_collection(contents.values(), settings, make)
        self.texts = plugin._arrived(lambda: plugin.Lists(texts, ()), settings["PROBLEMS"])
        self.memo = memo.state()
        return seen


def test_a_list_is_made_again_when_it_changes(builds: Builds) -> None:
    texts = {f"a{n:03}": f"{THINGS[n // 12]}の話と{n}番目の{THINGS[n // 12]}。" * 3 for n in range(120)}
    lists = Lists(builds)
    assert lists.made(library_of(texts)) == list(texts)
    before = library_of(texts)
    assert lists.made(before) == []
    # Another tag: the reasons in the lists that name the article may be others.
    after = library_of(texts, tags=("転職",))
    moved = lists.made(after)
    assert "a000" in moved
    assert len(moved) < len(texts) / 2
    beside = plugin._parted(lists.texts["a001"])
    assert {why for slug, why in zip(*beside, strict=True) if slug == "a000"} <= {
        "同じ話題: 面接官",
        "同じカテゴリー: 面接",
    }
    # The writer's own choice moves one list alone; it is looked at in each build.
    chosen = library_of(texts, tags=("転職",), related=("a119",))
    assert lists.made(chosen) == ["a000"]
    assert plugin._parted(lists.texts["a000"]).slugs[0] == "a119"
    assert lists.made(library_of(texts, tags=("転職",), related=("a119",))) == ["a000"]
    anew = library_of(texts, tags=("転職",), related=("a119",))
    others = Lists(Builds(builds.folder / "other", builds.monkeypatch))
    others.made(anew)
    assert others.texts == lists.texts


def test_a_broken_state_is_made_anew(builds: Builds) -> None:
    builds.read(A, B)
    (path,) = builds.folder.glob("cache/related/*.sqlite")
    path.write_bytes(path.read_bytes().replace("の題名".encode(), b"?"))
    for broken in (b"broken", path.read_bytes()[:5000]):
        path.write_bytes(broken)
        assert builds.read(A, B) == ["a", "b"]
        assert builds.read(A, B) == []


# ---- whole builds ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_after_any_edits_the_site_is_that_of_a_first_build(make_blogs: Callable[[str], Blog]) -> None:
    kept = filled(make_blogs("kept"))
    kept.build().ok()

    def edit(blog: Blog, step: int) -> None:
        if step >= 0:
            blog.article("gyaku", TEXTS["hoken"], title="変えた題名")
        if step >= 1:
            (blog.content / "articles/面接/taishoku.md").unlink(missing_ok=True)
            blog.article("atarashii", TEXTS["saishu"] + "求人票も読みます。", tags="[面接]")
        if step >= 2:
            blog.article("kyujin", TEXTS["kyujin"], date="2020-01-01", status="hidden")

    clean = kept
    for step in range(3):
        edit(kept, step)
        kept.build().ok()
        clean = filled(make_blogs(f"clean{step}"))
        edit(clean, step)
        clean.build().ok()
        assert snapshot(kept.output) == snapshot(clean.output), step
    (state,) = (kept.root / ".cache" / "related").rglob("*.sqlite")
    state.write_bytes(b"broken")
    kept.build().ok()
    assert snapshot(kept.output) == snapshot(clean.output)
