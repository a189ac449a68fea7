"""The table of callouts. A row here asks for a rule in `callouts.css`, a line in `docs/writing.md` and a fixture."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of box: its Japanese name, the word in HTML and CSS, the default title, the other names."""

    name: str
    word: str
    title: str
    aliases: tuple[str, ...]


KINDS = (
    Kind("ポイント", "point", "ポイント", ("point", "tip")),
    Kind(
        "注意", "caution", "注意", ("caution", "warning", "alert", "note warn", "note alert", "message alert")
    ),
    Kind("メモ", "memo", "メモ", ("memo", "note", "message", "note info")),
    Kind("参考", "reference", "参考", ("info", "reference")),
    Kind("疑問", "question", "疑問", ("question", "はてな")),
    Kind("悩み", "worry", "こんなお悩みはありませんか？", ("worry",)),
    Kind("信頼性", "trust", "この記事の信頼性", ("trust",)),
    Kind("これを読めば", "benefit", "これを読めばわかること", ("benefit",)),
    Kind("チェック", "check", "チェックリスト", ("check", "checklist")),
    Kind("おすすめ", "recommended", "こんな人におすすめ", ("recommended",)),
    Kind("まとめ", "summary", "まとめ", ("summary",)),
    Kind("追記", "update", "追記", ("update",)),
    Kind("例文", "example", "例文", ("example", "sample")),
    Kind("OK例", "ok", "OK例", ("ok", "良い例")),
    Kind("NG例", "ng", "NG例", ("ng", "悪い例")),
    Kind("メリット", "merit", "メリット", ("merit", "pros")),
    Kind("デメリット", "demerit", "デメリット", ("demerit", "cons")),
    Kind("体験談", "voice", "体験談", ("voice", "story")),
)

ALERTS = {"NOTE": "メモ", "TIP": "ポイント", "IMPORTANT": "参考", "WARNING": "注意", "CAUTION": "注意"}
"""GitHub's alerts → the name of the box that means the same."""
