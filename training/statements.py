"""How often people are stopped who say nothing but who they or others are, term by term.

``training/identity/measure.toml`` holds the statements and the terms; none is ever trained on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from training.bias import forms, read_identity, read_terms
from training.measure import Numbers, resamples, wilson
from training.templates import fill

_PERCENTILES = (2.5, 97.5)


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One plain, harmless statement with the term of identity in it."""

    text: str
    term: str
    group: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StoppedOfTerm:
    """How many statements with one term are held or rejected, the share's bounds by Wilson."""

    term: str
    group: str
    asked: int
    stopped: int
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Stopped:
    """How many of all statements are held or rejected, as a ``share`` in [0, 1], and by term.

    ``share_low`` and ``share_high`` are the outer bounds of two 95 % intervals: Wilson's, and the
    percentiles over resamples of the terms, whose statements stand or fall together.
    """

    asked: int
    stopped: int
    share: float
    share_low: float
    share_high: float
    terms: tuple[StoppedOfTerm, ...]


def plain_statements() -> tuple[Statement, ...]:
    """Each statement with each term, in the file's order."""
    content = read_identity("measure.toml")
    return tuple(
        Statement(text=fill(template, forms(term)), term=term.name, group=term.group)
        for term in read_terms(content["terms"])
        for template in content["statements"]["plain"]
    )


def measure_statements(
    stops: Callable[[str], bool], asked: Sequence[Statement], *, seed: int
) -> Stopped:
    """Ask of each statement whether it is held or rejected; ``asked`` has at least one."""
    found: dict[tuple[str, str], list[bool]] = {}
    for each in asked:
        found.setdefault((each.term, each.group), []).append(stops(each.text))
    counts = [sum(answers) for answers in found.values()]
    sizes = [len(answers) for answers in found.values()]
    low, high = _bounds(np.array(counts, np.float64), np.array(sizes, np.float64), seed)
    return Stopped(
        asked=sum(sizes),
        stopped=sum(counts),
        share=sum(counts) / sum(sizes),
        share_low=low,
        share_high=high,
        terms=tuple(_of_term(*name, answers) for name, answers in found.items()),
    )


def _of_term(term: str, group: str, answers: Sequence[bool]) -> StoppedOfTerm:
    """The count of one term with its bounds."""
    low, high = wilson(sum(answers), len(answers))
    return StoppedOfTerm(
        term=term, group=group, asked=len(answers), stopped=sum(answers), low=low, high=high
    )


def _bounds(stopped: Numbers, asked: Numbers, seed: int) -> tuple[float, float]:
    """The outer bounds of both intervals, from the counts of each term, of shape (terms,)."""
    low, high = wilson(int(stopped.sum()), int(asked.sum()))
    shares = [counts @ stopped / (counts @ asked) for counts in resamples(len(asked), seed)]
    drawn_low, drawn_high = np.percentile(shares, _PERCENTILES)
    return min(low, float(drawn_low)), max(high, float(drawn_high))
