"""The build as a whole: nothing half-made is ever published. `python -m plugins.builds` is what the Makefile runs."""

from plugins.builds.plugin import register

__all__ = ["register"]
