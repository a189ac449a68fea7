"""The theme's files as they are served."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.assets.bundle import MARK, Bundle, bundle, strip_css, strip_js
from tests.support import ROOT


@pytest.fixture
def static(tmp_path: Path) -> Path:
    for name, text in {
        "css/layers.css": "@layer a, b;\n",
        "css/zebra.css": "/* a comment */\n@layer b { main { --icon: url('data:image/svg+xml;utf8,<svg/>'); mask: var(--icon) } }\n",
        "css/apple.css": "@layer a { a::before { content: '/* 文 */'; } b { inset: calc(1px + 2px); } }\n",
        "css/search/panel.css": ".panel { color: var(--found) }\n",
        "css/parts/balloons.css": "@layer b { .balloon { color: red } .balloon__text { --x: 1 } }\n",
        "js/a.js": "// a comment\nexport const a = 1; /* b */\n",
        "js/inline/c.js": "// a comment\n{ const c = 1; }\n",
        "js/say.js": 'document.body.className = "balloon";\n',
        "js/search/b.js": 'import { a } from "../a.js";\nconst t = `// 文`, r = /[/*]+/u;\n',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def styles(found: Bundle, body: str) -> str:
    page = found.styled(f"<head>{MARK}</head>{body}")
    start, end = "<head><style>", f"</style></head>{body}"
    assert page.startswith(start)
    assert page.endswith(end)
    return page[len(start) : -len(end)]


def test_the_style_sheets_are_one(static: Path) -> None:
    assert styles(bundle(static), "<p>文</p>") == (
        "@layer{a::before{content:'/* 文 */'}b{inset:calc(1px + 2px)}}"
        "@layer{main{--a:url('data:image/svg+xml;utf8,<svg/>');mask:var(--a)}}"
    )


def test_what_the_search_fetches_is_a_file(static: Path) -> None:
    found = bundle(static)
    assert found.files[found.names["search.css"]] == b".b{color:var(--c)}"
    (static / "css/search/panel.css").touch()
    assert bundle(static).names == found.names
    (static / "css/search/panel.css").write_text(".a { color: red }", encoding="utf-8")
    assert bundle(static).names["search.css"] != found.names["search.css"]


@pytest.mark.parametrize(
    ("body", "has_balloon"),
    [
        ("<p>balloon</p>", False),
        ('<p class="balloons">文</p>', False),
        ('<p class="wide balloon">文</p>', True),
        ('<script src="/base/theme/js/say.js"></script>', True),
        ('<script src="/base/theme/js/a.js"></script>', False),
    ],
)
def test_a_page_gets_the_styles_of_what_it_shows(static: Path, body: str, has_balloon: bool) -> None:
    assert (".balloon{color:red}" in styles(bundle(static), body)) == has_balloon
    assert ".balloon__text" not in styles(bundle(static), body)


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


def test_the_colour_of_the_blog(static: Path) -> None:
    (static / "css/tokens.css").write_text("@layer a { :root { --found: 1 } }", encoding="utf-8")
    (static / "css/use.css").write_text("p { color: var(--deep-teal) }", encoding="utf-8")
    assert "p{color:#7a1f4d}" in styles(bundle(static, "#7a1f4d"), "")
    assert "#7a1f4d" not in styles(bundle(static), "")
    assert ":root{--a:1}" in styles(bundle(static), "")


def test_scripts_keep_their_names(static: Path) -> None:
    found = bundle(static)
    files, names = found.files, found.names
    assert {name: names[name] for name in names if name.endswith(".js")} == {
        "js/a.js": "js/a.js",
        "js/say.js": "js/say.js",
        "js/search/b.js": "js/search/b.js",
    }
    assert files["js/a.js"] == b"export const a=1;\n"
    assert found.inline == "{const c=1;}"
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
