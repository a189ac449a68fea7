"""An interpreter that is kept warm: it has loaded the packages and no site, and each `make html` is a fork of it.

To start Python and load Pelican and the rooms takes longer than to build a small blog. So a build that had to start leaves
this process behind. `front.py` hands it the next build: arguments, environment, folder and the open ends of the terminal.
It ends after ten idle minutes, and when it is asked by a front that sees other code, packages or surroundings than it has
loaded (`front.surroundings`); then that build starts by itself again. On Linux only, where a fork is safe.

One request is one connection to a socket that nobody but the owner may open. The front sends the ends with an object of `marshal`;
the answer is lines: `pid N` when the build has begun, `code N` when it is done, or nothing for who is asked in vain.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import marshal
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn

from plugins.builds import command, front

_IDLE = 600.0
"""Seconds after which nobody is expected any more."""
_LOOK = 5.0
"""Seconds after which it looks whether its socket is still there: `.cache` may be cleared, and another take its place."""
_HEAVY = ("numpy", "scipy")
"""What a first build may have loaded, and an edit does without."""


def leave() -> None:
    """Start the process, beside a build that is done, with what that build has loaded."""
    names = [
        name for name, module in sys.modules.items() if _is_kept(name, getattr(module, "__file__", None))
    ]
    with tempfile.TemporaryFile() as told, contextlib.suppress(OSError):
        told.write(json.dumps(names).encode())
        told.seek(0)
        subprocess.Popen(  # where there is no process left, the next build starts as this one did
            [sys.executable, "-m", "plugins.builds.warm"],
            stdin=told,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def _is_kept(name: str, file: str | None) -> bool:
    """Say whether a module is one of the packages and the rooms: others, like the settings, each build reads anew."""
    places = (str(Path(__file__).parents[1]), sys.prefix, sys.base_prefix)
    return (
        file is not None and file.startswith(places) and name.partition(".")[0] not in (*_HEAVY, "__main__")
    )


def main() -> None:
    """Load what is named on standard input, and build whenever somebody asks."""
    root = str(Path(__file__).parents[2])
    surroundings = front.surroundings(root)  # before anything is loaded
    for name in json.load(sys.stdin):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.disable()  # as in any build
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a build that is done
    with front.SocketPath(root) as path, _listening(path) as server:
        own, until = _inode(path), time.monotonic() + _IDLE
        while time.monotonic() < until and _inode(path) == own:
            with contextlib.suppress(TimeoutError):
                connection, _ = server.accept()
                until = time.monotonic() + _IDLE
                with connection:
                    if not _answer(connection, surroundings, server):
                        return


def _listening(path: str) -> socket.socket:
    """Return the socket; who listened there before is asked no more."""
    os.umask(0o077)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108 - a path below /proc
    server.bind(path)
    server.listen()
    server.settimeout(_LOOK)
    return server


def _inode(path: str) -> int | None:
    with contextlib.suppress(FileNotFoundError):
        return os.stat(path).st_ino  # noqa: PTH116 - the same
    return None


def _answer(connection: socket.socket, surroundings: list[str | int], server: socket.socket) -> bool:
    """Begin the build that somebody asks for; return whether this process is of use any longer."""
    connection.settimeout(10)
    ends: list[int] = []
    try:
        begin, ends, _, _ = socket.recv_fds(connection, 1, len(front.ENDS))
        with connection.makefile("rb") as rest:
            data = begin + rest.read()
        request = marshal.loads(data)  # noqa: S302 - of who may open the socket: the owner
        if request["surroundings"] != surroundings:
            return False
        if os.fork() == 0:
            server.close()  # else who asks next would wait for this build, should the server end before it
            _build(connection, request, ends)
    except (OSError, EOFError, ValueError):
        return True  # somebody who went away again; or no more processes, and the front builds by itself
    finally:
        for end in ends:
            os.close(end)
    return True


def _build(connection: socket.socket, request: dict[str, Any], ends: list[int]) -> NoReturn:
    """Become the build."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        connection.sendall(f"pid {os.getpid()}\n".encode())
        os.setsid()  # Ctrl+C is sent to the front, which passes it on
        for end, number in zip(ends, front.ENDS, strict=True):
            os.dup2(end, number)
        os.umask(request["umask"])
        front.handed[:] = request["handed"]
        os.chdir(request["folder"])
        os.environ.clear()
        os.environ.update(request["environment"])
        time.tzset()
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(line_buffering=stream is sys.stderr or stream.isatty())  # type: ignore[union-attr]
        code = command.main(request["arguments"])
    except KeyboardInterrupt:
        code = 130  # as a shell does: 128 + SIGINT
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - nobody is behind to say it
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):  # nobody reads any more
                stream.flush()
        with contextlib.suppress(OSError):
            connection.sendall(f"code {code}\n".encode())
        os._exit(code)


if __name__ == "__main__":
    with contextlib.suppress(FileNotFoundError):  # `.cache` has been cleared meanwhile
        main()
