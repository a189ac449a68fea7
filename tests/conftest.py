"""Fixtures for all rooms."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

import pelicanconf
from plugins.core.problems import Problems
from plugins.core.site import load_site
from plugins.dialect.build import Head
from plugins.dialect.convert import Converter
from plugins.dialect.grammar import Dialect, dialect_of
from plugins.dialect.inline import Newline
from scripts import browser as finder

pytest.register_assert_rewrite("tests.support")

# The same examples in each run, however busy the machine is: a change is refused for its own faults alone.
_PATIENT: dict[str, Any] = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("steady", derandomize=True, **_PATIENT)
hypothesis.settings.register_profile("thorough", max_examples=2_000, **_PATIENT)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

BROWSER_PATIENCE = 120_000
"""Milliseconds: a busy machine takes its time."""
expect.set_options(timeout=BROWSER_PATIENCE)

# Begun with `&`, a process has Ctrl+C ignored, and so would have what tests begin.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

from tests.support import (  # noqa: E402 - what is imported before is not rewritten
    NO_HEAD,
    NOW,
    SITEURL,
    Blog,
    Convert,
    Converted,
    converted,
)

os.environ["BUILD_WARM"] = "0"  # nobody stays behind a test, but where that is tested
os.environ["SITE_NOW"] = NOW  # the clock stands still: nothing is scheduled or out of date on another day
os.environ.pop("SITEURL", None)
SAMPLE = Path(__file__).parent / "site" / "content"
"""A site of five articles that uses all of the dialect."""

TINY_THEME = Path(__file__).parent / "builds" / "theme"


@pytest.fixture(scope="session")
def convert() -> Convert:
    """Give what converts with the dialect alone; the boxes stand for all fences."""
    return make_convert(["plugins.callouts"])


@pytest.fixture(scope="session")
def convert_all() -> Convert:
    """Give what converts with all rooms of the site, and the data of the sample site."""
    return make_convert(pelicanconf.PLUGINS)


@pytest.fixture(scope="session")
def dialect() -> Dialect:
    """Give the dialect of all rooms of the site, with the data of the sample site."""
    return make_dialect(pelicanconf.PLUGINS)


def make_dialect(plugins: Sequence[str]) -> Dialect:
    """Make the dialect of these plugins."""
    problems = Problems()
    settings = vars(pelicanconf) | {"PATH": str(SAMPLE), "PROBLEMS": problems, "SITEURL": SITEURL}
    dialect = dialect_of(plugins, load_site(SAMPLE / "data", problems), settings)
    assert not problems.found
    return dialect


def make_convert(plugins: Sequence[str]) -> Convert:
    """Make what converts with these plugins."""
    dialect = make_dialect(plugins)
    converters: dict[Newline, Converter] = {}

    def convert(
        source: str, newline: Newline = "break", first_line: int = 1, head: Head = NO_HEAD
    ) -> Converted:
        converter = converters.setdefault(newline, Converter(dialect, newline))
        return converted(converter, source, first_line, head)

    return convert


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a browser: BROWSER_PATH, or whichever is found."""
    path = os.environ.get("BROWSER_PATH") or finder.find()
    if path is None:
        pytest.fail("no browser: run `python scripts/browser.py`")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"], timeout=BROWSER_PATIENCE
        )
        opened.on("context", lambda context: context.set_default_timeout(BROWSER_PATIENCE))
        yield opened
        opened.close()


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    """Give an empty blog with a tiny theme of its own."""
    return make_blog(tmp_path)


@pytest.fixture
def make_blogs(tmp_path: Path) -> Callable[[str], Blog]:
    """Give what makes several blogs, by the names of their folders."""
    return lambda name: make_blog(tmp_path / name)


def make_blog(root: Path) -> Blog:
    """Make a folder with the tiny theme and no content."""
    shutil.copytree(TINY_THEME, root / "theme")
    (root / "content" / "articles").mkdir(parents=True)
    return Blog(root)
