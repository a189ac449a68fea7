"""The theme's CSS and JavaScript: without comments; what every page needs in one file, the styles of parts in the pages that show them."""

from plugins.assets.plugin import register

__all__ = ["register"]
