"""Settings of the checks."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.core.problems import choices
from plugins.core.settings import SettingsError


@dataclass(frozen=True)
class ChecksSettings:
    """`CHECKS_…` in `pelicanconf.py`."""

    off: tuple[str, ...] | list[str] = ()
    """Rules that this site does without, by name."""
    on: tuple[str, ...] | list[str] = ()
    """Rules that are off by default, and wanted here."""

    def __post_init__(self) -> None:
        """Refuse names that no rule has."""
        if not (self.off or self.on):
            return  # every build asks, and the rules take a while to load
        from plugins.checks.rules import RULES  # noqa: PLC0415 - see above

        names = [rule.name for rule in RULES]
        for setting, given in (("CHECKS_OFF", self.off), ("CHECKS_ON", self.on)):
            for name in given:
                if name not in names:
                    msg = f"{setting} の「{name}」という決まりはありません。{choices(name, names)}"
                    raise SettingsError(msg)

    def is_on(self, name: str) -> bool:
        """Whether a rule is used."""
        from plugins.checks.rules import RULES  # noqa: PLC0415 - as above

        rule = next(each for each in RULES if each.name == name)
        return name in self.on or (rule.is_on and name not in self.off)
