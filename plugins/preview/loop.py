"""What goes on: changes come in, sites are built, the browsers are told."""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from plugins.core.problems import Problem, Problems
from plugins.preview import worker
from plugins.preview.changes import Changes, broken
from plugins.preview.messages import Built, Place, Quick
from plugins.preview.shown import Shown

_SETTLED = 0.05
"""Seconds without a change after which the whole site is built: an editor or git may be writing more."""
_PATIENCE = 5.0
"""Seconds that a process has for its end."""
_FEW = 3
"""So many articles that were saved together are shown before the whole site is built."""


@dataclass(eq=False)
class Worker:
    """A process that builds."""

    change: int
    """The number of the last change that it knows of."""
    process: Any
    connection: Connection


@dataclass
class Preview:
    """What goes on between the watchers, the processes and the server. Its methods are called by one thread."""

    arguments: list[str]
    place: Place
    shown: Shown
    events: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)
    restarts: bool = False
    _workers: list[Worker] = field(default_factory=list)
    """All whose end has not been seen to: the program may be told to end at any moment, and would wait for who is forgotten."""
    _current: Worker | None = None
    """Has built the site that is shown."""
    _building: Worker | None = None
    _change: int = 0
    """The number of the last change."""
    _wanted: bool = True
    _is_stale: bool = False
    """Whether something changed of which the process at hand knows nothing."""
    _until: float = float("inf")
    _said: tuple[Problem, ...] = ()

    def run(self) -> None:
        """Take events until the program is to end, or to begin anew."""
        while not self.restarts:
            wait = _SETTLED if self._can_build() else max(0.0, min(self._until - time.time(), 3600.0))
            try:
                event = self.events.get(timeout=wait)
            except queue.Empty:
                self._wanted |= time.time() >= self._until
                if self._can_build():
                    self._build()
                continue
            if isinstance(event, Changes):
                self._take(event)
            else:
                self._hear(*event)

    def close(self) -> None:
        """End the processes."""
        for each in self._workers:
            _end(each)

    def _let_go(self, found: Worker) -> None:
        _end(found)
        self._workers.remove(found)

    # ---- changes -------------------------------------------------------------------------------

    def _take(self, changes: Changes) -> None:
        if changes.code:
            self._restart(changes.code)
            return
        self._change += 1
        self._is_stale |= changes.has_others
        self._wanted = True
        if self._current and not self._is_stale:
            with contextlib.suppress(OSError):  # it has ended: a whole build is under way anyhow
                for path in changes.articles[:_FEW]:
                    self._current.connection.send((self._change, path))

    def _restart(self, code: Iterable[str]) -> None:
        """Begin anew with the new code, unless it cannot be read."""
        found = Problems()
        for path in code:
            if fault := broken(path):
                found.error(path, *fault)
        if found.found:
            self._refuse(Built(tuple(found), "プラグインを読めません。"))
        else:
            self.restarts = True

    # ---- whole builds --------------------------------------------------------------------------

    def _can_build(self) -> bool:
        return self._wanted and self._building is None

    def _build(self) -> None:
        self._wanted, self._until = False, float("inf")
        context = multiprocessing.get_context("forkserver")
        ours, theirs = context.Pipe()
        process = context.Process(target=worker.serve, args=(theirs, self.arguments))
        self._building = Worker(self._change, process, ours)
        self._workers.append(self._building)
        process.start()
        theirs.close()
        threading.Thread(target=self._listen, args=(self._building,), daemon=True).start()

    def _listen(self, found: Worker) -> None:
        """Pass on what a process says."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                self.events.put((found, found.connection.recv()))
        self.events.put((found, None))

    def _hear(self, sender: Worker, message: Built | Quick | None) -> None:
        if isinstance(message, Built):
            self._finish(sender, message)
        elif message is None:
            self._miss(sender)
        elif sender is self._current and message.problems is not None:
            if message.page is not None:
                self.shown.show(message.name, message.page, message.change)
            self.shown.tell(message.path, message.problems)

    def _finish(self, sender: Worker, built: Built) -> None:
        self._building = None
        if built.failure:
            self._let_go(sender)
            self._refuse(built)
            return
        if built.place != self.place:
            self._let_go(sender)
            self.restarts = True  # the server is at another address, or looks at other folders
            return
        if self._current:
            self._let_go(self._current)
        self._current = sender
        self._is_stale = self._wanted and self._is_stale
        self._until = built.until
        self.shown.publish(built, sender.change)
        self._say(built.problems)
        print(
            f"できました（記事 {built.articles}、作ったページ {built.rendered}、{built.seconds:.1f}秒）",
            flush=True,
        )

    def _miss(self, sender: Worker) -> None:
        """Take it that a process has ended."""
        if sender is self._current:
            self._current = None
            self._let_go(sender)
        elif sender is self._building:
            self._building = None
            self._let_go(sender)
            self._refuse(Built(failure="サイトを作る処理が途中で止まりました。"))

    # ---- words ---------------------------------------------------------------------------------

    def _refuse(self, built: Built) -> None:
        self.shown.refuse(built)
        self._say(built.problems)
        print(built.failure, file=sys.stderr, flush=True)

    def _say(self, problems: tuple[Problem, ...]) -> None:
        """Print what is wrong, where it is not what was said last."""
        if problems != self._said:
            for each in problems:
                print(each, file=sys.stderr, flush=True)
        self._said = problems


def _end(found: Worker) -> None:
    if found.process.is_alive():  # not one that was told to end before it was started
        found.process.terminate()
        found.process.join(_PATIENCE)
        if found.process.is_alive():  # whoever presses Ctrl+C does not want to wait
            found.process.kill()
            found.process.join(_PATIENCE)
