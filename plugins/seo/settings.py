"""The settings for machine readers (`SEO_…`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SeoSettings:
    """Where feeds and the sitemap are."""

    atom: str = "feed.atom"
    """Path of the Atom feed."""
    rss: str = "feed.rss"
    """Path of the RSS feed."""
    feed_items: int = 15
    """How many articles a feed holds, newest first, each with its full text."""
    strict: bool = False
    """Whether the site is made for readers: then its address should not be that of the example."""
