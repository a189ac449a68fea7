"""What an owner switches on in `site.yaml`: analytics, advertising, verification, a contact form, snippets."""

from plugins.extras.plugin import extend_dialect, register

__all__ = ["extend_dialect", "register"]
