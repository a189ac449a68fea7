"""The command behind `make devserver`."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pelican
from watchfiles import watch

from plugins.builds.server import PortsTakenError
from plugins.core.reading import read_conf
from plugins.core.settings import SettingsError
from plugins.preview import worker
from plugins.preview.changes import ConfFilter, Filter, sort
from plugins.preview.loop import Preview
from plugins.preview.messages import Place
from plugins.preview.server import SOCKET, leave, open_preview
from plugins.preview.shown import Shown

PLUGINS = Path(__file__).parents[1]

_STEP, _MOST, _TICK = 10, 100, 500
"""Milliseconds: between two looks at what the system tells of changes; the longest wait for them to end; after which the
watcher says that nothing happened, the first time that it has begun."""


def main(arguments: Sequence[str]) -> tuple[int, bool]:
    """Serve until something ends it; return the exit code, and whether the program is to begin anew."""
    args = pelican.parse_arguments(arguments)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that began it with `&` has it ignored
    try:
        settings = read_conf(args.settings, pelican.get_config(args))
        place = worker.place_of(settings)
        shown = Shown(_folder(settings, args.settings))
        is_again = SOCKET in os.environ
        server = open_preview(settings["BIND"], settings["PORT"], place.base_path, shown)
    except (SettingsError, PortsTakenError) as refusal:
        print(refusal, file=sys.stderr)
        return 1, False
    if is_again:
        print("プラグインか設定が変わったので、始め直しました。", flush=True)
    else:
        _greet(server.server_port, settings, place)
    preview = Preview([*arguments, "-o", str(shown.folder)], place, shown)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    multiprocessing.get_context("forkserver").set_forkserver_preload([worker.__name__])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        watch_all(preview, Path(args.settings or ".").resolve().parent)
        preview.run()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough
        preview.close()
    leave(server, settings["BIND"])
    return 0, True


def _folder(settings: dict[str, Any], conf: str) -> Path:
    """Return the output folder of the preview: one for each site and its settings, beside what builds remember."""
    conf_file = Path(conf).resolve()
    key = hashlib.sha256(f"{Path(settings['PATH']).resolve()}\0{conf_file}".encode()).hexdigest()[:16]
    return conf_file.parent / ".cache" / "preview" / key


def _greet(port: int, settings: dict[str, Any], place: Place) -> None:
    if settings["PORT"] not in (0, port):
        print(f"{settings['PORT']}番のポートは使われているので、{port}番にしました。")
    host = "localhost" if settings["BIND"] == "127.0.0.1" else settings["BIND"]
    print(
        f"http://{host}:{port}{place.base_path}/ で見られます。保存すると、開いているページが新しくなります。"
    )
    print("下書きと予約の記事も、印を付けて表示します。終わるには Ctrl+C を押します。", flush=True)


def watch_all(preview: Preview, root: Path) -> None:
    """Begin to watch all that a site is made of; return when nothing is missed any more."""
    place = preview.place
    folders = [Path(place.content), Path(place.theme), PLUGINS]
    for watched, options in (
        (folders, {"watch_filter": Filter()}),
        ([root], {"watch_filter": ConfFilter(), "recursive": False}),
    ):
        ready = threading.Event()
        threading.Thread(target=_watch, args=(preview, watched, options, ready), daemon=True).start()
        ready.wait()


def _watch(preview: Preview, folders: list[Path], options: dict[str, Any], ready: threading.Event) -> None:
    for is_polling, advice in (
        (None, "ファイルの変更を、少し間をおいて確かめます（{}）。"),
        (True, "ファイルの変更に気づけません（{}）。保存したら、始め直してください。"),
    ):
        try:
            for changes in watch(
                *folders,
                step=_STEP,
                debounce=_MOST,
                rust_timeout=_TICK,
                yield_on_timeout=True,
                raise_interrupt=False,
                force_polling=is_polling,
                **options,
            ):
                ready.set()
                if changes:
                    paths = {path for _, path in changes}
                    preview.events.put(sort(paths, preview.place, PLUGINS))
        except OSError as error:
            print(advice.format(error), file=sys.stderr, flush=True)
    ready.set()
