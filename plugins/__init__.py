"""The site's own Pelican plugins: a row of rooms over one ground room, `plugins.core`.

`docs/architecture.md` describes the house; `tests/test_house.py` keeps its two import rules.
"""
