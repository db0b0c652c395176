"""Tell a difference between two models from noise: the paired bootstrap (Efron 1979).

Which texts happened to be there is the noise. They are drawn again with replacement, as many as
there are and the same for both models, and the figure of interest is worked out anew each time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

import numpy as np

from training.measure import BINS, Numbers, Truth

NO_DIFFERENCE: Final = 1e-9
"""What lies below this is none: floats added in another order may leave so much."""

_FALSE_REFUSALS: Final = 0.05
_CHUNK: Final = 1_000_000

Figure = Callable[[Numbers], Numbers]
"""From how often each of n rows was drawn, of shape (draws, n), to a figure of each draw."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Noise:
    """How a difference is told from noise: the level of each interval, in (0, 1), and the draws."""

    level: float
    draws: int = 2_000
    seed: int = 1

    @classmethod
    def over(cls, comparisons: int, *, draws: int = 2_000, seed: int = 1) -> "Noise":
        """For so many comparisons of which none may find an equal model worse (Bonferroni's bound).

        Fewer than 5 in 100 equal models are refused: half of that in theory, because an interval
        errs to the better side as often, which leaves room for the bootstrap's own error.
        """
        return cls(level=1 - _FALSE_REFUSALS / comparisons, draws=draws, seed=seed)

    def weights(self, rows: int) -> Iterator[Numbers]:
        """How often each of so many rows was drawn, in pieces of shape (some draws, rows)."""
        random = np.random.default_rng(self.seed)
        step = max(1, _CHUNK // rows)
        for start in range(0, self.draws, step):
            draws = min(step, self.draws - start)
            drawn = random.integers(0, rows, (draws, rows)) + rows * np.arange(draws)[:, None]
            counts = np.bincount(drawn.ravel(), minlength=draws * rows)
            yield counts.reshape(draws, rows).astype(np.float64)

    def interval(self, differences: Numbers) -> tuple[float, float]:
        """The percentiles that enclose the level; draws without a figure (NaN) are left out."""
        tail = 50 * (1 - self.level)
        low, high = np.percentile(differences[~np.isnan(differences)], (tail, 100 - tail))
        return float(low), float(high)


def auc(scores: Numbers, truth: Truth) -> Figure:
    """The ROC AUC of drawn rows, by the rank sums of Mann and Whitney 1947; ties count half.

    NaN for a draw that has rows of one side only.
    """
    order = np.argsort(scores, kind="stable")
    positive = truth[order].astype(np.float64)
    starts = np.flatnonzero(np.diff(scores[order], prepend=np.nan) != 0)

    def figure(weights: Numbers) -> Numbers:
        sorted_ = weights[:, order]
        ups = np.add.reduceat(sorted_ * positive, starts, axis=1)
        downs = np.add.reduceat(sorted_ * (1 - positive), starts, axis=1)
        below = np.cumsum(downs, axis=1) - downs / 2
        with np.errstate(invalid="ignore"):
            wins: Numbers = (ups * below).sum(axis=1) / (ups.sum(axis=1) * downs.sum(axis=1))
        return wins

    return figure


def calibration_error(scores: Numbers, truth: Truth) -> Figure:
    """The expected calibration error of drawn rows, in the bins of ``training.measure``."""
    bins = np.minimum((scores * BINS).astype(np.int64), BINS - 1)
    gaps = np.zeros((len(scores), BINS))
    gaps[np.arange(len(scores)), bins] = scores - truth
    return lambda weights: np.abs(weights @ gaps).sum(axis=1) / weights.sum(axis=1)


def share(numbers: Numbers, of: Numbers) -> Figure:
    """The drawn rows' sum of some numbers by that of others; NaN where the latter is 0."""

    def figure(weights: Numbers) -> Numbers:
        with np.errstate(invalid="ignore"):
            shares: Numbers = (weights @ numbers) / (weights @ of)
        return shares

    return figure


def signed(difference: float, digits: int) -> str:
    """A difference to so many digits, or to the first that is not 0, so that its side is seen."""
    if abs(difference) < NO_DIFFERENCE:
        return f"{0:.{digits}f}"
    shown = next(each for each in count(digits) if round(difference, each))
    return f"{difference:+.{shown}f}"
