"""The writer's desk: a new article, the list of drafts, publishing one. `python -m plugins.desk` is what the Makefile runs."""

from plugins.desk.plugin import register

__all__ = ["register"]
