"""The output folder is as a whole the new site or as it was, wherever the computer stops."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from plugins.builds import front
from plugins.builds import output as output_module
from plugins.builds.output import MARKER, Output, OutputRefused
from plugins.core import moves
from plugins.core.outputs import WAITING, Outputs, Stat
from tests.support import snapshot

OLD = {
    "same.html": "1",
    "changed.html": "1",
    "gone/index.html": "1",
    "gone/deep/index.html": "1",
    "x/index.html": "1",
}
NEW = {
    "same.html": "1",
    "changed.html": "2",
    "new/index.html": "1",
    "new/deep/index.html": "1",
    "gone": "now a file",
}
FOREIGN = {"CNAME": "example.com", "x/notes.txt": "the owner's"}


@pytest.fixture(autouse=True, params=[True, False], ids=["exchanging", "replacing"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Try a system that can exchange files, and one that cannot."""
    if not request.param:
        monkeypatch.setattr(moves, "_renameat2", lambda: None)
    elif moves._renameat2() is None:
        pytest.skip("this system cannot exchange files")


@pytest.fixture
def output(tmp_path: Path) -> Output:
    return Output(tmp_path / "output", tmp_path / "state")


def stage(output: Output, files: Mapping[str, str]) -> Outputs:
    """Half of the files come through `Outputs`, half are written into the staging folder as Pelican does."""
    output.state.mkdir(parents=True, exist_ok=True)
    outputs = output.prepare()
    for number, (name, text) in enumerate(files.items()):
        if number % 2:
            outputs.write(name, text.encode())
        else:
            (outputs.staging / name).parent.mkdir(parents=True, exist_ok=True)
            (outputs.staging / name).write_text(text, encoding="utf-8")
    return outputs


def publish(output: Output, files: Mapping[str, str]) -> tuple[int, int]:
    with output.lock(lambda: None):
        return output.publish(stage(output, files))


def add_foreign(output: Output) -> None:
    for name, text in FOREIGN.items():
        (output.folder / name).write_text(text, encoding="utf-8")


def shown(output: Output) -> dict[str, str]:
    """Return what is published, with the owner's files, without the marker."""
    return {name: data.decode() for name, data in snapshot(output.folder).items() if name != MARKER}


def test_a_first_site(output: Output) -> None:
    assert publish(output, OLD) == (5, 0)
    assert shown(output) == OLD
    assert (output.folder / MARKER).is_file()
    assert not any(output.staging.iterdir())


def test_a_first_site_is_put_in_place_by_one_move(output: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output_module, "move", lambda source, _target: pytest.fail(f"moved {source}"))
    publish(output, OLD)
    assert shown(output) == OLD


def test_what_a_failed_first_build_left_is_not_published(output: Output) -> None:
    stage(output, OLD)
    publish(output, NEW)
    assert shown(output) == NEW


def test_a_folder_that_comes_meanwhile_is_filled(output: Output) -> None:
    outputs = stage(output, NEW)
    output.folder.mkdir()
    (output.folder / "CNAME").write_text("example.com", encoding="utf-8")
    output.publish(outputs)
    assert shown(output) == NEW | {"CNAME": "example.com"}


@pytest.mark.parametrize("loss", ["none", "cleared up", "zeros"])
def test_a_stop_at_any_step_of_a_first_site(tmp_path: Path, loss: str) -> None:
    seen: list[bool] = []
    for number in range(1_000):
        output = Output(tmp_path / str(number) / "output", tmp_path / str(number) / "state")
        outputs = stage(output, NEW)
        try:
            with stopping_before(number):
                output.publish(outputs)
        except Stopped:
            waiting = [path for path in (output.staging / WAITING).rglob("*") if path.is_file()]
            for path in waiting if loss != "none" else ():
                path.unlink() if loss == "cleared up" else path.write_bytes(bytes(path.stat().st_size))
            output.prepare()
            if loss == "none":
                assert not output.folder.exists() or shown(output) == NEW
            seen.append(output.folder.exists())
            publish(output, NEW)
            assert shown(output) == NEW
        else:
            break
    assert set(seen) == {False, True}
    assert seen == sorted(seen), "never back"


def test_the_next_site(output: Output) -> None:
    publish(output, OLD)
    add_foreign(output)
    os.utime(output.folder / "same.html", ns=(1, 1))
    before = (output.folder / "same.html").stat()
    assert publish(output, NEW) == (4, 1)
    assert shown(output) == NEW | FOREIGN
    after = (output.folder / "same.html").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert not (output.folder / "gone/deep").exists()
    assert (output.folder / "x").is_dir()


def test_what_was_published_is_overwritten_later_and_never_seen(output: Output) -> None:
    for text in ("1", "22", "", "333", "4"):
        publish(output, {"a.html": text, "b/c.html": text, "same.html": "1"})
        assert shown(output) == {"a.html": text, "b/c.html": text, "same.html": "1"}
    publish(output, {"a.html": "5"})
    assert len(list((output.staging / WAITING).iterdir())) <= 1


def test_a_copy_by_links_stays(output: Output, tmp_path: Path) -> None:
    """Some tools keep former sites by linking their files."""
    publish(output, {"a.html": "1"})
    os.link(output.folder / "a.html", tmp_path / "kept.html")
    for text in ("2", "3", "4"):
        publish(output, {"a.html": text})
    assert (tmp_path / "kept.html").read_text(encoding="utf-8") == "1"


@pytest.mark.parametrize("kind", ["link", "folder"])
def test_what_is_no_file_is_not_written_into(output: Output, tmp_path: Path, kind: str) -> None:
    publish(output, {"a.html": "1"})
    target = output.folder / "a.html"
    target.unlink()
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    target.symlink_to(tmp_path / "mine.txt") if kind == "link" else target.mkdir()
    if kind == "folder":
        with pytest.raises(IsADirectoryError):
            publish(output, {"a.html": "2"})
        target.rmdir()
    publish(output, {"a.html": "2"})
    publish(output, {"a.html": "3"})
    assert shown(output) == {"a.html": "3"}
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("loss", ["cleared up", "zeros", "an older text"])
def test_what_is_lost_between_journal_and_moves_is_made_again(tmp_path: Path, loss: str) -> None:
    """The power goes when the journal is written; what waited was not."""
    for number in range(100):
        output = Output(tmp_path / str(number) / "output", tmp_path / str(number) / "state")
        publish(output, OLD)
        try:
            with stopping_before(number):
                publish(output, NEW)
        except Stopped:
            pass
        else:
            break
        for path in (output.staging / WAITING).glob("*"):
            if loss == "cleared up":
                path.unlink()
            else:
                path.write_bytes(bytes(path.stat().st_size) if loss == "zeros" else b"0")
        publish(output, NEW)
        assert shown(output) == NEW


def test_after_a_start_of_the_machine_files_are_read(output: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that were not synced may be lost while the dates are kept."""
    publish(output, OLD)
    path = output.folder / "same.html"
    before = path.stat()
    path.write_bytes(bytes(before.st_size))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    manifest = front.read_sealed(str(output.manifest))
    key, digest, _ = manifest["files"]["same.html"]
    manifest["files"]["same.html"] = key, digest, tuple(Stat.of(path) or ())
    front.write_sealed(str(output.manifest), manifest)
    monkeypatch.setattr(output_module, "boot", lambda: "another")
    publish(output, OLD)
    assert shown(output) == OLD


def test_who_has_just_looked_at_the_output_is_believed(
    output: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(output, OLD)
    known = front.name_of(str(output.manifest))
    monkeypatch.setattr(Stat, "of_file", lambda path: pytest.fail(f"asked for {path}"))
    assert output.prepare(known).published("same.html")
    with pytest.raises(pytest.fail.Exception, match="asked for"):
        output.prepare("that of another build").published("same.html")


def test_nobody_is_believed_after_an_interrupted_build(tmp_path: Path) -> None:
    for number in range(100):
        output = stopped_site(tmp_path / str(number), number)
        known = front.name_of(str(output.manifest))
        outputs = output.prepare(known)
        if shown(output) == NEW:
            assert not outputs.is_as_published or known == front.name_of(str(output.manifest))
            assert {name: outputs.read(name).decode() for name in outputs.before} == NEW
            break


def test_empty_folders_go(output: Output) -> None:
    publish(output, {"a/b/c/d.html": "1", "e.html": "1"})
    publish(output, {"e.html": "1"})
    assert [path.name for path in output.folder.iterdir() if path.name != MARKER] == ["e.html"]


def test_a_file_that_was_changed_by_hand_is_written_again(output: Output) -> None:
    publish(output, OLD)
    (output.folder / "same.html").write_text("by hand", encoding="utf-8")
    (output.folder / "changed.html").unlink()
    assert publish(output, OLD) == (2, 3)
    assert shown(output) == OLD


def test_without_a_manifest_nothing_is_deleted(output: Output) -> None:
    publish(output, OLD)
    shutil.rmtree(output.state)
    publish(output, {"new.html": "1"})
    assert shown(output) == OLD | {"new.html": "1"}


@pytest.mark.parametrize("garbage", ["", "{", "null", "[]", '"x"', "3", '{"a": 1}'])
@pytest.mark.parametrize("name", ["manifest", "journal"])
def test_a_broken_state_is_no_state(output: Output, name: str, garbage: str) -> None:
    publish(output, OLD)
    (output.state / name).write_text(garbage, encoding="utf-8")
    publish(output, OLD | {"new.html": "1"})
    assert shown(output) == OLD | {"new.html": "1"}


class Stopped(BaseException):
    """The power is gone."""


OPERATIONS: list[tuple[Any, str]] = [
    *((Path, name) for name in ("replace", "unlink", "rmdir", "mkdir", "write_text", "open")),
    *((os, name) for name in ("fsync", "makedirs", "replace", "unlink", "rmdir")),
    (output_module, "move"),
    (shutil, "rmtree"),
]


@contextmanager
def stopping_before(number: int) -> Iterator[None]:
    """Let that many operations on files pass, then stop."""
    passed = 0

    def counting(function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **keywords: Any) -> Any:
            nonlocal passed
            if passed == number:
                raise Stopped
            passed += 1
            return function(*arguments, **keywords)

        return counted

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in OPERATIONS:
            patch.setattr(owner, name, counting(getattr(owner, name)))
        yield


def test_a_stop_at_any_step_leaves_the_old_or_the_new_site(tmp_path: Path) -> None:
    seen: list[str] = []
    for number in range(1_000):
        output = Output(tmp_path / str(number) / "output", tmp_path / str(number) / "state")
        publish(output, OLD)
        add_foreign(output)
        outputs = stage(output, NEW)
        try:
            with stopping_before(number):
                output.publish(outputs)
        except Stopped:
            output.prepare()  # what the next command does first
            assert shown(output) in (OLD | FOREIGN, NEW | FOREIGN)
            seen.append("old" if shown(output) == OLD | FOREIGN else "new")
            publish(output, NEW | {"later.html": "1"})
            assert shown(output) == NEW | FOREIGN | {"later.html": "1"}
        else:
            break
    assert seen == sorted(seen, reverse=True), "old, old, …, new, new: never back"
    assert {"old", "new"} == set(seen)
    assert len(seen) > 10


def stopped_site(root: Path, number: int) -> Output:
    """Return an output whose publication stopped at an operation."""
    output = Output(root / "output", root / "state")
    publish(output, OLD)
    outputs = stage(output, NEW)
    with pytest.raises(Stopped), stopping_before(number):
        output.publish(outputs)
    return output


def test_a_stop_while_rolling_forward(tmp_path: Path) -> None:
    first = next(
        number
        for number in range(100)
        if (stopped_site(tmp_path / f"first{number}", number).state / "journal").exists()
    )
    for number in range(100):
        output = stopped_site(tmp_path / str(number), first)
        try:
            with stopping_before(number):
                output.prepare()
        except Stopped:
            output.prepare()
            assert shown(output) == NEW
        else:
            assert number > 5
            break


@pytest.mark.parametrize("name", ["letter.txt", ".hidden", "folder/x"])
def test_a_folder_of_someone_else_is_refused(output: Output, name: str) -> None:
    (output.folder / name).parent.mkdir(parents=True)
    (output.folder / name).write_text("mine", encoding="utf-8")
    with pytest.raises(OutputRefused, match="このしくみが作ったのではない"):
        output.prepare()
    with pytest.raises(OutputRefused):
        output.clean()
    assert shown(output) == {name: "mine"}


def test_a_file_is_no_folder(output: Output) -> None:
    output.folder.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputRefused, match="フォルダーではありません"):
        output.prepare()


def test_an_empty_folder_may_be_used(output: Output) -> None:
    output.folder.mkdir()
    publish(output, OLD)
    assert shown(output) == OLD


@pytest.mark.parametrize(("first", "then"), [(OLD, NEW), (NEW, OLD), (OLD, OLD)])
def test_clean(output: Output, first: Mapping[str, str], then: Mapping[str, str]) -> None:
    assert not output.clean()
    publish(output, first)
    add_foreign(output) if "x/index.html" in first else None
    assert output.clean()
    assert not output.folder.exists()
    assert not output.clean()
    assert publish(output, then) == (5, 0)
    assert shown(output) == then
    assert publish(output, then) == (0, 5)
    assert not any(path.is_dir() and not any(path.iterdir()) for path in output.folder.rglob("*"))


def test_a_new_site_is_written_into_the_files_of_the_one_that_was_cleared_away(output: Output) -> None:
    publish(output, OLD)
    inodes = {name: (output.folder / name).stat().st_ino for name in OLD}
    output.clean()
    publish(output, NEW)
    same = {name for name in NEW if (output.folder / name).stat().st_ino == inodes.get(name)}
    assert same == OLD.keys() & NEW.keys()
    assert not any(output.staging.iterdir())


def test_a_build_that_fails_takes_no_file_that_it_does_not_write(output: Output) -> None:
    publish(output, OLD)
    inode = (output.folder / "same.html").stat().st_ino
    output.clean()
    output.prepare().write("changed.html", b"1")
    publish(output, OLD)
    assert (output.folder / "same.html").stat().st_ino == inode


def test_what_the_owner_did_to_a_site_that_was_cleared_away_is_nothing_to_the_new_one(
    output: Output, tmp_path: Path
) -> None:
    publish(output, OLD)
    private = tmp_path / "private"
    private.mkdir()
    (private / "index.html").write_text("the owner's", encoding="utf-8")
    shutil.rmtree(output.folder / "x")
    (output.folder / "x").symlink_to(private)
    (output.folder / "changed.html").unlink()
    (output.folder / "changed.html").symlink_to(private / "index.html")
    (output.folder / "same.html").unlink()
    (output.folder / "same.html").hardlink_to(private / "index.html")
    (output.folder / os.fsdecode(b"no-utf8-\xff")).touch()
    (output.folder / "gone/CNAME").touch()
    output.clean()
    publish(output, OLD)
    assert shown(output) == OLD
    assert {path.name: path.read_text(encoding="utf-8") for path in private.iterdir()} == {
        "index.html": "the owner's"
    }


@pytest.mark.parametrize("umasks", [(0o077, 0o022, 0o022), (0o022, 0o077, 0o022), (0o077, 0o077, 0o022)])
def test_who_may_read_a_site_does_not_depend_on_the_one_that_was_cleared_away(
    output: Output, umasks: tuple[int, int, int]
) -> None:
    before = os.umask(umasks[0])
    try:
        publish(output, OLD)
        os.umask(umasks[1])
        (output.folder / "x").chmod(0o700)
        (output.folder / "x/index.html").chmod(0o600)
        output.clean()
        os.umask(umasks[2])
        publish(output, OLD)
    finally:
        os.umask(before)
    found = {path.stat().st_mode & 0o777 for path in (output.folder, *output.folder.rglob("*"))}
    assert found == {0o755, 0o644}


def test_a_site_that_cannot_be_moved_is_deleted(output: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(output, OLD)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", lambda self, _target: (self / "no such file").stat())
        assert output.clean()
    assert not output.folder.exists()
    publish(output, NEW)
    assert shown(output) == NEW


def test_a_folder_that_comes_after_clearing_away_is_filled(output: Output) -> None:
    publish(output, OLD)
    output.clean()
    output.folder.mkdir()
    publish(output, NEW)
    assert shown(output) == NEW
    assert {path.name for path in output.staging.iterdir()} <= {WAITING}


def test_clearing_away_that_was_interrupted(tmp_path: Path) -> None:
    for number in range(30):
        output = Output(tmp_path / str(number) / "output", tmp_path / str(number) / "state")
        output.folder.parent.mkdir()
        publish(output, OLD)
        try:
            with stopping_before(number):
                output.clean()
        except Stopped:
            assert not output.folder.exists() or shown(output) == OLD
            publish(output, NEW)
            assert shown(output) == NEW
        else:
            assert number > 5
            break
    else:
        pytest.fail("it never ended")


def test_nothing_is_known_to_be_published_where_the_folder_has_gone(output: Output) -> None:
    publish(output, OLD)
    found = front.name_of(str(output.manifest))
    assert output.prepare(found).is_as_published
    output.clean()
    assert not output.prepare(found).is_as_published


def test_a_name_is_that_of_a_file_or_of_a_folder(output: Output) -> None:
    publish(output, OLD)
    outputs = output.prepare()
    outputs.write("a/b/index.html", b"1")
    outputs.write("a", b"1")
    with pytest.raises(OutputRefused, match=r"「.*/a」があるため「.*/a/b/index\.html」"):
        output.publish(outputs)
    assert shown(output) == OLD


def test_what_the_owner_put_in_the_way_changes_nothing(output: Output) -> None:
    publish(output, OLD)
    (output.folder / "new").write_text("the owner's file, where a folder will be wanted", encoding="utf-8")
    before = shown(output)
    with pytest.raises((OutputRefused, OSError)):
        publish(output, NEW)
    assert shown(output) == before
    (output.folder / "new").unlink()
    publish(output, NEW)
    assert shown(output) == NEW
