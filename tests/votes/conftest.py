"""The blogs of these tests have every room."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import make_blog
from tests.support import Blog


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    """Give an empty blog with a tiny theme and every room."""
    return Blog(make_blog(tmp_path).root, every_room=True)
