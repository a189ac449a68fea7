"""The theme's CSS and JavaScript: CSS joined into one file, both without comments; the sources stay one file a component."""

from plugins.assets.plugin import register

__all__ = ["register"]
