"""The theme's files as they are served."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.assets.bundle import bundle, strip_js
from tests.support import ROOT


@pytest.fixture
def static(tmp_path: Path) -> Path:
    for name, text in {
        "css/layers.css": "@layer a, b;\n",
        "css/zebra.css": "/* a comment */\n@layer b { .z { --icon: url('data:image/svg+xml;utf8,<svg/>'); } }\n",
        "css/apple.css": ".a::before { content: '/* 文 */'; }\n.b { inset: calc(1px + 2px); }\n",
        "js/a.js": "// a comment\nexport const a = 1; /* b */\n",
        "js/search/b.js": 'import { a } from "../a.js";\nconst t = `// 文`, r = /[/*]+/u;\n',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_style_sheets_are_one_file(static: Path) -> None:
    files, names = bundle(static)
    css = files[names["site.css"]].decode()
    assert css.startswith("@layer a,b;")
    assert css.index(".a::before") < css.index(".z")
    assert "a comment" not in css
    assert "'/* 文 */'" in css
    assert "calc(1px + 2px)" in css
    assert "utf8,<svg/>" in css


def test_the_name_tells_the_content(static: Path) -> None:
    before = bundle(static)[1]["site.css"]
    (static / "css/apple.css").touch()
    assert bundle(static)[1]["site.css"] == before
    (static / "css/apple.css").write_text(".a { color: red }", encoding="utf-8")
    assert bundle(static)[1]["site.css"] != before


def test_scripts_keep_their_names(static: Path) -> None:
    files, names = bundle(static)
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
        for path in (ROOT / "theme/static/css").glob("*.css")
        if path.name != "layers.css" and "@layer" not in path.read_text(encoding="utf-8")
    ]
    assert outside == []
