"""Measure scores against labels: ranking, calibration and error, with bootstrap intervals."""

from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

_RESAMPLES: Final = 100
_BINS: Final = 15

Numbers = npt.NDArray[np.float64]


def measure(scores: Numbers, labels: Numbers, *, seed: int) -> dict[str, object] | None:
    """ROC AUC with a 95 % interval, average precision, Brier, log loss and ECE, or None.

    None where the labels have one side only. Fractions count by which side of 0.5 they are on.
    """
    truth = labels >= 0.5  # noqa: PLR2004 - the even split
    if truth.all() or not truth.any():
        return None
    low, high = _interval(scores, truth, seed)
    return {
        "rows": len(truth),
        "positive": int(truth.sum()),
        "auc": round(float(roc_auc_score(truth, scores)), 4),
        "auc_low": round(low, 4),
        "auc_high": round(high, 4),
        "average_precision": round(float(average_precision_score(truth, scores)), 4),
        "brier": round(float(brier_score_loss(truth, scores)), 5),
        "log_loss": round(float(log_loss(truth, scores, labels=[False, True])), 5),
        "ece": round(calibration_error(scores, truth), 5),
    }


def calibration_error(scores: Numbers, truth: npt.NDArray[np.bool_]) -> float:
    """Expected calibration error over 15 bins of equal width (Guo et al. 2017)."""
    bins = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    gaps = np.abs(np.bincount(bins, scores - truth, minlength=_BINS))
    return float(gaps.sum() / len(scores))


def _interval(scores: Numbers, truth: npt.NDArray[np.bool_], seed: int) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile of the AUC over resamples of the rows (Efron 1979)."""
    random = np.random.default_rng(seed)
    found = []
    for _ in range(_RESAMPLES):
        rows = random.integers(0, len(truth), len(truth))
        if 0 < truth[rows].sum() < len(truth):
            found.append(roc_auc_score(truth[rows], scores[rows]))
    return float(np.percentile(found, 2.5)), float(np.percentile(found, 97.5))
