"""What the templates use: filters, and the attributes of articles that are derived from their text and data."""

from plugins.presentation.plugin import register

__all__ = ["register"]
