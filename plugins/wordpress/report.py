"""What the import did, for the writer: a few lines for the screen, everything for the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from plugins.wordpress.markdown import Note

TITLES = {
    "title": "題名のない記事（「（無題）」としました）",
    "category": "カテゴリーが2つ以上あった記事（1つだけ残し、ほかはタグにしました）",
    "picture": "見つからなかった画像（本文には、読者に見えないコメントを残しました）",
    "shortcode": "意味のわからないショートコード（そのままの文字で残しました。部品の書き方に直してください）",
    "box": "枠や吹き出しのようでも、対応する部品がわからなかったもの（文字だけを残しました。ボックスの書き方に直してください）",
    "link": "行き先がなくなったリンク（文字だけを残しました）",
    "table": "結合されたますのある表（HTML のまま残しました）",
    "style": "取り除いた飾り（style）",
    "iframe": "埋め込み（リンクに変えました）",
    "video": "動画のファイル（リンクに変えました）",
    "audio": "音声のファイル（リンクに変えました）",
    "script": "スクリプト（動かない文字として残しました）",
}
"""Kinds of notes → their heading, in the order of the report."""
_OTHER = "そのほかの HTML（動かない文字として残しました）"


@dataclass
class Report:
    """Collected on the way."""

    imported: list[tuple[str, str, str]] = field(default_factory=list)
    """File, title, what happened (`written`, `same`)."""
    kept: list[tuple[str, str, str]] = field(default_factory=list)
    """File, title, reason."""
    skipped: list[tuple[str, str]] = field(default_factory=list)
    """Title, reason."""
    drafts: list[tuple[str, str]] = field(default_factory=list)
    """File, why it is one."""
    unreachable: list[tuple[str, str]] = field(default_factory=list)
    """File and old address that nothing can lead from."""
    left: dict[str, int] = field(default_factory=dict)
    """What was left behind → how many."""
    notes: dict[str, list[tuple[str, int, str]]] = field(default_factory=dict)
    """Kind → file, line, detail."""
    advice: list[str] = field(default_factory=list)
    pictures: int = 0

    def add_notes(self, source: str, notes: Iterable[Note]) -> None:
        """Note what to look at in a file."""
        for note in notes:
            self.notes.setdefault(note.kind, []).append((source, note.line, note.detail))

    def summary(self) -> list[str]:
        """Return what stands on the screen."""
        written = sum(outcome == "written" for *_, outcome in self.imported)
        lines = [
            f"取り込みました: {len(self.imported)}件（新しく書いたもの {written}件、前と同じもの {len(self.imported) - written}件）"
        ]
        if self.drafts:
            lines.append(f"　うち下書き: {len(self.drafts)}件")
        if self.pictures:
            lines.append(f"画像・ファイルを写しました: {self.pictures}件")
        if self.kept:
            lines.append(f"手を加えてあるので、そのままにしました: {len(self.kept)}件")
        if self.skipped:
            lines.append(f"取り込まなかったもの: {len(self.skipped)}件")
        lines += [f"置いてきたもの: {name} {count}件" for name, count in sorted(self.left.items())]
        lines += [f"見てほしいところ: {_title(kind)} {len(self.notes[kind])}件" for kind in self._kinds()]
        return lines

    def text(self) -> str:
        """Return the whole report as Markdown."""
        parts = ["# 引っ越しの報告", "", *(f"- {line.strip()}" for line in self.summary()), ""]
        parts += _section("次にすること", [f"- {line}" for line in self.advice])
        for kind in self._kinds():
            rows = [f"- `{source}:{line}` {_quoted(detail)}" for source, line, detail in self.notes[kind]]
            parts += _section(f"見てほしいところ: {_title(kind)}", rows)
        parts += _section(
            "取り込まなかったもの", [f"- {_quoted(title)}: {reason}" for title, reason in self.skipped]
        )
        parts += _section(
            "上書きしなかったもの",
            [f"- `{source}` {_quoted(title)}: {reason}" for source, title, reason in self.kept],
        )
        parts += _section("下書きにしたもの", [f"- `{source}`: {reason}" for source, reason in self.drafts])
        parts += _section(
            "前の住所から送れないもの",
            [f"- `{source}`: {_quoted(address)}" for source, address in self.unreachable],
        )
        parts += _section(
            "取り込んだもの", [f"- `{source}` {_quoted(title)}" for source, title, _ in self.imported]
        )
        return "\n".join(parts).rstrip() + "\n"

    def _kinds(self) -> list[str]:
        known = [kind for kind in TITLES if kind in self.notes]
        return known + sorted(kind for kind in self.notes if kind not in TITLES)


def _title(kind: str) -> str:
    return TITLES.get(kind, f"{_OTHER}: {kind}")


def _section(title: str, rows: list[str]) -> list[str]:
    return [f"## {title}", "", *rows, ""] if rows else []


def _quoted(text: str) -> str:
    """Return a piece of an article so that the report shows it as it stands."""
    shown = " ".join(text.split())
    ticks = "``" if "`" in shown else "`"
    return f"{ticks} {shown} {ticks}" if "`" in shown else f"`{shown}`" if shown else "（なし）"
