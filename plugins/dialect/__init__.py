"""The dialect of the articles: fences, embeds, text rules. `docs/writing.md` is its contract with the writers."""

from plugins.dialect.plugin import register

__all__ = ["register"]
