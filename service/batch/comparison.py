"""Old scores beside ours: how alike they rank, and which threshold holds as many comments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.stats import spearmanr

from service.moderation.review import Scorer
from service.moderation.view import View

THRESHOLDS: Final = (0.7, 0.8, 0.9)
"""The thresholds that are compared if nothing is said; 0.8 and 0.9 are what clients start with."""

FEWEST: Final = 5
"""Comments that must have been held before a threshold is proposed in place of the old one."""

_RESAMPLES: Final = 500
_BOUNDS: Final = (2.5, 97.5)
_AT_ONCE: Final = 1_000

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class AtThreshold:
    """What one threshold does, as shares of all comments; a comment over it is held.

    ``still`` is the share of those held before that are held now, NaN where none was. ``instead``
    is the threshold on our scores that holds as many as ``threshold`` did on the old ones, with its
    95 % interval, and ``natural`` the natural-prior probability that it stands for; all NaN where
    fewer than ``FEWEST`` were held, since nothing can be told from so few.
    """

    threshold: float
    old_held: float
    held: float
    agree: float
    still: float
    instead: float
    interval: tuple[float, float]
    natural: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One attribute's scores beside its old ones."""

    attribute: str
    comments: int
    spearman: float
    thresholds: tuple[AtThreshold, ...]


def view_scores(
    scorer: Scorer, views: Mapping[str, View], texts: Sequence[str], attributes: Sequence[str]
) -> dict[str, Numbers]:
    """The Perspective view of each attribute's scores, shape (texts,)."""
    pieces = [texts[at : at + _AT_ONCE] for at in range(0, len(texts), _AT_ONCE)]
    scored = [one.scores for piece in pieces for one in scorer.score_all(piece)]
    return {
        name: np.array([views[name].of(scores[name]) for scores in scored]) for name in attributes
    }


def compare(  # noqa: PLR0913 - two columns, and what they are of
    attribute: str,
    old: Sequence[float],
    ours: Numbers,
    view: View,
    *,
    thresholds: Sequence[float] = THRESHOLDS,
    seed: int = 2026,
) -> Compared:
    """Compare one attribute's scores, each of shape (comments,), where the old one is known."""
    before = np.array(old, dtype=np.float64)
    known = ~np.isnan(before)
    pair = before[known], ours[known]
    varied = all(len(np.unique(one)) > 1 for one in pair)
    return Compared(
        attribute=attribute,
        comments=int(known.sum()),
        spearman=float(spearmanr(*pair).statistic) if varied else float("nan"),
        thresholds=tuple(_at(threshold, *pair, view, seed) for threshold in thresholds),
    )


def _at(threshold: float, old: Numbers, ours: Numbers, view: View, seed: int) -> AtThreshold:
    """What a threshold did and does."""
    before, now = old > threshold, ours > threshold
    draws = list(_draws(threshold, old, ours, seed))
    low, high = np.percentile(draws, _BOUNDS)
    told = int(before.sum()) >= FEWEST
    instead = _same_share(before.mean(), ours) if told else float("nan")
    return AtThreshold(
        threshold=threshold,
        old_held=float(before.mean()),
        held=float(now.mean()),
        agree=float((before == now).mean()),
        still=float(now[before].mean()) if before.any() else float("nan"),
        instead=instead,
        interval=(float(low), float(high)) if told else (float("nan"), float("nan")),
        natural=view.natural(instead) if told else float("nan"),
    )


def _draws(threshold: float, old: Numbers, ours: Numbers, seed: int) -> Iterator[float]:
    """The threshold with the same share in resamples of the comments."""
    random = np.random.default_rng(seed)
    for _ in range(_RESAMPLES):
        drawn = random.integers(len(old), size=len(old))
        yield _same_share((old[drawn] > threshold).mean(), ours[drawn])


def _same_share(share: float, ours: Numbers) -> float:
    """The score that a share of the comments exceed."""
    exceeding = round(share * len(ours))
    if exceeding >= len(ours):
        return 0.0
    return float(np.partition(ours, len(ours) - 1 - exceeding)[len(ours) - 1 - exceeding])
