"""What `make html` asks first: is anything new? A file of its own, for `python -I -S`: a question of hundredths of a second.

A build leaves a note (`write_note`): the folders it read, a hash of how their files looked before it began, a hash of how
its output looked when it was done, and what it said. While all that is so, and its day has not passed (what is new
by date, what is out of date), there is nothing to build.

Where there is, the build is handed to an interpreter that is kept warm (`warm.py`), or this process becomes the build.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence

NOTE = "BUILD_NOTE"
"""The environment variable that names the file of the note."""

_ENVIRONMENT = ("SITEURL", "SITE_NOW")
_TICK = 20_000_000
"""Nanoseconds within which a file may change twice without another date."""

_LEFT_OUT = ("__pycache__", ".git")

ENDS = (0, 1, 2)
"""What a build is handed of the terminal."""


def boot() -> str:
    """Return what names the time since the machine started, where the system tells.

    What was not synced when the power went may hold anything under the dates that it had.
    """
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:  # noqa: PTH123 - as below
            return file.read().strip()
    except OSError:
        return ""


def looks(places: Iterable[str]) -> tuple[str, int]:
    """Return a hash of the names, dates and sizes of all files at and below some places, and the newest date (ns)."""
    found = hashlib.blake2b(digest_size=16)
    newest = 0
    for place in places:
        for name, stat in _stats(place):
            found.update(
                f"{name}\0{stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino} {stat.st_size}\n".encode(
                    "utf-8", "surrogateescape"
                )
            )
            newest = max(newest, stat.st_mtime_ns, stat.st_ctime_ns)
    return found.hexdigest(), newest


def _stats(place: str) -> Iterator[tuple[str, os.stat_result]]:
    try:
        if not os.path.isdir(place):  # noqa: PTH112 - pathlib costs more than the question
            yield place, os.stat(place)  # noqa: PTH116 - the same
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
                try:
                    stat = entry.stat()
                except OSError:  # a link to nothing (an editor's lock), a file that has gone
                    with contextlib.suppress(OSError):
                        yield entry.path, entry.stat(follow_symlinks=False)
                    continue
                yield entry.path, stat
                if entry.is_dir():
                    folders.append(entry.path)


def write_note(
    path: str,
    inputs: Sequence[str],
    before: tuple[str, int],
    started: int,
    output: str,
    until: float,
    said: Sequence[str],
) -> None:
    """Write down that a build is done. `started`: when it began (ns); `said`: lines for stderr, the last for stdout."""
    if before[1] > started - _TICK:
        return  # something was written while the build began to read
    note = {
        "inputs": inputs,
        "looks": before[0],
        "output": output,
        "made": looks([output])[0],
        "until": until,
        "boot": boot(),
        "environment": [os.environ.get(name) for name in _ENVIRONMENT],
        "said": said,
    }
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - as above
    with open(path + ".part", "w", encoding="utf-8") as file:  # noqa: PTH123 - as above
        json.dump(note, file, ensure_ascii=False)
    os.replace(path + ".part", path)  # noqa: PTH105 - as above


def is_done(path: str) -> list[str] | None:
    """Return what the last build said, if another would find nothing to do."""
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - as above
            note = json.load(file)
        same = (
            note["environment"] == [os.environ.get(name) for name in _ENVIRONMENT]
            and note["boot"] == boot()
            and time.time() < note["until"]
            and looks(note["inputs"])[0] == note["looks"]
            and looks([note["output"]])[0] == note["made"]
        )
        return list(note["said"]) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keeps_warm() -> bool:
    """Say whether an interpreter may stay behind: not where the machine goes away with the build, nor where nobody wants it."""
    return sys.platform == "linux" and not os.environ.get("CI") and os.environ.get("BUILD_WARM") != "0"


@contextlib.contextmanager
def socket_path(root: str) -> Iterator[str]:
    """Give the path of the socket of the warm interpreter, which may be no longer than some hundred bytes.

    Raises `FileNotFoundError` where nothing has been built, or all that was remembered has been cleared.
    """
    number = os.open(os.path.join(root, ".cache", "builds"), os.O_RDONLY | os.O_DIRECTORY)  # noqa: PTH118 - as above
    try:
        yield f"/proc/self/fd/{number}/warm"
    finally:
        os.close(number)


def surroundings(root: str) -> str:
    """Return a hash of what a running interpreter cannot change any more: code, packages, user, language, priority."""
    version = "python{}.{}".format(*sys.version_info)
    packages = os.path.join(sys.executable, "..", "..", "lib", version, "site-packages")  # noqa: PTH118 - as above
    seen = [looks([os.path.join(root, "plugins"), os.path.join(root, "requirements")])[0]]  # noqa: PTH118 - as above
    with contextlib.suppress(OSError):
        seen.append(str(os.stat(os.path.normpath(packages)).st_mtime_ns))  # noqa: PTH116 - as above
    seen += [sys.executable, sys.version, str(os.getuid()), str(os.nice(0))]
    told = ("PYTHON", "LANG", "LC_", "TZ")
    seen += sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith(told))
    return hashlib.blake2b("\0".join(seen).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def ask(root: str, arguments: Sequence[str]) -> int | None:
    """Have the warm interpreter build; return the exit code, or None where there is none that can."""
    import socket  # noqa: PLC0415 - a build that finds nothing to do needs none

    request = {
        "surroundings": surroundings(root),
        "arguments": arguments,
        "environment": dict(os.environ),
        "folder": os.getcwd(),  # noqa: PTH109 - as above
        "umask": _umask(),
    }
    with (
        _signals_kept() as signals,
        contextlib.suppress(OSError),
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection,
    ):
        with socket_path(root) as path:
            connection.connect(path)
        data = json.dumps(request).encode()
        socket.send_fds(connection, [data[:1]], ENDS)
        connection.sendall(data[1:])
        connection.shutdown(socket.SHUT_WR)
        for line in connection.makefile():
            word, number = line.split()
            if word == "code":
                return int(number)
            signals.send_to(int(number))
    return signals.code


class _Signals:
    """What is to end this process is for the build that it waits for."""

    def __init__(self) -> None:
        self._caught = self._pid = 0

    def catch(self, number: int, _frame: object) -> None:
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
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, self._caught)


@contextlib.contextmanager
def _signals_kept() -> Iterator[_Signals]:
    import signal  # noqa: PLC0415 - as above

    found = _Signals()
    ends = [
        each
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(each) != signal.SIG_IGN
    ]
    before = {each: signal.signal(each, found.catch) for each in ends}
    try:
        yield found
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _umask() -> int:
    found = os.umask(0o077)
    os.umask(found)
    return found


def main(arguments: list[str]) -> None:
    """Answer, or become the build."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120 - as above
    key = hashlib.blake2b("\0".join([os.getcwd(), *arguments]).encode(), digest_size=8).hexdigest()  # noqa: PTH109 - as above
    path = os.path.join(root, ".cache", "builds", f"note-{key}.json")  # noqa: PTH118 - as above
    said = is_done(path)
    if said is not None:
        for line in said[:-1]:
            sys.stderr.write(line + "\n")
        sys.stdout.write(said[-1] + "\n")
        return
    os.environ[NOTE] = path
    if keeps_warm() and (code := ask(root, arguments)) is not None:
        sys.exit(code)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "plugins.builds", *arguments])  # noqa: S606 - ourselves


if __name__ == "__main__":
    main(sys.argv[1:])
