"""Every kind of broken link: told once, with its file and line, and with the names that are nearest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.core.problems import Level
from tests.conftest import make_blog
from tests.support import LABELS, ROOT, Blog, Built, Message, head

TABLE = Path(__file__).with_name("broken.tsv")


@dataclass(frozen=True)
class Case:
    """One row of the table."""

    kind: str
    name: str
    """Of its file."""
    head: str
    body: str
    line: int
    level: Level
    words: tuple[str, ...]

    @property
    def place(self) -> int:
        """The line in the file: title and date stand before what is added, and `---` around."""
        return 4 if not self.line else 4 + bool(self.head) + self.line

    def fits(self, message: Message) -> bool:
        return (message.line, message.level) == (self.place, self.level) and all(
            each in message.message for each in self.words
        )


def cases() -> Iterator[Case]:
    """Yield the rows."""
    rows = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for number, row in enumerate(rows):
        kind, added, body, line, level, *words = (each.replace("\\n", "\n") for each in row.split("\t"))
        name = f"case-{number:02}"
        unescaped = body.replace("\\\\", "\\")
        yield Case(kind, name, added.replace("SELF", name), unescaped, int(line), LABELS[level], tuple(words))


CASES = list(cases())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Give the one build of a blog in which each article has one broken link."""
    blog = Blog(make_blog(tmp_path_factory.mktemp("links")).root, every_room=True)
    (blog.root / "theme/templates/search.html").write_text("{% extends 'base.html' %}", encoding="utf-8")
    blog.conf("LINKS_STRICT = True\n")
    blog.article("kihon", "## 準備\n\n文\n\n## 服装\n\n文\n", title="基本")
    blog.article("a-hajime", redirect_from="[/furui/]")
    blog.article("shitagaki", status="draft")
    blog.article("yoyaku", date="2027-01-01")
    blog.article("しごと", slug="shigoto")
    blog.write("content/articles/転職/guide.md", head(title="案内") + "文\n")
    blog.write("content/articles/退職・入社/todoke.md", head(title="届") + "文\n")
    blog.write("content/pages/profile.md", head(title="私", date="") + "文\n")
    blog.write("content/images/zu.png", (ROOT / "content/images/hayakawa.png").read_bytes())
    for case in CASES:
        added = f"{case.head}\n---\n" if case.head else "---\n"
        top = head(title=case.kind.replace(":", "：")).removesuffix("---\n")
        blog.write(f"content/articles/面接/{case.name}.md", f"{top}{added}{case.body}\n")
    return blog.build()


@pytest.mark.xdist_group("broken links")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_it_is_told_once(case: Case, built: Built) -> None:
    found = [each for each in built.messages if each.path == f"content/articles/面接/{case.name}.md"]
    assert [case.fits(each) for each in found] == [True], found


@pytest.mark.xdist_group("broken links")
def test_there_is_nothing_else_to_tell(built: Built) -> None:
    assert built.code == 1
    assert len(built.messages) == len(CASES)
    assert len({case.kind for case in CASES}) == len(CASES) >= 70
