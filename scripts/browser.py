"""Find a Chromium-family browser for the tests, or install one, and print its path.

Run by `make test`, which hands the path on as BROWSER_PATH, and imported by
tests/conftest.py. Standard library only: it also runs before anything is installed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
)

MAC_APPLICATIONS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)

WINDOWS_PROGRAMS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)

# Folder layouts of Playwright's downloads: they differ by platform and by release.
PLAYWRIGHT_PROGRAMS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
    "chromium_headless_shell-*/*/*headless*shell*",
)

DEBIAN_BROWSER = ("chromium", "fonts-noto-cjk", "fonts-noto-color-emoji")
DEBIAN_FONTS = ("fonts-noto-cjk",)

# Names of common Japanese fonts, for machines without fontconfig's fc-list.
JAPANESE_FONT_FILE = re.compile(
    r"cjk|notos(ans|erif)jp|ipa(ex)?[gm]|takao|vl-gothic|migu|mplus|biz-?ud", re.IGNORECASE
)

PROBE_SECONDS = 60
INSTALL_SECONDS = 1800

NO_BROWSER = (
    "テスト用のブラウザを用意できませんでした。Google Chrome か Chromium を入れるか、"
    "入っている場所を環境変数 BROWSER_PATH に書いて、もう一度実行してください。"
)
BAD_BROWSER_PATH = "環境変数 BROWSER_PATH の「{}」は動くブラウザではありません。正しい場所に直すか、BROWSER_PATH を消してください。"
NO_FONT = (
    "注意: 日本語のフォントが見つかりません。画面のテストが失敗するときは、"
    "「sudo apt install fonts-noto-cjk」などでフォントを入れてください。"
)
INSTALLING = "テスト用のブラウザを入れています。数分かかることがあります。"


class BrowserError(Exception):
    """No usable browser; the message is one sentence for the person at the keyboard."""


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _succeeds(command: Sequence[str], seconds: float) -> bool:
    """Run a command with its output put away."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, check=False, capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds, env=quiet
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _works(path: str) -> bool:
    """Tell a browser from a stub or a half-removed one by asking its version."""
    if sys.platform == "win32":
        return Path(path).is_file()  # there, --version opens a window
    return _succeeds([path, "--version"], PROBE_SECONDS)


def _is_snap(path: str) -> bool:
    """Whether this is Ubuntu's Snap build, which cannot read the tests' temporary folders."""
    real = os.path.realpath(path)
    if "/snap/" in path or "/snap/" in real or real.endswith("/snap"):
        return True
    try:
        with open(real, "rb") as file:
            head = file.read(4096)
    except OSError:
        return False
    return head.startswith(b"#!") and b"/snap/" in head


def _installed() -> Iterator[str]:
    """Browsers installed on this machine, in order of preference."""
    found = [path for path in map(shutil.which, COMMANDS) if path]
    yield from sorted(found, key=_is_snap)
    if sys.platform == "darwin":
        for root in (Path("/Applications"), Path.home() / "Applications"):
            yield from (str(root / program) for program in MAC_APPLICATIONS)
    elif sys.platform == "win32":
        for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if root_name := os.environ.get(name):
                yield from (str(Path(root_name, program)) for program in WINDOWS_PROGRAMS)


def _playwright_folder() -> Path:
    if (chosen := os.environ.get("PLAYWRIGHT_BROWSERS_PATH")) and chosen != "0":
        return Path(chosen)
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/ms-playwright"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "ms-playwright"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ms-playwright"


def _release(path: Path) -> int:
    numbers = re.findall(r"-(\d+)[/\\]", str(path))
    return int(numbers[-1]) if numbers else 0


def _downloaded() -> Iterator[str]:
    """Browsers that Playwright downloaded earlier, newest first."""
    folder = _playwright_folder()
    for pattern in PLAYWRIGHT_PROGRAMS:
        for path in sorted(folder.glob(pattern), key=_release, reverse=True):
            if path.is_file() and os.access(path, os.X_OK):
                yield str(path)


def find() -> str | None:
    """Return the path of a browser that runs, or None.

    A BROWSER_PATH that names none is an error: the person meant a particular browser.
    """
    if chosen := os.environ.get("BROWSER_PATH"):
        path = shutil.which(chosen)
        if path is None or not _works(path):
            raise BrowserError(BAD_BROWSER_PATH.format(chosen))
        return path
    for candidates in (_installed, _downloaded):
        for path in candidates():
            if Path(path).is_file() and _works(path):
                return path
    return None


def _can_apt() -> bool:
    is_root = getattr(os, "geteuid", lambda: 1)() == 0
    return is_root and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def _apt_install(packages: Sequence[str]) -> bool:
    return _succeeds(["apt-get", "update"], INSTALL_SECONDS) and _succeeds(
        ["apt-get", "install", "-y", "--no-install-recommends", *packages], INSTALL_SECONDS
    )


def _install() -> None:
    """Try Debian's package, then Playwright's download."""
    _say(INSTALLING)
    if _can_apt() and _apt_install(DEBIAN_BROWSER) and find():
        return
    # Ubuntu's archive holds only the Snap build; Playwright's needs system libraries.
    libraries = ["--with-deps"] if _can_apt() else []
    _succeeds([sys.executable, "-m", "playwright", "install", *libraries, "chromium"], INSTALL_SECONDS)


def has_japanese_font() -> bool:
    """Whether Japanese text is drawn with glyphs and not with empty boxes."""
    if not sys.platform.startswith("linux"):
        return True  # macOS and Windows come with Japanese fonts
    if fc_list := shutil.which("fc-list"):
        done = subprocess.run(
            [fc_list, ":lang=ja", "family"], check=False, capture_output=True, timeout=PROBE_SECONDS
        )
        return bool(done.stdout.strip())
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
    return any(
        JAPANESE_FONT_FILE.search(path.name) for folder in folders for path in folder.rglob("*.[ot]t[fc]")
    )


def ensure() -> str:
    """Return the path of a browser that runs; install one, and a Japanese font, if need be."""
    path = find()
    if path is None:
        _install()
        path = find()
    if path is None:
        raise BrowserError(NO_BROWSER)
    if not has_japanese_font() and not (_can_apt() and _apt_install(DEBIAN_FONTS)):
        _say(NO_FONT)
    return path


def main() -> int:
    """Print the path on standard output; anything for the reader goes to standard error."""
    try:
        print(ensure())
    except BrowserError as error:
        _say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
