"""`python -m plugins.wordpress content [--file export.xml] [--uploads FOLDER]`: an export of WordPress → articles."""

from __future__ import annotations

import argparse
import runpy
import sys
from pathlib import Path

from plugins.core.problems import display_path
from plugins.wordpress.export import UnreadableExportError
from plugins.wordpress.move import move

REPORT = "import-report.md"


def main() -> int:
    """Import, print the summary, write the report beside the content folder."""
    parser = argparse.ArgumentParser(prog="python -m plugins.wordpress", description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("--file", default="")
    parser.add_argument("--uploads", default="")
    parser.add_argument("-s", "--settings", default="pelicanconf.py")
    args = parser.parse_args()
    export = _path(args.file or _asked("書き出したファイル（export.xml）の場所: "))
    if not args.file and not args.uploads:
        args.uploads = _asked("画像のフォルダ（wp-content/uploads）の場所。なければ、そのまま Enter: ")
    uploads = _path(args.uploads) if args.uploads else None
    if not export.is_file():
        return _refused(
            f"「{export}」というファイルがありません。FILE=書き出したファイル の形で、場所を確かめてください。"
        )
    if uploads is not None and not uploads.is_dir():
        return _refused(f"「{uploads}」というフォルダがありません。UPLOADS= の場所を確かめてください。")
    site_url = str(runpy.run_path(args.settings)["SITEURL"])
    try:
        report = move(export, args.content, uploads, site_url)
    except UnreadableExportError as error:
        place = f"{display_path(export)}:{error.line}" if error.line else display_path(export)
        return _refused(f"{place}: エラー: {error}")
    except ValueError as error:
        return _refused(str(error))
    path = args.content.absolute().parent / REPORT
    path.write_text(report.text(), encoding="utf-8")
    for line in report.summary():
        print(line)
    print(f"くわしい報告: {display_path(path)}")
    return 0


def _path(typed: str) -> Path:
    """Return the path that was typed or dragged into the window, with the quotes and backslashes that terminals add."""
    text = typed.strip().strip("'\"")
    path = Path(text).expanduser()
    return path if path.exists() else Path(text.replace("\\ ", " ")).expanduser()


def _asked(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        return ""


def _refused(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
