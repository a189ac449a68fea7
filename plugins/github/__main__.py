"""`python -m plugins.github article|preview|comment`: the steps of the workflows that think."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

from plugins.github.comment import comment


def main() -> int:
    """Run one step; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m plugins.github", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    step = steps.add_parser("article", help="an event of an issue → the file of an article")
    step.add_argument("event", type=Path)
    step.add_argument("content", type=Path)
    step.add_argument("--refusal", type=Path, required=True, help="where the reason of a refusal goes")
    step = steps.add_parser("preview", help="two sites → the pages that differ")
    step.add_argument("before", type=Path)
    step.add_argument("after", type=Path)
    step.add_argument("target", type=Path)
    step.add_argument("--list", type=Path, required=True)
    step = steps.add_parser("comment", help="what was found → the comment")
    step.add_argument("folder", type=Path)
    step.add_argument("--run", required=True, help="the address of the run")
    args = parser.parse_args()
    if args.step == "article":
        return _article(args.event, args.content, args.refusal)
    if args.step == "preview":
        from plugins.github.preview import changed_pages, collect  # noqa: PLC0415 - see _article

        pages = changed_pages(args.before, args.after)
        collect(args.after, pages, args.target)
        args.list.write_text("".join(f"{page}\n" for page in pages), encoding="utf-8")
        return 0
    print(_comment(args.folder, args.run), end="")
    return 0


def _article(event: Path, content: Path, refusal: Path) -> int:
    # Here, so that the comment is written with Python alone.
    from plugins.github.issue import RefusedError, article_of  # noqa: PLC0415

    taken = {path.stem for path in content.rglob("*.md")} | _slugs(content)
    try:
        article = article_of(json.loads(event.read_text(encoding="utf-8")), taken)
    except RefusedError as error:
        refusal.write_text(f"{error}\n", encoding="utf-8")
        print(error, file=sys.stderr)
        return 1
    path = content / article.path
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:  # never over another file
        file.write(article.text)
    print(path.as_posix())
    return 0


def _slugs(content: Path) -> set[str]:
    texts = (path.read_text(encoding="utf-8", errors="replace")[:4096] for path in content.rglob("*.md"))
    return {match[1] for text in texts if (match := re.search(r"^slug:[ ]*([a-z0-9-]+)", text, re.MULTILINE))}


def _comment(folder: Path, run: str) -> str:
    """Return the comment; what the folder holds was made from a change that nobody has looked at yet."""
    try:
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        pages = (folder / "pages.txt").read_text(encoding="utf-8").splitlines()
        return comment(report, pages, run)
    except (OSError, ValueError, KeyError, TypeError):
        return comment(None, (), run)


if __name__ == "__main__":
    sys.exit(main())
