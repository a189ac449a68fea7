"""Previews that end with their test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.preview.running import Running, start

Start = Callable[..., Running]


@pytest.fixture
def preview() -> Iterator[Start]:
    """Give what begins a preview of a blog."""
    found: list[Running] = []

    def begin(*arguments: object, **options: object) -> Running:
        running = start(*arguments, **options)  # type: ignore[arg-type] # passed on
        found.append(running)
        return running

    yield begin
    for running in found:
        running.end()
