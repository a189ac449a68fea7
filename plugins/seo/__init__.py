"""What machines read: feeds and the sitemap."""

from plugins.seo.plugin import register

__all__ = ["register"]
