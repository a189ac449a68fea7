"""The ground: what every other room stands on. As a plugin it loads the site's data and keeps the problems."""

from plugins.core.plugin import register

__all__ = ["register"]
