"""The head of an article, validated, and the reader that gives Pelican articles of the dialect."""

from plugins.frontmatter.plugin import register

__all__ = ["register"]
