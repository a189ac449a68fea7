"""`python -m plugins.checks content -s pelicanconf.py`: one list of all that is to be mended."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from plugins.checks import addresses, baseline, changes
from plugins.checks.finding import Finding, as_github, as_json
from plugins.checks.fixes import applied, fixed, same_page
from plugins.checks.survey import STATE, Source, page_of, survey
from plugins.checks.undo import Undo
from plugins.core.outputs import digest
from plugins.core.problems import Level, display_path
from plugins.core.reading import Reading, read_site, settings_of
from plugins.core.settings import SettingsError


def main(arguments: Sequence[str]) -> int:
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m plugins.checks", description=__doc__)
    parser.add_argument("content", nargs="?")
    parser.add_argument("-s", "--settings", default="pelicanconf.py")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--fix", action="store_true")
    parser.add_argument("--undo", action="store_true")
    parser.add_argument("--baseline", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--github", action="store_true")
    args = parser.parse_args(arguments)
    try:
        if args.undo:
            _restore(_undo(settings_of(args.settings, args.content)))
            return 0
        reading = read_site(args.settings, args.content, state=STATE)
        findings, sources = survey(reading)
        content = Path(reading.settings["PATH"])
        if args.fix:
            _fix(_chosen(sources, content, everything=args.all), reading)
            reading = read_site(args.settings, args.content, state=STATE)
            findings, sources = survey(reading)
    except SettingsError as refusal:
        return _fail(str(refusal))
    except OSError as error:
        return _fail(f"「{error.filename}」を読み書きできません。{error.strerror}")
    known_file = content / baseline.FILE
    if args.baseline:
        count = baseline.write(known_file, findings)
        print(
            f"{display_path(known_file)} に、いまの警告とヒント{count}件を書きました。次からは、新しいものだけを知らせます。"
        )
    findings = baseline.new(findings, baseline.read(known_file))
    chosen = {display_path(each.path) for each in _chosen(sources, content, everything=args.all)}
    is_whole = args.all or changes.changed(content) is None
    shown = (
        findings
        if is_whole
        else [
            each
            for each in findings
            if each.path in chosen or each.level is Level.ERROR or each.rule == addresses.RULE
        ]
    )
    if args.json:
        print(as_json(shown))
    elif args.github or os.environ.get("GITHUB_ACTIONS") == "true":
        for each in shown:
            print(as_github(each))
    else:
        _print(shown, len(sources) if is_whole else len(chosen), is_whole=is_whole)
    return 1 if any(each.level is Level.ERROR for each in shown) else 0


def _chosen(sources: Sequence[Source], content: Path, *, everything: bool) -> list[Source]:
    changed = None if everything else changes.changed(content.resolve())
    return [each for each in sources if changed is None or changes.normal(each.path) in changed]


def _fix(sources: Sequence[Source], reading: Reading) -> None:
    """Do what is safe in these files, and say it."""
    said: list[str] = []
    dialect, year = reading.settings["DIALECT"], reading.settings["NOW"].year
    mended: dict[Path, tuple[bytes, bytes]] = {}
    for source in sources:
        page = page_of(source, dialect, year)
        lines = list(fixed(page))
        if not lines:
            continue
        path = display_path(source.path)
        kept = same_page(source.text, page.body_line, lines, dialect)
        for number, rules, new in lines:
            if (number, rules, new) in kept:
                said.append(f"{path}:{number}: 直しました（{rules}）: {new}")
            else:
                print(
                    f"{path}:{number}: できあがりが変わるので、直しませんでした（{rules}）。手で確かめてください: {new}"
                )
        if kept:
            before = source.path.read_bytes()
            mended[source.path] = before, applied(before, {number: new for number, _, new in kept})
    if mended:
        _undo(reading.settings).keep(mended)  # before anything is written
        for file, (_, after) in mended.items():
            file.write_bytes(after)
        print("\n".join(said))
        print(f"{len(said)}行を直しました。元に戻すには「make check UNDO=1」を実行します。")
    else:
        print("自動で直すところはありませんでした。")


def _undo(settings: Mapping[str, Any]) -> Undo:
    place = digest(str(Path(settings["PATH"]).resolve()).encode())
    return Undo(Path(settings["CACHE_PATH"]).absolute() / STATE / f"undo-{place}.json")


def _restore(undo: Undo) -> None:
    done, left = undo.restore()
    for path in done:
        print(f"{display_path(path)}: 元に戻しました。")
    for path in left:
        print(f"{display_path(path)}: そのあとに手が入っているので、戻しませんでした。")
    if not done and not left:
        print("元に戻すものはありません。")


def _print(shown: Sequence[Finding], files: int, *, is_whole: bool) -> None:
    for each in shown:
        print(each)
    counts = Counter(each.level for each in shown)
    numbers = "、".join(f"{level.label} {counts[level]}件" for level in Level)
    what = (
        f"{files}ファイルを調べました"
        if is_whole
        else f"変わった{files}ファイルを調べました（全部は make check ALL=1）"
    )
    print(f"{what}。{numbers}")
    if counts[Level.ERROR]:
        print("エラーがある間は、サイトは作られません。公開中の内容は前のままです。")


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1
