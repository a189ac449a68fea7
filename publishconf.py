"""The settings of `make publish`: the same pages as `make html`, with stricter rules."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pelicanconf import *

# A link to an article that readers cannot see yet stops the publication.
LINKS_STRICT = True
# So does a host that the pages contact and that no entry of transmissions.yaml explains to the readers.
SERVICES_STRICT = True
# And the address of the example is told.
SEO_STRICT = True
