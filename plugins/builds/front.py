"""What `make html` asks first: is anything new? A file of its own, for `python -I -S`: a question of hundredths of a second.

A build leaves a note (`write_note`): the folders it read, how their files looked before it began, the list of the files that
it published (the manifest), and what it said. While all that is so, and its day has not passed (what is new by date, what
is out of date), there is nothing to build. Where only inputs are others, the build need not look at its output again.

Where there is, the build is handed to an interpreter that is kept warm (`warm.py`), or this process becomes the build.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
import zlib

TYPE_CHECKING = False  # that of `typing` would cost more than the question
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import FrameType
    from typing import Any, Self

    File = tuple[str, tuple[str, str, tuple[int, int, int, int] | None]]
    """A published file as the manifest has it: its name; key, hash and stat."""
    Looks = tuple[list[str | int], int]

NOTE = "BUILD_NOTE"
"""The environment variable that names the file of the note."""
ASKED = "BUILD_ASKED"
"""The environment variable that holds what was asked for: the folder and the arguments, a line each."""
AS_PUBLISHED = "BUILD_AS_PUBLISHED"
"""The environment variable that names the manifest (`name_of`) whose files have all been found as they were published."""

_ENVIRONMENT = ("SITEURL", "SITE_NOW", ASKED)
_TICK = 20_000_000
"""Nanoseconds within which a file may change twice without another date."""

_LEFT_OUT = ("__pycache__", ".git")
_HALVED = 2_000
"""From so many files on, two processes look at them."""

ENDS = (0, 1, 2)
"""What a build is handed of the terminal."""


def boot() -> str:
    """Return what names the time since the machine started, where the system tells.

    What was not synced when the power went may hold anything under the dates that it had.
    """
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:  # noqa: PTH123 - pathlib costs more than the question
            return file.read().strip()
    except OSError:
        return ""


def read_sealed(path: str) -> Any:
    """Return the plain value that was written; None where the file is missing, damaged or of another Python."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as above
            data = file.read()
    except OSError:
        return None
    body = data[4:]
    if zlib.crc32(body).to_bytes(4, "big") != data[:4]:
        return None
    try:
        return marshal.loads(body)  # noqa: S302 - our own file; its checksum is that of what was written
    except (EOFError, ValueError, TypeError):
        return None


def write_sealed(path: str, value: Any, *, is_synced: bool = False) -> None:
    """Write a plain value (what `marshal` takes: no type of its own) as a whole, behind its checksum."""
    body = marshal.dumps(value)
    with open(path + ".part", "wb") as file:  # noqa: PTH123 - as above
        file.write(zlib.crc32(body).to_bytes(4, "big") + body)
        if is_synced:
            file.flush()
            os.fsync(file.fileno())
    os.replace(path + ".part", path)  # noqa: PTH105 - as above


def looks(places: Iterable[str]) -> Looks:
    """Return the names, dates and sizes of all files at and below some places in one list, and the newest date (ns).

    Of folders the names: their dates tell of compiled modules and the like, too.
    """
    found: list[str | int] = []
    newest = 0
    for place in places:
        for name, stat in _stats(place):
            found.append(name)
            if stat is not None:
                dates = stat.st_mtime_ns, stat.st_ctime_ns
                found += *dates, stat.st_ino, stat.st_size
                newest = max(newest, *dates)
    return found, newest


def by_name(found: Looks) -> dict[str, tuple[int, int, int, int]]:
    """Return the files of what `looks` has found: mtime and ctime (ns), inode and size."""
    values: list[Any] = found[0]
    return {
        name: (values[at + 1], values[at + 2], values[at + 3], values[at + 4])
        for at, name in enumerate(values)
        if type(name) is str and at + 4 < len(values) and type(values[at + 1]) is int
    }


def _stats(place: str) -> Iterator[tuple[str, os.stat_result | None]]:
    """Yield files with their stats, and folders without."""
    try:
        if not os.path.isdir(place):  # noqa: PTH112 - as above
            yield place, os.stat(place)  # noqa: PTH116 - as above
            return
    except OSError:
        return
    folders = [place]
    while folders:
        folder = folders.pop()
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name in _LEFT_OUT:
                    continue
                if entry.is_dir():
                    folders.append(entry.path)
                    yield entry.path, None
                elif (stat := _stat(entry)) is not None:
                    yield entry.path, stat


def _stat(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Return the stat of a file, or that of a link to nothing (an editor's lock); None for a file that has gone."""
    try:
        return entry.stat()
    except OSError:
        try:
            return entry.stat(follow_symlinks=False)
        except OSError:
            return None


def write_note(
    path: str,
    inputs: Sequence[str],
    before: Looks,
    started: int,
    output: Mapping[str, str],
    until: float,
    said: Sequence[str],
) -> None:
    """Write down that a build is done.

    `started`: when it began (ns); `output`: `folder` and `manifest`, its list of files; `said`: lines for stderr, the last
    for stdout.
    """
    if before[1] > started - _TICK:
        return  # something was written while the build began to read
    note = {
        "inputs": list(inputs),
        "looks": before[0],
        "output": dict(output),
        "made": name_of(output["manifest"]),
        "until": until,
        "environment": [os.environ.get(name) for name in _ENVIRONMENT],
        "said": list(said),
    }
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - as above
    write_sealed(path, note)


def name_of(path: str) -> str:
    """Return what tells a file from the one that was in its place before; nothing where there is none."""
    try:
        stat = os.stat(path)  # noqa: PTH116 - as above
    except OSError:
        return ""
    return f"{stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino} {stat.st_size}"


def read_note(path: str) -> dict[str, Any]:
    """Return the note of the last build, if its output is as it was published; else an empty one."""
    try:
        note: dict[str, Any] = read_sealed(path)
        is_last = name_of(note["output"]["manifest"]) == note["made"]
        manifest = read_sealed(note["output"]["manifest"])
        files = list(manifest["files"].items()) if is_last and manifest["boot"] == boot() else None
        return note if files is not None and are_published(note["output"]["folder"], files) else {}
    except (OSError, LookupError, TypeError, ValueError):  # what another version wrote; no process left
        return {}


def are_published(folder: str, files: list[File]) -> bool:
    """Say whether files look as they did when they were published.

    Raises `OSError` where no second process can be had.
    """
    if len(files) < _HALVED or not hasattr(os, "fork"):
        return _look_alike(folder, files)
    half = len(files) // 2
    other = os.fork()
    if other == 0:
        try:
            os._exit(not _look_alike(folder, files[half:]))
        finally:
            os._exit(1)
    ours = _look_alike(folder, files[:half])
    return os.waitpid(other, 0)[1] == 0 and ours


def _look_alike(folder: str, files: Iterable[File]) -> bool:
    try:
        for name, (_key, _digest, stat) in files:
            found = os.lstat(f"{folder}/{name}")
            if (found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size) != stat:
                return False
    except OSError:
        return False
    return True


def said_before(note: Mapping[str, Any], seen: Looks) -> list[str] | None:
    """Return what the last build said, if another would find nothing to do. `seen`: how its inputs look now."""
    same = (
        bool(note)
        and note["environment"] == [os.environ.get(name) for name in _ENVIRONMENT]
        and time.time() < note["until"]
        and seen[0] == note["looks"]
    )
    return list(note["said"]) if same else None


handed: list[tuple[list[str], Looks]] = []
"""What this build has been handed by who asks for it, who has looked a moment ago: inputs, and how they look."""


def look(inputs: list[str]) -> Looks:
    """Return how the inputs of a build look."""
    return next((seen for places, seen in handed if places == inputs), None) or looks(inputs)


def keeps_warm() -> bool:
    """Say whether an interpreter may stay behind: not where the machine goes away with the build, nor where nobody wants it."""
    return sys.platform == "linux" and not os.environ.get("CI") and os.environ.get("BUILD_WARM") != "0"


class SocketPath:
    """The path of the socket of the warm interpreter, which may be no longer than some hundred bytes.

    Raises `FileNotFoundError` where nothing has been built, or all that was remembered has been cleared.
    """

    def __init__(self, root: str) -> None:
        self._folder = os.path.join(root, ".cache", "builds")  # noqa: PTH118 - as above

    def __enter__(self) -> str:
        self._number = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        return f"/proc/self/fd/{self._number}/warm"

    def __exit__(self, *_: object) -> None:
        os.close(self._number)


def surroundings(root: str) -> list[str | int]:
    """Return what a running interpreter cannot change any more: code, packages, user, language, priority."""
    version = "python{}.{}".format(*sys.version_info)
    packages = os.path.join(sys.executable, "..", "..", "lib", version, "site-packages")  # noqa: PTH118 - as above
    seen = looks([os.path.join(root, "plugins"), os.path.join(root, "requirements")])[0]  # noqa: PTH118 - as above
    seen += name_of(os.path.normpath(packages)), sys.executable, sys.version, os.getuid(), os.nice(0)
    told = ("PYTHON", "LANG", "LC_", "TZ")
    seen += sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith(told))
    return seen


def ask(root: str, arguments: Sequence[str]) -> int | None:
    """Have the warm interpreter build; return the exit code, or None where there is none that can."""
    import socket  # noqa: PLC0415 - a build that finds nothing to do needs none

    request = {
        "surroundings": surroundings(root),
        "arguments": list(arguments),
        "environment": dict(os.environ),
        "folder": os.getcwd(),  # noqa: PTH109 - as above
        "umask": umask(),
        "handed": handed,
    }
    with _Signals() as signals:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                with SocketPath(root) as path:
                    connection.connect(path)
                data = marshal.dumps(request)
                socket.send_fds(connection, [data[:1]], ENDS)
                connection.sendall(data[1:])
                connection.shutdown(socket.SHUT_WR)
                for line in connection.makefile():
                    word, number = line.split()
                    if word == "code":
                        return int(number)
                    signals.send_to(int(number))
        except OSError:
            pass
    return signals.code


class _Signals:
    """What is to end this process is for the build that it waits for."""

    def __init__(self) -> None:
        self._caught = self._pid = 0
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        import signal  # noqa: PLC0415 - as above

        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(each) != signal.SIG_IGN:
                self._before[each] = signal.signal(each, self._catch)
        return self

    def __exit__(self, *_: object) -> None:
        import signal  # noqa: PLC0415 - as above

        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _catch(self, number: int, _frame: FrameType | None) -> None:
        self._caught = number
        self._pass_on()

    def send_to(self, pid: int) -> None:
        """Pass on what comes, and what has come, to a process."""
        self._pid = pid
        self._pass_on()

    @property
    def code(self) -> int | None:
        """The exit code after a signal; None where there was none."""
        return 128 + self._caught if self._caught else None

    def _pass_on(self) -> None:
        if self._caught and self._pid:
            import contextlib  # noqa: PLC0415 - as above

            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, self._caught)


def umask() -> int:
    """Return the permissions that new files are not given."""
    found = os.umask(0o077)
    os.umask(found)
    return found


def main(arguments: list[str]) -> None:
    """Answer, or become the build."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120 - as above
    asked = os.environ[ASKED] = "\n".join([os.getcwd(), *arguments])  # noqa: PTH109 - as above
    key = zlib.crc32(asked.encode("utf-8", "surrogateescape"))
    path = os.environ[NOTE] = os.path.join(root, ".cache", "builds", f"note-{key:08x}")  # noqa: PTH118 - as above
    note = read_note(path)
    inputs = note.get("inputs", [])
    seen = looks(inputs)
    said = said_before(note, seen)
    if said is not None:
        for line in said[:-1]:
            sys.stderr.write(line + "\n")
        sys.stdout.write(said[-1] + "\n")
        return
    os.environ[AS_PUBLISHED] = note.get("made", "")
    handed.append((inputs, seen))
    if keeps_warm() and (code := ask(root, arguments)) is not None:
        sys.exit(code)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "plugins.builds", *arguments])  # noqa: S606 - ourselves


if __name__ == "__main__":
    main(sys.argv[1:])
