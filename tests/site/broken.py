"""Sixty articles with one fault each: what is in the file, and what the writer must be told, with the line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tests.support import head


@dataclass(frozen=True)
class Broken:
    """One fault.

    `files`: further files that it takes, relative to `content/`. `told`: the file that the message names,
    relative to `content/`, where it is not the article itself.
    """

    name: str
    text: str | bytes
    line: int
    words: str
    files: dict[str, str] = field(default_factory=dict)
    folder: str = "articles/面接"
    suffix: str = ".md"
    told: str | None = None

    @property
    def source(self) -> str:
        """Return the file, relative to `content/`."""
        return f"{self.folder}/{self.name}{self.suffix}"

    @property
    def place(self) -> str:
        """Return what the message begins with."""
        path = f"content/{self.told or self.source}"
        return f"{path}:{self.line}" if self.line else path

    def write(self, content: Path) -> None:
        """Put the files into a content folder."""
        for name, text in {self.source: self.text, **self.files}.items():
            path = content / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)


def lines(*body: str, **values: str) -> str:
    """Return an article; its body begins on line 5."""
    return head(**values) + "".join(f"{line}\n" for line in body)


OK = head() + "本文です。\n"
REST = "date: 2026-05-01\n---\n本文です。\n"

BROKEN = (
    # ---- the file
    Broken("empty", "", 1, "ファイルが空です"),
    Broken("shift-jis", b"---\ntitle: " + "題名\n---\n".encode("cp932"), 2, "UTF-8 ではありません"),
    Broken("utf-16", OK.encode("utf-16-le"), 2, "UTF-8 ではありません"),
    Broken("utf-16-bom", OK.encode("utf-16"), 1, "UTF-8 ではありません"),
    Broken("cut-character", (OK + "面接").encode()[:-1], 6, "UTF-8 ではありません"),
    Broken("nul", lines("文", "文\x00文"), 6, "U+0000"),
    Broken("control-character", lines("文\x0b文"), 5, "U+000B"),
    Broken("long-line", OK + "あ" * 150_000, 6, "1行が長すぎます（150,000文字）"),
    Broken("large", OK + "あ" * 1_800_000, 0, "ファイルが大きすぎます"),
    Broken("wrong-extension", OK, 0, "「.md」にしてください", suffix=".txt"),
    Broken("markdown-extension", OK, 0, "「.md」にしてください", suffix=".markdown"),
    Broken("capital-extension", OK, 0, "「.md」にしてください", suffix=".MD"),
    Broken("面接の準備", OK, 0, "ファイル名「面接の準備.md」は記事のアドレスに使えません"),
    Broken("Capital Name", OK, 0, "例: capital-name"),
    # ---- the head
    Broken("no-head", "本文です。\n", 1, "1行目が「---」ではありません"),
    Broken("wide-fence", "－－－\ntitle: 題名\n－－－\n本文です。\n", 1, "半角の「---」"),
    Broken("no-end-of-head", "---\ntitle: 題名\n本文です。\n", 1, "閉じる「---」がありません"),
    Broken("no-title", f"---\n{REST}", 1, "title（題名）がありません"),
    Broken("no-date", "---\ntitle: 題名\n---\n本文です。\n", 1, "date（公開日）がありません"),
    Broken("wide-colon", f"---\nTitle：題名\n{REST}", 2, "「：」が全角です"),
    Broken("no-space", f"---\ntitle:題名\n{REST}", 2, "「title: 題名」と書いてください"),
    Broken("unknown-key", lines("文", titel="題名"), 4, "もしかして: title"),
    Broken("bad-date", lines("文", date="2026-02-30"), 3, "暦にありません"),
    Broken("vague-date", lines("文", date="来週"), 3, "日付「来週」の形"),
    Broken("modified-before-date", lines("文", modified="2026-04-30"), 4, "date（公開日）より前"),
    Broken("key-twice", lines("文").replace("---\n文", "date: 2026-05-02\n---\n文"), 4, "3行目と4行目に二度"),
    Broken(
        "title-on-two-lines", f"---\ntitle: 長い\n題名\n{REST}", 3, "「題名」は「名前: 値」の形ではありません"
    ),
    Broken("broken-list", lines("文").replace("---\n文", "tags:\n-面接\n---\n文"), 5, "「-面接」"),
    Broken("wide-brackets", lines("文", tags="［面接、準備］"), 4, "[面接,準備]"),
    Broken("unclosed-brackets", lines("文", tags="[面接"), 4, "「[」が閉じられていません"),
    Broken("tag-twice", lines("文", tags="[Web, ＷＥＢ]"), 4, "同じものです"),
    Broken("wrong-status", lines("文", status="公開"), 4, "published"),
    Broken("wrong-switch", lines("文", votes="たぶん"), 4, "yes か no"),
    Broken("unknown-author", lines("文", author="nobody"), 4, "author「nobody」"),
    Broken(
        "missing-cover", lines("文", image="../../images/nosuch.png"), 4, "image「../../images/nosuch.png」"
    ),
    Broken("bad-slug", lines("文", slug="最終面接"), 4, "slug: 「最終面接」は使えません"),
    Broken("no-body", head(), 5, "本文がありません"),
    # ---- addresses
    Broken(
        "same-slug",
        lines("文", slug="twin"),
        4,
        "アドレス「/twin/」",
        files={"articles/面接/other.md": lines("文", slug="twin")},
        told="articles/面接/same-slug.md",
    ),
    Broken(
        "same-tag",
        lines("文", tags="[UI/UX]"),
        4,
        "タグ",
        files={"articles/面接/another-tag.md": lines("文", tags="[UI-UX]")},
    ),
    Broken("taken-address", lines("文", slug="archives"), 4, "アドレス「/archives/」"),
    Broken(
        "taken-redirect",
        lines("文", redirect_from="[/bad-date-ok/]"),
        4,
        "redirect_from",
        files={"articles/面接/bad-date-ok.md": OK},
    ),
    # ---- blocks
    Broken("unclosed-box", lines("文", ":::ポイント", "中"), 6, "「:::ポイント」が閉じられていません"),
    Broken("unknown-box", lines(":::ポインド", "中", ":::"), 5, "もしかして: ポイント"),
    Broken("stray-fence", lines("文", "", ":::"), 7, "対応する始まりの行"),
    Broken("mismatched-fence", lines("::::ポイント", "中", ":::"), 5, "4個の「:」"),
    Broken("one-line-box", lines(":::ポイント 文 :::"), 5, "1行に書けません"),
    Broken("box-leaves-list", lines("- 一", "  :::ポイント", "中", ":::"), 6, "閉じられていません"),
    Broken("deep", lines(*[":::ポイント"] * 200, "文", *[":::"] * 200), 25, "入れ子が深すぎます"),
    Broken("unclosed-code", lines("文", "```", "コード", "", "## 見出し"), 6, "コードの始まり"),
    Broken("first-heading", lines("# 見出し"), 5, "見出しは「##」から"),
    Broken("too-many-columns", lines("| A | B |", "|---|---|", "| 1 | 2 | 3 |"), 7, "この行は3列あり"),
    Broken("wrong-delimiter-row", lines("| A | B |", "|---|", "| 1 | 2 |"), 6, "1行目は2列"),
    Broken("wide-delimiter-row", lines("| A | B |", "｜ーー｜ーー｜", "| 1 | 2 |"), 6, "全角の記号"),
    Broken("unclosed-tag", lines("文", "", "<div>", "文"), 7, "閉じられていません"),
    Broken("unclosed-inline-tag", lines("一", "二<b>三"), 6, "「<b>」が閉じられていません"),
    Broken("stray-tag", lines("文", "</div>"), 6, "「</div>」に対応する"),
    Broken("unclosed-comment", lines("文", "<!-- 秘密"), 6, "閉じられていません"),
    # ---- inside a line
    Broken("wide-attributes", lines("## 見出し {＃id}"), 5, "「{#id}」と半角で"),
    Broken("unknown-attribute", lines("一", "**太字**{onclick=x}"), 6, "「onclick」は使えません"),
    Broken("same-id", lines("## 一 {#a}", "", "## 二 {#a}"), 7, "id「a」は二度"),
    Broken("footnote-twice", lines("文[^1]", "", "[^1]: 一", "[^1]: 二"), 8, "7行目と8行目に二度"),
    Broken("undefined-footnote", lines("文", "文[^1]"), 6, "脚注「[^1]」の説明がありません"),
    Broken("unused-footnote", lines("文", "", "[^1]: 説明"), 7, "どこからも使われていません"),
    # ---- lines of their own
    Broken("unknown-embed", lines("@[ランキンク](a)"), 5, "「@[ランキンク]」"),
    Broken("wide-embed", lines("＠［カード］（a.md）"), 5, "「@[カード](a.md)」と半角で"),
    Broken("embed-in-list", lines("- 一", "- @[youtube](dQw4w9WgXcQ)"), 6, "リストの中では使えません"),
    Broken("no-separator", lines("関連記事 [題名](empty-ok.md)"), 5, "「関連記事>> [題名](empty-ok.md)」"),
    Broken("unknown-speaker", lines(":::会話 nobody", "文", ":::"), 5, "人物"),
    Broken("unknown-part", lines("@[パーツ](nosuch)"), 5, "content/parts/nosuch.md"),
    Broken(
        "broken-part",
        lines("@[パーツ](broken)"),
        3,
        "「:::ポイント」が閉じられていません",
        files={"parts/broken.md": "文\n\n:::ポイント\n中\n"},
        told="parts/broken.md",
    ),
    Broken(
        "circle-of-parts",
        lines("@[パーツ](circle)"),
        1,
        "パーツが自分自身を含んでいます",
        files={"parts/circle.md": "@[パーツ](circle)\n"},
        told="parts/circle.md",
    ),
    Broken("steps-without-headings", lines(":::ステップ", "文", ":::"), 5, "見出しがありません"),
    # ---- links
    Broken("dead-link", lines("一", "二", "[題名](nosuch.md)"), 7, "リンク先「nosuch.md」がありません"),
    Broken(
        "dead-anchor",
        lines("[題名](dead-anchor-ok.md#準備)"),
        5,
        "見出し「#準備」がありません",
        files={"articles/面接/dead-anchor-ok.md": lines("## 支度")},
    ),
    Broken("dead-own-anchor", lines("## 準備", "", "[題名](#準倍)"), 7, "もしかして: 準備"),
    Broken("dead-address", lines("[題名](/nosuch/)"), 5, "リンク先「/nosuch/」"),
    Broken("dead-reference", lines("[題名][a]", "", "[a]: nosuch.md"), 7, "リンク先「nosuch.md」"),
    Broken("dead-card", lines("nosuch.md"), 5, "リンク先「nosuch.md」"),
    Broken(
        "missing-picture",
        lines("文", "![図](../../images/nosuch.png)"),
        6,
        "画像「../../images/nosuch.png」がありません",
    ),
    Broken(
        "broken-picture",
        lines("![図](../../images/broken.png)"),
        5,
        "画像「../../images/broken.png」を読めません",
        files={"images/broken.png": "no picture"},
    ),
    Broken("empty-text", lines("[](https://example.org/)"), 5, "文字がありません"),
)
