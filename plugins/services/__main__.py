"""`python -m plugins.services content output [--csv FILE]`: which pages carry which affiliate programme."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from plugins.core.problems import Level, Problems
from plugins.services.catalogue import load_catalogue
from plugins.services.networks import Networks
from plugins.services.programmes import as_csv, as_text, uses


def main() -> int:
    """Print the list, and write it as CSV where a file is named."""
    parser = argparse.ArgumentParser(prog="python -m plugins.services", description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--csv", type=Path)
    args = parser.parse_args()
    if not args.output.is_dir():
        print(f"「{args.output}」がありません。先に make html を実行してください。", file=sys.stderr)
        return 1
    problems = Problems()
    catalogue = load_catalogue(args.content / "data", problems)
    for problem in problems:
        print(problem, file=sys.stderr)
    found = uses(args.output, catalogue, Networks(catalogue.affiliate_hosts, catalogue.affiliate_addresses))
    print(as_text(found), end="")
    if args.csv:
        args.csv.write_text(as_csv(found), encoding="utf-8", newline="")
        print(f"CSV を書きました: {args.csv}")
    return 1 if problems.count(Level.ERROR) else 0


if __name__ == "__main__":
    sys.exit(main())
