"""The windows: what is undone in them is what is undone all over a text, to the last sign."""

from itertools import islice, product
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.moderation.disguise import Undone, undo, undo_in_full
from service.moderation.lexicon import lexicon
from service.moderation.skim import skimmer
from service.moderation.windows import cut_out
from training.disguises import DISGUISES
from training.functional import read_cases
from training.generate import generate

PLAIN = (" the mayor opened the bridge today ", " we saw nothing there ", " of the ", " a ", " I ")
PARTS = [
    *("fuck", "id", "iot", "fa g", "urself", "youareanidiot", "killl", "bicth", "waaay", "kill"),
    *("sh1t", "y0u", "4re", "f**k", "*uck", "a*b=c", "*1", "f.u.c.k", "a b c!"),
    *("\xa3a b c!", "(1d10t", "(an", "(word", "10th"),
    *("f\u0441uck", "\u0441\u043e\u0441k", "\u0436", "\xdf", "\ufb00uck", "\u4f60\u597d"),
    "www.sh1t.com",
    *("f\u0336u\u0336ck", "h\ufe0fi", "\u202etihs\u202c", "\u2b74", "\x01", "..."),
    *("f\u2013ck", "(_)", "c|t"),
    *"aiu kx .-_*!$@#10+|&'()=\u2022\xd7\xb0\u2014\u2026\xe9\u0301\u200b\xad\U0001f346",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PARTS) | st.sampled_from(PLAIN), max_size=20).map("".join)


@pytest.fixture(autouse=True)
def _compiled() -> None:
    """Without skim.c every text is undone in full anyway."""
    if skimmer() is None:
        pytest.skip("skim.c is not compiled here")


def parts(undone: Undone) -> tuple[object, ...]:
    """What can be compared of what was undone."""
    reading = undone.prepared
    told = None if reading is None else (reading.codes.tolist(), reading.origins.tolist())
    return undone.evasion, told


@settings(max_examples=2_000, deadline=None)
@given(one=TEXTS)
@example(one="y0u saw nothing at all there and then we saw an 1d10t and it was 4re")
@example(one="kill the bridge we all saw there and then they told urself of it and f**k")
@example(one="x = y is what we all saw there and then they told us of the f*g there")
@example(one="the id of all these good people and then nothing more of the fa g there")
def test_windows_undo_what_the_whole_text_undoes(one: str) -> None:
    """Disguises, halves of them and what steps ask about, close together and far apart."""
    assert parts(undo(one)) == parts(undo_in_full(one))


def test_long_texts_are_undone_alike() -> None:
    """Sentences of ours and cases, with rude words in every disguise among them."""
    chance = Random(3)  # noqa: S311 - chooses examples
    rude = sorted(lexicon().telling)
    ways = list(islice(product(rude[::40], DISGUISES.values()), 2_000))
    plain = [one.text for one in generate()[::40]] + [case.text for case in read_cases()[::9]]
    for many in (10, 40, 100) * 4:
        texts = [*chance.sample(plain, many), *(way(word) for word, way in chance.sample(ways, 3))]
        chance.shuffle(texts)
        one = chance.choice((" ", "\n", ". ")).join(texts)

        assert parts(undo(one)) == parts(undo_in_full(one))


def test_a_long_text_with_one_odd_word_is_mostly_left_out() -> None:
    """Its length costs next to nothing; facts that steps ask about stand behind the window."""
    filler = "the mayor opened the bridge today and we killed time = nothing ) there "

    cutting = cut_out(f"{filler * 100}f**k {filler * 100}")

    assert len(cutting.signs) < 200
    assert cutting.signs.endswith(" = )")
