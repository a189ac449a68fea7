"""The output folder: as a whole the new site, or as it was.

A build is made in a folder beside the output (`staging`). Then a journal of what is to be moved and deleted is
written and synced, and only then files are renamed, one after the other; where there was no output folder, all at
once. Whoever comes next finishes a journal that was interrupted, so that the published site is never a mixture for
longer than that.

Only files that a former build wrote are ever deleted; they are listed in the manifest. A folder that is not empty
and does not bear our marker is refused.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.builds import front
from plugins.builds.front import boot
from plugins.core.moves import move
from plugins.core.outputs import SPARE, WAITING, Made, Outputs, Stat, digest, staged_file

MARKER = ".made-by-make"
MARKER_TEXT = "このフォルダーは make html が作ります。中のファイルは書き換えないでください。\n"


class OutputRefused(Exception):  # noqa: N818 - a decision, with a message for the writer
    """The output folder cannot be used."""


@dataclass(frozen=True)
class Output:
    """One output folder and what is remembered of it. `state` is a folder outside of it."""

    folder: Path
    state: Path

    @property
    def staging(self) -> Path:
        """Where the next site is made: beside the output, so that files can be renamed into it."""
        return self.folder.with_name(f".{self.folder.name}.staging")

    @property
    def _journal(self) -> Path:
        return self.state / "journal"

    @property
    def manifest(self) -> Path:
        """The list of what is published."""
        return self.state / "manifest"

    @contextlib.contextmanager
    def lock(self, on_wait: Any) -> Iterator[None]:
        """Keep other builds out, of other outputs too: they remember words and pictures in the same places.

        `on_wait` is called when one has to be waited for.
        """
        self.state.mkdir(parents=True, exist_ok=True)
        with self.state.with_name("lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                on_wait()
                fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def prepare(self, as_published: str = "") -> Outputs:
        """Finish what was interrupted, check the folder, and return the files of the next site: none yet.

        `as_published` names the manifest (`front.name_of`) whose files are known to be as they were published.
        """
        self._roll_forward(interrupted=True)
        self._check()
        is_new = not self.folder.exists()
        if is_new:
            shutil.rmtree(self.staging / WAITING, ignore_errors=True)  # all that waits will be published
        (self.staging / WAITING).mkdir(parents=True, exist_ok=True)
        is_known = bool(as_published) and front.name_of(str(self.manifest)) == as_published
        return Outputs(
            self.folder,
            self.staging,
            self._read_manifest(),
            is_as_published=is_known and not is_new,
            is_new=is_new,
            spare=self._spare() if is_new else frozenset(),
        )

    def publish(self, outputs: Outputs) -> tuple[int, int]:
        """Make the staged site the published one; return how many files were written and how many are as they were."""
        outputs.adopt()
        old, new = outputs.before, outputs.made
        deletes = sorted(set(old) - set(new))
        if not outputs.is_new:
            self._check_conflicts(outputs.staged - set(old), deletes)
        _mark(self.staging / WAITING if outputs.is_new else self.folder)
        if outputs.staged or deletes or new != old or outputs.is_new:
            journal = {
                "staged": sorted(outputs.staged),
                "deletes": deletes,
                "manifest": new,
                "is_new": outputs.is_new,
            }
            front.write_sealed(str(self._journal), journal, is_synced=True)
        self._roll_forward(interrupted=False)
        shutil.rmtree(self.staging / SPARE, ignore_errors=True)
        return len(outputs.staged), len(new) - len(outputs.staged)

    def clean(self) -> bool:
        """Clear the output folder away; False where there is none. Raises `OutputRefused` where it is not ours.

        Its files are kept for the next build to write into; their names, folders and links are not.
        """
        if not self.folder.exists():
            return False
        self._check()
        shutil.rmtree(self.staging, ignore_errors=True)
        spare, gone = self.staging / SPARE, self.staging / self.folder.name
        spare.mkdir(parents=True)
        try:
            self.folder.rename(gone)
        except OSError:  # a folder that cannot be moved, as the place of a disk
            shutil.rmtree(self.folder)
            return True
        usual = stat.S_IFREG | 0o666 & ~front.umask(), os.geteuid(), 1
        for folder, _, names in os.walk(gone):
            for name in names:
                path = f"{folder}/{name}"
                seen = os.lstat(path)
                if (seen.st_mode, seen.st_uid, seen.st_nlink) == usual:
                    own = os.fsencode(path.removeprefix(f"{gone}/"))
                    os.rename(path, f"{spare}/{digest(own)}")  # noqa: PTH104 - asked for every file of a site
        shutil.rmtree(gone)
        return True

    def _spare(self) -> frozenset[str]:
        """Return the files that a new site may be written into: as new ones, they are for those to read who may by default."""
        try:
            mode = (self.staging / SPARE).stat().st_mode
        except FileNotFoundError:
            return frozenset()
        is_usual = stat.S_IMODE(mode) == 0o777 & ~front.umask()
        return frozenset(path.name for path in (self.staging / SPARE).iterdir()) if is_usual else frozenset()

    def _check(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            msg = f"「{self.folder}」はフォルダーではありません。OUTPUTDIR を確かめてください。"
            raise OutputRefused(msg)
        if self.folder.is_dir() and any(self.folder.iterdir()) and not (self.folder / MARKER).is_file():
            msg = f"「{self.folder}」には、このしくみが作ったのではないファイルがあります。空のフォルダーを OUTPUTDIR に選んでください。"
            raise OutputRefused(msg)

    def _check_conflicts(self, moves: AbstractSet[str], deletes: Iterable[str]) -> None:
        """Refuse a file of others where the new site needs a folder, or the other way round."""
        ours = {self.folder / name for name in deletes}
        checked = {""}
        for name in moves:
            target = self.folder / name
            found = [path for path in target.rglob("*") if path.is_file()] if target.is_dir() else []
            above = name.rpartition("/")[0]
            while above not in checked:
                checked.add(above)
                is_file = above in moves or (self.folder / above).is_file()
                found += [self.folder / above] if is_file else []
                above = above.rpartition("/")[0]
            for path in found:
                if path not in ours:
                    msg = f"「{path}」があるため「{target}」を作れません。別の場所へ動かしてください。サイトは前のままです。"
                    raise OutputRefused(msg)

    def _read_manifest(self) -> Mapping[str, Made]:
        """Return what was published. Nothing is known of its files' bytes when the machine has started since."""
        found = _read(self.manifest)
        files: dict[str, Made] = found.get("files", {})
        if found.get("boot") != boot():
            return {name: (key, own, None) for name, (key, own, _stat) in files.items()}
        return files

    def _roll_forward(self, *, interrupted: bool) -> None:
        """Do what the journal says. `interrupted`: every step may have been done before."""
        journal = _read(self._journal)
        if set(journal) == {"staged", "deletes", "manifest", "is_new"}:
            files, is_new = journal["manifest"], journal["is_new"]
            is_moved = is_new and not interrupted and not self.folder.exists()
            if is_moved:
                os.replace(self.staging / WAITING, self.folder)  # noqa: PTH105 - as below
            elif is_new:
                _mark(self.folder)
            for name in journal["deletes"]:
                # What is a folder now, or lies below what is a file now, was deleted and its place taken already.
                for path in (f"{self.folder}/{name}", staged_file(self.staging, name, is_new=is_new)):
                    with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                        os.unlink(path)  # noqa: PTH108 - asked hundreds of times
                _remove_empty(self.folder, name)
            for name in journal["staged"]:
                source, target = staged_file(self.staging, name, is_new=is_new), f"{self.folder}/{name}"
                key, own, _ = files[name]
                is_there = is_moved or (interrupted and _holds(target, own))
                if not is_there and (not interrupted or _holds(source, own)):
                    move(source, target)
                    is_there = True
                # Somebody has cleared up, or the power was gone: without a stat the file is read, and made again.
                seen = Stat.of(target) if is_there else None
                files[name] = key, own, seen and tuple(seen)
            front.write_sealed(str(self.manifest), {"boot": boot(), "files": files}, is_synced=True)
        self._journal.unlink(missing_ok=True)
        self._empty_staging()

    def _empty_staging(self) -> None:
        """Leave nothing but the files that the next build overwrites."""
        for path in self.staging.glob("*"):
            if path.name not in (WAITING, SPARE):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _mark(folder: Path) -> None:
    """Make a folder that bears our marker."""
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / MARKER
    if not marker.is_file():
        marker.write_text(MARKER_TEXT, encoding="utf-8")


def _holds(path: str, own: str) -> bool:
    """Say whether a file has the bytes of that hash."""
    try:
        return digest(Path(path).read_bytes()) == own
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _read(path: Path) -> dict[str, Any]:
    """Return the mapping in a file of ours; a missing, broken or foreign one is an empty one."""
    value = front.read_sealed(str(path))
    return value if isinstance(value, dict) else {}


def _remove_empty(top: Path, name: str) -> None:
    """Remove the folders above a deleted file that are empty now."""
    while name := name.rpartition("/")[0]:
        try:
            os.rmdir(f"{top}/{name}")  # noqa: PTH106 - as above
        except OSError:
            return
