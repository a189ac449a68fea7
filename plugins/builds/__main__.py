"""`python -m plugins.builds content -o output -s pelicanconf.py`."""

import gc
import os
import sys

gc.disable()  # a build makes little that refers to itself, and a collector would go through all articles again and again

from plugins.builds import front, warm  # noqa: E402 - behind the line that makes the imports quicker
from plugins.builds.command import main  # noqa: E402 - the same

code = main(sys.argv[1:])
sys.stdout.flush()
sys.stderr.flush()
if front.NOTE in os.environ and front.keeps_warm():  # not for who asks for a build by this module
    warm.leave()
os._exit(code)  # all is written and closed; to take thousands of articles apart one by one takes a while
