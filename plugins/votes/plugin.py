"""Read the buttons, register `@[投票]`, and give the templates what stands after an article and in the sidebar."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.core.contents import describe
from plugins.core.data import load
from plugins.core.library import Library
from plugins.core.problems import Problems
from plugins.dialect.grammar import Dialect, EmbedKind
from plugins.votes.buttons import Votes
from plugins.votes.render import Buttons, embed


def extend_dialect(dialect: Dialect) -> None:
    """Add the embed and its answer."""
    buttons = _buttons(dialect.settings["PATH"], dialect.settings["PROBLEMS"])
    dialect.add_embed(EmbedKind("投票", embed))
    dialect.resolvers["votes"] = buttons.answer


def _buttons(content: str, problems: Problems) -> Buttons:
    path = Path(content, "data", "votes.yaml")
    votes = load(path, Votes, problems.reporter(path)) if path.is_file() else None
    for button in votes.buttons if votes else ():
        own = button.picture is not None and not button.provider.pictures
        if own and button.picture and not Path(content, button.picture.src.lstrip("/")).is_file():
            problems.error(path, 0, f"picture の src「{button.picture.src}」のファイルがありません。")
    return Buttons(votes or Votes())


def place(generators: list[Generator]) -> None:
    """Put `votes` on every article and page, and `votes_sidebar` into the context; both HTML, `` for none."""
    settings: dict[str, Any] = generators[0].settings
    library: Library = settings["LIBRARY"]
    buttons = _buttons(settings["PATH"], settings["PROBLEMS"])

    def link(path: str) -> str:
        return library.base_path + path

    after = buttons.place("記事の下", link)
    generators[0].context["votes_sidebar"] = buttons.place("サイドバー", link)

    describe(
        settings,
        shows_votes=lambda content: content.fields.values.get("votes", True),
        votes=lambda content: after if content.shows_votes else "",
    )


def register() -> None:
    """Connect to Pelican."""
    signals.all_generators_finalized.connect(place)
