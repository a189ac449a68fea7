"""What is inside a line."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from plugins.dialect.convert import Converter
from plugins.dialect.grammar import Dialect
from plugins.dialect.inline import MARKUP

SIGNS = st.text(st.sampled_from(string.printable + "　ａ１｜《》「」あ漢"), max_size=60)


@given(texts=st.lists(SIGNS, min_size=20))
def test_no_rule_finds_anything_in_a_text_without_markup(dialect: Dialect, texts: list[str]) -> None:
    rules = list(Converter(dialect).md.inlinePatterns)
    for text in texts:
        plain = MARKUP.sub("", text)
        if not MARKUP.search(plain):
            assert not [rule for rule in rules if rule.getCompiledRegExp().search(plain)], plain
