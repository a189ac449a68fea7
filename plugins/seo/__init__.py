"""What machines read: feeds, the sitemap, and the data for search engines."""

from plugins.seo.plugin import register

__all__ = ["register"]
