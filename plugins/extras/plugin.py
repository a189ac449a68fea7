"""Give the templates what stands in the head, register `@[お問い合わせ]`, write `ads.txt`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import Pelican, signals
from pelican.generators import Generator

from plugins.dialect.grammar import Dialect, EmbedKind
from plugins.extras.render import Answers, ads_txt, embed, head, verification


def extend_dialect(dialect: Dialect) -> None:
    """Add the embed and its answer."""
    dialect.add_embed(EmbedKind("お問い合わせ", embed))
    dialect.resolvers["contact"] = Answers(dialect.site.blog.extras.contact).answer


def prepare(pelican: Pelican) -> None:
    """Give the templates `EXTRAS_HEAD` and `EXTRAS_VERIFICATION`; both are `` where nothing is switched on."""
    settings: dict[str, Any] = pelican.settings
    extras = settings["SITE"].blog.extras
    settings["EXTRAS_HEAD"] = Markup(head(extras))  # noqa: S704 - the owner's own
    settings["EXTRAS_VERIFICATION"] = Markup(verification(extras))  # noqa: S704 - checked by `core.extras`


class ExtrasGenerator(Generator):
    """Writes `ads.txt` where there is something to say in it."""

    def generate_output(self, _writer: object) -> None:
        """Write the file."""
        if text := ads_txt(self.settings["SITE"].blog.extras):
            Path(self.output_path, "ads.txt").write_text(text, encoding="utf-8")


def add_generator(_pelican: Pelican) -> type[Generator]:
    """Tell Pelican of the generator."""
    return ExtrasGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.get_generators.connect(add_generator)
