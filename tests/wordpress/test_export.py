"""Reading exports: clean and dirty ones, hostile ones, large ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from plugins.wordpress.export import Channel, Item, UnreadableExportError, read_items
from tests.support import ROOT
from tests.wordpress.old_blog import FOOT, HEAD, export, item


def read(path: Path, text: str | bytes) -> list[Item]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(read_items(path, Channel()))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export.xml"


def test_control_characters_and_broken_bytes_are_replaced(file: Path) -> None:
    text = (
        export(item(1, "題\x0b名", "前\x08\x1b後\ufffe終"))
        .encode()
        .replace("終".encode(), "終".encode() + b"\xff\xc3")
    )
    (found,) = read(file, text)
    assert found.title == "題 名"
    assert found.content.startswith("前  後 終\ufffd")


def test_a_mark_and_blank_lines_at_the_start(file: Path) -> None:
    assert len(read(file, b"\xef\xbb\xbf\n\n" + export(item(1)).encode())) == 1


def test_other_encodings(file: Path) -> None:
    text = export(item(1, "面接")).replace('encoding="UTF-8"', 'encoding="EUC-JP"')
    assert read(file, text.encode("euc_jp"))[0].title == "面接"


def test_the_end_of_a_section_in_a_text(file: Path) -> None:
    assert read(file, export(item(1, content="a ]]> b")))[0].content == "a ]]> b"


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE rss [<!ENTITY a0 "lol">{ENTITIES}]>',
        '<!DOCTYPE rss [<!ENTITY a9 SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE rss SYSTEM "http://evil.example/x.dtd">',
    ],
    ids=["laughs", "file", "net"],
)
def test_document_types_are_refused(file: Path, doctype: str) -> None:
    text = export(item(1)).replace("<rss ", doctype + "<rss ").replace("前のブログ", "&a9;")
    with pytest.raises(UnreadableExportError, match=r"DOCTYPE|XML"):
        read(file, text)


def test_a_broken_file_names_its_line(file: Path) -> None:
    text = export(item(1), item(2))
    cut = text[: text.index("<wp:post_id>2")]
    with pytest.raises(UnreadableExportError) as caught:
        read(file, cut)
    assert caught.value.line == cut.count("\n") + 1
    wrong = text.replace("</item>", "</itm>", 1)
    with pytest.raises(UnreadableExportError) as caught:
        read(file, wrong)
    assert caught.value.line == wrong[: wrong.index("</itm>")].count("\n") + 1


@pytest.mark.parametrize("text", ["", "<rss><channel></channel></rss>", "<html></html>", "PK\x03\x04"])
def test_other_files_are_refused(file: Path, text: str) -> None:
    with pytest.raises(UnreadableExportError):
        read(file, text)


_MEASURE = """\
import sys
from pathlib import Path
from plugins.wordpress.move import move
report = move(Path(sys.argv[1]), Path(sys.argv[2]), None, "https://example.com")
status = Path("/proc/self/status").read_text()
print(len(report.imported), status.partition("VmHWM:")[2].split()[0])
"""
"""`ru_maxrss` would be the peak of whoever began the process, where that is higher."""


def peak(folder: Path, old: int, articles: int) -> tuple[int, int]:
    """Import an export with so many large old versions; return the articles and the peak of memory in KiB."""
    path = folder / f"{old}.xml"
    revision = item(7, content="前の版の文です。" * 40_000, kind="revision", status="inherit")
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(old):
            file.write(revision)
            if number % max(1, old // articles) == 0:
                file.write(item(1000 + number, content="<p>本文の段落です。</p>\n" * 500))
        file.write(FOOT)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path), str(folder / f"content-{old}")],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    if old > 100:
        assert path.stat().st_size > 200_000_000
    path.unlink()
    imported, memory = done.stdout.split()
    return int(imported), int(memory)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells the peak of one process")
def test_memory_does_not_grow_with_the_export(tmp_path: Path) -> None:
    small, at_rest = peak(tmp_path, 4, 4)
    large, memory = peak(tmp_path, 216, 54)
    assert (small, large) == (4, 54)
    assert memory - at_rest < 40_000
