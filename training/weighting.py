"""How much each n-gram counts in a comment: by what it tells of the lead attribute, steadied.

In the place of idf factors stands the naive Bayes log ratio (Wang and Manning 2012) without its
sign: what is as frequent in harmful as in harmless comments tells nothing, and should not thin
out what does. The classifier then learns signs and sizes from the weighted, normalised rows.
"""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from service.moderation import features, text
from service.moderation.features import FeatureRules
from training.config import Config, Weighting
from training.generate import read_people
from training.split import Rows

_SMOOTHING: Final = 1.0
_LEAST_RATIO: Final = 1e-6
_MOST_EMPHASIS: Final = 8.0
_SHORTEST_TERM: Final = 3
_NO_TERMS: Final = frozenset(
    {*("and", "for", "from", "the", "who", "with"), *("person", "people", "someone", "those")}
)

Weights = npt.NDArray[np.float32]
Ratios = npt.NDArray[np.float64]
Buckets = npt.NDArray[np.int32]


def weigh(
    counts: csr_matrix, rows: Rows, config: Config, known: npt.NDArray[np.bool_]
) -> tuple[Weights, list[Weights]]:
    """What each bucket counts by, and for each attribute a factor beside it; ``counts`` sublinear.

    The weights are at least 0, shape (buckets,). Buckets of terms of identity count
    ``weighting.identity`` times as much, so that naming people tells little; those of ``known``
    words count at least ``weighting.known``.

    The factors tell what a bucket tells of an attribute beside the lead attribute: between 1/8 and
    8, ones for the lead, and at most 1 within terms of identity, whose damping would be undone. A
    classifier learns from rows times these factors, and has them in its coefficients.
    """
    attributes = range(rows.labels.shape[1])
    ratios = [_steady_ratios(counts, rows, column, config.weighting) for column in attributes]
    identity = identity_buckets(config.features)
    return (
        _term_weights(ratios[config.lead], identity, known, config.weighting),
        _emphases(ratios, config.lead, identity),
    )


def _term_weights(
    leading: Ratios, identity: Buckets, known: npt.NDArray[np.bool_], weighting: Weighting
) -> Weights:
    """The lead attribute's ratios, damped within terms of identity, and raised for known words."""
    found = leading.copy()
    found[identity] *= weighting.identity
    if weighting.meaning:
        found[known] = np.maximum(found[known], weighting.known)
    return np.asarray(found, dtype=np.float32)


def _emphases(ratios: Sequence[Ratios], lead: int, identity: Buckets) -> list[Weights]:
    """Each attribute's ratios by the lead's, within bounds."""
    leading = np.maximum(ratios[lead], _LEAST_RATIO)
    most = np.full_like(leading, _MOST_EMPHASIS)
    most[identity] = 1.0
    found = (
        np.ones_like(leading) if column == lead else each / leading
        for column, each in enumerate(ratios)
    )
    return [np.clip(one, 1 / _MOST_EMPHASIS, most).astype(np.float32) for one in found]


def _steady_ratios(counts: csr_matrix, rows: Rows, column: int, weighting: Weighting) -> Ratios:
    """The sizes of an attribute's log ratios; ``steady`` rows halve the trust in each."""
    known = ~np.isnan(rows.labels[:, column]) & ~rows.test
    told = counts[known]
    ratios = log_ratios(told, rows.labels[known, column], rows.weights[known, column])
    frequencies = np.bincount(told.indices, minlength=told.shape[1])
    return np.asarray(np.abs(ratios) * frequencies / (frequencies + weighting.steady))


def log_ratios(counts: csr_matrix, labels: Weights, weights: Weights) -> Ratios:
    """Ln of how much more often each bucket stands in positive rows; fractions count as both."""
    smoothing = _SMOOTHING * float(weights.mean())
    positive = counts.T @ (weights * labels).astype(np.float64) + smoothing
    negative = counts.T @ (weights * (1 - labels)).astype(np.float64) + smoothing
    return np.asarray(np.log((positive / positive.sum()) / (negative / negative.sum())))


def identity_terms() -> tuple[str, ...]:
    """The single words of all terms of identity, lower case, in order."""
    forms = (form for term in read_people() for form in (term.person, term.people, term.being))
    words = {word for form in forms for word in re.findall(r"[a-z]+", form.lower())}
    return tuple(sorted(word for word in words - _NO_TERMS if len(word) >= _SHORTEST_TERM))


def identity_buckets(rules: FeatureRules) -> Buckets:
    """The buckets of every n-gram within a term of identity, ascending."""
    prepared = (text.prepare(term) for term in identity_terms())
    return np.unique(features.matrix(prepared, rules).indices)
