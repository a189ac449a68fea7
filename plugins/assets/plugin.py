"""Write the files; give the templates their names, and the filter `styled`, through which a whole page goes."""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup
from pelican import Pelican, signals
from pelican.generators import Generator

from plugins.assets.bundle import Bundle, bundle
from plugins.core.moves import write_whole
from plugins.core.outputs import Outputs
from plugins.core.problems import StateDamagedError
from plugins.core.seals import seal, unseal


class AssetsGenerator(Generator):
    """Writes what `bundle` made."""

    def generate_output(self, _writer: object) -> None:
        """Write the files under `theme/`."""
        outputs: Outputs = self.settings["OUTPUTS"]
        for name, data in self.settings["ASSET_FILES"].items():
            outputs.put(f"theme/{name}", self.settings["VERSION"].page, partial(bytes, data))


def prepare(pelican: Pelican) -> None:
    """Make the files once a run; templates need their names."""
    settings: dict[str, Any] = pelican.settings
    settings["ASSETS"] = found, _ = _kept(settings) if "STATE" in settings else (_made(settings), 0)
    settings["ASSET_FILES"], settings["ASSET_NAMES"] = found.files, found.names
    base = quote(urlsplit(settings["SITEURL"]).path.rstrip("/"))
    settings["ASSET_INLINE"] = Markup(found.script(base))  # noqa: S704 - a script of the theme
    settings["JINJA_FILTERS"] |= {
        "styled": lambda page: Markup(found.styled(str(page))),  # noqa: S704 - a whole page
        "slim": lambda page: Markup(found.slim(str(page))),  # noqa: S704 - the same, or a part that pages have in common
    }


def _made(settings: Mapping[str, Any]) -> Bundle:
    return bundle(Path(settings["THEME"], "static"), settings["SITE"].blog.color)


def _file(settings: Mapping[str, Any]) -> tuple[Path, bytes]:
    """Return where what was made is kept, and what it depends on."""
    return Path(settings["STATE"], "assets"), settings["VERSION"].page.encode()


def _kept(settings: Mapping[str, Any]) -> tuple[Bundle, int]:
    """Return what a build before has made of the same theme, code and data, or make it; and for how many styles that is."""
    path, version = _file(settings)
    with contextlib.suppress(OSError, StateDamagedError):
        data = unseal(path.read_bytes())
        if data.startswith(version):
            found: Bundle = pickle.loads(data[len(version) :])  # noqa: S301 - our own file; its version is of the code, too
            return found, len(found.sheet.texts)
    return _made(settings), -1


def keep(pelican: Pelican) -> None:
    """Keep what was made, where the pages of this build needed other styles."""
    found, known = pelican.settings["ASSETS"]
    if known != len(found.sheet.texts):
        path, version = _file(pelican.settings)
        write_whole(path, seal(version + pickle.dumps(found, 5)))


def add_generator(_pelican: Pelican) -> type[Generator]:
    """Tell Pelican of the generator."""
    return AssetsGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.get_generators.connect(add_generator)
    signals.finalized.connect(keep)
