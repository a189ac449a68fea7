"""The sample site equals the golden one in `tests/golden/`.

Where a difference is meant, look at it, then: `make golden` (UPDATE_GOLDEN=1 rewrites the folder).
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support import ROOT, Built, long

GOLDEN = ROOT / "tests" / "golden"
_STYLES = re.compile(
    r"(?<=\.)[0-9a-f]{10}\.(?=css)|(?<=<style>)@layer.*?(?=</style>)|(?<= style-src 'self' )'sha256-[^']*'"
)
_CLASS = re.compile(r"""(?<= class=)(?:"([^"]*)"|([^\s>"]+))""")
_LINE = re.compile(
    r"(?<!^)(?=<(?:a|article|aside|blockquote|button|d[dlt]|div|figure|footer|form|h[1-6]|head|header|hr|li|link|main|meta|nav|ol|p"
    r"|picture|script|section|style|t[dhr]|table|title|ul)[ >])",
    re.MULTILINE,
)

COMPARED = (".html", ".xml", ".atom", ".rss", ".txt", "_redirects")

pytestmark = [pytest.mark.golden, pytest.mark.xdist_group("golden")]


def pages(folder: Path) -> dict[str, str]:
    """Return the pages of a site as one can read them; what comes of the style sheets' text counts for nothing."""
    return {
        path.relative_to(folder).as_posix(): readable(path.name, path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*"))
        if path.name.endswith(COMPARED)
    }


def readable(name: str, text: str) -> str:
    """Return a page with the long names of its classes, an element a line."""
    text = _STYLES.sub("", text)
    if not name.endswith(".html"):
        return text
    return _LINE.sub("\n", _CLASS.sub(lambda found: f'"{long(found[1] or found[2])}"', text))


def write(found: Mapping[str, str]) -> None:
    shutil.rmtree(GOLDEN, ignore_errors=True)
    for name, text in found.items():
        path = GOLDEN / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_golden(sample_build: Built) -> None:
    assert sample_build.code == 0, sample_build.stderr
    found = pages(sample_build.output)
    if os.environ.get("UPDATE_GOLDEN") == "1":
        write(found)
    golden = {
        path.relative_to(GOLDEN).as_posix(): path.read_text(encoding="utf-8")
        for path in GOLDEN.rglob("*")
        if path.is_file()
    }
    assert sorted(found) == sorted(golden), "`make golden` rewrites tests/golden"
    for name, text in found.items():
        assert text.splitlines() == golden[name].splitlines(), f"{name}: `make golden` rewrites tests/golden"
