"""Fit stock scikit-learn estimators: one logistic regression and one calibration an attribute."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags, hstack, vstack
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from training.config import Fit
from training.split import Mask, Rows
from training.vectors import Vectors

_GRID: Final = 64
_GRID_WEIGHT: Final = 0.25
_REACH: Final = 6.0

Decisions = npt.NDArray[np.float64]


def natural(rows: Rows, column: int) -> bool:
    """Whether rows drawn as they came know both sides of the attribute."""
    labels = rows.labels[rows.natural, column]
    positive = labels[~np.isnan(labels)] >= 0.5  # noqa: PLR2004 - the even split
    return bool(positive.any() and not positive.all())


def calibration_rows(rows: Rows, column: int, most: int) -> Mask:
    """The natural rows that are learnt from, or where they tell nothing all that know it.

    Of more than ``most`` rows, every second, third or so.
    """
    known: Mask = ~np.isnan(rows.labels[:, column]) & ~rows.test & rows.found
    chosen = np.flatnonzero(known & rows.natural if natural(rows, column) else known)
    mask = np.zeros(len(known), dtype=np.bool_)
    mask[chosen[:: max(1, -(-len(chosen) // most))]] = True
    return mask


def prior_weights(labels: npt.NDArray[np.float32], prior: float | None) -> Decisions:
    """Weights that give the positive side the share ``prior``; ones where there is no prior."""
    share = float(np.mean(labels))
    if prior is None or not 0 < share < 1:
        return np.ones(len(labels))
    return np.asarray(labels * prior / share + (1 - labels) * (1 - prior) / (1 - share), float)


def fit_classifier(  # noqa: PLR0913 - what to fit, on what, and how
    matrix: csr_matrix,
    rows: Rows,
    column: int,
    *,
    kept: Mask,
    emphasis: npt.NDArray[np.float32],
    vectors: Vectors,
    fit: Fit,
    apart: bool,
) -> LogisticRegression:
    """Fit one logistic regression on the kept rows that know the attribute.

    A fraction counts as both answers, weighted by it. Where sources stand ``apart``, each has an
    intercept of its own while it is fitted, so that what sets them apart (their rates, their
    topics) is not learnt as guilt or innocence; what remains is the mean intercept of the natural
    rows. What the words of a comment mean together is learnt beside them, and folded into the
    weight of each word.
    """
    index = np.flatnonzero(kept & ~np.isnan(rows.labels[:, column]) & ~rows.test)
    sources = _one_hot(rows.sources if apart else np.zeros_like(rows.sources))
    chosen = matrix[index]
    parts = [chosen @ diags(emphasis), vectors.means(chosen), sources[index]]
    wide = hstack(parts, format="csr")
    soft, answers, shares = both_answers(rows.labels[index, column], rows.weights[index, column])
    classifier = LogisticRegression(C=fit.strength, tol=fit.tolerance, max_iter=fit.iterations)
    classifier.fit(vstack([wide, wide[soft]], format="csr"), answers, sample_weight=shares)
    home = index[rows.natural[index]] if rows.natural[index].any() else index
    return _folded(classifier, emphasis, vectors, sources[home], fit)


def _folded(
    classifier: LogisticRegression,
    emphasis: npt.NDArray[np.float32],
    vectors: Vectors,
    home: csr_matrix,
    fit: Fit,
) -> LogisticRegression:
    """The same classifier with one weight a bucket, and the mean intercept of the rows at home.

    Its coefficients are those of the n-grams, of what words mean, and of the sources, in order.
    """
    parts = [len(emphasis), len(emphasis) + vectors.width]
    own, meaning, origin = np.split(classifier.coef_[0], parts)
    weights = (own * emphasis + vectors.folded(meaning)).astype(np.float32)
    classifier.intercept_ = (classifier.intercept_ + (home @ origin).mean()).astype(np.float32)
    classifier.coef_ = rounded(weights, fit.digits)[None]
    classifier.n_features_in_ = len(emphasis)
    return classifier


def both_answers(
    labels: npt.NDArray[np.float32], weights: npt.NDArray[np.float32]
) -> tuple[Mask, npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Which rows stand twice, and the answers and weights of all rows with those after them."""
    soft = (labels > 0) & (labels < 1)
    answers = np.concatenate([labels > 0, np.zeros(int(soft.sum()), dtype=bool)])
    shares = [np.where(soft, weights * labels, weights), (weights * (1 - labels))[soft]]
    return soft, answers.astype(np.int8), np.concatenate(shares)


def _one_hot(sources: npt.NDArray[np.int64]) -> csr_matrix:
    """A column for each source, 1 in its rows."""
    places = (np.arange(len(sources)), sources)
    return csr_matrix((np.ones(len(sources), dtype=np.float32), places))


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
    rows allow: beyond Platt's targets, 1 / (N- + 2) and 1 - 1 / (N+ + 2), what is left of the way
    to certainty is halved, so that scores there keep their order too.
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
    inner = np.clip(centres, low, high)
    return IsotonicRegression(out_of_bounds="clip").fit(middles, (inner + centres) / 2)


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
