"""Keep what is learnt apart from what measures: no sentence may know a stretch of a question."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Final

from training.bias import forms, measuring_sentences, read_identity, read_terms
from training.functional import read_cases
from training.generate import Generated, read_people
from training.statements import plain_statements

RUN: Final = 5
"""How many words in a row two texts may not share."""

_WORD: Final = re.compile(r"[a-z0-9']+")
_SHORTEST_TERM: Final = 3


def apart(sentences: Iterable[Generated]) -> tuple[Generated, ...]:
    """The sentences that share no ``RUN`` words in a row with what measures functions and bias."""
    known = frozenset().union(*map(runs, _questions()))
    return tuple(one for one in sentences if known.isdisjoint(runs(one.text)))


def runs(text: str) -> set[tuple[str, ...]]:
    """Every stretch of ``RUN`` words, capitals, signs and words of terms of identity aside."""
    words = [word for word in _WORD.findall(text.lower()) if word not in _words_of_terms()]
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


@cache
def _words_of_terms() -> frozenset[str]:
    """The words of three letters or more of all terms, learnt or measured with."""
    terms = chain(read_people(), read_terms(read_identity("measure.toml")["terms"]))
    words = _WORD.findall(
        " ".join(chain.from_iterable(forms(one).values() for one in terms)).lower()
    )
    return frozenset(word for word in words if len(word) >= _SHORTEST_TERM)


def _questions() -> Iterator[str]:
    """The texts that a model is measured on and that are our own."""
    yield from (case.text for case in read_cases())
    yield from (sentence.text for sentence in measuring_sentences())
    yield from (statement.text for statement in plain_statements())
