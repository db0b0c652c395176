"""Fit stock scikit-learn estimators: one logistic regression and one calibration an attribute."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from training.config import Fit
from training.split import Mask, Rows

_GRID: Final = 64
_GRID_WEIGHT: Final = 0.25
_REACH: Final = 6.0

Decisions = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fitted:
    """One attribute's classifier and calibration curve."""

    classifier: Any
    calibrator: Any


def fit_attribute(
    matrix: csr_matrix, rows: Rows, column: int, prior: float | None, fit: Fit
) -> Fitted:
    """Fit one attribute on all known training rows, and calibrate on scores out of fold.

    Every row used for calibration is scored by a model that did not see it.
    """
    labels = rows.labels[:, column]
    known = ~np.isnan(labels) & ~rows.test
    calibration = calibration_rows(rows, column) & known
    decisions = np.full(len(labels), np.nan)
    for fold in range(fit.folds):
        held = calibration & (rows.fold == fold)
        classifier = fit_classifier(matrix, rows, column, known & ~held, fit)
        decisions[held] = classifier.decision_function(matrix[held])
    classifier = fit_classifier(matrix, rows, column, known, fit)
    weights = prior_weights(labels[calibration], prior if not natural(rows, column) else None)
    calibrator = calibrate(decisions[calibration], labels[calibration], weights)
    return Fitted(classifier=classifier, calibrator=calibrator)


def natural(rows: Rows, column: int) -> bool:
    """Whether rows drawn as they came know both sides of the attribute."""
    labels = rows.labels[rows.natural, column]
    positive = labels[~np.isnan(labels)] >= 0.5  # noqa: PLR2004 - the even split
    return bool(positive.any() and not positive.all())


def calibration_rows(rows: Rows, column: int) -> Mask:
    """The natural rows, or where they tell nothing every row that knows the attribute."""
    known: Mask = ~np.isnan(rows.labels[:, column])
    return known & rows.natural if natural(rows, column) else known


def prior_weights(labels: npt.NDArray[np.float32], prior: float | None) -> Decisions:
    """Weights that give the positive side the share ``prior``; ones where there is no prior."""
    share = float(np.mean(labels))
    if prior is None or not 0 < share < 1:
        return np.ones(len(labels))
    return np.asarray(labels * prior / share + (1 - labels) * (1 - prior) / (1 - share), float)


def fit_classifier(
    matrix: csr_matrix, rows: Rows, column: int, chosen: Mask, fit: Fit
) -> LogisticRegression:
    """Fit one logistic regression; a fraction counts as both answers, weighted by it."""
    index = np.flatnonzero(chosen)
    labels = rows.labels[index, column]
    weights = rows.weights[index, column]
    soft = (labels > 0) & (labels < 1)
    stacked = vstack([matrix[index], matrix[index[soft]]], format="csr")
    answers = np.concatenate([labels > 0, np.zeros(int(soft.sum()), dtype=bool)])
    shares = np.concatenate(
        [np.where(soft, weights * labels, weights), (weights * (1 - labels))[soft]]
    )
    classifier = LogisticRegression(
        C=fit.strength, tol=fit.tolerance, max_iter=fit.iterations, solver="lbfgs"
    )
    classifier.fit(stacked, answers.astype(np.int8), sample_weight=shares)
    classifier.coef_ = rounded(classifier.coef_.astype(np.float32), fit.digits)
    return classifier


def rounded(values: npt.NDArray[np.float32], digits: int) -> npt.NDArray[np.float32]:
    """Keep ``digits`` significant binary digits of each value, so that the file packs well."""
    mantissas, exponents = np.frexp(values)
    scale = np.float32(2**digits)
    kept: npt.NDArray[np.float32] = np.ldexp(np.round(mantissas * scale) / scale, exponents)
    return kept.astype(np.float32)


def calibrate(
    decisions: Decisions, labels: npt.NDArray[np.float32], weights: Decisions
) -> IsotonicRegression:
    """An isotonic curve through its block centres, steadied by a sigmoid where data are thin.

    A sigmoid (Platt 1999) fitted on the same scores adds a few faint observations along the whole
    range, which gives the tails a slope; drawing the isotonic steps (Zadrozny and Elkan 2002)
    through their centres keeps the order of scores inside a step. No score is surer than the
    rows allow: the ends are Platt's targets, 1 / (N- + 2) and 1 - 1 / (N+ + 2).
    """
    low, high = targets(labels, weights)
    sigmoid = _sigmoid(decisions, labels * high + (1 - labels) * low, weights)
    grid = np.linspace(decisions.min() - _REACH, decisions.max() + _REACH, _GRID)
    x = np.concatenate([decisions, grid])
    y = np.concatenate([labels, sigmoid.predict_proba(grid[:, None])[:, 1]])
    w = np.concatenate([weights, np.full(_GRID, _GRID_WEIGHT)])
    steps = IsotonicRegression(out_of_bounds="clip").fit(x, y, sample_weight=w).predict(x)
    centres, where = np.unique(steps, return_inverse=True)
    middles = np.bincount(where, w * x) / np.bincount(where, w)
    curve = IsotonicRegression(y_min=low, y_max=high, out_of_bounds="clip")
    return curve.fit(middles, np.clip(centres, low, high))


def targets(labels: npt.NDArray[np.float32], weights: Decisions) -> tuple[float, float]:
    """The least and the greatest probability that so many rows can speak for (Platt 1999)."""
    positive = float(np.sum(weights * labels))
    negative = float(np.sum(weights * (1 - labels)))
    return 1 / (negative + 2), 1 - 1 / (positive + 2)


def _sigmoid(
    decisions: Decisions, labels: npt.NDArray[Any], weights: Decisions
) -> LogisticRegression:
    """A logistic regression on the decision alone, fractions counted as both answers."""
    twice = np.concatenate([decisions, decisions])[:, None]
    answers = np.repeat([1, 0], len(labels))
    shares = np.concatenate([weights * labels, weights * (1 - labels)])
    used = shares > 0
    return LogisticRegression(C=1e3).fit(twice[used], answers[used], sample_weight=shares[used])
