"""The linear model as one weight table: from a reading of a text to decisions and their evidence.

The term weights and the coefficients of every attribute are folded together, so that a decision
is a gather and a sum. ``tests/unit/test_scorer.py`` holds it equal to scikit-learn's own answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from service.moderation import features
from service.moderation.features import FeatureRules, Grams
from service.moderation.sentences import sentences
from service.moderation.text import Positions, Prepared

Decisions = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One reading of a text with all that its decisions come from.

    ``values`` has shape (m,): the value of each of m n-grams in the whole text; one that stands
    there twice has its value shared out. ``inside`` numbers the sentence that each lies in, -1
    where it crosses from one to the next, and ``sentence_values`` are its values there; both are
    None where there is one sentence. ``sentence_decisions`` has shape (sentences, attributes),
    ``decisions`` (attributes,).
    """

    prepared: Prepared
    grams: Grams
    values: Decisions
    inside: Positions | None
    sentence_values: Decisions | None
    sentence_decisions: Decisions
    decisions: Decisions


class WeightTable:
    """Term weights, coefficients and intercepts of every attribute; never changed.

    ``weights`` has shape (buckets, attributes). Takes the ``tfidf`` and ``classifiers`` of an
    artefact, the latter in the order of the attributes.
    """

    def __init__(
        self, rules: FeatureRules, model: Mapping[str, Any], order: tuple[str, ...]
    ) -> None:
        classifiers = [model["classifiers"][name] for name in order]
        self._rules = rules
        self._term_weights = np.asarray(model["tfidf"].idf_, dtype=np.float64)
        self._weights = np.stack([found.coef_.ravel() for found in classifiers], axis=1)
        self._intercepts = np.array([float(found.intercept_[0]) for found in classifiers])

    @property
    def width(self) -> int:
        """How many attributes there are."""
        return len(self._intercepts)

    def read(self, prepared: Prepared) -> Reading:
        """Decide on every attribute: half by the whole text, half by its harshest sentence."""
        grams = features.extract(prepared, self._rules)
        values = self._values(grams.buckets, np.zeros(len(grams.buckets), dtype=np.int64), 1)
        weights = self._weights[grams.buckets]
        whole = values @ weights + self._intercepts
        begins, ends = sentences(prepared.codes)
        inside, by_sentence = None, None
        decided = whole[None]
        if len(begins) > 1:
            inside = np.searchsorted(begins, grams.begins, side="right") - 1
            inside[grams.ends > ends[inside]] = -1
            by_sentence = self._values(grams.buckets, inside, len(begins))
            decided = self._summed(by_sentence[:, None] * weights, inside, len(begins))
        return Reading(
            prepared=prepared,
            grams=grams,
            values=values,
            inside=inside,
            sentence_values=by_sentence,
            sentence_decisions=decided,
            decisions=(whole + decided.max(axis=0)) / 2,
        )

    def evidence(self, reading: Reading, column: int) -> Decisions:
        """What each n-gram adds to one attribute's decision, in logits, shape (m,)."""
        weights = self._weights[reading.grams.buckets, column]
        if reading.inside is None or reading.sentence_values is None:
            return np.asarray(reading.values * weights)
        harshest = reading.inside == reading.sentence_decisions[:, column].argmax()
        return np.asarray((reading.values + harshest * reading.sentence_values) / 2 * weights)

    def _values(self, buckets: Positions, inside: Positions, size: int) -> Decisions:
        """Each n-gram's share of its bucket's normalised value in its sentence; 0 in none."""
        values = np.zeros(len(buckets))
        where = np.flatnonzero(inside >= 0)
        keys = inside[where] * self._rules.buckets + buckets[where]
        distinct, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
        owners, rows = np.divmod(distinct, self._rules.buckets)
        found = (1.0 + np.log(counts)) * self._term_weights[rows]
        lengths = np.sqrt(np.bincount(owners, found * found, size))
        found /= np.where(lengths > 0, lengths, 1.0)[owners]
        values[where] = (found / counts)[inverse]
        return values

    def _summed(self, evidence: Decisions, inside: Positions, size: int) -> Decisions:
        """The decisions on each sentence, shape (size, attributes)."""
        sums = [np.bincount(inside + 1, column, size + 1)[1:] for column in evidence.T]
        return np.asarray(np.stack(sums, axis=1) + self._intercepts)


def spread(reading: Reading, evidence: Decisions) -> tuple[Positions, Positions, Decisions]:
    """Share each n-gram's evidence out over its characters and add it up token by token.

    Returns where tokens begin and end in the reading's codes, and the evidence of each, in logits.
    """
    grams = reading.grams
    shares = evidence / (grams.ends - grams.begins)
    size = len(reading.prepared.codes) + 1
    steps = np.bincount(grams.begins, shares, size) - np.bincount(grams.ends, shares, size)
    sums = np.concatenate([[0.0], np.cumsum(np.cumsum(steps))])
    begins, ends = features.tokens(reading.prepared.codes.astype(np.uint64))
    return begins, ends, sums[ends] - sums[begins]
