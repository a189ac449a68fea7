"""Which signs are emphasis, for any text."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from plugins.dialect.emphasis import regions
from tests.support import Convert

TEXTS = st.lists(st.sampled_from(["*", "**", "***", "_", "__", "あ", "a", " ", "。", "「"]), max_size=16).map(
    "".join
)


@given(text=TEXTS)
def test_regions_are_nested_or_apart(text: str) -> None:
    found = regions(text)
    for number, region in enumerate(found):
        assert 0 <= region.start < region.inside < region.inside_end < region.end <= len(text)
        assert region.inside - region.start == region.end - region.inside_end in (1, 2)
        signs = text[region.start : region.inside] + text[region.inside_end : region.end]
        assert set(signs) in ({"*"}, {"_"})
        for other in found[number + 1 :]:
            apart = other.start >= region.end
            inside = region.inside <= other.start
            assert apart or (inside and other.end <= region.inside_end)


@given(text=TEXTS)
def test_nothing_but_signs_goes(text: str, convert: Convert) -> None:
    text = f"文{text}文"
    shown = html.unescape(re.sub("<[^>]*>", "", convert(text).html))
    assert re.sub("[*_]", "", shown) == re.sub("[*_]", "", text)
    assert len(shown) <= len(text)
