"""The theme's files as they are served."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.assets.bundle import MARK, bundle, strip_css, strip_js
from tests.support import ROOT


@pytest.fixture
def static(tmp_path: Path) -> Path:
    for name, text in {
        "css/layers.css": "@layer a, b;\n",
        "css/zebra.css": "/* a comment */\n@layer b { .z { --icon: url('data:image/svg+xml;utf8,<svg/>'); } }\n",
        "css/apple.css": ".a::before { content: '/* 文 */'; }\n.b { inset: calc(1px + 2px); }\n",
        "css/search/panel.css": ".panel { color: red }\n",
        "css/parts/balloons.css": "/* For balloon, dialogue: words. */\n.balloon { color: red }\n",
        "css/parts/boxes.css": "/* For box: all. */\n.box { color: blue }\n.box--a { --x: 1 }\n.box--b { --x: 2 }\n",
        "js/a.js": "// a comment\nexport const a = 1; /* b */\n",
        "js/search/b.js": 'import { a } from "../a.js";\nconst t = `// 文`, r = /[/*]+/u;\n',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_style_sheets_of_every_page_are_one_file(static: Path) -> None:
    found = bundle(static)
    css = found.files[found.names["site.css"]].decode()
    assert css.startswith("@layer a,b;")
    assert css.index(".a::before") < css.index(".z")
    assert "a comment" not in css
    assert "'/* 文 */'" in css
    assert "calc(1px + 2px)" in css
    assert "utf8,<svg/>" in css
    assert "balloon" not in css
    assert "panel" not in css
    assert found.files[found.names["search.css"]] == b".panel{color:red}"


@pytest.mark.parametrize(
    ("body", "styles"),
    [
        ("<p>文</p>", ""),
        ('<p class="balloon__text">文</p>', "<style>.balloon{color:red}</style>"),
        ('<p class="wide dialogue">文</p>', "<style>.balloon{color:red}</style>"),
        ('<p class="boxes">文</p>', ""),
        ('<p class="box">文</p>', "<style>.box{color:blue}</style>"),
        ('<p class="box box--b">文</p>', "<style>.box{color:blue}.box--b{--x:2}</style>"),
    ],
)
def test_a_page_gets_the_styles_of_its_parts(static: Path, body: str, styles: str) -> None:
    page = f"<head>{MARK}</head>{body}"
    assert bundle(static).styled(page) == f"<head>{styles}</head>{body}"


def test_a_part_says_what_it_is_for(static: Path) -> None:
    (static / "css/parts/zebra.css").write_text(".z { color: red }", encoding="utf-8")
    with pytest.raises(ValueError, match=r"zebra\.css"):
        bundle(static)


@pytest.mark.parametrize(
    ("source", "stripped"),
    [
        (".a :is(.b, .c) { color: red }", ".a *:is(.b,.c){color:red}"),
        (".a { & :not(.b) { color: red } }", ".a{& *:not(.b){color:red}}"),
        (".a :hover { color: red }", ".a *:hover{color:red}"),
        (".a > :first-child { color: red }", ".a>:first-child{color:red}"),
        (".a:is(.b) :where(p) + :is(h2) { color: red }", ".a:is(.b) *:where(p)+:is(h2){color:red}"),
        ("@media (min-width: 1px) { .a { color : red } }", "@media (min-width:1px){.a{color:red}}"),
    ],
)
def test_a_descendant_stays_one(source: str, stripped: str) -> None:
    assert strip_css(source).replace(" +", "+").replace("+ ", "+") == stripped


def test_the_name_tells_the_content(static: Path) -> None:
    before = bundle(static).names["site.css"]
    (static / "css/apple.css").touch()
    assert bundle(static).names["site.css"] == before
    (static / "css/apple.css").write_text(".a { color: red }", encoding="utf-8")
    assert bundle(static).names["site.css"] != before


def test_the_colour_of_the_blog(static: Path) -> None:
    found = bundle(static, "#7a1f4d")
    css = found.files[found.names["site.css"]].decode()
    assert css.endswith("}}")
    assert "--deep-teal:#7a1f4d" in css
    assert found.names["site.css"] != bundle(static).names["site.css"]


def test_scripts_keep_their_names(static: Path) -> None:
    found = bundle(static)
    files, names = found.files, found.names
    assert {name: names[name] for name in names if name.endswith(".js")} == {
        "js/a.js": "js/a.js",
        "js/search/b.js": "js/search/b.js",
    }
    assert files["js/a.js"] == b"export const a=1;\n"
    text = files["js/search/b.js"].decode()
    assert "`// 文`" in text
    assert "/[/*]+/u" in text


@pytest.mark.parametrize("path", sorted((ROOT / "theme/static/js").rglob("*.js")), ids=lambda path: path.name)
def test_nothing_of_our_scripts_is_lost(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    stripped = strip_js(source).decode()
    kept = [line.strip() for line in source.splitlines() if line.strip().startswith(("export", "import"))]
    assert stripped.count("export") >= sum(line.startswith("export") for line in kept)
    assert stripped.count("import") >= sum(line.startswith("import") for line in kept)
    for sign in "(){}[]":
        assert stripped.count(sign) <= source.count(sign)
    for opening, closing in ("()", "{}", "[]"):
        assert (stripped.count(opening) == stripped.count(closing)) == (
            source.count(opening) == source.count(closing)
        )


def test_every_style_sheet_is_in_a_layer() -> None:
    outside = [
        path.name
        for path in (ROOT / "theme/static/css").rglob("*.css")
        if path.name != "layers.css" and "@layer" not in path.read_text(encoding="utf-8")
    ]
    assert outside == []


def test_every_class_of_the_theme_has_one_home() -> None:
    """A part's own blocks are named in its first line, so that no page misses their styles."""
    for part in bundle(ROOT / "theme/static").parts:
        for block in part.blocks:
            assert f".{block}" in part.css
