"""Raw HTML in an article reaches the page byte for byte, and nothing else knows of its marks."""

from __future__ import annotations

from pathlib import Path

from plugins.dialect.kept import END, START, marked, unmarked
from tests.support import ROOT, Blog, Convert, snapshot

TABLE = '<table border="0">\n<tr>\n<td class="card"><a href="/b/" rel="noopener">文</a></td>\n</tr>\n</table>'
INLINE = '<a class="note" href="/b/" rel="noopener"><b>文</b></a>'


def test_marks_come_back() -> None:
    for text in ("", "文", f"{START}<b>{END}", f"一{START}<b>{END}二{START}</b>{END}三"):
        assert marked(*unmarked(text)) == text


def test_blocks_and_tags_are_raw(convert_all: Convert) -> None:
    body = convert_all(f"文 {INLINE} 文<br>\n文\n\n{TABLE}\n\n- 文\n\n  <table>\n  </table>\n").body
    raw = [body.html[start:end] for start, end in body.raw]
    assert raw == [INLINE, "<br>", TABLE, "<table>\n</table>"]
    assert START not in body.html + body.text


def test_a_snippet_stays(tmp_path: Path) -> None:
    blog = Blog(tmp_path, every_room=True)
    blog.conf()
    blog.article("a", f"文 {INLINE} 文\n\n{TABLE}\n\n@[パーツ](p)\n")
    blog.article("b", "文\n")
    blog.write("content/parts/p.md", TABLE + "\n")
    built = blog.build(theme=str(ROOT / "theme")).ok()
    page = built.page("/a/")
    assert page.count(TABLE) == 2
    assert INLINE in page
    for data in snapshot(built.output).values():
        assert START.encode() not in data or data.startswith((b"\x89PNG", b"\xff\xd8"))
