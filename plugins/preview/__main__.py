"""`python -m plugins.preview content -s pelicanconf.py`."""

import atexit
import os
import signal
import sys

again: list[str] = []
"""The command to become, once all is closed."""
# What is registered first is called last: behind the clearing up of multiprocessing.
atexit.register(lambda: again and os.execv(again[0], again))  # noqa: S606 - ourselves

if __name__ == "__main__":
    from plugins.preview.command import main

    try:
        code, restart = main(sys.argv[1:])
    except KeyboardInterrupt:  # Ctrl+C is how it ends
        code, restart = 0, False
    if restart:
        for each in (signal.SIGINT, signal.SIGTERM):  # all is closed: nothing is left to be done in between
            signal.signal(each, signal.SIG_DFL)
        again += [sys.executable, "-m", "plugins.preview", *sys.argv[1:]]
    sys.exit(code)
