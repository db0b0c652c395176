"""Figures from scores and labels: ranking, calibration, effort and error, with their intervals.

Nothing here knows a model or a file. Scores and labels are arrays of shape (rows,); scores lie in
[0, 1]. Intervals are percentiles of a bootstrap over rows (Efron 1979), all from one seed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.metrics import average_precision_score, log_loss, precision_recall_curve, roc_curve

RESAMPLES: Final = 200
"""How many resamples an interval is made of."""

BINS: Final = 15
"""How many bins of equal width calibration is measured in (Guo et al. 2017)."""

POINTS: Final = 100
"""How many points a curve has at most."""

EVEN: Final = 0.5
"""The label from which a row counts as positive, where labels are fractions."""

_PERCENTILES: Final = (2.5, 97.5)
_NORMAL: Final = 1.959964  # the 97.5th percentile of the normal distribution

Numbers = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
Interval = tuple[float, float]
Curve = tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """The 95 % bounds of candidate less current, both drawn on the same rows."""

    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranking:
    """How well scores put the positive rows first; each figure in [0, 1] with 1 best.

    ``roc`` runs over (false positive rate, true positive rate), ``pr`` over (recall, precision).
    """

    auc: float
    auc_low: float
    auc_high: float
    average_precision: float
    roc: Curve
    pr: Curve
    difference: Difference | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Bin:
    """The rows whose scores lie in one bin: their mean score beside the share that is positive.

    ``low`` and ``high`` bound the share with 95 % by Wilson's interval (1927): a bin may have few
    rows, all of one side, where a bootstrap would pretend to be certain.
    """

    score: float
    share: float
    low: float
    high: float
    rows: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """How far scores are from the shares they promise: 0 is best, for both figures."""

    ece: float
    ece_low: float
    ece_high: float
    brier: float
    brier_low: float
    brier_high: float
    bins: tuple[Bin, ...]
    difference: Difference | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewLoad:
    """The share of rows that people read, highest scores first, until 95 or 99 % are caught.

    ``curve`` runs over (share read, share caught).
    """

    recall_95: float
    recall_99: float
    curve: Curve


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """The mean character F1 over comments, in [0, 1]."""

    f1: float
    f1_low: float
    f1_high: float
    difference: Difference | None = None


def measure(scores: Numbers, labels: Numbers, *, seed: int) -> dict[str, object] | None:
    """What a manifest says of one attribute: ranking, Brier score, log loss and ECE, or None.

    None where the labels have one side only. Fractions count by which side of 0.5 they are on.
    """
    truth = labels >= EVEN
    if one_sided(truth):
        return None
    low, high = auc_interval(scores, truth, seed=seed)
    return {
        "rows": len(truth),
        "positive": int(truth.sum()),
        "auc": round(auc(scores, truth), 4),
        "auc_low": round(low, 4),
        "auc_high": round(high, 4),
        "average_precision": round(float(average_precision_score(truth, scores)), 4),
        "brier": round(float(np.mean((scores - truth) ** 2)), 5),
        "log_loss": round(float(log_loss(truth, scores, labels=[False, True])), 5),
        "ece": round(calibration_error(scores, truth), 5),
    }


def one_sided(truth: Truth) -> bool:
    """Whether there are no positive rows, or no negative ones."""
    return bool(truth.all() or not truth.any())


def rank(scores: Numbers, truth: Truth, *, seed: int) -> Ranking:
    """The ranking's figures and curves; ``truth`` must have both sides."""
    low, high = auc_interval(scores, truth, seed=seed)
    false_rate, true_rate, _ = roc_curve(truth, scores)
    precision, recall, _ = precision_recall_curve(truth, scores)
    return Ranking(
        auc=auc(scores, truth),
        auc_low=low,
        auc_high=high,
        average_precision=float(average_precision_score(truth, scores)),
        roc=_thinned(false_rate + true_rate, false_rate, true_rate),
        pr=_thinned(recall[::-1], recall[::-1], precision[::-1]),
    )


def auc(scores: Numbers, truth: Truth) -> float:
    """The ROC AUC by rank sums, ties counting half (Mann and Whitney 1947)."""
    return _auc(_places(scores), truth.astype(np.float64), (~truth).astype(np.float64))


def auc_interval(scores: Numbers, truth: Truth, *, seed: int) -> Interval:
    """The interval of the AUC, over those resamples that have both sides."""
    places = _places(scores)

    def resampled(counts: Numbers) -> float:
        return _auc(places, counts * truth, counts * ~truth)

    return _interval(resampled, len(truth), seed)


def calibrate(scores: Numbers, truth: Truth, *, seed: int) -> Calibration:
    """ECE and Brier score with their intervals, and the bins that have rows."""
    where, gaps, squares = _bin_numbers(scores), scores - truth, (scores - truth) ** 2

    def error(counts: Numbers) -> float:
        sums = np.bincount(where, counts * gaps, minlength=BINS)
        return float(np.abs(sums).sum() / len(gaps))

    def brier(counts: Numbers) -> float:
        return float(counts @ squares / len(squares))

    once = np.ones(len(scores))
    error_low, error_high = _interval(error, len(scores), seed)
    brier_low, brier_high = _interval(brier, len(scores), seed)
    return Calibration(
        ece=error(once),
        ece_low=error_low,
        ece_high=error_high,
        brier=brier(once),
        brier_low=brier_low,
        brier_high=brier_high,
        bins=tuple(_bins(scores, truth)),
    )


def calibration_error(scores: Numbers, truth: Truth) -> float:
    """Expected calibration error over bins of equal width (Guo et al. 2017)."""
    gaps = np.abs(np.bincount(_bin_numbers(scores), scores - truth, minlength=BINS))
    return float(gaps.sum() / len(scores))


def review_load(scores: Numbers, truth: Truth) -> ReviewLoad:
    """How much to read; comments with the same score are read together, as nothing parts them."""
    falling = np.argsort(-scores, kind="stable")
    last = np.append(np.diff(scores[falling]) < 0, [True])
    read = (np.flatnonzero(last) + 1) / len(scores)
    caught = np.cumsum(truth[falling])[last] / truth.sum()
    return ReviewLoad(
        recall_95=float(read[np.argmax(caught >= 0.95)]),  # noqa: PLR2004 - as named
        recall_99=float(read[np.argmax(caught >= 0.99)]),  # noqa: PLR2004 - as named
        curve=_thinned(np.append([0], read + caught), np.append([0], read), np.append([0], caught)),
    )


def agreement(values: Numbers, *, seed: int) -> Agreement:
    """The mean of a comment's F1 over comments, with its interval."""

    def mean(counts: Numbers) -> float:
        return float(counts @ values / len(values))

    low, high = _interval(mean, len(values), seed)
    return Agreement(f1=float(values.mean()), f1_low=low, f1_high=high)


def character_f1(found: frozenset[int], wanted: frozenset[int]) -> float:
    """F1 of the marked characters of one comment; 1 where both mark none, 0 where one does.

    As the evaluation of SemEval-2021 task 5 has it (Pavlopoulos et al. 2021).
    """
    if not found or not wanted:
        return float(not found and not wanted)
    return 2 * len(found & wanted) / (len(found) + len(wanted))


def wilson(positive: int, rows: int) -> Interval:
    """Wilson's 95 % score interval of a share (1927)."""
    share, square = positive / rows, _NORMAL**2 / rows
    centre = share + square / 2
    half = _NORMAL * float(np.sqrt(share * (1 - share) / rows + square / (4 * rows)))
    return max(0.0, (centre - half) / (1 + square)), min(1.0, (centre + half) / (1 + square))


def resamples(rows: int, seed: int) -> Iterator[Numbers]:
    """How often each row stands in each resample of the rows with replacement, shape (rows,)."""
    random = np.random.default_rng(seed)
    for _ in range(RESAMPLES):
        drawn = random.integers(0, rows, rows)
        yield np.bincount(drawn, minlength=rows).astype(np.float64)


def _interval(figure: Callable[[Numbers], float], rows: int, seed: int) -> Interval:
    """The middle 95 % of a figure over resamples, without those where it cannot be had (NaN)."""
    found = np.array([figure(counts) for counts in resamples(rows, seed)])
    low, high = np.nanpercentile(found, _PERCENTILES)
    return float(low), float(high)


def _places(scores: Numbers) -> npt.NDArray[np.int64]:
    """The place of each row's score among the distinct scores, lowest first."""
    return np.unique(scores, return_inverse=True)[1].astype(np.int64)


def _auc(places: npt.NDArray[np.int64], positive: Numbers, negative: Numbers) -> float:
    """The share of pairs in order, where rows count so often; NaN where one side is empty."""
    pairs = positive.sum() * negative.sum()
    if not pairs:
        return float("nan")
    ups = np.bincount(places, positive)
    downs = np.bincount(places, negative)
    return float(ups @ (np.cumsum(downs) - downs / 2) / pairs)


def _bin_numbers(scores: Numbers) -> npt.NDArray[np.int64]:
    """The bin of each score; a score of 1 belongs to the last."""
    return np.minimum((scores * BINS).astype(np.int64), BINS - 1)


def _bins(scores: Numbers, truth: Truth) -> Iterator[Bin]:
    """Each bin that has rows."""
    where = _bin_numbers(scores)
    for number in np.unique(where):
        here = where == number
        low, high = wilson(int(truth[here].sum()), int(here.sum()))
        yield Bin(
            score=float(scores[here].mean()),
            share=float(truth[here].mean()),
            low=low,
            high=high,
            rows=int(here.sum()),
        )


def _thinned(position: Numbers, x: Numbers, y: Numbers) -> Curve:
    """At most POINTS points of a curve, spread evenly over a rising ``position``; its ends stay."""
    places = np.linspace(position[0], position[-1], POINTS)
    chosen = np.unique(np.searchsorted(position, places))
    return tuple(zip(x[chosen].tolist(), y[chosen].tolist(), strict=True))
