"""Give every room of one build the same problems, the same site data and the same clock."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican import Pelican, signals

from plugins.core.contacts import Contacts
from plugins.core.dictionary import FILE, load_dictionary
from plugins.core.problems import Problems
from plugins.core.site import load_site, parse_now
from plugins.core.version import version_of


def prepare(pelican: Pelican) -> None:
    """Put `VERSION`, `PROBLEMS`, `SITE`, `DICTIONARY`, `NOW` and `CONTACTS` into the settings of this run, where all rooms find them."""
    settings: dict[str, Any] = pelican.settings
    settings["VERSION"] = version_of(settings)
    problems = settings.setdefault("PROBLEMS", Problems())
    # What rooms look at in each article by itself, in the order of the rooms: for who reads a single one again.
    settings["DESCRIBERS"] = []
    settings["DESCRIBED"] = {}  # what they put on it: see `describe`
    data = Path(settings["PATH"]) / "data"
    settings["SITE"] = load_site(data, problems)
    settings["DICTIONARY"] = load_dictionary(data / FILE, problems.reporter(data / FILE))
    settings["NOW"] = parse_now(settings.get("NOW"))
    settings["CONTACTS"] = Contacts(urlsplit(settings["SITEURL"]).hostname or "")
    settings["SITENAME"] = settings["SITE"].blog.name


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
