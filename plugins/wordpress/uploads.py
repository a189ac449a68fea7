"""The uploads folder of the old site: which file an address means, and its copy among the contents."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from plugins.core.romaji import free_slug
from plugins.core.text import fold, nfc
from plugins.wordpress.state import State

_PLACE = re.compile(r"/(?:wp-content/uploads|files)/(?P<path>.+)$")
_SIZE = re.compile(r"-\d+x\d+(?=\.\w+$)")
_SCALED = re.compile(r"(?:-scaled|-rotated)?(?=\.\w+$)")
_PICTURES = frozenset(("jpg", "jpeg", "png", "gif", "webp", "avif", "svg"))


def upload_path(url: str) -> str | None:
    """Return the path below the uploads folder that an address means.

    >>> upload_path("https://old.example/wp-content/uploads/2020/05/a-300x200.jpg?x=1")
    '2020/05/a-300x200.jpg'
    """
    match = _PLACE.search(unquote(urlsplit(url).path))
    return nfc(match["path"]) if match else None


def is_picture(path: str) -> bool:
    """Say whether a file is a picture that pages can show."""
    return path.rpartition(".")[2].lower() in _PICTURES


@dataclass
class Uploads:
    """The folder; without one every file is missing."""

    folder: Path | None
    state: State
    copied: int = 0
    _files: dict[str, Path] = field(default_factory=dict)
    _targets: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.folder is None:
            return
        for parent, folders, names in os.walk(self.folder):
            folders.sort()
            for name in sorted(names):
                path = Path(parent, name)
                self._files[nfc(path.relative_to(self.folder).as_posix())] = path

    def copy(self, wanted: str) -> str | None:
        """Return where a file stands among the contents (relative to them), copied there; None where it is missing."""
        found = next((name for name in _candidates(wanted) if name in self._files), None)
        if found is None:
            return None
        if found not in self._targets:
            self._targets[found] = self._copied(found)
        return self._targets[found]

    def _copied(self, name: str) -> str | None:
        source = self._files[name]
        if is_picture(name) and not name.lower().endswith(".svg") and not _is_readable(source):
            return None
        target = self.state.pictures.get(name) or self._free(name)
        self.state.pictures[name] = target
        if self.state.put(target, source.read_bytes()) == "written":
            self.copied += 1
        return target if (self.state.content / target).is_file() else None

    def _free(self, name: str) -> str:
        path = PurePosixPath(name)
        folder = "images" if is_picture(name) else "files"
        parents = "/".join(part for part in map(_clean, path.parent.parts) if part)
        place = f"{folder}/{parents}" if parents else folder
        taken = {*self.state.pictures.values(), *self.state.files}
        stem = _clean(path.stem) or "picture"
        ending = _clean(path.suffix[1:])
        present = {each.name for each in (self.state.content / place).glob("*")}
        names = {each.rpartition("/")[2] for each in taken if each.rpartition("/")[0] == place} | present
        stems = {each.rpartition(".")[0] for each in names if each.rpartition(".")[2] == ending}
        return f"{place}/{free_slug(stem, stems)}.{ending}"


def _candidates(wanted: str) -> Iterator[str]:
    """Yield the names that an address may mean: the original in full size before its smaller copies."""
    original = _SIZE.sub("", wanted)
    yield original
    yield _SCALED.sub("-scaled", original, count=1)
    yield wanted


def _clean(part: str) -> str:
    return re.sub(r"[^a-z0-9_-]+", "-", fold(part)).strip("-")


def _is_readable(path: Path) -> bool:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - heavy, and only pictures need it

    try:
        with Image.open(path) as picture:
            return picture.size > (0, 0)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return False
