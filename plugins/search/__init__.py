"""The site search: an index of all articles and pages as small files, which the reader's browser asks by itself."""

from plugins.search.plugin import register

__all__ = ["register"]
