"""The command behind `make html`: Pelican's own options, a staged build, one list of problems, one exit code."""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pelican
from jinja2 import TemplateError, TemplateSyntaxError
from pelican.log import console

from plugins.builds import front
from plugins.builds.output import Output, OutputRefused
from plugins.builds.plugin import Site
from plugins.builds.server import PortsTakenError, open_server
from plugins.builds.state import State
from plugins.core import progress
from plugins.core.library import Library
from plugins.core.problems import BuildRefused, Level, Problems, StateDamagedError
from plugins.core.reading import read_conf
from plugins.core.settings import SettingsError

STATE = ".cache/builds"

_HARMLESS = ("Empty alt attribute", "Other images have empty alt attributes")
"""Warnings of Pelican that lose nothing: a decorative picture has no text."""


class PelicanRefused(Exception):  # noqa: N818 - a decision
    """Pelican has logged that it left something out."""


class _Collector(logging.Handler):
    """Keeps what Pelican would only log: it goes on without the file, and exits with 0."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.exc_info and record.exc_info[1]:
            message += f": {record.exc_info[1]}"
        if not message.startswith(_HARMLESS) and message not in self.messages:
            self.messages.append(message)

    def check(self) -> None:
        """Raise `PelicanRefused` when anything was logged."""
        if self.messages:
            raise PelicanRefused("\n".join(self.messages))


def main(arguments: Sequence[str]) -> int:
    """Run one command; return the exit code."""
    own = argparse.ArgumentParser(add_help=False)
    own.add_argument("--clean", action="store_true")
    own.add_argument("--watch", action="store_true")
    options, rest = own.parse_known_args(arguments)
    args = pelican.parse_arguments(rest)
    try:
        if options.clean:
            return _clean(args)
        if options.watch or args.listen:
            _serve(args, rest, watching=options.watch)
        else:
            return build(args)
    except (OutputRefused, PortsTakenError) as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return 130  # as a shell does: 128 + SIGINT
    return 0


def _clean(args: argparse.Namespace) -> int:
    output = output_of(args, {"OUTPUT_PATH": str(Path(args.output).absolute())})
    try:
        with output.lock(_say_waiting):
            print("消しました。" if output.clean() else "消すものはありません。")
    except OSError as error:
        return _fail(f"「{error.filename}」を読み書きできません。{error.strerror}")
    return 0


@dataclass(frozen=True)
class Published:
    """A build that is done."""

    output: Output
    written: int
    unchanged: int


def build(args: argparse.Namespace) -> int:
    """Build the site once and publish it whole; return the exit code."""
    started, began = time.monotonic(), time.time_ns()
    problems = Problems()
    try:
        settings = read_conf(args.settings, pelican.get_config(args))
        inputs = _inputs(args, settings)
        before = front.look(inputs)
        settings["LOOKS"] = front.by_name(before)
        done = publish(args, settings, problems)
    except StateDamagedError:
        return build(args)
    except Exception as error:
        if args.verbosity == logging.DEBUG and not isinstance(error, REFUSALS):
            raise
        _print(problems)
        return _fail(refusal(error))
    _print(problems)
    seconds = time.monotonic() - started
    folder, written, unchanged = done.output.folder, done.written, done.unchanged
    rendered = settings["PAGES"].rendered
    articles = sum(each.kind == "article" for each in settings["LIBRARY"].documents)
    counts = (
        f"記事 {articles}、作ったページ {rendered}、"
        f"書いたファイル {written}、前と同じファイル {unchanged}、{seconds:.1f}秒"
    )
    warnings = f"警告 {problems.count(Level.WARNING)}件"
    print(f"できました: {folder}（{counts}、{warnings}）")
    if note := os.environ.get(front.NOTE):
        last = f"できました: {folder}（書いたファイル 0、前と同じファイル {written + unchanged}、{warnings}）"
        said = [*map(str, problems), last]
        published = {"folder": str(folder), "manifest": str(done.output.manifest)}
        front.write_note(note, inputs, before, began, published, until(settings), said)
    return 0


def _say_waiting() -> None:
    print("別のビルドが動いています。終わるのを待っています…", flush=True)


def publish(args: argparse.Namespace, settings: dict[str, Any], problems: Problems) -> Published:
    """Build the site and publish it. Raises what `refusal` puts into words; then what is published is as it was."""
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    try:
        output = output_of(args, settings)
        with output.lock(_say_waiting), progress.shown():
            outputs = settings["OUTPUTS"] = output.prepare(os.environ.get(front.AS_PUBLISHED, ""))
            settings["OUTPUT_PATH"] = str(outputs.staging)
            settings["STATE"] = str(output.state)
            settings["PROBLEMS"] = problems
            _run(settings, collector)
            progress.stage("書き出しています")
            written, unchanged = output.publish(outputs)
            _remember(settings)
        return Published(output, written, unchanged)
    finally:
        logging.getLogger().removeHandler(collector)


REFUSALS = (BuildRefused, PelicanRefused, SettingsError, OutputRefused, TemplateError, OSError)
"""What is the writer's or the machine's fault; anything else is the code's."""


def refusal(error: Exception) -> str:
    """Return what is said of a build that was not published."""
    match error:
        case BuildRefused() | SettingsError() | OutputRefused():
            return str(error)
        case PelicanRefused():
            return f"Pelican が記事や設定を読めませんでした。サイトは前のままです。\n{error}"
        case TemplateSyntaxError():
            place = f"{error.filename or error.name}:{error.lineno}: "
            return f"{place}テンプレートを処理できません。サイトは前のままです。{error.message}"
        case TemplateError():
            return f"テンプレートを処理できません。サイトは前のままです。{error.message}"
        case OSError():
            return f"「{error.filename}」を読み書きできません。サイトは前のままです。{error.strerror}"
        case _:
            advice = "くわしい内容は「make html DEBUG=1」で見られます。"
            return (
                f"サイトを作れませんでした。サイトは前のままです。{type(error).__name__}: {error}\n{advice}"
            )


def _inputs(args: argparse.Namespace, settings: dict[str, Any]) -> list[str]:
    """Return the files and folders that a build depends on."""
    root = Path(__file__).parents[2]
    conf = Path(args.settings or "pelicanconf.py").resolve()
    places = [
        settings["PATH"],
        settings["THEME"],
        root / "plugins",
        root / "requirements" / "site.txt",
        conf,
        *conf.parent.glob("*conf.py"),
    ]
    return sorted({str(Path(place).resolve()) for place in places})


def until(settings: dict[str, Any]) -> float:
    """Return when the next build may be another without any change: an article is due, or facts are a day older."""
    now: dt.datetime = settings["NOW"]
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    library: Library = settings["LIBRARY"]
    due = [each.date for each in library.documents if each.status == "scheduled" and each.date]
    return min([midnight, *due]).timestamp()


def _run(settings: dict[str, Any], collector: _Collector) -> None:
    # Pelican's own summary is English, and ours says more. What is quiet would be made, and not be shown.
    console.print = _say_nothing
    site = Site(settings)
    collector.check()
    site.run()
    collector.check()


def _say_nothing(*_: object, **__: object) -> None:
    """Take what nobody is to read."""


def _remember(settings: dict[str, Any]) -> None:
    settings["BUILD"].save(State(settings["MEMO"].state(), settings["PAGES"].made))


def output_of(args: argparse.Namespace, settings: dict[str, Any]) -> Output:
    """Return the output folder of this input, output and configuration."""
    folder = Path(settings["OUTPUT_PATH"]).resolve()
    key = "\0".join(
        str(Path(part).resolve()) for part in (settings.get("PATH", ""), folder, args.settings or "")
    )
    state = Path(args.settings or ".").resolve().parent / STATE if args.settings else Path(STATE).resolve()
    return Output(folder, state / hashlib.sha256(key.encode()).hexdigest()[:16])


def _print(problems: Problems) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


def _serve(args: argparse.Namespace, arguments: Sequence[str], *, watching: bool) -> None:
    """Serve the output; with `watching`, build it first and again after every change.

    Each build is a process of its own, so that a change in a plugin counts at once.
    """
    from watchfiles import watch  # noqa: PLC0415 - it brings asyncio along, and a build does without

    settings = read_conf(args.settings, pelican.get_config(args))
    command = [sys.executable, "-m", "plugins.builds", *_without_server_options(arguments)]
    if args.listen:
        base_path = urlsplit(settings["SITEURL"]).path.rstrip("/")
        server = open_server(settings["BIND"], settings["PORT"], Path(settings["OUTPUT_PATH"]), base_path)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = "localhost" if settings["BIND"] == "127.0.0.1" else settings["BIND"]
        address = f"http://{host}:{server.server_port}{base_path}/"
        print(f"{address} で見られます。終わるには Ctrl+C を押します。", flush=True)
    if not watching:
        threading.Event().wait()
    subprocess.run(command, check=False)
    root = Path(args.settings or ".").resolve().parent
    folders = [settings["PATH"], settings["THEME"], root / "plugins", *root.glob("*conf.py")]
    for _changes in watch(*folders):
        subprocess.run(command, check=False)


def _without_server_options(arguments: Sequence[str]) -> list[str]:
    parser = argparse.ArgumentParser(add_help=False)
    for names in (("-l", "--listen"), ("-r", "--autoreload")):
        parser.add_argument(*names, action="store_true")
    for names in (("-p", "--port"), ("-b", "--bind")):
        parser.add_argument(*names)
    return parser.parse_known_args(arguments)[1]
