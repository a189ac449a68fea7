"""Register the blocks with the dialect."""

from __future__ import annotations

from plugins.dialect.grammar import Dialect, FenceKind
from plugins.sections.render import fold_, questions, steps, tabs, timeline

KINDS = (
    FenceKind("折りたたみ", ("details", "fold"), fold_),
    FenceKind("ステップ", ("step", "steps"), steps),
    FenceKind("タイムライン", ("timeline",), timeline),
    FenceKind("よくある質問", ("faq", "Q&A"), questions),
    FenceKind("タブ", ("tab", "tabs"), tabs),
)


def extend_dialect(dialect: Dialect) -> None:
    """Add the fences."""
    for kind in KINDS:
        dialect.add_fence(kind)
    dialect.scripts['class="tabs"'] = "js/tabs.js"
    dialect.scripts['class="fold"'] = "js/reveal.js"


def register() -> None:
    """Connect to Pelican: nothing to do, all happens while an article is converted."""
