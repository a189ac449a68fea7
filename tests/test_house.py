"""The rules of the house: who may import whom, what every package has, and that the README tells the truth."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pelicanconf
from tests.support import ROOT

PLUGINS = ROOT / "plugins"
GROUND = ("core", "dialect")
"""The rooms that all may stand on; the first stands on nothing, each further one on those before it."""

STANDS_ON = {"preview": "builds"}
"""The rooms that stand on another one: a preview is a build that stays."""

KNOW_PELICAN = (
    "core/contents.py",
    "core/reading.py",
    "builds/command.py",
    "frontmatter/reader.py",
    "frontmatter/snapshot.py",
    "preview/command.py",
    "preview/worker.py",
)
"""The modules beside `plugin.py` that may import Pelican."""

MAX_LINES = 450
LONG = {"search/index.py": "the format of the index and what writes it are one thing, described at its top"}
"""Modules that may be longer, each with its reason."""

COMMANDS = ("github", "preview", "wordpress")
"""Rooms that are a command: nothing of them works in a build, so they have no `plugin.py`."""

PACKAGES = sorted(path.parent for path in PLUGINS.glob("*/__init__.py") if path.parent.name not in COMMANDS)
MODULES = sorted(PLUGINS.rglob("*.py"))


def imports(module: Path) -> Iterator[tuple[str, int]]:
    """Yield every name that a module imports, also inside functions, with its line."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}:{node.lineno}: a relative import"
            yield str(node.module), node.lineno
            for name in node.names:
                yield f"{node.module}.{name.name}", node.lineno


def room_of(name: str) -> str | None:
    """Return the room that an imported name belongs to."""
    parts = name.split(".")
    return parts[1] if parts[0] == "plugins" and len(parts) > 1 else None


def relative(path: Path) -> str:
    return path.relative_to(PLUGINS).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_rooms_stand_on_the_ground_alone(module: Path) -> None:
    if module.parent == PLUGINS:
        return
    room = module.relative_to(PLUGINS).parts[0]
    allowed = {room, STANDS_ON.get(room, room), *(GROUND[: GROUND.index(room)] if room in GROUND else GROUND)}
    wrong = [
        f"{module}:{line}: {name}" for name, line in imports(module) if room_of(name) not in {None, *allowed}
    ]
    assert wrong == []


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_only_plugin_py_knows_pelican(module: Path) -> None:
    if module.name == "plugin.py" or relative(module) in KNOW_PELICAN:
        return
    wrong = [f"{module}:{line}: {name}" for name, line in imports(module) if name.split(".")[0] == "pelican"]
    assert wrong == []


@pytest.mark.parametrize("name", KNOW_PELICAN)
def test_the_exceptions_are_needed(name: str) -> None:
    assert any(each.split(".")[0] == "pelican" for each, _ in imports(PLUGINS / name))


@pytest.mark.parametrize("package", PACKAGES, ids=relative)
def test_every_room_has_one_door(package: Path) -> None:
    module = importlib.import_module(f"plugins.{package.name}")
    assert module.__doc__
    assert callable(module.register)
    assert module.register.__module__ == f"plugins.{package.name}.plugin"
    assert "register" in module.__all__
    source = (package / "__init__.py").read_text(encoding="utf-8")
    statements = [type(node) for node in ast.parse(source).body[1:]]
    assert set(statements) <= {ast.ImportFrom, ast.Assign}, "the door only names what is inside"


@pytest.mark.parametrize("package", PACKAGES, ids=relative)
def test_every_room_is_in_use(package: Path) -> None:
    assert f"plugins.{package.name}" in pelicanconf.PLUGINS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_one(name: str) -> None:
    assert importlib.import_module(f"plugins.{name}").__doc__
    assert (PLUGINS / name / "__main__.py").is_file()
    assert not (PLUGINS / name / "plugin.py").exists()
    callers = [ROOT / "Makefile", *(ROOT / ".github" / "workflows").glob("*.yml")]
    assert any(f"-m plugins.{name} " in path.read_text(encoding="utf-8") for path in callers)
    assert f"plugins.{name}" not in pelicanconf.PLUGINS


def test_every_plugin_is_there() -> None:
    assert [
        name for name in pelicanconf.PLUGINS if not (ROOT / name.replace(".", "/") / "__init__.py").is_file()
    ] == []
    assert len(set(pelicanconf.PLUGINS)) == len(pelicanconf.PLUGINS)


def test_the_ground_comes_first_and_the_gate_last() -> None:
    assert pelicanconf.PLUGINS[0] == "plugins.core"
    assert pelicanconf.PLUGINS[-1] == "plugins.builds"


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_no_module_is_long_without_a_reason(module: Path) -> None:
    lines = module.read_text(encoding="utf-8").count("\n")
    assert lines <= MAX_LINES or relative(module) in LONG


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_every_module_says_what_it_is(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


def test_no_package_among_the_tests() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def readme_table() -> Iterator[tuple[str, str]]:
    """Yield the columns «I touch» and «What tells me» of the README's table."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    _, heading, rest = text.partition("Where do I change …?")
    assert heading, "README.md has no table «Where do I change …?»"
    rows = [line for line in re.split(r"\n#", rest)[0].splitlines() if line.startswith("|")]
    for row in rows[2:]:
        _, touch, tells = (cell.strip() for cell in row.strip("|").split("|"))
        yield touch, tells


def test_the_readme_names_only_what_there_is() -> None:
    rows = list(readme_table())
    assert len(rows) >= 6
    named = {
        path
        for row in rows
        for cell in row
        for path in re.findall(r"`([^`]+)`", cell)
        if re.fullmatch(r"[\w./-]+", path) and ("/" in path or "." in path)
    }
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_links_of_the_guides_lead_somewhere() -> None:
    dead = []
    for guide in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(
            r"\]\(([^)\s]+)\)",
            re.sub(r"```.*?```|`[^`]*`", "", guide.read_text(encoding="utf-8"), flags=re.DOTALL),
        ):
            path = target.partition("#")[0]
            if path and ":" not in path and not (guide.parent / path).exists():
                dead.append(f"{guide.name}: {target}")
    assert dead == []
