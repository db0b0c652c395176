"""Thresholds from a budget: how much people can read, and how sure a rejection must be.

A comment counts once, however many attributes hold it, so all thresholds move together: in logits,
by one step for `hold` and by one for `reject`, from those of the default policy. What that policy
says of the attributes beside each other (a threat is held sooner than a rude word) is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from service.errors import TrainingFailedError
from service.moderation.policy import DEFAULT_POLICY, Thresholds

RESAMPLES: Final = 1_000
FEWEST: Final = 20
"""Comments that a share is trusted for."""

_DIGITS: Final = 4
_EDGE: Final = 1e-6
_SEED: Final = 2026
_INTERVAL: Final = (2.5, 97.5)

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Goal:
    """What is asked for: the share that people read, or the precision of what is held.

    ``review`` is None where ``hold_precision`` is given, and the other way round. Without
    ``reject_precision`` nothing is rejected.
    """

    review: float | None
    hold_precision: float | None
    reject_precision: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """Comments to choose by: ``scores`` (comments, attributes), and how bad each one is.

    ``deserved`` is in [0, 1], shape (comments,): the highest label, or the highest score where
    nothing is labelled.
    """

    attributes: tuple[str, ...]
    scores: Floats
    deserved: Floats
    labelled: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A figure with its 95 % interval over resamples of the comments."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """The thresholds of each attribute, their intervals, and what they are expected to do."""

    thresholds: Mapping[str, Thresholds]
    intervals: Mapping[str, tuple[Figure, Figure]]
    expected: Mapping[str, Figure]
    curve: Sequence[tuple[float, float]]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ranked:
    """Comments by how far they are over the default thresholds, in logits, highest first."""

    steps: Floats
    order: Counts


def propose(sample: Sample, goal: Goal, *, resamples: int = RESAMPLES) -> Proposal:
    """The thresholds that meet a goal; raises TrainingFailedError, with figures, where none do."""
    rejecting, holding = _ranked(sample, "reject"), _ranked(sample, "hold")
    ones = np.ones(len(sample.deserved))
    reject, hold = _steps(sample, goal, rejecting, holding, ones)
    _refuse_too_few(sample, goal, rejecting, reject)
    generator = np.random.default_rng(_SEED)
    many, drawn, done = len(ones), [], []
    for _ in range(resamples):
        weights = np.bincount(generator.integers(many, size=many), minlength=many).astype(float)
        drawn.append(_steps(sample, goal, rejecting, holding, weights))
        done.append(_effect(sample, rejecting.steps >= reject, holding.steps >= hold, weights))
    told = _effect(sample, rejecting.steps >= reject, holding.steps >= hold, ones)
    thresholds = {name: _moved(name, hold, reject) for name in sample.attributes}
    return Proposal(
        thresholds=thresholds,
        intervals={name: _bounds(name, thresholds[name], drawn) for name in sample.attributes},
        expected={
            name: _figure(value, [each[name] for each in done]) for name, value in told.items()
        },
        curve=_curve(sample, holding),
    )


def _ranked(sample: Sample, kind: str) -> _Ranked:
    """How far each comment is over the default thresholds, by its worst attribute."""
    limits = [getattr(DEFAULT_POLICY.limits(name), kind) for name in sample.attributes]
    steps = (_logit(sample.scores) - _logit(np.array(limits))).max(axis=1)
    return _Ranked(steps=steps, order=np.argsort(-steps, kind="stable"))


def _steps(
    sample: Sample, goal: Goal, rejecting: _Ranked, holding: _Ranked, weights: Floats
) -> tuple[float, float]:
    """From which step on comments are rejected, and held; infinite where none are."""
    reject = np.inf
    if goal.reject_precision is not None:
        reject = _precise(sample, rejecting, weights, goal.reject_precision)
    if goal.hold_precision is not None:
        return reject, _precise(sample, holding, weights, goal.hold_precision)
    review = goal.review if goal.review is not None else 0.0
    left = np.where(rejecting.steps >= reject, 0.0, weights)[holding.order]
    read = np.cumsum(left)
    within = np.flatnonzero(read <= review * weights.sum())
    steps = holding.steps[holding.order]
    last = _whole(steps, int(within[-1])) if len(within) else -1
    return reject, float(steps[last]) if last >= 0 else np.inf


def _precise(sample: Sample, ranked: _Ranked, weights: Floats, wanted: float) -> float:
    """The lowest step above which so many of the comments deserve it."""
    ordered = weights[ranked.order]
    total = np.cumsum(ordered)
    precision = np.cumsum(ordered * sample.deserved[ranked.order]) / np.maximum(total, _EDGE)
    good = np.flatnonzero((precision >= wanted) & (total >= min(FEWEST, total[-1])))
    steps = ranked.steps[ranked.order]
    last = _whole(steps, int(good[-1])) if len(good) else -1
    return float(steps[last]) if last >= 0 else np.inf


def _whole(steps: Floats, last: int) -> int:
    """The last place before which no comment of the same step is left out."""
    while 0 <= last < len(steps) - 1 and steps[last] == steps[last + 1]:
        last -= 1
    return last


def _effect(
    sample: Sample, rejected: npt.NDArray[np.bool_], held: npt.NDArray[np.bool_], weights: Floats
) -> dict[str, float]:
    """What thresholds do to comments that weigh so much."""
    whole, bad = weights.sum(), float(weights @ sample.deserved)
    read = held & ~rejected
    stopped = held | rejected
    told = {
        "share that people read": float(weights[read].sum() / whole),
        "share rejected": float(weights[rejected].sum() / whole),
        "bad ones among the stopped": float(
            weights[stopped] @ sample.deserved[stopped] / max(bad, _EDGE)
        ),
    }
    for name, chosen in (("rejected", rejected), ("stopped", stopped)):
        if chosen.any():
            many = max(float(weights[chosen].sum()), _EDGE)
            precision = float(weights[chosen] @ sample.deserved[chosen] / many)
            told[f"precision of the {name}"] = precision
    return told


def _refuse_too_few(sample: Sample, goal: Goal, rejecting: _Ranked, reject: float) -> None:
    """Refuse a precision that no threshold has for enough comments to be trusted."""
    if goal.reject_precision is None or (rejecting.steps >= reject).sum() >= FEWEST:
        return
    best = sample.deserved[rejecting.order[:FEWEST]].mean()
    sentence = (
        f"No threshold rejects {FEWEST} comments of which {goal.reject_precision:.0%} deserve it: "
        f"of the {FEWEST} farthest over theirs, among {len(rejecting.steps):,}, {best:.0%} do. "
        "Ask for less (--reject-precision), give more comments, or leave the option out to reject "
        "none."
    )
    raise TrainingFailedError(sentence)


def _moved(name: str, hold: float, reject: float) -> Thresholds:
    """An attribute's thresholds, so rounded that no promise is broken: up."""
    limits = DEFAULT_POLICY.limits(name)
    upper = _up(limits.reject, reject)
    return Thresholds(hold=min(_up(limits.hold, hold), upper), reject=upper)


def _up(limit: float, step: float) -> float:
    """A default threshold moved by a step, rounded up; above 1 where nothing may reach it."""
    if not np.isfinite(step):
        return 1.0
    moved = 1 / (1 + np.exp(-(_logit(np.array(limit)) + step)))
    return min(1.0, float(np.ceil(moved * 10**_DIGITS) / 10**_DIGITS))


def _bounds(
    name: str, chosen: Thresholds, drawn: Sequence[tuple[float, float]]
) -> tuple[Figure, Figure]:
    """The intervals of an attribute's two thresholds."""
    each = [_moved(name, hold, reject) for reject, hold in drawn]
    return (
        _figure(chosen.hold, [one.hold for one in each]),
        _figure(chosen.reject, [one.reject for one in each]),
    )


def _figure(value: float, values: Sequence[float]) -> Figure:
    """A figure with the middle 95 % of its resamples."""
    low, high = np.percentile(values, _INTERVAL)
    return Figure(value=value, low=float(low), high=float(high))


def _curve(sample: Sample, holding: _Ranked) -> list[tuple[float, float]]:
    """The share of bad comments that is stopped, for each share of all that is."""
    caught = np.cumsum(sample.deserved[holding.order]) / max(float(sample.deserved.sum()), _EDGE)
    places = np.unique(np.linspace(0, len(caught) - 1, 201).astype(int))
    return [((at + 1) / len(caught), float(caught[at])) for at in places.tolist()]


def _logit(scores: Floats) -> Floats:
    """Probabilities in logits, kept off the edges."""
    kept = np.clip(scores, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float64)
