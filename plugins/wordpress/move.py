"""The import as a whole: read the export twice (names, then texts), write files, report.

The export is read twice, because a link may lead to an article that comes later, and so that no more than one
article's text is in memory.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

from plugins.core.problems import Problems
from plugins.core.romaji import free_slug, slug_from
from plugins.core.site import load_site
from plugins.core.text import address_part, fold
from plugins.core.tokens import Tokenizer
from plugins.wordpress.articles import SkippedError, Writer
from plugins.wordpress.export import Channel, Item, read_items
from plugins.wordpress.markdown import TooDeepError
from plugins.wordpress.plan import FOLDERS, SLUG, Entry, Plan, entry_of, fragments
from plugins.wordpress.report import Report
from plugins.wordpress.state import State
from plugins.wordpress.uploads import Uploads

_DRAFTS = {
    "draft": "もとから下書きです",
    "pending": "レビュー待ちでした",
    "private": "非公開、またはパスワード付きでした",
}
_NOT_IMPORTED = {
    "trash": "ゴミ箱にありました",
    "auto-draft": "自動の下書きで、中身がありません",
    "inherit": "前の版の記録です",
}
_LEFT_KINDS = {
    "nav_menu_item": "メニューの項目（content/data/site.yaml に書きます）",
    "revision": "前の版",
    "custom_css": "追加の CSS",
    "wp_global_styles": "テーマの設定",
    "wp_template": "テーマの設定",
    "wp_template_part": "テーマの設定",
    "wp_navigation": "メニュー",
    "customize_changeset": "テーマの設定",
    "oembed_cache": "埋め込みの控え",
}
_KEPT = {
    "edited": "前に取り込んだあとで、手直しされています",
    "removed": "前に取り込んだあとで、消すか移すかされています",
    "foreign": "同じ名前のファイルが、先にありました",
}


def move(export: Path, content: Path, uploads: Path | None, site_url: str) -> Report:
    """Import an export into a content folder.

    Raises `UnreadableExportError`, and `ValueError` where the state of an earlier import is broken.
    """
    channel = Channel()
    entries: list[Entry] = []
    wanted: set[str] = set()
    report = Report()
    comments = 0
    for item in read_items(export, channel):
        entries.append(entry_of(item, channel))
        wanted |= fragments(item.content)
        comments += item.comments
    if comments:
        report.left["コメント"] = comments
    state = State.load(content)
    plan = Plan(channel, site_url)
    try:
        plan.settle(entries, content, state)
        authors = _write_data(plan, entries, state, report)
        site = load_site(content / "data", Problems())  # faults in them are told by the build
        plan.addresses = {
            (kind, name): topic.address
            for kind, topics in (("category", site.categories), ("tag", site.tags))
            for name, topic in topics.items()
            if topic.address
        }
        plan.note_addresses()
        files = Uploads(uploads, state)
        writer = Writer(plan, files, authors, frozenset(wanted))
        for item in read_items(export, Channel()):
            _import(item, plan.entries[item.number], writer, state, report)
        report.pictures = files.copied
    finally:
        state.save()
    _advise(report, uploads)
    return report


def _import(item: Item, entry: Entry, writer: Writer, state: State, report: Report) -> None:
    title = entry.title or f"（無題、番号 {entry.number}）"
    if entry.kind == "attachment":
        return
    if entry.kind not in FOLDERS:
        name = _LEFT_KINDS.get(entry.kind)
        if name is None:
            report.skipped.append((title, f"投稿でも固定ページでもない種類（{entry.kind}）です"))
        else:
            report.left[name] = report.left.get(name, 0) + 1
        return
    if not entry.source:
        report.skipped.append((title, _NOT_IMPORTED.get(entry.status, f"状態が {entry.status} です")))
        return
    try:
        text, notes = writer.article(item, entry)
    except SkippedError as error:
        report.skipped.append((title, str(error)))
        return
    except TooDeepError:
        report.skipped.append((title, "HTML の入れ子が深すぎて読めません"))
        return
    outcome = state.put(entry.source, text.encode())
    if outcome in _KEPT:
        report.kept.append((entry.source, title, _KEPT[outcome]))
        return
    report.imported.append((entry.source, title, outcome))
    report.add_notes(entry.source, notes)
    if entry.status in _DRAFTS:
        report.drafts.append((entry.source, _DRAFTS[entry.status]))
    elif not entry.path and "?" in item.link:
        report.unreachable.append((entry.source, item.link))


def _write_data(plan: Plan, entries: list[Entry], state: State, report: Report) -> dict[str, str]:
    """Write the data files where there are none of the writer's; return the key of each author by login."""
    channel = plan.channel
    tokenizer = Tokenizer()
    keys: dict[str, str] = {}
    for login, name in sorted(channel.authors.items()):
        slug = slug_from(tokenizer.words(name))
        keys[login] = free_slug(slug if SLUG.fullmatch(slug) else "author", set(keys.values()))
    records = {keys[login]: {"name": name or keys[login]} for login, name in sorted(channel.authors.items())}
    has_authors = _put_data("authors.yaml", "# 記事を書く人", records, state, report)
    used = {name for entry in entries if entry.source for name in entry.topics}
    for file, title, terms in (
        ("categories.yaml", "# カテゴリーの住所", channel.categories),
        ("tags.yaml", "# タグの住所", channel.tags),
    ):
        names = Counter(term.name for term in terms.values())
        plain = {fold(address_part(name)) for name in used}
        addresses = {
            term.name: {"address": term.slug}
            for term in sorted(terms.values(), key=lambda term: term.name)
            if term.name in used
            and SLUG.fullmatch(term.slug)
            and names[term.name] == 1
            and (term.slug not in plain or term.slug == address_part(term.name))
        }
        _put_data(file, title, addresses, state, report)
    if parents := plan.parents():
        shown = "、".join(f"{name}（{parent} の下）" for name, parent in sorted(parents.items()))
        report.advice.append(
            f"親子のカテゴリーは、フォルダの入れ子にしました: {shown}。一覧の住所は、親の名前を含まない形に変わります。"
        )
    return keys if has_authors else {}


def _put_data(
    name: str, title: str, records: dict[str, dict[str, str]], state: State, report: Report
) -> bool:
    """Write one data file; say whether it now holds these records."""
    if not records:
        return False
    text = f"{title}\n{yaml.safe_dump(records, allow_unicode=True, sort_keys=False)}"
    outcome = state.put(f"data/{name}", text.encode())
    if outcome not in _KEPT:
        return True
    shown = "、".join(records)
    report.advice.append(
        f"content/data/{name} は{_KEPT[outcome]}ので、書きかえませんでした。必要なら足してください: {shown}"
    )
    return False


def _advise(report: Report, uploads: Path | None) -> None:
    if uploads is None and "picture" in report.notes:
        report.advice.append(
            "画像がまだありません。古いサイトの wp-content/uploads フォルダを手元に写し、UPLOADS=フォルダ を付けて、もう一度行ってください。"
        )
    if report.kept:
        report.advice.append(
            "上書きしなかった記事を取り込み直したいときは、そのファイルと content/.import.json の中のその行を消して、もう一度行ってください。"
        )
    if report.left.get("コメント"):
        report.advice.append("コメントは引っ越せません。残したい言葉は、記事に書き写してください。")
    report.advice.append(
        "make html を行い、できたサイトを見てください。古いサイトは、確かめ終わるまで消さないでください。"
    )
