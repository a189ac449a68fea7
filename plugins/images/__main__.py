"""`python -m plugins.images content [--file FILE] [--slug SLUG]`: take a picture, or those of a folder, into the blog."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from plugins.core.problems import display_path
from plugins.images.intake import IntakeError, Taken, name_of, path_of, pictures_at, take

_ASK = "取り込む画像のファイル（またはフォルダ）を、ここにドラッグして Enter を押してください: "


def main(arguments: list[str]) -> int:
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m plugins.images", description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("--file", default="")
    parser.add_argument("--slug", default="")
    args = parser.parse_args(arguments)
    try:
        typed = args.file.strip() or input(_ASK)
    except EOFError:
        typed = ""
    if not typed.strip():
        print(
            "画像が指定されていません。「make image FILE=~/Desktop/IMG_1234.HEIC」のように書いてください。",
            file=sys.stderr,
        )
        return 1
    try:
        found = pictures_at(path_of(typed))
    except IntakeError as error:
        print(error, file=sys.stderr)
        return 1
    taken: list[Taken] = []
    failed = 0
    for path in found:
        try:
            taken.append(take(path, args.content / "images", name_of(path, args.slug.strip())))
        except IntakeError as error:
            print(error, file=sys.stderr)
            failed += 1
    for each in taken:
        size = f"（{each.width}×{each.height}）" if each.width else ""
        print(
            f"{'取り込みました' if each.is_new else 'もう同じ画像があります'}: {display_path(each.path)}{size}"
        )
    if taken:
        print(
            "\n記事には、次の行を貼り付けてください。「ここに説明」は、見えない人にも伝わる言葉に書きかえます。\n"
        )
        for each in taken:
            print(f"![ここに説明](../../images/{each.path.name})")
        print("\n固定ページ（content/pages/）では、「../../images/」を「../images/」にします。")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
