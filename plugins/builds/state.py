"""What one build leaves to the next, in one file. Whatever cannot be read is as if it were not there."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.builds.pages import PageState
from plugins.core import memo

_FORMAT = b"1"


@dataclass(frozen=True)
class State:
    """The findings about articles, and the pages."""

    memo: memo.State = field(default_factory=memo.State)
    pages: Mapping[str, PageState] = field(default_factory=dict)


def load(path: Path, version: str) -> State:
    """Return what a build of the same version saved. `version` is of the code too, so pickles fit their classes."""
    try:
        data = path.read_bytes()
    except OSError:
        return State()
    head, _, body = data.partition(b"\n")
    if head != _head(version, body):
        return State()
    found: State = pickle.loads(body)  # noqa: S301 - our own file; its hash is that of what was written
    return found


def save(path: Path, version: str, state: State) -> None:
    """Write the file as a whole."""
    body = pickle.dumps(state, 5)
    part = path.with_suffix(".part")
    part.write_bytes(_head(version, body) + b"\n" + body)
    part.replace(path)


def _head(version: str, body: bytes) -> bytes:
    return _FORMAT + version.encode() + hashlib.blake2b(body, digest_size=16).hexdigest().encode()
