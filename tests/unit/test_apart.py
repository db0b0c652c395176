"""No sentence that is learnt from knows a stretch of what measures."""

import pytest

from training.apart import apart, runs
from training.bias import measuring_sentences
from training.functional import read_cases
from training.generate import Generated, generate


def made(text: str) -> Generated:
    """A sentence to learn from."""
    return Generated(text=text, labels={"TOXICITY": 0.0}, group="test")


QUESTIONS = (read_cases()[-1].text, max((one.text for one in measuring_sentences()), key=len))


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_sentence_that_measures_is_not_learnt(text: str) -> None:
    """However it is written, and whatever stands around it."""
    written = (made(text), made(text.upper()), made(f"I said: {text} And that is all."))

    assert apart(written) == ()


def test_what_shares_fewer_words_is_learnt() -> None:
    """Four in a row are no stretch."""
    words = " ".join(min(runs(QUESTIONS[0]))[:4])

    assert len(apart([made(words)])) == 1


def test_a_run_has_five_words_whatever_stands_between_them() -> None:
    """Signs and capitals do not tell texts apart."""
    assert runs("Well, I don't -- know YOU!") == {("well", "i", "don't", "know", "you")}


def test_most_of_our_own_sentences_are_learnt() -> None:
    """One in twenty at most is left out, and those that stay share nothing."""
    sentences = generate()

    kept = apart(sentences)

    assert len(sentences) * 0.95 < len(kept) < len(sentences)
    asked = set().union(*(runs(case.text) for case in read_cases()))
    assert not any(runs(one.text) & asked for one in kept)
