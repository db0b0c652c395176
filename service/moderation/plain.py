"""The linear model in NumPy alone: what the compiled loops do, to the same bits.

A decision is a gather of rows of the weight table and a sum. Every addend is rounded to a multiple
of one power of two, chosen so that no sum leaves the 53 bits of a float64; such sums are exact,
hence the same in any order (Demmel and Nguyen 2013, "Fast reproducible floating-point
summation").
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from service.moderation import features
from service.moderation.sentences import sentences
from service.moderation.spans import marked
from service.moderation.text import Codes, Positions, Prepared
from service.moderation.weights import MOST_COUNTED, SPARE_BITS, Explained, Floats, Weights

_NO_ORIGINS: Final = np.zeros(1, dtype=np.int64)


def decide(weights: Weights, codes: Codes) -> Floats:
    """The decisions on one prepared text, shape (columns,), the first of which says nothing."""
    return _decided(weights, codes)[0]


def explain(weights: Weights, prepared: Prepared) -> Explained:
    """The decisions on one prepared text, and the words that raised them.

    Every n-gram's evidence is shared out over its signs, and added up token by token.
    """
    decisions, sums = _decided(weights, prepared.codes)
    kept = _evidence(weights, sums)
    size = len(prepared.codes) + 1
    grams = sums.grams
    steps = [
        np.bincount(grams.begins, one, size) - np.bincount(grams.ends, one, size) for one in kept.T
    ]
    running = np.zeros((size + 1, kept.shape[1]))
    running[1:] = np.stack(steps, axis=1).cumsum(axis=0).cumsum(axis=0)
    begins, ends = features.tokens(prepared.codes.astype(np.uint64))
    evidence = (running[ends] - running[begins])[:, weights.columns]
    return Explained(
        decisions=decisions[weights.columns], marks=marked(prepared, begins, ends, evidence)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sums:
    """What the decisions on one text came from.

    ``inside`` numbers the sentence that each n-gram lies in, -1 where it crosses from one to the
    next; it is None where there is one sentence. ``lengths`` are those of the vectors of the
    sentences, ``decided`` their decisions, shape (sentences, columns).
    """

    grams: features.Grams
    inside: Positions | None
    whole_length: float
    lengths: Floats
    decided: Floats


def _decided(weights: Weights, codes: Codes) -> tuple[Floats, _Sums]:
    """Half by the whole text, half by its harshest sentence, shape (columns,)."""
    grams = features.extract(Prepared(codes=codes, origins=_NO_ORIGINS), weights.rules)
    grid = weights.grid(len(grams.buckets).bit_length() + SPARE_BITS)
    whole, whole_length = _summed(weights, grams.buckets, None, 1, grid)
    begins, ends = sentences(codes)
    inside, decided, lengths = None, whole, whole_length
    if len(begins) > 1:
        inside = np.searchsorted(begins, grams.begins, side="right") - 1
        inside[grams.ends > ends[inside]] = -1
        within = inside >= 0
        decided, lengths = _summed(
            weights, grams.buckets[within], inside[within], len(begins), grid
        )
    return (whole[0] + decided.max(axis=0)) / 2, _Sums(
        grams=grams,
        inside=inside,
        whole_length=float(whole_length[0]),
        lengths=lengths,
        decided=decided,
    )


def _summed(
    weights: Weights, buckets: Positions, owners: Positions | None, size: int, grid: float
) -> tuple[Floats, Floats]:
    """Decisions of each owner, shape (size, columns), and its vector's length, shape (size,)."""
    keys = np.sort(buckets if owners is None else owners * weights.rules.buckets + buckets)
    firsts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)])
    counts = np.minimum(np.diff(firsts, append=len(keys)), MOST_COUNTED)
    places, distinct = np.divmod(keys[firsts], weights.rules.buckets)
    rows = weights.rows[distinct].astype(np.float64)
    values = weights.growth[counts] * rows[:, 0]
    kept = values[:, None] * rows
    kept[:, 0] = values * values
    kept = (kept + grid) - grid
    sums = np.stack([np.bincount(places, column, size) for column in kept.T], axis=1)
    lengths = np.sqrt(sums[:, 0])
    lengths[lengths == 0] = 1.0
    return sums / lengths[:, None] + weights.intercepts, lengths


def _evidence(weights: Weights, sums: _Sums) -> Floats:
    """What each n-gram adds to the decisions for each of its signs, shape (n-grams, columns)."""
    grams = sums.grams
    outer = _shares(weights, grams.buckets) * (1.0 / sums.whole_length)
    inner, harsh = outer, np.ones((len(outer), weights.rows.shape[1]))
    if sums.inside is not None:
        within = sums.inside >= 0
        keys = sums.inside[within] * weights.rules.buckets + grams.buckets[within]
        inner = np.zeros(len(outer))
        inner[within] = _shares(weights, keys) * (1.0 / sums.lengths)[sums.inside[within]]
        harsh = (sums.inside[:, None] == sums.decided.argmax(axis=0)).astype(np.float64)
    rows = weights.rows[grams.buckets].astype(np.float64)
    half = rows[:, 0] * (0.5 / (grams.ends - grams.begins))
    kept = (outer[:, None] + harsh * inner[:, None]) * half[:, None] * rows
    # A vector of length 1 has a sum of at most the root of how many numbers it has.
    grid = weights.grid((len(outer).bit_length() + 1) // 2 + 1)
    return np.asarray((kept + grid) - grid)


def _shares(weights: Weights, keys: Positions) -> Floats:
    """For each key the growth of its count, shared out over its occurrences."""
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return np.asarray(weights.shares[np.minimum(counts, MOST_COUNTED)][inverse])
