"""Register the contents list with the dialect."""

from __future__ import annotations

import re

from plugins.contents.outline import Outline, place
from plugins.contents.settings import ContentsSettings
from plugins.core.settings import from_pelican
from plugins.dialect.grammar import Dialect, LineRule

_LINE = re.compile(r"[\[［](?:目次|もくじ|toc|TOC|:contents)[\]］]")


def extend_dialect(dialect: Dialect) -> None:
    """Add the line and what is done at the end."""
    dialect.add_line(LineRule("目次", _LINE, place))
    dialect.finishers.append(Outline(from_pelican(ContentsSettings, "CONTENTS_", dialect.settings)).finish)


def register() -> None:
    """Connect to Pelican: nothing to do, all happens while an article is converted."""
