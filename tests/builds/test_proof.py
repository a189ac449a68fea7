"""After any changes, in any order, the site is byte for byte that of a first build: all rooms, the theme as it is.

`make proof` tries hundreds of sequences; `make test` a few.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from plugins.builds import front, output
from plugins.builds.command import main
from plugins.builds.output import MARKER
from plugins.core import moves
from tests.support import ROOT, SITEURL

SEQUENCES = int(os.environ.get("PROOF_SEQUENCES", "2"))

CONF = f"""\
import sys
sys.path.insert(0, {str(ROOT)!r})
from pelicanconf import *
SITEURL = {SITEURL!r}
PATH = "../content"
THEME = "../theme"
CACHE_PATH = "cache"
PLUGIN_PATHS = [{str(ROOT)!r}]
DEFAULT_PAGINATION = 2
"""

SLUGS = [f"kiji-{number}" for number in range(6)]
CATEGORIES = ["面接", "応募書類"]
WORDS = ["面接の準備", "逆質問のコツ", "職務経歴書", "退職の伝え方", "年収の交渉", "志望動機の書き方"]
LINES = [
    "前の日の夜に読み返すための、短い記事です。",
    ":::ポイント\n結論から話します。\n:::",
    "## 準備\n\n持ち物をそろえます。",
    "[](/kiji-0/)",
    "関連記事>> [](/kiji-1/)",
    "@[カード](/kiji-3/)",
    "[準備へ](/kiji-1/#準備)",
    "@[サービス](mihon)",
    "![図](../../images/zu.svg)",
    "履歴書（りれきしょ）と職務経歴書を見直します。",
    "https://blog.example.com/kiji-2/",
    "@[パーツ](aisatsu)",
]
"""A link may lead to an article that is gone: then both builds must refuse."""

SERVICE = """\
name: 見本エージェント
reading: みほんえーじぇんと
kind: 転職エージェント
summary: 見本のサービスです。
merits: [相談できる]
demerits: [地方は少ない]
official: https://agent.example.com/
"""


def article(words: list[str], lines: list[str], day: int, head: str = "") -> str:
    title = "と".join(words)
    return f"---\ntitle: {title}\ndate: 2026-05-{day:02}\n{head}---\n" + "\n\n".join(lines) + "\n"


class Blog(RuleBasedStateMachine):
    """A blog that is built after each change, and from nothing beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="proof-"))
        self.now = "2026-05-20T09:00:00+09:00"

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    def path(self, category: str, slug: str) -> Path:
        return self.root / "content" / "articles" / category / f"{slug}.md"

    def articles(self) -> list[Path]:
        return sorted((self.root / "content" / "articles").rglob("*.md"))

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    @initialize()
    def begin(self) -> None:
        shutil.copytree(ROOT / "theme", self.root / "theme")
        self.write("kept/conf.py", CONF)
        self.write("content/data/site.yaml", "name: 証明のブログ\n")
        self.write("content/data/authors.yaml", "hayakawa:\n  name: 早川\ntakagi:\n  name: 高木\n")
        self.write("content/data/services/mihon.yaml", SERVICE)
        self.write("content/parts/aisatsu.md", "ここまでお読みくださり、ありがとうございます。\n")
        self.write("content/images/zu.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
        self.write("content/pages/about.md", "---\ntitle: このブログについて\n---\n見本です。\n")
        for number, slug in enumerate(SLUGS[:4]):
            self.write(f"content/articles/面接/{slug}.md", article([WORDS[number]], LINES[:2], number + 1))

    # ---- what a writer does ------------------------------------------------------------------

    @rule(
        category=st.sampled_from(CATEGORIES),
        slug=st.sampled_from(SLUGS),
        words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True),
        lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=5),
        day=st.integers(1, 28),
        head=st.sampled_from(
            [
                "",
                "tags: [準備]\n",
                "tags: [準備, Web]\n",
                "status: draft\n",
                "status: hidden\n",
                "noindex: yes\n",
                "related: [kiji-0]\n",
                "redirect_from: [/old/]\n",
                "votes: no\n",
                "author: takagi\n",
                "description: 短い説明です。\n",
            ]
        ),
    )
    def save(self, category: str, slug: str, words: list[str], lines: list[str], day: int, head: str) -> None:
        path = self.path(category, slug)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(words, lines, day, head), encoding="utf-8")

    @precondition(lambda self: len(self.articles()) > 1)
    @rule(number=st.integers(0, 20))
    def delete(self, number: int) -> None:
        found = self.articles()
        found[number % len(found)].unlink()

    @rule(number=st.integers(0, 20), slug=st.sampled_from(SLUGS), category=st.sampled_from(CATEGORIES))
    def rename(self, number: int, slug: str, category: str) -> None:
        found = self.articles()
        target = self.path(category, slug)
        target.parent.mkdir(parents=True, exist_ok=True)
        found[number % len(found)].rename(target)

    @rule(number=st.integers(0, 20), word=st.sampled_from(WORDS))
    def change_a_word(self, number: int, word: str) -> None:
        found = self.articles()
        path = found[number % len(found)]
        path.write_text(path.read_text(encoding="utf-8") + f"\n{word}も大切です。\n", encoding="utf-8")

    @rule(number=st.integers(0, 20))
    def begin_or_cease_to_advertise(self, number: int) -> None:
        found = self.articles()
        path = found[number % len(found)]
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("pr: yes\n", "")
            if "pr: yes" in text
            else text.replace("date:", "pr: yes\ndate:", 1),
            encoding="utf-8",
        )

    @rule(number=st.integers(0, 20))
    def touch(self, number: int) -> None:
        found = self.articles()
        os.utime(found[number % len(found)])

    # ---- what an owner does ------------------------------------------------------------------

    @rule(
        name=st.sampled_from(["証明のブログ", "別の名前"]),
        tagline=st.sampled_from(["", "tagline: 一言です\n"]),
    )
    def change_the_site(self, name: str, tagline: str) -> None:
        self.write("content/data/site.yaml", f"name: {name}\n{tagline}")

    @rule(
        text=st.sampled_from(
            ["面接:\n  description: 面接の前に読む記事です。\n", "面接:\n  address: interview\n"]
        )
    )
    def change_a_category(self, text: str) -> None:
        self.write("content/data/categories.yaml", text)

    @rule(words=st.sampled_from(["見本のサービスです。", "べつの紹介です。"]))
    def change_a_service(self, words: str) -> None:
        self.write("content/data/services/mihon.yaml", SERVICE.replace("見本のサービスです。", words))

    @rule(text=st.sampled_from(["またお会いしましょう。\n", "[](/kiji-0/)\n"]))
    def change_a_part(self, text: str) -> None:
        self.write("content/parts/aisatsu.md", text)

    @rule(size=st.integers(8, 12))
    def change_a_picture(self, size: int) -> None:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}"/>'
        self.write("content/images/zu.svg", svg)

    @rule(words=st.sampled_from(["ご覧のページ", "本文へ進む"]))
    def change_the_theme(self, words: str) -> None:
        base = (ROOT / "theme" / "templates" / "base.html").read_text(encoding="utf-8")
        self.write("theme/templates/base.html", base.replace("本文へスキップ", words))

    @rule(count=st.integers(1, 3))
    def change_a_setting(self, count: int) -> None:
        self.write("kept/conf.py", CONF + f"RELATED_COUNT = {count}\nRELATED_LEAST = 0.0\n")

    @rule(day=st.integers(1, 28))
    def time_passes(self, day: int) -> None:
        self.now = f"2026-05-{day:02}T09:00:00+09:00"

    # ---- what a machine does -----------------------------------------------------------------

    @rule(number=st.integers(0, 50), damage=st.sampled_from([b"", b"\x00broken", None]))
    def damage_what_is_remembered(self, number: int, damage: bytes | None) -> None:
        places = (self.root / "kept" / ".cache", self.root / "kept" / "cache")
        found = sorted(path for place in places for path in place.rglob("*") if path.is_file())
        found = [path for path in found if path.name != "lock"]
        if found:
            path = found[number % len(found)]
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if damage is None else damage)

    @rule(number=st.integers(0, 50), at=st.floats(0, 1))
    def damage_a_part_of_what_is_remembered(self, number: int, at: float) -> None:
        found = sorted((self.root / "kept").rglob("*.db")) + sorted((self.root / "kept").rglob("*.sqlite"))
        if found:
            path = found[number % len(found)]
            data = bytearray(path.read_bytes())
            start = 4096 * int(at * max(0, len(data) // 4096 - 1))
            data[start : start + 4096] = b"\xa5" * len(data[start : start + 4096])
            path.write_bytes(data)

    @rule(number=st.integers(0, 200))
    def change_a_page_by_hand(self, number: int) -> None:
        found = sorted((self.root / "output").rglob("*.html"))
        if found:
            found[number % len(found)].write_text("別のもの", encoding="utf-8")

    @rule(number=st.integers(0, 400))
    def a_build_is_killed(self, number: int) -> None:
        if (self.root / "content").is_dir():
            self.build("kept", "output", last=number)

    @rule(number=st.integers(0, 20))
    def the_site_is_cleared_away(self, number: int) -> None:
        if (self.root / "content").is_dir():
            self.command(["--clean", "-o", "../output"], "kept", last=number)

    # ---- the proof ---------------------------------------------------------------------------

    @invariant()
    def the_site_is_that_of_a_first_build(self) -> None:
        if not (self.root / "content").is_dir():
            return
        before = snapshot(self.root / "output")
        code, said = self.build("kept", "output")
        shutil.rmtree(self.root / "first", ignore_errors=True)
        shutil.rmtree(self.root / "first-output", ignore_errors=True)
        (self.root / "first").mkdir()
        shutil.copy(self.root / "kept" / "conf.py", self.root / "first" / "conf.py")
        first, first_said = self.build("first", "first-output")
        assert (code, said) == (first, first_said)
        if code == 0:
            assert snapshot(self.root / "output") == snapshot(self.root / "first-output")
        else:
            assert snapshot(self.root / "output") == before

    def build(self, conf: str, folder: str, last: int | None = None) -> tuple[int, list[str]]:
        """Build in a process of its own; return the exit code and what was said of the articles."""
        published = known_as_published(self.root / conf, self.root / folder)
        return self.command(["../content", "-o", f"../{folder}", "-s", "conf.py"], conf, published, last)

    def command(
        self, arguments: list[str], conf: str, as_published: str = "", last: int | None = None
    ) -> tuple[int, list[str]]:
        """Run a command in a process of its own, which dies before it changes so many files (`last`), as when it is killed."""
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(read)
            said = io.StringIO()
            os.chdir(self.root / conf)
            os.environ["SITE_NOW"] = self.now
            os.environ[front.AS_PUBLISHED] = as_published
            os.environ.pop("SITEURL", None)
            code = 70
            if last is not None:
                die_after(last)
            try:
                with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
                    code = main(arguments)
            finally:
                with os.fdopen(write, "w", encoding="utf-8") as file:
                    file.write(said.getvalue().replace(f"{self.root}/{conf}/", ""))
                os._exit(code)
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as file:
            lines = file.read().splitlines()
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), lines


def known_as_published(conf: Path, output: Path) -> str:
    """Return what a build is told where nobody has touched its output: the question before it has found that out."""
    for path in conf.glob(".cache/builds/*/manifest"):
        manifest = front.read_sealed(str(path))
        if isinstance(manifest, dict) and front.are_published(str(output), list(manifest["files"].items())):
            return front.name_of(str(path))
    return ""


def die_after(changes: int) -> None:
    """Let this process, and those that it forks, change so many files and folders, and end at once."""
    left = changes

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        is_change = event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir") or (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        )
        if is_change:
            left -= 1
        if left < 0:
            os._exit(137)

    move = moves.move

    def counted(source: str, target: str) -> None:
        count("os.rename", ())
        move(source, target)

    vars(output)["move"] = counted  # an exchange tells no auditor
    sys.addaudithook(count)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return the files of a site, without the marker."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MARKER
    }


TestProof = Blog.TestCase
TestProof.settings = settings(
    max_examples=SEQUENCES,
    derandomize="PROOF_SEQUENCES" not in os.environ,  # others each night, the same for every change
    stateful_step_count=8,
    deadline=None,
    phases=[Phase.generate],  # a sequence takes half a minute: making it shorter would take the night
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
