"""Measure builds beside Hugo and plain Pelican, in turn: `python bench/builds.py --articles 1000`.

Each figure is the median of the wall seconds of whole commands; the ratio to Hugo in the same run is what counts, for
machines are noisy. All features are on. Articles are made here, from a seed, of sections of the sample articles; with
`--corpus FOLDER` a content folder of real ones is measured (ours alone, and Pelican and Hugo on a copy of its Markdown).
Writes `bench/results.md`.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEED = 20261125
SHORT = 200
"""Characters of a section that is left out."""
CATEGORIES = ["mensetsu", "shorui", "taishoku", "nenshu", "hatarakikata", "nayami"]
TAGS = [f"topic-{first}{second}" for first in "abcde" for second in "fghijk"]

ALONE = {"BUILD_WARM": "0"}
"""The environment of a build by a process of its own."""

_HEAD = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
_DIALECT = re.compile(
    r"^(\S+\.md|:::.*|@\[.*|.*>>.*|\[目次\]|\|.*|!\[.*)$|\{[^}\n]*\}|\[\^[^\]]*\]:?|<[^>]*>", re.MULTILINE
)
_LINK = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|: \S+)")


def sections() -> list[str]:
    """Return the sections of the sample articles, as Markdown that all three generators read alike."""
    found = []
    for path in sorted((ROOT / "content" / "articles").rglob("*.md")):
        body = _HEAD.sub("", path.read_text(encoding="utf-8"))
        plain = _LINK.sub(r"\1", _DIALECT.sub("", body)).replace("`", "")
        found += [part.strip() for part in re.split(r"\n(?=## )", plain) if len(part) > SHORT]
    return found


def write_articles(folder: Path, count: int, form: str) -> None:
    """Write articles with the head of `site`, `pelican` or `hugo`."""
    rng = random.Random(SEED)  # noqa: S311 - the same articles each time
    pool = sections()
    for number in range(count):
        title = f"転職の記事 その{number}"
        date = f"20{10 + number % 16}-{1 + number % 12:02}-{1 + number % 28:02}"
        tags, category = rng.sample(TAGS, 3), CATEGORIES[number % len(CATEGORIES)]
        body = "\n\n".join(rng.sample(pool, 6))
        write_article(folder, form, f"kiji-{number:05}", (title, date, category, tags), body)


def write_article(
    folder: Path, form: str, slug: str, head: tuple[str, str, str, Sequence[str]], body: str
) -> Path:
    """Write one article; return its file."""
    title, date, category, tags = head
    listed = ", ".join(tags)
    heads = {
        "site": f"---\ntitle: {title}\ndate: {date}\ntags: [{listed}]\n---\n",
        "pelican": f"Title: {title}\nDate: {date}\nCategory: {category}\nTags: {listed}\nSlug: {slug}\n\n",
        "hugo": f'---\ntitle: "{title}"\ndate: {date}\ncategories: ["{category}"]\ntags: [{listed}]\n---\n',
    }
    place = {"site": f"articles/{category}", "pelican": "", "hugo": "posts"}[form]
    path = folder / place / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(heads[form] + body + "\n", encoding="utf-8")
    return path


HUGO = {
    "hugo.toml": 'baseURL = "https://example.com/"\ntitle = "計測"\nlanguageCode = "ja"\n[pagination]\npagerSize = 10\n'
    "[taxonomies]\ncategory = 'categories'\ntag = 'tags'\n",
    "layouts/_default/baseof.html": '<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{{ .Title }}</title>'
    '</head><body><main>{{ block "main" . }}{{ end }}</main><aside><ul>{{ range first 10 .Site.RegularPages }}'
    '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul><ul>{{ range .Site.Taxonomies.categories }}'
    "<li>{{ .Page.Title }} ({{ .Count }})</li>{{ end }}</ul></aside></body></html>",
    "layouts/_default/single.html": '{{ define "main" }}<h1>{{ .Title }}</h1><time>{{ .Date }}</time>{{ .Content }}{{ end }}',
    "layouts/_default/list.html": '{{ define "main" }}<h1>{{ .Title }}</h1>{{ range .Paginator.Pages }}'
    '<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p>{{ .Summary }}</p>{{ end }}{{ end }}',
}

PELICAN = """\
PATH = "content"
SITENAME = "計測"
SITEURL = "https://example.com"
TIMEZONE = "Asia/Tokyo"
DEFAULT_LANG = "ja"
DEFAULT_PAGINATION = 10
"""


@dataclass(frozen=True)
class Generator:
    """One of the three: its command, and where its articles are."""

    name: str
    folder: Path
    content: Path
    command: Sequence[str]

    def run(self, env: Mapping[str, str]) -> float:
        """Return the wall seconds of one build."""
        start = time.perf_counter()
        done = subprocess.run(
            self.command, cwd=self.folder, env=env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{self.name}: {done.stdout}{done.stderr}")
        return time.perf_counter() - start

    def peak(self) -> float:
        """Return the most memory that one build takes, in MiB: the sum over its processes, what they share counted once."""
        alone = os.environ | {
            "BUILD_WARM": "0"
        }  # a fork of the warm interpreter would be none of its processes
        with subprocess.Popen(
            self.command, cwd=self.folder, env=alone, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            most = 0
            while process.poll() is None:
                most = max(most, sum(map(_memory, _family(process.pid))))
                time.sleep(0.05)
        return most / 1024


def _family(pid: int) -> list[int]:
    """Return a process and all below it."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def _memory(pid: int) -> int:
    """Return the proportional set size of a process, in KiB."""
    with contextlib.suppress(OSError):
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
        return int(found[1]) if found else 0
    return 0


def generators(root: Path, count: int, corpus: Path | None) -> list[Generator]:
    """Set up the three."""
    ours, pelican, hugo = (root / name for name in ("site", "pelican", "hugo"))
    if corpus:
        shutil.copytree(corpus, ours / "content")
    else:
        write_articles(ours / "content", count, "site")
        write_articles(pelican / "content", count, "pelican")
        write_articles(hugo / "content", count, "hugo")
    command = [
        "make",
        "--no-print-directory",
        "html",
        f"INPUTDIR={ours / 'content'}",
        f"OUTPUTDIR={ours / 'output'}",
    ]
    found = [Generator("ours", ROOT, ours / "content", command)]
    if not corpus:
        (pelican / "pelicanconf.py").write_text(PELICAN, encoding="utf-8")
        plain = [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py"]
        found.append(Generator("pelican", pelican, pelican / "content", plain))
        for name, text in HUGO.items():
            (hugo / name).parent.mkdir(parents=True, exist_ok=True)
            (hugo / name).write_text(text, encoding="utf-8")
        found.append(
            Generator(
                "hugo", hugo, hugo / "content", [str(Path(sys.executable).with_name("hugo")), "--quiet"]
            )
        )
    return found


def edit(generator: Generator, number: int) -> None:
    """Change a word in the middle of one article."""
    path = sorted(generator.content.rglob("*.md"))[7]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.rstrip() + f"\n\n追記の{number}段落目です。\n", encoding="utf-8")


def add(generator: Generator, number: int) -> None:
    """Add one article, the newest."""
    form = "site" if generator.name == "ours" else generator.name
    head = (f"新しい記事 {number}", f"2026-06-{1 + number:02}", CATEGORIES[0], TAGS[:3])
    write_article(generator.content, form, f"atarashii-{number}", head, sections()[number])


def measure(
    found: Sequence[Generator],
    before: Callable[[Generator, int], None],
    runs: int,
    extra: Mapping[str, str],
) -> dict[str, float]:
    """Return the median of each, built in turn."""
    times: dict[str, list[float]] = {each.name: [] for each in found}
    for number in range(runs):
        for each in found:
            before(each, number)
            times[each.name].append(each.run(os.environ | extra))
    return {name: statistics.median(values) for name, values in times.items()}


def empty(generator: Generator, _number: int) -> None:
    """Take the output away; what is remembered of words and pictures stays."""
    if generator.name == "ours":
        output = f"OUTPUTDIR={generator.content.parent / 'output'}"
        subprocess.run(["make", "clean", output], cwd=ROOT, capture_output=True, check=True)
        return
    for name in ("output", "public"):
        shutil.rmtree(generator.folder / name, ignore_errors=True)


def main() -> None:
    """Measure, print, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--corpus", type=Path)
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        found = generators(Path(folder), options.articles, options.corpus)
        few = min(3, options.runs)
        kinds: dict[str, tuple[Callable[[Generator, int], None], int, Mapping[str, str]]] = {
            "nothing cached": (lambda _each, _number: None, 1, ALONE),
            "cold, words and pictures cached": (empty, few, {}),
            "no change": (lambda _each, _number: None, options.runs, {}),
            "one edit": (edit, options.runs, {}),
            "a new article": (add, options.runs, {}),
            "one edit, no interpreter warm": (edit, few, ALONE),
        }
        for kind, (before, runs, extra) in kinds.items():
            times = measure(found, before, runs, extra)
            hugo = times.get("hugo")
            ratio = f"{times['ours'] / hugo:.2f}" if hugo else "–"
            row = [kind, *(f"{times[each.name]:.2f}" for each in found), ratio]
            print(*row, sep="\t", flush=True)
            rows.append(row)
        for each in found:
            empty(each, 0)
        peaks = {each.name: each.peak() for each in found}
    names = [each.name for each in found]
    head = f"| {options.articles} articles | {' | '.join(f'{name} (s)' for name in names)} | ours / Hugo |"
    lines = [head, "| --- " * len(rows[0]) + "|", *(f"| {' | '.join(row)} |" for row in rows)]
    most = [f"{peaks[name]:.0f} MiB" for name in names]
    share = f"{peaks['ours'] / peaks['hugo']:.2f}" if "hugo" in peaks else "–"
    lines.append(f"| most memory, cold | {' | '.join(most)} | {share} |")
    print(lines[-1])
    text = "\n".join([*lines, ""])
    results = ROOT / "bench" / "results.md"
    kept = results.read_text(encoding="utf-8") if results.is_file() else "# Builds, measured\n"
    mark = f"<!-- {options.articles} -->\n"
    others = [part for part in re.split(r"(?=<!-- \d+ -->\n)", kept) if not part.startswith(mark)]
    results.write_text("".join(each.rstrip() + "\n\n" for each in [*others, mark + text]), encoding="utf-8")


if __name__ == "__main__":
    main()
