"""Drafts and the like never appear where they must not; what is scheduled appears when its time has come."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.site.pages import Site
from tests.support import ROOT, SITEURL, Blog

WORD = "まぼろし"
"""Stands in title, body and description of each article that is tested, with its name behind it."""

HEADS = {
    "published": {},
    "draft": {"status": "draft"},
    "undated": {"status": "draft", "date": ""},
    "hidden": {"status": "hidden"},
    "share": {"status": "share"},
    "noindex": {"noindex": "yes"},
    "scheduled": {"date": "2026-11-23 09:00:01"},
    "scheduled-hidden": {"date": "2026-11-24", "status": "hidden"},
    "just-now": {"date": "2026-11-23 09:00"},
}
PAGES = {
    "page-draft": {"status": "draft"},
    "page-hidden": {"status": "hidden"},
    "page-share": {"status": "share"},
}

LISTED = {"published", "noindex", "just-now"}
READABLE = LISTED | {"hidden", "share", "page-hidden", "page-share"}
INDEXED = READABLE - {"noindex", "share", "page-share"}
IN_SITEMAP = {"published", "just-now"}


def word(name: str) -> str:
    return f"{WORD}{name}です"


def write(blog: Blog) -> None:
    """Write all articles; they are alike, so that each would be among the related ones of the others."""
    body = "面接の前の夜に、準備するものを三つだけ決めます。志望動機と退職理由と逆質問です。\n"
    for number, (name, values) in enumerate(HEADS.items()):
        head = {
            "date": f"2026-05-{number + 1:02}",
            "tags": f"[面接, 札{name}]",
            "category": "話題" + name,
            "redirect_from": f"[/furui/{name}-koko/]",
        } | values
        blog.article(
            name, f"{body}\n## {word(name)}\n\n{body}", title=word(name), description=word(name), **head
        )
    for name, values in PAGES.items():
        lines = f"redirect_from: [/furui/{name}-koko/]\n"
        lines += "".join(f"{key}: {value}\n" for key, value in values.items())
        blog.write(
            f"content/pages/{name}.md", f"---\ntitle: {word(name)}\n{lines}---\n{body}\n## {word(name)}\n"
        )
    blog.conf(every_room=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    blog = Blog(tmp_path_factory.mktemp("visibility"))
    write(blog)
    built = blog.build(theme=str(ROOT / "theme"))
    assert built.code == 0, built.stderr
    return Site(built.output, SITEURL)


def named_in(site: Site, name: str) -> set[str]:
    """Return every file, but for its own page, that names an article or shows its words."""
    pattern = re.compile(rf"{WORD}{name}です|/{name}/|札{name}|話題{name}|{name}-koko")
    return {
        path.relative_to(site.folder).as_posix()
        for path in site.folder.rglob("*")
        if path.is_file() and pattern.search(path.read_bytes().decode(errors="ignore"))
    } - {f"{name}/index.html", f"furui/{name}-koko/index.html"}


ALL = (*HEADS, *PAGES)


@pytest.mark.parametrize("name", ALL)
class TestEach:
    def test_its_page(self, site: Site, name: str) -> None:
        assert (site.folder / name).exists() == (name in READABLE)

    def test_its_old_address(self, site: Site, name: str) -> None:
        assert (site.folder / f"furui/{name}-koko").exists() == (name in READABLE)

    def test_search_engines(self, site: Site, name: str) -> None:
        if name in READABLE:
            assert site.pages[f"{SITEURL}/{name}/"].is_indexed == (name in INDEXED)

    def test_lists(self, site: Site, name: str) -> None:
        named = named_in(site, name)
        if name in LISTED:
            assert {"index.html", "archives/index.html", "feed.atom", "feed.rss"} <= named
            assert f"tag/札{name}/index.html" in named
            assert "_redirects" in named
        else:
            assert named == set()

    def test_sitemap(self, site: Site, name: str) -> None:
        assert (f"/{name}/" in (site.folder / "sitemap.xml").read_text(encoding="utf-8")) == (
            name in IN_SITEMAP
        )

    def test_search(self, site: Site, name: str) -> None:
        data = b"".join(path.read_bytes() for path in sorted((site.folder / "search").rglob("*.json")))
        assert (name in data.decode()) == (name in IN_SITEMAP)


def test_no_empty_list(site: Site) -> None:
    topics = {
        path.parent.name for kind in ("tag", "category") for path in site.folder.glob(f"{kind}/*/index.html")
    }
    assert topics == {"面接"} | {f"札{name}" for name in LISTED} | {f"話題{name}" for name in LISTED}


def test_its_time_comes(blog: Blog) -> None:
    blog.article("soon", date="2026-11-23 09:00", title="もうすぐ")
    blog.article("old", "[題](soon.md)\n")
    for now, there in (
        ("2026-11-23T08:59:59+09:00", False),
        ("2026-11-23T00:00:00+00:00", True),
        ("2026-11-22T23:59:59+00:00", False),
    ):
        built = blog.build(env={"SITE_NOW": now})
        assert built.code == 0
        assert (built.output / "soon").exists() == there
        assert ("もうすぐ" in built.page("/feed.atom")) == there
        assert ("公開日前" in built.stderr) == (not there)


def test_the_year_of_the_copyright_is_no_clock(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.article("a", date="2024-05-01")
    blog.conf(every_room=True)
    outputs = []
    for now in ("2026-11-23T09:00:00+09:00", "2031-01-01T09:00:00+09:00"):
        built = blog.build(env={"SITE_NOW": now}, theme=str(ROOT / "theme"))
        assert built.code == 0, built.stderr
        outputs.append(built.page("/"))
    assert outputs[0] == outputs[1]
    assert "© 2024" in outputs[0]
