"""`python -m plugins.related.learn [CONTENT]`: count the words of a site's articles, and keep the numbers in its data.

Without CONTENT: the project's own articles, into the file that is used where a site has none.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from plugins.core.problems import display_path
from plugins.core.reading import read_site
from plugins.core.tokens import Tokenizer
from plugins.related.features import Trade, features_of
from plugins.related.frequencies import GENERAL, OWN, count, write
from plugins.related.plugin import STATE, articles_of
from plugins.related.texts import chunks, lines_of


def main(arguments: Sequence[str]) -> int:
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m plugins.related.learn", description=__doc__)
    parser.add_argument("content", nargs="?")
    parser.add_argument("-s", "--settings", default="pelicanconf.py")
    args = parser.parse_args(arguments)
    reading = read_site(args.settings, args.content, state=STATE)
    sys.stderr.writelines(f"{problem}\n" for problem in reading.problems)
    contents = articles_of(reading.contents)
    if not contents:
        return 1
    tokenizer, trade = Tokenizer(), Trade.of(reading.settings["DICTIONARY"])
    texts = [
        features_of(chunk, (), tokenizer, 0, trade)
        for content in contents
        for chunk in chunks(lines_of(content.body.html))
    ]
    path = Path(args.content, "data", OWN) if args.content else GENERAL
    path.write_text(write(count(texts)), encoding="utf-8")
    sys.stdout.write(f"{display_path(path)}: {len(contents)}記事、{len(texts)}段落の語を数えました。\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
