"""The theme's CSS and JavaScript, without comments; each page holds the styles that it needs."""

from plugins.assets.plugin import register

__all__ = ["register"]
