"""Links by file, checked: to articles, to headings, to pictures and to addresses of this site."""

from plugins.links.plugin import extend_dialect, register

__all__ = ["extend_dialect", "register"]
