"""Write the files; give the templates their names, and the filter `styled`, through which a whole page goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup
from pelican import Pelican, signals
from pelican.generators import Generator

from plugins.assets.bundle import bundle


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
    found = bundle(Path(settings["THEME"], "static"), settings["SITE"].blog.color)
    settings["ASSET_FILES"], settings["ASSET_NAMES"] = found.files, found.names
    base = quote(urlsplit(settings["SITEURL"]).path.rstrip("/"))
    settings["ASSET_INLINE"] = Markup(found.script(base))  # noqa: S704 - a script of the theme
    settings["SLIM"] = found.slim
    settings["JINJA_FILTERS"]["styled"] = lambda page: Markup(found.styled(str(page)))  # noqa: S704 - a whole page


def add_generator(_pelican: Pelican) -> type[Generator]:
    """Tell Pelican of the generator."""
    return AssetsGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.get_generators.connect(add_generator)
