"""The text rules and the features they feed, for any text at all."""

import time
import unicodedata

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.moderation import features
from service.moderation.features import FeatureRules
from service.moderation.text import is_blank, prepare

RULES = FeatureRules(bits=16)
TEXTS = st.text(st.characters(codec=None), max_size=120)
CLUSTERED = st.lists(
    st.sampled_from(
        ["a", "aaa", " ", "  ", "\u200b", "\u0301", "e\u0301", "\ufdfa", "\U0001f602", "7777", "\n"]
    ),
    max_size=40,
).map("".join)


def folded(one: str) -> str:
    """A prepared text as a string, without its padding."""
    return "".join(map(chr, prepare(one).codes[1:-1]))


@settings(max_examples=500, deadline=None)
@given(one=TEXTS | CLUSTERED)
@example(one="\u0130\u0130\ufb03")
def test_the_way_back_never_leaves_the_text_nor_turns_round(one: str) -> None:
    """One origin for each folded character, in order, and every stretch within the original."""
    prepared = prepare(one)
    size = len(prepared.codes) - 2

    assert prepared.origins.shape == (size + 1,)
    assert np.all(np.diff(prepared.origins) >= 0)
    assert prepared.origins[0] >= 0
    assert prepared.origins[-1] <= len(one)
    for begin in range(size + 2):
        low, high = prepared.original(begin, size + 2)
        assert 0 <= low <= high <= len(one)


@settings(max_examples=500, deadline=None)
@given(one=TEXTS | CLUSTERED)
def test_a_folded_text_has_no_outer_no_doubled_and_no_other_blanks(one: str) -> None:
    """One kind of blank, single, and only between signs."""
    text = folded(one)

    assert text == text.strip()
    assert "  " not in text
    assert not any(sign.isspace() for sign in text if sign != " ")


@settings(max_examples=500, deadline=None)
@given(one=TEXTS | CLUSTERED)
def test_folding_twice_is_folding_once(one: str) -> None:
    """What is folded stays as it is."""
    once = folded(one)

    assert folded(once) == once


@settings(max_examples=500, deadline=None)
@given(words=st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N"])), min_size=1))
def test_blanks_around_and_between_make_no_difference(words: list[str]) -> None:
    """Neither their kind nor their number."""
    blanks = ["\u00a0 ", "\t\n", "\u2003", " \u3000"]
    spaced = "".join(word + blanks[place % 4] for place, word in enumerate(words))

    assert folded(f" \n{spaced}") == folded(" ".join(words))


@settings(max_examples=500, deadline=None)
@given(one=st.text(st.characters(codec="utf-8", max_codepoint=0x17F), max_size=80))
def test_case_makes_no_difference_in_latin_letters(one: str) -> None:
    """Title, upper and lower case; letters whose upper case is another letter left out."""
    if one.upper().lower() == one.lower():
        assert folded(one.upper()) == folded(one.lower()) == folded(one)


@settings(max_examples=500, deadline=None)
@given(one=TEXTS)
def test_invisible_signs_make_no_difference(one: str) -> None:
    """A zero-width sign after each character changes nothing but the way back."""
    hidden = "".join(f"{character}\u200b" for character in one)

    assert folded(hidden) == folded(one)


@pytest.mark.parametrize("category", ["Cf", "Zs", "Zl", "Zp", "Cc", "Mn"])
def test_what_nobody_sees_is_blank(category: str) -> None:
    """Every sign of the categories that leave no ink, by themselves and together."""
    signs = [chr(code) for code in range(0x11_0000) if unicodedata.category(chr(code)) == category]

    assert signs
    assert [sign for sign in signs if not is_blank(sign)] == []
    assert is_blank("".join(signs))


@pytest.mark.parametrize("sign", ["\u2800", "\u3164", "\u115f", "\u1160", "\uffa0", "\u00ad"])
def test_fillers_are_blank(sign: str) -> None:
    """Letters by their category that no font draws."""
    assert is_blank(f" {sign} ")


@pytest.mark.parametrize("one", ["a", ".", "\u5443", "\U0001f602", "\u200b\u0627", "7", "\ue000"])
def test_what_is_seen_is_not_blank(one: str) -> None:
    """Letters, digits, signs, pictures, and what a private font may draw."""
    assert not is_blank(one)


@settings(max_examples=500, deadline=None)
@given(one=TEXTS | CLUSTERED)
def test_n_grams_stay_in_the_text_and_in_the_table(one: str) -> None:
    """Buckets in the table, stretches in the codes; counts in ascending order of buckets."""
    prepared = prepare(one)
    grams = features.extract(prepared, RULES)
    buckets, counts = features.count(grams)

    assert np.all((grams.buckets >= 0) & (grams.buckets < RULES.buckets))
    assert np.all((grams.begins >= 0) & (grams.begins < grams.ends))
    assert np.all(grams.ends <= len(prepared.codes))
    assert np.all(np.diff(buckets) > 0)
    assert np.all(counts >= 1)


@settings(max_examples=300, deadline=None)
@given(left=TEXTS, right=TEXTS)
def test_a_word_has_the_same_n_grams_wherever_it_stands(left: str, right: str) -> None:
    """What is before or after it changes neither its bucket nor its length."""
    rules = FeatureRules(bits=20, word_max=1, character_min=6, character_max=6)
    alone = set(features.extract(prepare("idiot"), rules).buckets)

    among = set(features.extract(prepare(f"{left} idiot {right}"), rules).buckets)

    assert alone <= among


@settings(max_examples=200, deadline=None)
@given(one=TEXTS)
def test_single_words_have_buckets_to_themselves(one: str) -> None:
    """They alone lie in the last 2**word_bits buckets, one for each token of the text."""
    prepared = prepare(one)
    grams = features.extract(prepared, RULES)
    alone = grams.buckets >= 1 << RULES.bits

    begins, ends = features.tokens(prepared.codes.astype(np.uint64))
    assert grams.begins[alone].tolist() == begins.tolist()
    assert grams.ends[alone].tolist() == ends.tolist()


@pytest.mark.parametrize(
    "unit",
    ["word ", "aaaa", "\U0001f602\u200d", "e\u0301", "\ufdfa", ". ", "\u200b", "{[(", "\u4e00"],
    ids=ascii,
)
def test_time_is_linear_in_the_length(unit: str) -> None:
    """Sixteen times the text: 16 if linear, 256 if quadratic; larger arrays miss more caches."""
    short, long = (unit * (size // len(unit)) for size in (20_000, 320_000))

    assert min(timed(long) for _ in range(5)) < 80 * min(timed(short) for _ in range(5))


def timed(one: str) -> float:
    """The seconds of processor time that features of a text take."""
    start = time.process_time()
    features.extract(prepare(one), RULES)
    return time.process_time() - start
