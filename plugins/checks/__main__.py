"""`python -m plugins.checks content -s pelicanconf.py`."""

import sys

from plugins.checks.command import main

sys.exit(main(sys.argv[1:]))
