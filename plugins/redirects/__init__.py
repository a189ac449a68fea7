"""Old addresses of articles: a page at each that leads on, and `_redirects` for hosts that read it."""

from plugins.redirects.plugin import register

__all__ = ["register"]
