"""Fixtures of the import."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest
from PIL import Image

from plugins.wordpress.move import move
from plugins.wordpress.report import Report
from tests.support import SITEURL, Blog
from tests.wordpress.old_blog import export


class Move(Protocol):
    """Imports items into the blog."""

    def __call__(self, *items: str, uploads: Path | None = None) -> Report: ...


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    """Give a folder of uploads with pictures of different kinds."""
    folder = tmp_path / "uploads"
    (folder / "2020" / "05").mkdir(parents=True)
    for name in ("kaijo.jpg", "面接の会場.png", "IMG_1-scaled.jpg"):
        Image.new("RGB", (40, 30), "teal").save(folder / "2020" / "05" / name)
    (folder / "2020" / "05" / "broken.jpg").write_bytes(b"no picture")
    (folder / "2020" / "05" / "shiryo.pdf").write_bytes(b"%PDF-1.4")
    return folder


@pytest.fixture
def moved(blog: Blog) -> Move:
    """Give what imports items into the blog."""

    def run(*items: str, uploads: Path | None = None) -> Report:
        path = blog.write("export.xml", export(*items))
        return move(path, blog.content, uploads, SITEURL)

    return run
