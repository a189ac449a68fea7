"""What a page may load and run: a Content-Security-Policy made from what the page itself holds."""

from plugins.policy.plugin import register

__all__ = ["register"]
