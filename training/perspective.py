"""The Perspective view of a model: isotonic, with as many comments on either side.

Fitted on rows that are kept aside, so that it sees scores such as readers' comments will have.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import logit

from training.config import Config
from training.fit import calibrate, prior_weights
from training.measure import EVEN
from training.split import Mask, Rows

_TAIL: Final = (0.00003, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.003, 0.006)
_NATURAL: Final = (*_TAIL, *(round(step / 100, 2) for step in (*range(1, 10), *range(10, 100, 5))))
POINTS: Final = (*_NATURAL, 0.97, 0.98, 0.99, 0.995, 0.999, 0.9997)
"""The natural-prior probabilities whose view a manifest tells."""

_LEAST_STEP: Final = 1e-6
_DECIMALS: Final = 6

Numbers = npt.NDArray[np.float64]
Curve = list[list[float]]


def fit_views(config: Config, rows: Rows, scores: Numbers) -> dict[str, Curve]:
    """For each attribute the points of its view, from the scores of the rows kept aside.

    ``scores`` has shape (rows, attributes) and may be NaN but in rows kept aside. An attribute of
    which they show one side alone is seen as it is.
    """
    return {
        attribute: _curve(scores[:, column], rows.labels[:, column], _chosen(config, rows, column))
        for column, attribute in enumerate(config.attributes)
    }


def _chosen(config: Config, rows: Rows, column: int) -> Mask:
    """The rows kept aside that know an attribute: of the named sources, or of all."""
    known: Mask = rows.test & rows.found & ~np.isnan(rows.labels[:, column])
    wanted = [at for at, one in enumerate(config.sources) if one.name in config.perspective]
    named: Mask = known & np.isin(rows.sources, wanted)
    return named if _both_sides(rows.labels[named, column]) else known


def _curve(scores: Numbers, labels: npt.NDArray[np.float32], chosen: Mask) -> Curve:
    """The view at each of ``POINTS``, rising."""
    if not _both_sides(labels[chosen]):
        return [[natural, natural] for natural in POINTS]
    answers = (labels[chosen] >= EVEN).astype(np.float32)
    fitted = calibrate(logit(scores[chosen]), answers, prior_weights(answers, EVEN))
    heights = np.clip(fitted.predict(logit(POINTS)), _LEAST_STEP, 1 - len(POINTS) * _LEAST_STEP)
    rising = np.maximum.accumulate(heights) + _LEAST_STEP * np.arange(len(POINTS))
    return [list(point) for point in zip(POINTS, rising.round(_DECIMALS).tolist(), strict=True)]


def _both_sides(labels: npt.NDArray[np.float32]) -> bool:
    """Whether some comments have an attribute and some have not."""
    answers = labels >= EVEN
    return bool(answers.any() and not answers.all())
