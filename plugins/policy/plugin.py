"""Give the templates the filter `secured`, through which a whole page goes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup
from pelican import Pelican, signals

from plugins.policy.csp import secured


def prepare(pelican: Pelican) -> None:
    """Add the filter before any environment is made."""
    settings: dict[str, Any] = pelican.settings
    own_host = urlsplit(settings["SITEURL"]).hostname or ""
    script_hosts = settings["SITE"].blog.extras.script_hosts
    settings["JINJA_FILTERS"]["secured"] = lambda page: Markup(  # noqa: S704 - a whole page
        secured(str(page), own_host, script_hosts)
    )


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
