"""Figures as they are measured: in turn, over rounds, each beside ours of the same round."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Final

import numpy as np

OURS: Final = "Below the Line"
SPANS: Final = "Below the Line, with spans"
FLOOR: Final = "the physical floor"
ALT: Final = "alt-profanity-check"
BETTER: Final = "better-profanity"
PIPELINE: Final = "stock scikit-learn Pipeline"
FASTTEXT: Final = "fastText with subwords"
ANALYZE: Final = "Below the Line, comments:analyze"
EMPTY: Final = "an empty Flask route"
VALIDATES: Final = "a Flask route that only validates"
_LEAST: Final = 1e-9


@dataclass(frozen=True, kw_only=True, slots=True)
class Contestant:
    """Somebody's scorer.

    ``once`` scores one text. ``many`` makes texts ready in the form that it takes, and returns the
    work to be timed. ``most`` is how many texts it can be given in a round: some are slow.
    """

    name: str
    once: Callable[[str], object] | None
    many: Callable[[Sequence[str]], Callable[[], object]]
    most: int = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One figure: what was measured, of whom, how much, and how many times ours it is.

    ``spread`` has the least and the most of what ``beside`` is the median of.
    """

    measure: str
    who: str
    value: float
    unit: str
    beside: float | None = None
    spread: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """All figures of a run, in the order in which they were found."""

    every: list[Figure] = field(default_factory=list)

    def add(self, measure: str, unit: str, rounds: Mapping[str, Sequence[float]]) -> None:
        """Take in what each contestant reached in each round; ours is what they stand beside."""
        for who, values in rounds.items():
            pairs = zip(values, rounds.get(OURS, values), strict=True)
            times = [value / ours for value, ours in pairs if ours]
            compared = bool(times) and who != OURS and OURS in rounds
            self.every.append(
                Figure(
                    measure=measure,
                    who=who,
                    value=median(values),
                    unit=unit,
                    beside=median(times) if compared else None,
                    spread=(min(times), max(times)) if compared else None,
                )
            )

    def value(self, measure: str, who: str = OURS) -> float | None:
        """A figure, or None where it was not measured."""
        return next((each.value for each in self._of(measure, who)), None)

    def beside(self, measure: str, who: str) -> float | None:
        """How many times ours a figure is, or None where it was not measured."""
        return next((each.beside for each in self._of(measure, who)), None)

    def _of(self, measure: str, who: str) -> Iterator[Figure]:
        """The figures of a measure and a contestant: one, or none."""
        return (each for each in self.every if (each.measure, each.who) == (measure, who))


def waited(work: Callable[[], object]) -> float:
    """How long somebody waits for some work, in seconds of the wall clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def worked(work: Callable[[], object]) -> float:
    """Seconds that a core works on something, whatever else the machine does meanwhile."""
    began = time.process_time()
    work()
    return time.process_time() - began


def latencies(
    contestant: Contestant,
    texts: Sequence[str],
    *,
    clock: Callable[[Callable[[], object]], float] = waited,
) -> list[float]:
    """Milliseconds for each text on its own, by the wall clock or another."""
    once = contestant.once
    if once is None:
        return []
    return [clock(partial(once, one)) * 1e3 for one in texts[: contestant.most]]


def rate(
    contestant: Contestant,
    texts: Sequence[str],
    *,
    clock: Callable[[Callable[[], object]], float] = worked,
) -> float:
    """Texts a second of a core's work, or of another clock, when all are given at once."""
    given = texts[: contestant.most]
    work = contestant.many(given)
    return len(given) / max(clock(work), _LEAST)


def one_by_one(once: Callable[[str], object], texts: Sequence[str]) -> Callable[[], object]:
    """The work of scoring each of some texts on its own."""
    return lambda: [once(one) for one in texts]


def turns(
    everyone: Sequence[Contestant], texts: Sequence[str], *, length: int, rounds: int
) -> Iterator[tuple[Sequence[Contestant], Sequence[str]]]:
    """Who comes after whom in each round, and what is scored in it.

    Every round has other texts, so that nobody meets one again, unless they are few. Every other
    round goes backwards, since who comes later may profit from what an earlier one has warmed.
    """
    for at in range(rounds):
        places = range(at * length, (at + 1) * length)
        chosen = [texts[place % len(texts)] for place in places]
        yield (everyone[::-1] if at % 2 else everyone), chosen


def percentile(values: Sequence[float], share: float) -> float:
    """A percentile of some values."""
    return float(np.percentile(values, share))
