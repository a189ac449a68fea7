"""Write the files; give the templates their names, and the filter `styled`, through which a whole page goes."""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup
from pelican import Pelican, signals
from pelican.generators import Generator

from plugins.assets.bundle import Bundle, bundle
from plugins.core.problems import StateDamagedError
from plugins.core.seals import seal, unseal


class AssetsGenerator(Generator):
    """Writes what `bundle` made."""

    def generate_output(self, _writer: object) -> None:
        """Write the files under `theme/`."""
        for name, data in self.settings["ASSET_FILES"].items():
            path = Path(self.output_path, "theme", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def prepare(pelican: Pelican) -> None:
    """Make the files once a run; templates need their names."""
    settings: dict[str, Any] = pelican.settings
    found = _kept(settings) if "STATE" in settings else _made(settings)
    settings["ASSET_FILES"], settings["ASSET_NAMES"] = found.files, found.names
    base = quote(urlsplit(settings["SITEURL"]).path.rstrip("/"))
    settings["ASSET_INLINE"] = Markup(found.script(base))  # noqa: S704 - a script of the theme
    settings["SLIM"] = found.slim
    settings["JINJA_FILTERS"]["styled"] = lambda page: Markup(found.styled(str(page)))  # noqa: S704 - a whole page


def _made(settings: Mapping[str, Any]) -> Bundle:
    return bundle(Path(settings["THEME"], "static"), settings["SITE"].blog.color)


def _kept(settings: Mapping[str, Any]) -> Bundle:
    """Return what the last build made of the same theme, code and data, or make it."""
    path, version = Path(settings["STATE"], "assets"), settings["VERSION"].page.encode()
    with contextlib.suppress(OSError, StateDamagedError):
        data = unseal(path.read_bytes())
        if data.startswith(version):
            found: Bundle = pickle.loads(data[len(version) :])  # noqa: S301 - our own file; its version is of the code, too
            return found
    found = _made(settings)
    part = path.with_suffix(".part")
    part.write_bytes(seal(version + pickle.dumps(found, 5)))
    part.replace(path)
    return found


def add_generator(_pelican: Pelican) -> type[Generator]:
    """Tell Pelican of the generator."""
    return AssetsGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.get_generators.connect(add_generator)
