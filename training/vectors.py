"""What words mean, learnt elsewhere: vectors that lend the weight of known words to their like."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from service.moderation import features, text
from service.moderation.context.meanings import meanings
from service.moderation.features import FeatureRules

Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Vectors:
    """A vector for each bucket of a single word, zero for all others, shape (buckets, width).

    ``known`` tells which buckets have one, shape (buckets,).
    """

    values: csr_matrix
    known: npt.NDArray[np.bool_]

    @property
    def width(self) -> int:
        """How many numbers a vector has."""
        return int(self.values.shape[1])

    def means(self, rows: csr_matrix) -> csr_matrix:
        """What the words of each row mean together, weighted as they are, (rows, width)."""
        return (rows @ self.values).astype(np.float32)

    def folded(self, coefficients: Numbers) -> Numbers:
        """The weight of each bucket that comes from the coefficients of the means, (buckets,)."""
        return np.asarray(self.values @ coefficients, dtype=np.float32)


def word_vectors(rules: FeatureRules, scale: float) -> Vectors:
    """The vectors as the rules hash their words; of two words in a bucket the mean."""
    words, vectors = _read()
    single = FeatureRules(
        **{**rules.as_numbers(), "word_min": 1, "word_max": 1, "character_max": 0}
    )
    places = [features.extract(text.prepare(word), single).buckets for word in words]
    alone = [row for row, found in enumerate(places) if len(found) == 1]
    buckets = np.concatenate([places[row] for row in alone])
    shape = (rules.buckets, len(words))
    ones = np.ones(len(alone), dtype=np.float32)
    owners = csr_matrix((ones, (buckets, np.array(alone))), shape=shape)
    shared = np.asarray(owners.sum(axis=1)).ravel()
    known = shared > 0
    means = owners @ vectors * (scale / np.maximum(shared, 1))[:, None]
    return Vectors(values=csr_matrix(means.astype(np.float32)), known=known)


def _read() -> tuple[tuple[str, ...], Numbers]:
    """The words and their vectors, whose numbers have a mean square of about 1."""
    table = meanings()
    return tuple(table.rows), (table.vectors / np.float32(table.step)).astype(np.float32)
