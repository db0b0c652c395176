"""What is trained on is written apart from what is measured with."""

import re
from collections.abc import Iterable, Iterator

from training.apart import apart
from training.bias import measuring_sentences
from training.functional import read_cases
from training.generate import generate, read_people

RUN = 6
TERMS = {
    word
    for term in read_people()
    for form in (term.person, term.people, term.being)
    for word in re.findall(r"[\w']+", form.lower())
    if len(word) > 2
}


def runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    """Every run of six words, terms of identity, capitals and punctuation aside."""
    return {run for text in texts for run in _runs(re.findall(r"[\w']+", text.lower()))}


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    """The runs of one text's words."""
    plain = [word for word in words if word not in TERMS]
    return zip(*(plain[start:] for start in range(RUN)), strict=False)


def test_no_run_of_six_words_is_both_trained_on_and_measured_with() -> None:
    """Neither with the functional cases nor with the sentences about identity."""
    trained = runs(sentence.text for sentence in apart(generate()))
    measured = runs(case.text for case in read_cases())
    measured |= runs(sentence.text for sentence in measuring_sentences())

    assert sorted(trained & measured) == []


def test_no_case_is_a_sentence_that_is_trained_on() -> None:
    """Letters and digits compared; the shortest, such as "You are a fool.", are anybody's."""
    trained = {re.sub(r"\W", "", one.text.lower()) for one in apart(generate())}

    assert not [
        case.text
        for case in read_cases()
        if len(case.text.split()) > 4 and re.sub(r"\W", "", case.text.lower()) in trained
    ]
