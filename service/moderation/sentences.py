"""Where sentences begin and end in a prepared text, version 1.

A long comment is scored as a whole and by its harshest sentence, so that an insult at the end of
three civil paragraphs is not thinned out by them.
"""

from typing import Final

import numpy as np

from service.moderation.text import Codes, Positions

RULES: Final = 1
"""The number of this set of rules; it stands in every manifest."""

_SHORTEST: Final = 40
_SPACE: Final = 0x20
_ENDS: Final = np.array([ord(sign) for sign in ".!?;\u3002\uff01\uff1f"], dtype=np.uint32)


def sentences(codes: Codes) -> tuple[Positions, Positions]:
    """Where each sentence begins and ends, with the blank on either side, shape (n,) each; n > 0.

    ``codes`` are those of a Prepared. A sentence shorter than 40 signs is one with the next, or
    the last with the one before. Every sentence is itself what ``prepare`` would make of it.
    """
    last = len(codes) - 1
    stops = np.flatnonzero((codes[1:] == _SPACE) & np.isin(codes[:-1], _ENDS)) + 1
    cuts = [0]
    for stop in stops.tolist():
        if stop - cuts[-1] >= _SHORTEST and last - stop >= _SHORTEST:
            cuts.append(stop)
    bounds = np.array([*cuts, last], dtype=np.int64)
    return bounds[:-1], bounds[1:] + 1
