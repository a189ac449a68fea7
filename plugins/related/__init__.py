"""The automatic list 関連記事 at the end of an article: what the head names (`related`), then the nearest by text.

`python -m plugins.related.learn` renews the frequencies of words; `python -m plugins.related.map` draws the map of links.
"""

from plugins.related.plugin import register

__all__ = ["register"]
