"""What everything that is remembered between builds depends on besides its own article: code, settings, data, theme."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.core.digests import Digests
from plugins.core.fingerprint import hash_of

_ROOT = Path(__file__).parents[2]
_PLACES = ("OUTPUT_PATH", "CACHE_PATH", "STATE", "NOW", "BIND", "PORT", "DEBUG", "CACHE_DIRECTORY", "LOOKS")
"""Settings that change nothing in a page. Of the clock a page shows nothing but what has been published by then."""

CONVERTED_WITH = ("authors.yaml", "characters.yaml", "site.yaml")
"""The data that a body is converted with; what it shows of the rest is put in when all articles are known."""


@dataclass(frozen=True)
class Version:
    """Three hashes, each of more than the one before."""

    conversion: str
    """Of what a body's HTML depends on besides its file."""
    data: str
    """Of that, and all data and shared parts."""
    page: str
    """Of that, and the theme."""


def code_version(file: str) -> str:
    """Return what changes with the code of a room, of which `file` is one: who asks when it is loaded asks once."""
    return hash_of([path.read_text(encoding="utf-8") for path in sorted(Path(file).parent.glob("*.py"))])


def version_of(settings: Mapping[str, Any]) -> Version:
    """Return the versions of one build. They depend on every file of the plugins, the theme and the data."""
    content = Path(settings["PATH"])
    digests = Digests(Path(settings["CACHE_PATH"]).absolute() / "digests")

    def files(folder: Path, *endings: str) -> Iterator[str]:
        for name in sorted(_below(str(folder), endings)):
            yield name[len(str(folder)) + 1 :]
            yield digests.of(name)

    code = hash_of(
        [
            sys.version,
            digests.of(str(_ROOT / "requirements" / "site.txt")),
            *files(_ROOT / "plugins", ".py", ".tsv"),
            repr(sorted(_plain(settings).items())),
        ]
    )
    used = [content / "data" / name for name in CONVERTED_WITH]
    conversion = hash_of([code, *(digests.of(str(path)) if path.is_file() else "" for path in used)])
    data = hash_of([conversion, *files(content / "data"), *files(content / "parts")])
    page = hash_of([data, *files(Path(settings["THEME"]))])
    digests.save()
    return Version(conversion, data, page)


def _below(folder: str, endings: tuple[str, ...]) -> Iterator[str]:
    """Yield the files below a folder, hidden ones left out; `endings`: those with one of them, or all."""
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path, endings) if entry.name != "__pycache__" else ()
        elif entry.name[0] != "." and entry.name.endswith(endings or "") and entry.is_file():
            yield entry.path


def _plain(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    found = {}
    for name, value in settings.items():
        if name.isupper() and name not in _PLACES:
            with contextlib.suppress(_NotPlainError):
                found[name] = _told(value)
    return found


class _NotPlainError(TypeError):
    pass


def _told(value: object) -> object:
    """Return a setting as something whose `repr` is equal for equal settings; functions and modules are the code's."""
    if isinstance(value, dict):
        return {key: _told(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_told(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted(map(repr, value))
    if value is None or isinstance(value, str | int | float | bool | Path | dt.date | re.Pattern):
        return value
    raise _NotPlainError
