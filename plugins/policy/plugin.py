"""Give the templates the filter `secured`, through which a whole page goes."""

from __future__ import annotations

from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pelican import Pelican, signals

from plugins.core.contacts import Contacts
from plugins.policy.csp import MARK, secured


def prepare(pelican: Pelican) -> None:
    """Add the filter before any environment is made."""
    settings: dict[str, Any] = pelican.settings
    contacts: Contacts = settings["CONTACTS"]
    script_hosts = settings["SITE"].blog.extras.script_hosts

    @pass_context
    def filtered(context: Context, page: str) -> Markup:
        page = str(page)
        contacted = contacts.look(
            context["output_file"], page.replace(MARK, "", 1)
        )  # the mark looks like a comment
        return Markup(secured(page, contacted, script_hosts))  # noqa: S704 - a whole page

    settings["JINJA_FILTERS"]["secured"] = filtered


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
