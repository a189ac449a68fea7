"""From text to vectors."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.dictionary import DictionaryWord
from plugins.core.tokens import Tokenizer
from plugins.related.features import Features, Trade, features_of, normal
from plugins.related.frequencies import GENERAL, Frequencies, count, read, write
from plugins.related.texts import CHUNK, chunks, lines_of
from plugins.related.vectors import UNIT, topics_of, vector_of
from plugins.related.weights import CATEGORY, STRONGEST, TAGS

NONE = Frequencies(300, {}, {})


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer()


def features(text: str, tokenizer: Tokenizer, *headings: str) -> Features:
    return features_of(text.splitlines(), headings, tokenizer, 2)


def likeness(one: str, other: str, tokenizer: Tokenizer) -> float:
    vectors = [vector_of(features(text, tokenizer), NONE, (), None) for text in (one, other)]
    return vectors[0].product(vectors[1].mapping()) / UNIT


def test_content_words_are_counted_by_lemma(tokenizer: Tokenizer) -> None:
    found = features("準備に取組み、取り組んだ。それは3回です。Ａさん", tokenizer)
    assert found.words["取り組む"] == 2
    assert found.words["準備"] == 1
    assert not {"に", "は", "です", "。", "3", "a"} & set(found.words)


def test_pairs_run_across_words_but_not_hiragana(tokenizer: Tokenizer) -> None:
    assert set(features("職務経歴書を書く2026年", tokenizer).pairs) == {"職務", "務経", "経歴", "歴書"}


def test_headings_count_more(tokenizer: Tokenizer) -> None:
    found = features("面接と面接", tokenizer, "面接")
    assert found.words["面接"] == 4
    assert found.pairs["面接"] == 4


def test_names_and_loan_words_are_told_apart(tokenizer: Tokenizer) -> None:
    assert features("東京でエージェントと面接", tokenizer).names >= {"東京", "エージェント"}
    assert "面接" not in features("東京でエージェントと面接", tokenizer).names


def test_topics_are_whole_terms(tokenizer: Tokenizer) -> None:
    text = "ハローワークで職務経歴書。" * 3 + "こと。" * 9
    assert set(topics_of(features(text, tokenizer), NONE)) >= {"ハローワーク", "職務経歴書"}
    assert not {"こと", "ハロー", "職務"} & set(topics_of(features(text, tokenizer), NONE))


def test_topics_are_spelt_as_in_the_text(tokenizer: Tokenizer) -> None:
    assert "Web面接" in topics_of(features("Ｗｅｂ面接に慣れる。" * 3, tokenizer), NONE)


TRADE = Trade.of(
    [
        DictionaryWord("職務経歴書", (), ("職経", "ES")),
        DictionaryWord("逆質問"),
        DictionaryWord("最終面接", (), ("役員面接",)),
        DictionaryWord("面接", (), ("面談",)),
    ]
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("職経とＥＳ", ["職務経歴書", "職務経歴書"]),
        ("TESTのes細胞、yes", ["職務経歴書"]),
        ("役員面接の後の面談", ["最終面接", "面接"]),
        ("まったく別の話", []),
    ],
)
def test_words_of_the_trade(text: str, words: list[str]) -> None:
    assert [word for word, _ in TRADE.words_in(normal(text))] == words
    assert {row.split()[1] for row in TRADE.rows_in(normal(text))} >= set(words)


def test_without_a_dictionary_there_are_none() -> None:
    assert list(Trade().words_in("面接")) == []


def test_words_of_the_trade_are_words_and_topics(tokenizer: Tokenizer) -> None:
    found = features_of(["職経と逆質問。", "面接と面接。"], ["面談"], tokenizer, 2, TRADE)
    assert found.words["職務経歴書"] == 1
    assert found.words["面接"] == 4  # 面談 too, twice as a heading
    # What is but a synonym is no topic.
    assert {found.topics[word] for word in ("逆質問", "職務経歴書", "面接")} == {1, 0, 2}
    one, other = (
        vector_of(features_of([text], (), tokenizer, 0, TRADE), NONE, (), None)
        for text in ("職経の添削", "ESの添削")
    )
    plain, plain_other = (
        vector_of(features_of([text], (), tokenizer, 0), NONE, (), None)
        for text in ("職経の添削", "ESの添削")
    )
    assert one.product(other.mapping()) > plain.product(plain_other.mapping())


def test_equal_texts_have_likeness_one(tokenizer: Tokenizer) -> None:
    text = "逆質問は、入社後の一日を思い描いて準備します。"
    assert likeness(text, text, tokenizer) == pytest.approx(1, abs=0.01)
    assert likeness(text, "まったく別の、海と山のはなし。", tokenizer) < 0.05
    assert likeness("職務経歴書を書く", "経歴書の書き方", tokenizer) > 0.3


@given(
    st.dictionaries(
        st.text("面接逆質問準備例文ABC", min_size=1, max_size=5), st.integers(1, 500), max_size=400
    )
)
def test_no_product_is_beyond_what_float32_adds_exactly(counts: dict[str, int]) -> None:
    found = vector_of(
        Features(Counter(counts), Counter(counts), frozenset(list(counts)[:9]), Counter()),
        NONE,
        ("a", "b"),
        "c",
    )
    product = found.product(found.mapping())
    assert product <= 1.01 * UNIT * (1 + TAGS + CATEGORY)
    assert product < 2**24
    assert len(found.columns) <= 2 * STRONGEST + 3
    assert list(found.columns) == sorted(set(found.columns))
    assert all(0 < weight < 2**12 for weight in found.weights)


def test_an_article_without_words_has_a_vector_too() -> None:
    assert len(vector_of(Features(Counter(), Counter(), frozenset(), Counter()), NONE, (), None).columns) == 0


def test_rare_words_weigh_more() -> None:
    frequencies = Frequencies(300, {"面接": 100}, {})
    assert frequencies.word("面接") == pytest.approx(math.log(301 / 101) + 1)
    assert frequencies.word("逆質問") == pytest.approx(math.log(301) + 1)


def test_frequencies_are_written_and_read(tokenizer: Tokenizer) -> None:
    found = count(features(text, tokenizer) for text in ("面接の準備", "面接の逆質問", "求人"))
    assert (found.total, found.words, found.pairs) == (3, {"面接": 2}, {"面接": 2})
    assert read(write(found)) == found


@pytest.mark.parametrize("line", ["word\t面接", "word\t面接\tx", "noun\t面接\t3", "word\t\t3", "面接 3"])
def test_a_broken_file_says_where(line: str) -> None:
    with pytest.raises(ValueError, match="2行目"):
        read(f"total\t\t3\n{line}\n")


def test_the_general_frequencies_are_in_order() -> None:
    text = GENERAL.read_text(encoding="utf-8")
    assert write(read(text)) == text


def test_lines_of_html() -> None:
    html = '<h2 id="a">見出し</h2>\n<p>一つ<a href="\x1a0\x1a">\x1a1\x1a</a>目。<br>\n二つ目。</p><pre><code>x = 1</code></pre><ul><li>項目</li></ul>'
    assert lines_of(html) == ["見出し", "一つ目。", "二つ目。", "項目"]


def test_chunks_are_about_a_paragraph() -> None:
    lines = ["あ" * 60] * 10
    assert [len(chunk) for chunk in chunks(lines)] == [3, 3, 3, 1]
    assert sum(chunks(lines), []) == lines  # noqa: RUF017 - four lists
    assert chunks([]) == []
    assert CHUNK > 100
