"""Values of a head are changed in place: every other byte stays."""

from __future__ import annotations

import pytest

from plugins.desk.head import NoHeadError, with_values

VALUES = {"status": "published", "date": "2026-05-01 09:30"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "---\ntitle: 題名\ndate: 2026-01-01\nstatus: draft\n---\n本文\n",
            "---\ntitle: 題名\ndate: 2026-05-01 09:30\nstatus: published\n---\n本文\n",
        ),
        (
            "---\ntitle: 題名\nstatus:   draft  # 覚え書き\ntags: [面接]\n---\nstatus: draft\n",
            "---\ntitle: 題名\ndate: 2026-05-01 09:30\nstatus:   published  # 覚え書き\ntags: [面接]\n---\nstatus: draft\n",
        ),
        (
            "---\ntitle: 題名\n---\n本文",
            "---\ntitle: 題名\nstatus: published\ndate: 2026-05-01 09:30\n---\n本文",
        ),
        (
            "---\ntags: [面接]\ndate:\ntitle: 題名 # 1\nstatus: draft\n---\n",
            "---\ntags: [面接]\ndate: 2026-05-01 09:30\ntitle: 題名 # 1\nstatus: published\n---\n",
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_these_values_change(before: str, after: str, end: str, mark: str) -> None:
    data = (mark + before.replace("\n", end)).encode()
    assert with_values(data, VALUES) == (mark + after.replace("\n", end)).encode()


def test_a_file_without_a_head_is_refused() -> None:
    with pytest.raises(NoHeadError):
        with_values("本文\n".encode(), VALUES)
