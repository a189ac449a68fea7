"""`python -m plugins.builds content -o output -s pelicanconf.py`."""

import sys

from plugins.builds.command import main

sys.exit(main(sys.argv[1:]))
