"""Vote buttons of blog rankings, from `content/data/votes.yaml`: after an article, in the sidebar, at `@[投票]`."""

from plugins.votes.plugin import extend_dialect, register

__all__ = ["extend_dialect", "register"]
