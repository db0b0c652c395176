"""The Perspective view: our natural-prior probabilities as scores that old thresholds fit.

Google's Perspective was calibrated on as many comments with an attribute as without; we calibrate
at the natural prior. Each is a rising curve of the other: ``docs/decisions/0014`` has the reasons.
"""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from service.errors import ArtefactError

_LEAST: Final = 1e-9


class View:
    """One attribute's curve through points of natural probability and view; never changed.

    Straight between the points on the scale of logits, level beyond the outermost.
    """

    def __init__(self, points: Sequence[Sequence[float]]) -> None:
        """Raises ArtefactError unless there are points within (0, 1) that rise on both sides."""
        if not points or not _rising(points):
            message = "The manifest's `perspective` has no rising curve: retrain the model."
            raise ArtefactError(message)
        self._logits = [logit(natural) for natural, _ in points]
        self._views = [logit(seen) for _, seen in points]

    def of(self, natural: float) -> float:
        """The view of a natural-prior probability in [0, 1]."""
        return expit(_between(logit(natural), self._logits, self._views))

    def natural(self, seen: float) -> float:
        """The natural-prior probability that has this view, in [0, 1]."""
        return expit(_between(logit(seen), self._views, self._logits))


def views(curves: Mapping[str, Sequence[Sequence[float]]]) -> dict[str, View]:
    """The view of each attribute, from a manifest's ``perspective``."""
    return {attribute: View(points) for attribute, points in curves.items()}


def logit(share: float) -> float:
    """The log odds of a probability, which is kept a little off certainty."""
    kept = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


def expit(odds: float) -> float:
    """The probability of log odds."""
    return 1 / (1 + math.exp(-odds))


def _rising(points: Sequence[Sequence[float]]) -> bool:
    """Whether both numbers of each point exceed those of the point before, within (0, 1)."""
    inside = all(0 < one < 1 for point in points for one in point)
    return inside and all(a < c and b < d for (a, b), (c, d) in pairwise(points))


def _between(value: float, xs: Sequence[float], ys: Sequence[float]) -> float:
    """The height at a value of a line through points whose ``xs`` rise."""
    if value <= xs[0]:
        return ys[0]
    at = bisect_right(xs, value)
    if at == len(xs):
        return ys[-1]
    share = (value - xs[at - 1]) / (xs[at] - xs[at - 1])
    return ys[at - 1] + share * (ys[at] - ys[at - 1])
