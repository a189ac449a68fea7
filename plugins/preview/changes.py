"""What has changed, as far as it matters what it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from watchfiles import Change, DefaultFilter

from plugins.preview.messages import Place


class Filter(DefaultFilter):
    """Leaves out what editors and systems put beside the files that they save."""

    ignore_entity_patterns: Sequence[str] = (
        *DefaultFilter.ignore_entity_patterns,
        r"^\.",
        r"^#.*#$",
        r"^\d+$",  # vim tries whether it may write
        r"\.tmp$",
    )


class ConfFilter(Filter):
    """Leaves all of a folder but the settings."""

    def __call__(self, change: Change, path: str) -> bool:
        """Say whether a change counts."""
        return path.endswith("conf.py") and super().__call__(change, path)


@dataclass(frozen=True)
class Changes:
    """Some files that changed together."""

    articles: tuple[str, ...] = ()
    """Articles and pages that are there."""
    code: tuple[str, ...] = ()
    """Modules of the plugins."""
    has_others: bool = False
    """Whether there was a change of which a page can show anything: data, theme, settings, pictures."""


def sort(paths: Iterable[str], place: Place, plugins: Path) -> Changes:
    """Sort paths that changed."""
    texts = tuple(Path(place.content, folder) for folder in place.articles)
    found = sorted(map(Path, paths))
    code = tuple(path for path in _below(found, (plugins,), ".py") if _size(path) != 0)
    articles = tuple(path for path in _below(found, texts, ".md") if _size(path))
    rest = [path for path in found if not any(path.is_relative_to(folder) for folder in texts)]
    return Changes(articles, code, any(str(path) not in code for path in rest))


def _below(paths: Iterable[Path], folders: tuple[Path, ...], suffix: str) -> Iterator[str]:
    for path in paths:
        if path.suffix == suffix and any(path.is_relative_to(folder) for folder in folders):
            yield str(path)


def _size(path: str) -> int | None:
    """Return the size of a file, None where there is none. An editor may be about to write one that is empty."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return None


def broken(path: str) -> tuple[int, str] | None:
    """Return the line and the reason why a module is no Python, or None."""
    try:
        compile(Path(path).read_bytes(), path, "exec")
    except SyntaxError as error:
        return error.lineno or 0, f"Python として読めません。{error.msg}"
    except (OSError, ValueError):
        return None  # it is gone
    return None
