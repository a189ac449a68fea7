"""All numbers of the likeness, in one place. `bench/related.py` measures what they cost, `tests/related/test_quality.py` what they bring.

None depends on the collection. A vector depends on its own article and the committed frequencies alone.
"""

from __future__ import annotations

HEADING = 2
"""How many times more a word of the title or of a heading is counted."""

NAME = 1.3
"""Names and loan words tell topics apart better than other words of the same frequency."""

STRONGEST = 200
"""How many words, and how many character pairs, an article is known by: those of the greatest weight."""

PAIRS, WORDS = 0.5, 0.5
"""Shares of the two parts in the likeness of two texts. Words know spellings and inflections, pairs know the parts of compounds."""

TAGS, CATEGORY = 0.05, 0.02
"""What equal tags, and the same category, add to it."""

SCALE = 3900
"""Vectors are whole numbers: this times the share of their length.

A product of two is at most `SCALE**2 * (PAIRS + WORDS + TAGS + CATEGORY)` < 2**24, so that float32 adds it up exactly
in any order: an article compared alone, in a block or on another machine has the same likeness to the last bit.
"""

COLUMNS = 1 << 18
"""A feature's column is its hash, so that no vocabulary is shared. Two long articles share a false column or none, of a weight
that does not count; and a vector spread over all columns fits into a processor's cache."""

NEAREST = 10
"""How many nearest articles make an article's profile."""

PROFILE = 1.5
"""The weight of all of them together, beside that of the article itself, 1. With 3, p@5 is a point better, but on a small site an
article's nearest comes behind those that have the same nearest."""

CANDIDATES = 30
"""How many nearest articles are put in order by their profiles; no other can be in a list."""

FRESHNESS = 0.02
"""What an article of the same day adds to the likeness of profiles, which is 1 at most."""

FRESHNESS_HALF = 365
"""Days after which that is half."""
