"""Services that a blog writes about, and honest advertising.

`content/data/services/*.yaml` and `content/data/rankings/*.yaml` become rankings, comparison tables, cards, buttons
and pages of their own; a page with affiliate links gets its 広告 label, and its links `rel="sponsored"`.
"""

from plugins.services.plugin import extend_dialect, register

__all__ = ["extend_dialect", "register"]
