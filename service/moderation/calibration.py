"""From decisions to probabilities: the calibration curves that were fitted in training."""

from bisect import bisect_right
from typing import Any

import numpy as np

from service.moderation.weights import Floats


class Curve:
    """One attribute's curve: straight between its knots, level beyond them; never changed.

    Takes a fitted scikit-learn ``IsotonicRegression``. One decision and many have the same bits.
    """

    def __init__(self, fitted: Any) -> None:  # noqa: ANN401 - scikit-learn has no types
        self._knots = np.asarray(fitted.X_thresholds_, dtype=np.float64)
        self._heights = np.asarray(fitted.y_thresholds_, dtype=np.float64)
        self._slopes = np.append(np.diff(self._heights) / np.diff(self._knots), 0.0)
        arrays = self._knots, self._heights, self._slopes
        self._lists: list[list[float]] = [one.tolist() for one in arrays]

    def one(self, decision: float) -> float:
        """The probability for one decision."""
        knots, heights, slopes = self._lists
        if decision <= knots[0]:
            return heights[0]
        at = bisect_right(knots, decision) - 1
        if at == len(knots) - 1:
            return heights[at]
        return heights[at] + slopes[at] * (decision - knots[at])

    def all(self, decisions: Floats) -> Floats:
        """The probabilities for many decisions, shape (n,)."""
        kept = np.clip(decisions, self._knots[0], self._knots[-1])
        at = np.searchsorted(self._knots, kept, side="right") - 1
        return np.asarray(self._heights[at] + self._slopes[at] * (kept - self._knots[at]))
