"""`python -m plugins.builds content -o output -s pelicanconf.py`."""

import gc
import sys

gc.disable()  # a build makes little that refers to itself, and a collector would go through all articles again and again

from plugins.builds.command import main  # noqa: E402 - behind the line that makes its imports quicker

sys.exit(main(sys.argv[1:]))
