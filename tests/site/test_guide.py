"""The writers' guide, `docs/writing.md`: every example in it is built, and nothing that writers may use is missing.

An example is a block with the info string `markdown`; a block of `yaml` begins with the name of its file in
`content/data/`. Comments right before a block say more about it:

    <!-- 間違いの例: エラー: … -->      it shows a mistake and gets exactly this message; `…` stands for any text
    <!-- ファイル: content/… -->         it is that file, not an article
    <!-- 図: NAME -->                    `docs/images/parts/NAME.png` shows it (`test_parts_shots.py`)
"""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from PIL import Image
from pydantic import BaseModel, RootModel

import pelicanconf
from plugins.callouts.kinds import ALERTS, KINDS
from plugins.core.data import Record
from plugins.core.dates import EXAMPLES
from plugins.core.problems import Problems
from plugins.core.site import Site
from plugins.dialect.convert import Converter, heading_slug
from plugins.dialect.grammar import Dialect, dialect_of
from plugins.frontmatter.fields import FIELDS, STATUSES
from plugins.links.settings import LinksSettings
from tests.support import ROOT, Blog, Built, Message, head, short

GUIDE = ROOT / "docs" / "writing.md"
PICTURES = ROOT / "docs" / "images" / "parts"
FOLDER = "content/articles/面接"
THEME = str(ROOT / "theme")

pytestmark = pytest.mark.xdist_group("guide")

_FENCE = re.compile(r"(?P<ticks>`{3,}|~{3,})(?P<info>[a-z]*)")
_COMMENT = re.compile(r"<!-- (?P<text>.*) -->")
_MISTAKE, _FILE, _PICTURE = "間違いの例: ", "ファイル: ", "図: "
_WIDE = "全角の例"


# ---- the examples ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Example:
    """One block of the guide."""

    line: int
    info: str
    text: str
    notes: tuple[str, ...]

    def noted(self, word: str) -> tuple[str, ...]:
        """Return what the comments before the block say under a word."""
        return tuple(note.removeprefix(word) for note in self.notes if note.startswith(word))

    @property
    def messages(self) -> tuple[str, ...]:
        return self.noted(_MISTAKE)

    @property
    def picture(self) -> str | None:
        return next(iter(self.noted(_PICTURE)), None)

    @property
    def path(self) -> str:
        """The file of a blog that it becomes."""
        if self.info == "yaml":
            return self.text.partition("\n")[0].removeprefix("# ")
        return next(iter(self.noted(_FILE)), f"{FOLDER}/rei-{self.line}.md")

    @property
    def article(self) -> str:
        """The text of its file."""
        is_whole = self.info == "yaml" or self.noted(_FILE) or self.text.startswith("---")
        return self.text if is_whole else head(title=f"{self.line}行目の例", toc="no") + self.text


def read_examples(text: str) -> Iterator[Example]:
    """Yield the blocks of the guide, with the comments that stand right before each."""
    notes: list[str] = []
    lines: list[str] = []
    ticks = info = ""
    start = 0
    for number, line in enumerate(text.splitlines(), 1):
        if ticks:
            if line == ticks:
                yield Example(start, info, "".join(f"{each}\n" for each in lines), tuple(notes))
                ticks, notes, lines = "", [], []
            else:
                lines.append(line)
        elif match := _FENCE.fullmatch(line):
            ticks, info, start = match["ticks"], match["info"], number
        elif match := _COMMENT.fullmatch(line):
            notes.append(match["text"])
        else:
            notes = []
    assert not ticks, f"{GUIDE}:{start}: the block has no end"


@cache
def guide() -> str:
    return GUIDE.read_text(encoding="utf-8")


@cache
def examples() -> tuple[Example, ...]:
    return tuple(each for each in read_examples(guide()) if each.info in ("markdown", "yaml"))


def right() -> list[Example]:
    return [each for each in examples() if not each.messages]


def mistakes() -> list[Example]:
    return [each for each in examples() if each.messages]


def params(found: Iterable[Example]) -> list[Any]:
    return [pytest.param(each, id=f"line-{each.line}") for each in found]


@cache
def prose() -> str:
    """Return the guide with the lines of its blocks left empty."""
    return re.sub(
        r"^(`{3,}|~{3,})[a-z]*\n.*?^\1$",
        lambda match: "\n" * match[0].count("\n"),
        guide(),
        flags=re.MULTILINE | re.DOTALL,
    )


def chapter(title: str) -> str:
    """Return the text of a chapter or a section with its blocks, up to the next one of its level."""
    lines = guide().splitlines(keepends=True)
    levels = {
        number: (len(match[1]), match[2])
        for number, line in enumerate(prose().splitlines())
        if (match := re.fullmatch(r"(#{2,}) (.*)", line))
    }
    start = next(number for number, (_, text) in levels.items() if title in text)
    end = next(
        (number for number, (level, _) in levels.items() if number > start and level <= levels[start][0]),
        None,
    )
    return "".join(lines[start + 1 : end])


def rows(text: str) -> list[list[str]]:
    """Return the cells of all table rows of a text."""
    return [
        [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in text.splitlines()
        if line.startswith("|")
    ]


# ---- a blog in which they stand ----------------------------------------------------------------------------------

ARTICLES = {
    "面接/mensetsu-nagare.md": (
        "一次・二次・最終面接は何が違う？段階ごとに見られることと準備",
        "## 三つの面接を並べてみる\n\n一次・二次・最終面接では、相手の立場も知りたいことも変わります。\n",
    ),
    "面接/gyaku-shitsumon.md": (
        "面接の逆質問は何を聞く？相手の立場に合わせた選び方と例文",
        "逆質問は、相手の立場に合わせて選びます。\n",
    ),
    "応募書類/shokumu-keirekisho.md": (
        "職務経歴書の書き方",
        "職務経歴書は、新しい仕事から書きます。\n",
    ),
}
"""Articles that the examples link to; the sample content has ones of these names."""

IMAGES = ("mensetsu-nagare.png", "hayakawa.png", "logo.svg", "services/komichi.svg")

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'


def picture(width: int, height: int) -> bytes:
    data = io.BytesIO()
    Image.new("P", (width, height)).save(data, "PNG")
    return data.getvalue()


def make_guide_blog(root: Path, shown: Iterable[Example]) -> Blog:
    """Make a blog with the data and parts of the guide, what its examples need, and these examples as articles."""
    blog = Blog(root)
    blog.conf(every_room=True)
    for name, (title, body) in ARTICLES.items():
        source = f"{head(title=title, date='2026-02-18', image='../../images/mensetsu-nagare.png')}{body}"
        blog.write(f"content/articles/{name}", source)
    blog.write("content/pages/profile.md", head(title="プロフィール", date="") + "早川みのりです。\n")
    for name in IMAGES:
        blog.write(f"content/images/{name}", _SVG if name.endswith(".svg") else picture(1200, 630))
    for each in examples():
        if each.info == "yaml" or each.noted(_FILE):
            blog.write(each.path, each.text)
    for each in shown:
        blog.write(each.path, each.article)
    return blog


Messages = dict[str, list[str]]


def by_file(messages: Iterable[Message]) -> Messages:
    found: Messages = {}
    for each in messages:
        found.setdefault(each.path, []).append(f"{each.level.label}: {each.message}")
    return found


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Messages]:
    """Give the site of all right examples, and what was said about each file."""
    built = make_guide_blog(tmp_path_factory.mktemp("good"), right()).build(theme=THEME)
    return built, by_file(built.messages)


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Messages:
    """Give what is said about the examples of mistakes."""
    blog = make_guide_blog(tmp_path_factory.mktemp("bad"), mistakes())
    built = blog.build(theme=THEME)
    assert built.code == 1
    return by_file(built.messages)


@pytest.fixture(scope="module")
def dialect(tmp_path_factory: pytest.TempPathFactory) -> Dialect:
    """Give the dialect of the site."""
    blog = make_guide_blog(tmp_path_factory.mktemp("dialect"), [])
    settings = vars(pelicanconf) | {"PATH": str(blog.content), "PROBLEMS": Problems()}
    return dialect_of(pelicanconf.PLUGINS, Site(), settings)


# ---- every example means what the guide says ---------------------------------------------------------------------


@pytest.mark.parametrize("example", params(right()))
def test_right_example(example: Example, good: tuple[Built, Messages]) -> None:
    assert good[1].get(example.path, []) == []


def test_all_right_examples_make_one_site(good: tuple[Built, Messages]) -> None:
    built, messages = good
    assert (built.code, messages) == (0, {})
    published = [each for each in right() if each.path.startswith(FOLDER) and not each.text.startswith("---")]
    assert published
    for each in published:
        assert (built.output / f"rei-{each.line}" / "index.html").is_file(), f"{GUIDE}:{each.line}"


@pytest.mark.parametrize("example", params(mistakes()))
def test_mistake(example: Example, bad: Messages) -> None:
    found = bad.get(example.path, [])
    assert len(found) == len(example.messages), found
    for wanted, message in zip(example.messages, found, strict=True):
        assert re.fullmatch(".*".join(map(re.escape, wanted.split("…"))), message), (wanted, message)


def test_ten_mistakes() -> None:
    text = chapter("よくある10の間違いと直し方")
    assert len(re.findall(r"^### 間違い\d+ ", text, re.MULTILINE)) == 10
    assert len([each for each in mistakes() if each.text in text]) == 10


def test_full_width_signs_mean_what_half_width_ones_do(good: tuple[Built, Messages]) -> None:
    example = next(each for each in right() if _WIDE in each.notes)
    page = good[0].page(f"/rei-{example.line}/").partition("<article>")[2].partition("</article>")[0]
    for part in (
        "<h2",
        f'class="{short(".callout .callout--point").replace(".", "")}"',
        ">結論から話す<",
        "<ul>",
        "<ol>",
        "<blockquote>",
        f"class={short('.related-link__card')[1:]}",
    ):
        assert part in page
    assert not re.search(r"[＃＞]|：：|・[一二]文|．[求応]", page)


def test_what_gives_no_message(dialect: Dialect) -> None:
    """The slips that stay text: a room that learns to report one asks for it to leave this table."""
    converter = Converter.for_dialect(dialect)
    found: list[str] = []
    typed = [
        source
        for row in rows(chapter("メッセージが出ないもの"))[2:]
        for source in re.findall(r"`([^`]+)`", row[0])
    ]
    assert typed
    for source in typed:
        converter.convert(source, 1, lambda level, _line, text: found.append(f"{level.label}: {text}"))
    assert found == []


# ---- nothing is missing ------------------------------------------------------------------------------------------


def test_every_key_of_the_head() -> None:
    text = chapter("2. 記事の先頭")
    first = [row[0] for row in rows(text)]
    assert [key for key in FIELDS if f"`{key}`" not in first] == []
    whole = next(each for each in right() if each.text in text)
    assert [key for key in FIELDS if f"\n{key}: " not in whole.text] == [], "the first example has every key"
    assert [
        status for status in STATUSES if f"`{status}`" not in text and f"status: {status}" not in text
    ] == []


def test_every_form_of_a_date() -> None:
    text = chapter("日付の書き方")
    assert [form for form in EXAMPLES.split("、") if f"`{form}`" not in text] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word)
def test_every_box(kind: Any) -> None:
    text = chapter("4. ボックス")
    row = next(row for row in rows(text) if re.match(rf"\[{re.escape(kind.name)}\]", row[0]))
    assert [alias for alias in kind.aliases if f"`{alias}`" not in row[1]] == []
    assert row[2] == kind.title
    example = next(each for each in right() if each.picture == kind.word)
    assert f":::{kind.name}" in example.text


def test_every_alert() -> None:
    text = chapter("GitHub の書き方")
    assert [name for name in ALERTS if f"`[!{name}]`" not in text] == []


def test_every_fence(dialect: Dialect) -> None:
    used = "".join(each.text for each in right())
    for kind in dialect.fences.values():
        assert re.search(rf"^:{{3,}}{re.escape(kind.name)}(?: |$)", used, re.MULTILINE), kind.name
        assert [alias for alias in kind.aliases if f"`{alias}`" not in guide()] == [], kind.name


def test_every_embed(dialect: Dialect) -> None:
    lines = [line for each in right() for line in each.text.splitlines()]
    for name in dialect.embeds:
        assert any(line.startswith(f"@[{name}]") for line in lines), name


def test_every_line_with_a_meaning(dialect: Dialect) -> None:
    lines = [line.strip() for each in examples() for line in each.text.splitlines()]
    unmet = [rule.name for rule in dialect.lines.values() if not any(map(rule.pattern.fullmatch, lines))]
    assert unmet == []


def test_every_label() -> None:
    assert [label for label in LinksSettings().labels if f"`{label}`" not in chapter("関連記事>>")] == []


def models() -> Iterator[type[BaseModel]]:
    """Yield the models of the files in `content/data/`, of every plugin of the site."""
    for name in pelicanconf.PLUGINS:
        package = importlib.import_module(name)
        for path in sorted(Path(str(package.__file__)).parent.glob("[!_]*.py")):
            module = importlib.import_module(f"{name}.{path.stem}")
            for value in vars(module).values():
                is_model = isinstance(value, type) and issubclass(value, Record) and value is not Record
                if is_model and not issubclass(value, RootModel) and value.__module__ == module.__name__:
                    yield value


@pytest.mark.parametrize("model", list(models()), ids=lambda model: f"{model.__module__}.{model.__name__}")
def test_every_key_of_the_data(model: type[BaseModel]) -> None:
    text = "".join(chapter(each) for each in ("投票ボタン", "サービスの紹介とランキング", "サイトの設定"))
    assert [name for name in model.model_fields if f"`{name}`" not in text] == []


# ---- what the guide says of messages, and where it leads ----------------------------------------------------------


def test_messages_are_those_of_the_code() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("plugins/**/*.py")))
    source = re.sub(r'"\s*\n?\s*f?"', "", source)
    said = [row[0] for row in rows(chapter("エラーメッセージの読み方")) if row[0] != "---"]
    headings = {"重さ", "メッセージ", "エラー", "警告", "ヒント"}
    pieces = [piece for each in said if each not in headings for piece in each.split("…")]
    assert [piece for piece in pieces if piece not in source] == []


def test_links_of_the_guide() -> None:
    anchors = {heading_slug(each) for each in re.findall(r"^#+ (.+)$", prose(), re.MULTILINE)}
    text = re.sub(r"(`+).+?(?<!`)\1(?!`)", "", re.sub(r"<!-- .* -->", "", prose()))
    for target in re.findall(r"\]\(([^()\s]+)\)", text):
        path, _, anchor = target.partition("#")
        if path:
            assert target.startswith("http") or (GUIDE.parent / path).exists(), target
        else:
            assert unquote(anchor) in anchors, target


def test_pictures_of_the_guide() -> None:
    """Each picture is there, small, and of an example; each example that has one shows it."""
    linked = re.findall(r"!\[[^\]]+\]\(images/parts/([a-z-]+)\.png\)", guide())
    assert sorted(linked) == sorted({each.picture for each in right() if each.picture})
    assert sorted(linked) == sorted(path.stem for path in PICTURES.glob("*.png"))
    assert [name for name in linked if (PICTURES / f"{name}.png").stat().st_size > 40_000] == []
