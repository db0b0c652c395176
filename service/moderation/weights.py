"""The weight table: term weights, coefficients and intercepts of all attributes, as one array."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log2
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from service.moderation.features import FeatureRules

WIDE: Final = 8
"""Columns of a row, and a multiple of them where there are more than seven attributes."""

MOST_COUNTED: Final = 0xFFFF
"""Where counts of one n-gram stop; ``kernel.h`` has the same number."""

SPARE_BITS: Final = 2
"""How far sums may go beyond what the n-grams add up to and be exact; as in ``kernel.h``."""

LEAST_EVIDENCE: Final = 0.15
"""The least evidence, in logits, that makes a word worth marking."""

LEAST_SHARE: Final = 0.4
"""The least share of the strongest word's evidence; best F1 on SemEval-2021's training set."""

MOST_MARKS: Final = 10
"""How many words are marked for one attribute."""

TOLD: Final = 1e6
"""Evidence is told to six digits after the point."""

_MOST_GROWN: Final = 1.5  # (1 + ln n)**2 / n is nowhere above 4 / e

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """One model's numbers; never changed.

    ``rows`` has shape (buckets, columns): the term weight of each bucket, then a coefficient for
    each of ``width`` attributes, then zeros. ``growth``, shape (MOST_COUNTED + 1,), is 1 + ln(n)
    (sublinear tf), ``shares`` that divided by n; ``intercepts`` has shape (columns,). No addend is
    above 2**magnitude.
    """

    rules: FeatureRules
    rows: npt.NDArray[np.float32]
    growth: Floats
    shares: Floats
    intercepts: Floats
    magnitude: int
    width: int

    @property
    def columns(self) -> slice:
        """Those of the attributes."""
        return slice(1, self.width + 1)

    def grid(self, bits: int) -> float:
        """What rounds an addend to a multiple of one power of two, added and taken away again.

        Sums up to 2**(magnitude + bits) are then exact.
        """
        return float(np.ldexp(1.5, self.magnitude + bits))


Mark = tuple[int, int, int, float]
"""An attribute's column, where a word begins and ends in the original text, and its evidence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """The decisions on one text, shape (attributes,), and the words that raised each of them.

    Marks come attribute by attribute, those of one in the order of the text. A word's evidence is
    how much lower the decision would be without it, in logits, rounded to a millionth.
    """

    decisions: Floats
    marks: list[Mark]


def fold_weights(rules: FeatureRules, model: Mapping[str, Any], order: Sequence[str]) -> Weights:
    """Fold the ``tfidf`` and ``classifiers`` of an artefact, the latter in this order."""
    classifiers = [model["classifiers"][name] for name in order]
    columns = -(-(len(order) + 1) // WIDE) * WIDE
    rows = np.zeros((rules.buckets, columns), dtype=np.float32)
    rows[:, 0] = model["tfidf"].idf_
    intercepts = np.zeros(columns)
    for column, found in enumerate(classifiers, start=1):
        rows[:, column] = found.coef_.ravel()
        intercepts[column] = found.intercept_[0]
    counts = np.maximum(np.arange(MOST_COUNTED + 1, dtype=np.float64), 1.0)
    growth = 1.0 + np.log(counts)
    return Weights(
        rules=rules,
        rows=rows,
        growth=growth,
        shares=growth / counts,
        intercepts=intercepts,
        magnitude=_magnitude(rows),
        width=len(classifiers),
    )


def _magnitude(rows: npt.NDArray[np.float32]) -> int:
    """The power of two that no product of a row's numbers exceeds, however often it counts."""
    terms = float(np.abs(rows[:, 0]).max())
    weights = float(np.abs(rows[:, 1:]).max())
    products = float((np.abs(rows[:, 1:]).max(axis=1) * np.abs(rows[:, 0])).max())
    return ceil(log2(max(products, weights, _MOST_GROWN * terms * terms, 1.0)))
