"""Whole sites, each built once a session, also where several processes run the tests."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SAMPLE
from tests.site.pages import Site
from tests.support import ROOT, SITEURL, Blog, Built

Shared = Callable[[str, Callable[[Path], Built]], Built]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """Give what makes a thing once for all processes of one run."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent

    def once(name: str, make: Callable[[Path], Built]) -> Built:
        folder = root / f"shared-{name}"
        folder.mkdir(exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = folder / "done"
            if not done.exists():
                done.write_bytes(pickle.dumps(make(folder)))
            built: Built = pickle.loads(done.read_bytes())  # noqa: S301 - written here
            return built

    return once


def build(root: Path, content: Path, siteurl: str = SITEURL) -> Built:
    """Build a content folder with the site's own theme and all rooms."""
    shutil.copytree(content, root / "content")
    blog = Blog(root)
    blog.conf(every_room=True)
    return blog.build(env={"SITEURL": siteurl}, theme=str(ROOT / "theme"))


@pytest.fixture(scope="session")
def real_build(shared: Shared) -> Built:
    """Give the site of `content/`."""
    return shared("real", lambda root: build(root, ROOT / "content"))


@pytest.fixture(scope="session")
def sample_build(shared: Shared) -> Built:
    """Give the sample site."""
    return shared("sample", lambda root: build(root, SAMPLE))


@pytest.fixture(scope="session")
def path_build(shared: Shared) -> Built:
    """Give the sample site under a path, as a project page of GitHub has it."""
    return shared("path", lambda root: build(root, SAMPLE, f"{SITEURL}/blog"))


@pytest.fixture(scope="session")
def real_site(real_build: Built) -> Site:
    """Give the pages of the site of `content/`."""
    return Site(real_build.output, SITEURL)


@pytest.fixture(scope="session")
def sample_site(sample_build: Built) -> Site:
    """Give the pages of the sample site."""
    return Site(sample_build.output, SITEURL)


@pytest.fixture(scope="session")
def path_site(path_build: Built) -> Site:
    """Give the pages of the sample site under a path."""
    return Site(path_build.output, f"{SITEURL}/blog")


@pytest.fixture(params=["real_site", "sample_site", "path_site"])
def site(request: pytest.FixtureRequest) -> Site:
    """Give each of the sites in turn."""
    found: Site = request.getfixturevalue(request.param)
    return found
