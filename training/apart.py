"""Keep what is learnt apart from what measures: no sentence may know a stretch of a question."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from training.bias import measuring_sentences
from training.functional import read_cases
from training.generate import Generated
from training.statements import plain_statements

RUN: Final = 5
"""How many words in a row two texts may not share."""

_WORD: Final = re.compile(r"[a-z0-9']+")


def apart(sentences: Iterable[Generated]) -> tuple[Generated, ...]:
    """The sentences that share no ``RUN`` words in a row with what measures functions and bias."""
    known = frozenset().union(*map(runs, _questions()))
    return tuple(one for one in sentences if known.isdisjoint(runs(one.text)))


def runs(text: str) -> set[tuple[str, ...]]:
    """Every stretch of ``RUN`` words, in small letters and without what stands between words."""
    words = _WORD.findall(text.lower())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def _questions() -> Iterator[str]:
    """The texts that a model is measured on and that are our own."""
    yield from (case.text for case in read_cases())
    yield from (sentence.text for sentence in measuring_sentences())
    yield from (statement.text for statement in plain_statements())
