"""Read a whole site as a build does, and write nothing: for the commands that tell the writer about it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import Generator
from pelican.log import console
from pelican.settings import read_settings

from plugins.core.contents import contents_of
from plugins.core.problems import BuildRefused, Problems, StateDamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_WRITERS = ("plugins.search.plugin", "plugins.builds.plugin")
"""The rooms that make files of what the others have found, and find nothing themselves."""

_HARMLESS = ("Empty alt attribute", "Other images have empty alt attributes")


@dataclass(frozen=True)
class Reading:
    """All that a build knows before it writes."""

    settings: Mapping[str, Any]
    contents: list[Content]
    problems: Problems


class _Read(Exception):  # noqa: N818 - not an error: it ends the run once all is read
    pass


class _Log(logging.Handler):
    """Makes problems of what Pelican only logs: it goes on without the file."""

    def __init__(self, problems: Problems, conf: str) -> None:
        super().__init__(logging.WARNING)
        self.problems, self.conf = problems, conf

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if not message.startswith(_HARMLESS):
            self.problems.error(self.conf, 0, f"Pelican が読めなかったものがあります。{message}")


def settings_of(conf: str | None, content: str | None) -> dict[str, Any]:
    """Return the settings of a site."""
    return read_conf(conf, {"PATH": str(Path(content).absolute())} if content else {})


def read_conf(conf: str | None, override: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a file of settings says, with what the command line says instead.

    Nothing compiled is left of it: Python takes a file of the same size and the same second for the compiled one.
    """
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        found: dict[str, Any] = read_settings(conf, override=override)
    finally:
        sys.dont_write_bytecode = before
    return found


def read_site(conf: str, content: str | None, *, state: str) -> Reading:
    """Read all articles and pages of a site. `state`: the folder in `CACHE_PATH` for what is remembered of them.

    The problems are all that a build would print; nothing is printed here.
    """
    settings = settings_of(conf, content)
    problems = settings["PROBLEMS"] = Problems()
    settings["STATE"] = str(Path(settings["CACHE_PATH"]).absolute() / state)
    found: list[Generator] = []

    def stop(generators: list[Generator]) -> None:
        found.extend(generators)
        raise _Read

    console.quiet = True
    is_damaged = False
    with _logged(problems, conf):
        site = Pelican(settings)
        # Behind all other rooms; blinker calls receivers in the order in which they came.
        writers = [
            receiver
            for receiver in signals.all_generators_finalized.receivers_for(None)
            if receiver.__module__ in _WRITERS
        ]
        for receiver in writers:
            signals.all_generators_finalized.disconnect(receiver)
        signals.all_generators_finalized.connect(stop)
        try:
            site.run()
        except (_Read, BuildRefused):
            pass
        except StateDamagedError:
            is_damaged = True
        finally:
            signals.all_generators_finalized.disconnect(stop)
            for receiver in writers:
                signals.all_generators_finalized.connect(receiver)
    if is_damaged:
        return read_site(conf, content, state=state)
    conversions = settings.get("CONVERSIONS")
    if conversions is not None:
        conversions.forget_unused()
    return Reading(settings, contents_of(found), problems)


@contextmanager
def _logged(problems: Problems, conf: str) -> Iterator[None]:
    handler = _Log(problems, conf)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
