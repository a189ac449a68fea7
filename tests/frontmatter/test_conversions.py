"""What was read of a file is kept; whatever is damaged or of another version is read again."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import pytest

from plugins.core.problems import Level, StateDamagedError
from plugins.dialect.convert import Body
from plugins.frontmatter.conversions import Conversion, Conversions, key_of
from plugins.frontmatter.fields import Fields

FOUND = Conversion(
    Fields({"title": "題名"}, {"title": 2}),
    Body("<p>本文</p>", text="本文", length=2),
    ((Level.WARNING, 3, "警告です"),),
    "本文",
)


def plain(found: Conversion | None) -> object:
    assert found is not None
    assert found.body is not None
    return found.fields, found.body.html, found.body.text, found.body.length, found.problems, found.summary


def test_what_was_put_is_found_by_the_next_build(tmp_path: Path) -> None:
    Conversions(tmp_path / "c.db", "1").put({"key": FOUND})
    again = Conversions(tmp_path / "c.db", "1")
    assert plain(again.get("key")) == plain(FOUND)
    assert again.get("other") is None


def test_another_version_knows_nothing(tmp_path: Path) -> None:
    Conversions(tmp_path / "c.db", "1").put({"key": FOUND})
    assert Conversions(tmp_path / "c.db", "2").get("key") is None
    assert Conversions(tmp_path / "c.db", "1").get("key") is None


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4_000])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    first = Conversions(tmp_path / "c.db", "1")
    first.put({"key": FOUND})
    first.close()
    for path in tmp_path.glob("c.db-*"):
        path.unlink()
    (tmp_path / "c.db").write_bytes(damage)
    again = Conversions(tmp_path / "c.db", "1")
    assert again.get("key") is None
    again.put({"key": FOUND})
    assert plain(again.get("key")) == plain(FOUND)


def test_what_nothing_uses_is_forgotten(tmp_path: Path) -> None:
    conversions = Conversions(tmp_path / "c.db", "1")
    conversions.put({"used": FOUND, "old": FOUND, "older": FOUND})
    again = Conversions(tmp_path / "c.db", "1")
    again.get("used")
    again.forget_unused(most=1)
    assert again.get("used") is not None
    assert again.get("old") is None


def test_a_file_is_read_again_when_it_looks_different(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("一", encoding="utf-8")
    old = time.time_ns() - 10**12
    os.utime(path, ns=(old, old))
    time.sleep(0.05)  # what has just been touched is not trusted

    def key() -> str:
        conversions = Conversions(tmp_path / "c.db", "1")
        found = conversions.key_of(str(path), "a.md")
        conversions.close()
        return found

    first = key()
    assert key() == first == key_of("a.md", "一".encode())
    before = path.stat()
    path.write_text("二", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert key() == key_of("a.md", "二".encode())


def test_a_file_that_is_as_new_as_the_build_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    for text in ("一", "二", "三"):
        conversions = Conversions(tmp_path / "c.db", "1")
        path.write_text(text, encoding="utf-8")
        assert conversions.key_of(str(path), "a.md") == key_of("a.md", text.encode())
        conversions.close()


def test_a_damaged_body_is_told_and_removed(tmp_path: Path) -> None:
    first = Conversions(tmp_path / "c.db", "1")
    first.put({"key": FOUND})
    first.close()
    with sqlite3.connect(tmp_path / "c.db") as db:
        db.execute("UPDATE bodies SET value = zeroblob(length(value))")
    again = Conversions(tmp_path / "c.db", "1")
    found = again.get("key")
    assert found is not None
    assert found.body is not None
    with pytest.raises(StateDamagedError):
        _ = found.body.html
    assert Conversions(tmp_path / "c.db", "1").get("key") is None


@pytest.mark.parametrize("table", ["heads", "files"])
def test_other_damage_counts_as_nothing(tmp_path: Path, table: str) -> None:
    """Whatever `pickle` makes of it: there are bytes of which it makes another error, or another value."""
    path = tmp_path / "a.md"
    path.write_text("一", encoding="utf-8")
    os.utime(path, ns=(0, 0))
    first = Conversions(tmp_path / "c.db", "1")
    first._opened += 10**12  # as if the file were old
    key = first.key_of(str(path), "a.md")
    first.put({key: FOUND})
    first.close()
    with sqlite3.connect(tmp_path / "c.db", isolation_level=None) as db:
        (value,) = db.execute(f"SELECT value FROM {table}").fetchone()  # noqa: S608 - our names
        for place in range(len(value)):
            damaged = bytearray(value)
            damaged[place] ^= 16
            db.execute(f"UPDATE {table} SET value = ?", (bytes(damaged),))  # noqa: S608 - our names
            again = Conversions(tmp_path / "c.db", "1")
            assert again.key_of(str(path), "a.md") == key
            found = again.get(key)
            assert found is None if table == "heads" else plain(found) == plain(FOUND)
            again._db.close()


def test_what_could_not_be_written_is_kept_in_memory(tmp_path: Path) -> None:
    conversions = Conversions(tmp_path / "c.db", "1")
    with sqlite3.connect(tmp_path / "c.db", isolation_level=None) as other:
        other.execute("PRAGMA busy_timeout = 0")
        other.execute("DROP TABLE bodies")
    conversions.put({"key": FOUND})
    assert plain(conversions.get("key")) == plain(FOUND)
