"""`make new`, `make drafts`, `make publish-article`."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from plugins.core.dates import parse_date
from plugins.core.problems import Level, choices, display_path
from plugins.core.reading import Reading, read_site
from plugins.core.romaji import free_slug, slug_of
from plugins.core.settings import SettingsError
from plugins.core.site import UNCATEGORISED, parse_now
from plugins.core.text import nfc
from plugins.desk import names
from plugins.desk.drafts import Draft, missing
from plugins.desk.head import NoHeadError, with_values
from plugins.desk.skeleton import placeholders, skeleton

Ask = Callable[[str], str]

STATE = "desk"
"""The folder of what is remembered, in `CACHE_PATH`."""


class Refused(Exception):  # noqa: N818 - a decision
    """The command does nothing; the message says why."""


def main(arguments: Sequence[str], values: Mapping[str, str] = os.environ, ask: Ask | None = None) -> int:
    """Run a command; `values` holds TITLE, CATEGORY, SLUG, DATE, `ask` asks the writer. Return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m plugins.desk", description=__doc__)
    parser.add_argument("command", choices=["new", "drafts", "publish-article"])
    parser.add_argument("content", nargs="?", default="content")
    parser.add_argument("-s", "--settings", default="pelicanconf.py")
    args = parser.parse_args(arguments)
    if ask is None and sys.stdin.isatty():
        ask = input
    given = {name: nfc(values.get(name, "").strip()) for name in ("TITLE", "CATEGORY", "SLUG", "DATE")}
    now = parse_now(os.environ.get("SITE_NOW"))
    try:
        if args.command == "new":
            new(Path(args.content), given, now, ask)
        elif args.command == "drafts":
            _list(read_site(args.settings, args.content, state=STATE))
        else:
            publish(read_site(args.settings, args.content, state=STATE), given, now, ask)
    except (Refused, SettingsError) as refusal:
        return _fail(str(refusal))
    except (KeyboardInterrupt, EOFError):
        return _fail("\nやめました。何も変えていません。")
    except OSError as error:
        return _fail(f"「{error.filename}」を読み書きできません。{error.strerror}")
    return 0


# ---- a new article -----------------------------------------------------------------------------------------------


def new(content: Path, given: Mapping[str, str], now: dt.datetime, ask: Ask | None) -> None:
    """Write the file of a new draft; what is not given is asked for."""
    title = given["TITLE"] or _asked(
        ask, "記事の題名: ", 'TITLE を書いてください（例: make new TITLE="面接の準備"）。'
    )
    if not title:
        raise Refused("題名がないので、やめました。")
    category = _category(content, given["CATEGORY"], ask)
    slug = _slug(content, title, given["SLUG"], now, ask)
    folder = content / names.ARTICLES / category
    path = folder / f"{slug}.md"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(skeleton(title, now))
    except FileExistsError:
        raise Refused(f"「{display_path(path)}」はもうあります。SLUG で別の名前にしてください。") from None
    print(f"作りました: {display_path(path)}")
    print(f"  題名: {title}\n  カテゴリー: {category or UNCATEGORISED}\n  住所: /{slug}/")
    print("次にすること:")
    print("  1. このファイルをエディターで開き、「ここに、…を書きます」を自分の文に変えて保存します。")
    print("  2. make check で、書き残しと間違いを確かめます。")
    print(f"  3. できたら make publish-article SLUG={slug} で、公開する印を付けます。")


def _category(content: Path, name: str, ask: Ask | None) -> str:
    known = names.categories(content)
    if not name and ask is not None:
        for number, each in enumerate(known, 1):
            print(f"  {number}. {each}")
        name = nfc(ask(f"カテゴリー（番号か名前。Enter だけなら{UNCATEGORISED}）: ").strip())
        if name.isdecimal() and 1 <= int(name) <= len(known):
            return known[int(name) - 1]
    if not name:
        return ""
    found = names.known_category(name, known)
    if found is not None:
        return found
    if not names.is_usable_category(name):
        raise Refused(
            f"カテゴリー「{name}」は、フォルダの名前に使えない文字を含んでいます。{choices(name, known)}"
        )
    advice = f"カテゴリー「{name}」はまだありません。{choices(name, known)}"
    if ask is None:
        folder = display_path(content / names.ARTICLES / name)
        raise Refused(f"{advice}\n新しく作るときは、先に「{folder}」フォルダを作ってください。")
    print(advice)
    if ask(f"新しいカテゴリー「{name}」を作りますか（y = はい、Enter = いいえ）: ").strip().lower() not in (
        "y",
        "ｙ",
        "はい",
    ):
        raise Refused("やめました。何も作っていません。")
    return name


def _slug(content: Path, title: str, given: str, now: dt.datetime, ask: Ask | None) -> str:
    taken = names.taken(content)
    if given:
        if reason := _refusal(given, taken):
            raise Refused(reason)
        return given
    proposed = free_slug(slug_of(title) or f"kiji-{now:%Y%m%d}", taken)
    if ask is None:
        return proposed
    while True:
        answer = (
            ask(f"ファイルの名前（住所になります。Enter で「{proposed}」）: ").strip().removesuffix(".md")
        )
        if not answer:
            return proposed
        reason = _refusal(answer, taken)
        if not reason:
            return answer
        print(reason)


def _refusal(slug: str, taken: set[str]) -> str:
    if not names.SLUG.fullmatch(slug):
        return (
            f"「{slug}」は使えません。半角の英小文字・数字とハイフンで書いてください（例: saishu-mensetsu）。"
        )
    return f"「{slug}」はもう使われています。別の名前にしてください。" if slug in taken else ""


# ---- drafts ------------------------------------------------------------------------------------------------------


def drafts_of(reading: Reading) -> list[Draft]:
    """Return all drafts and scheduled articles, the next to appear first, then by file."""
    found = []
    for content in reading.contents:
        status = content.own_status
        if status in ("draft", "scheduled") and Path(content.source_path).suffix == ".md":
            fields = dict(content.fields.values)
            lines = placeholders(Path(content.source_path).read_text(encoding="utf-8-sig"))
            path = display_path(content.source_path)
            date = fields.get("date")
            found.append(
                Draft(path, content.slug, content.title, date, status == "scheduled", missing(fields, lines))
            )
    return sorted(found, key=lambda each: (not each.is_scheduled, str(each.date), each.path))


def _list(reading: Reading) -> None:
    found = drafts_of(reading)
    for each in found:
        print(each)
    errors = [each for each in reading.problems if each.level is Level.ERROR]
    if errors:
        print(
            f"エラーのある記事は、ここに出ないことがあります（{len(errors)}件）。make check で確かめてください。"
        )
    print(
        f"下書き {sum(not each.is_scheduled for each in found)}件、予約 {sum(each.is_scheduled for each in found)}件"
    )


# ---- publishing --------------------------------------------------------------------------------------------------


def publish(reading: Reading, given: Mapping[str, str], now: dt.datetime, ask: Ask | None) -> None:
    """Set status and date of one article, in its head; nothing where it has errors or is not finished."""
    slug = given["SLUG"].removesuffix(".md") or _chosen(drafts_of(reading), ask)
    by_slug = {each.slug: each for each in reading.contents if Path(each.source_path).suffix == ".md"}
    errors = [each for each in reading.problems if each.level is Level.ERROR and Path(each.path).stem == slug]
    content = by_slug.get(slug)
    if content is not None:
        path = Path(content.source_path)
        errors = [
            each for each in reading.problems if each.level is Level.ERROR and each.path == display_path(path)
        ]
    if errors:
        lines = "\n".join(map(str, errors))
        raise Refused(
            f"{lines}\nエラーがあるので、公開にしませんでした。直してから、もう一度実行してください。"
        )
    if content is None:
        waiting = [each.slug for each in drafts_of(reading)]
        raise Refused(f"「{slug}」という記事はありません。{choices(slug, waiting or sorted(by_slug)[:20])}")
    path = Path(content.source_path)
    if left := placeholders(path.read_text(encoding="utf-8-sig")):
        where = "、".join(map(str, left))
        raise Refused(
            f"{display_path(path)}: 「ここに、…を書きます」や「ここに説明」が残っています（{where}行目）。"
            "自分の文に変えるか、その行を消してから、もう一度実行してください。"
        )
    if content.own_status == "published" and not given["DATE"]:
        raise Refused(
            f"「{content.title}」は、もう公開になっています。日付を変えるときは DATE を書いてください。"
        )
    moment = _moment(given["DATE"], now)
    data = path.read_bytes()
    try:
        changed = with_values(data, {"status": "published", "date": f"{moment:%Y-%m-%d %H:%M}"})
    except NoHeadError:
        raise Refused(f"{display_path(path)}: 先頭の「---」が見つかりません。") from None
    path.write_bytes(changed)
    print(f"{display_path(path)}: status: published、date: {moment:%Y-%m-%d %H:%M} にしました。")
    if moment > now:
        print("その時刻を過ぎて、サイトが次に作られたときに公開されます（予約）。")
    print("make devserver で見てから、make publish（GitHub に置いている方はコミット）で公開します。")


def _chosen(drafts: Sequence[Draft], ask: Ask | None) -> str:
    if not drafts:
        raise Refused("下書きはありません。")
    if ask is None:
        raise Refused(f"SLUG を書いてください。{choices('', [each.slug for each in drafts])}")
    for number, each in enumerate(drafts, 1):
        print(f"  {number}. {each.title}（{each.slug}）")
    answer = ask("どれを公開しますか（番号か名前）: ").strip()
    if answer.isdecimal() and 1 <= int(answer) <= len(drafts):
        return drafts[int(answer) - 1].slug
    if not answer:
        raise Refused("やめました。何も変えていません。")
    return answer.removesuffix(".md")


def _moment(date: str, now: dt.datetime) -> dt.datetime:
    if not date:
        return now
    try:
        return parse_date(date)
    except ValueError as error:
        raise Refused(f"DATE: {error}") from None


def _asked(ask: Ask | None, question: str, otherwise: str) -> str:
    if ask is None:
        raise Refused(otherwise)
    return nfc(ask(question).strip())


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1
