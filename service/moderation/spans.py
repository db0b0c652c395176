"""Which words to mark: those that raised a score most. The compiled loops choose the same."""

from typing import Final

import numpy as np

from service.moderation.text import Positions, Prepared
from service.moderation.weights import LEAST_EVIDENCE, LEAST_SHARE, MOST_MARKS, TOLD, Floats, Mark

_IS_POINT: Final = np.array([not chr(code).isalnum() for code in range(128)] + [False])


def marked(prepared: Prepared, begins: Positions, ends: Positions, evidence: Floats) -> list[Mark]:
    """The words that raised each attribute most; ``Explained`` tells their order.

    ``evidence`` has shape (tokens, attributes), each token standing at ``codes[begins:ends]``.
    """
    firsts = np.minimum(prepared.codes[begins], len(_IS_POINT) - 1)
    kept = np.where(_IS_POINT[firsts][:, None], 0.0, evidence)  # a full stop explains nothing
    told = np.rint(kept * TOLD) / TOLD
    return [
        (
            column,
            *prepared.original(int(begins[token]), int(ends[token])),
            float(told[token, column]),
        )
        for column, totals in enumerate(kept.T)
        for token in _strongest(totals)
    ]


def _strongest(totals: Floats) -> list[int]:
    """The tokens with most evidence, in the order of the text."""
    best = np.argsort(-totals, kind="stable")[:MOST_MARKS]
    least = max(LEAST_EVIDENCE, LEAST_SHARE * float(totals.max(initial=0.0)))
    found: list[int] = np.sort(best[totals[best] >= least]).tolist()
    return found
