"""`make check`: what a build would refuse and what an editor would mark, in one list."""

from plugins.checks.plugin import register

__all__ = ["register"]
