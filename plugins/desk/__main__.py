"""`python -m plugins.desk new|drafts|publish-article content -s pelicanconf.py`."""

import sys

from plugins.desk.command import main

sys.exit(main(sys.argv[1:]))
