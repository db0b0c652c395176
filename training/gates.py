"""The gates before a promotion: whether a candidate is worse than the current model, beyond noise.

Both models are compared on the same texts, and a gate refuses where the whole interval of the
difference lies on the worse side. Everything here is reckoned from scores; ``training.promote``
makes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from training import noise as figures
from training.bias import BACKGROUND, Sentence
from training.functional import Case
from training.measure import Numbers, Truth
from training.noise import Figure, Noise
from training.robustness import Disguised

GATES: Final = ("quality", "calibration", "bias", "disguise", "functions")
"""The names of the gates, in order."""

LEAST: Final = 10
"""How many positive, and how many negative, rows it takes to compare models on an attribute."""

Places = npt.NDArray[np.int64]


class Outcome(StrEnum):
    """How a comparison ended."""

    PASSED = "passed"
    REFUSED = "refused"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """One comparison of one gate.

    ``compared`` says which figure it is, of what. ``low`` and ``high`` bound the difference
    candidate minus current. Figures that there are not are None, and ``remark`` says why.
    """

    name: str
    compared: str
    outcome: Outcome
    candidate: float | None = None
    current: float | None = None
    low: float | None = None
    high: float | None = None
    remark: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """What both models say of the same n texts, each of shape (n,)."""

    candidate: Numbers
    current: Numbers

    def some(self, rows: Truth) -> "Pair":
        """The same of those texts that ``rows``, of shape (n,), marks."""
        return Pair(candidate=self.candidate[rows], current=self.current[rows])


def quality_gate(attribute: str, scores: Pair, truth: Truth, noise: Noise) -> Gate:
    """Compare how both models rank an attribute's rows kept aside: ROC AUC, higher is better."""
    compared = f"{attribute}: ROC AUC"
    if (few := _too_few(truth)) is not None:
        return unmeasured("quality", compared, few)
    candidate, current = figures.auc(scores.candidate, truth), figures.auc(scores.current, truth)
    return _judged("quality", compared, _drawn(candidate, current, len(truth), noise), noise)


def calibration_gate(attribute: str, scores: Pair, truth: Truth, noise: Noise) -> Gate:
    """Compare the calibration error on natural rows kept aside: lower is better."""
    compared = f"{attribute}: calibration error"
    if (few := _too_few(truth)) is not None:
        return unmeasured("calibration", compared, few)
    candidate = figures.calibration_error(scores.candidate, truth)
    current = figures.calibration_error(scores.current, truth)
    drawn = _drawn(candidate, current, len(truth), noise)
    return _judged("calibration", compared, drawn, noise, lower_is_better=True)


def bias_gate(sentences: Sequence[Sentence], scores: Pair, noise: Noise) -> Gate:
    """Compare the worst term's BPSN AUC (see ``training.bias``): higher is better.

    What is drawn is a template, with its sentences of all terms: they stand or fall together. So
    each term must have the same templates in the same order. Raises ValueError where not.
    """
    attacks = _grid(sentences, toxic=True, background=True)
    harmless = _grid(sentences, toxic=False, background=False)

    def figure(side: Numbers) -> Figure:
        wins = _wins(side[attacks], side[harmless])
        return lambda weights: _worst(wins, weights)

    candidate, current = figure(scores.candidate), figure(scores.current)
    drawn = _drawn(candidate, current, attacks.shape[1] + harmless.shape[1], noise)
    return _judged("bias", f"worst BPSN AUC of {len(harmless)} terms", drawn, noise)


def disguise_gate(candidate: Disguised, current: Disguised, noise: Noise) -> Gate:
    """Compare the mean share still caught in disguise, of what is caught without it.

    Both of the same comments; higher is better.
    """
    compared = "share still caught in disguise"
    if not (candidate.caught.any() and current.caught.any()):
        return unmeasured("disguise", compared, "a model that catches nothing undisguised")
    drawn = _drawn(_kept(candidate), _kept(current), len(current.caught), noise)
    return _judged("disguise", compared, drawn, noise)


def functions_gate(cases: Sequence[Case], passed: Pair, noise: Noise) -> Gate:
    """Compare the mean rate of all functions; ``passed`` has 1 for a case passed, else 0.

    Cases are drawn within their function. Higher is better.
    """
    names = np.array([case.function for case in cases])
    groups = [np.flatnonzero(names == name) for name in dict.fromkeys(names)]
    random = np.random.default_rng(noise.seed)
    changes = passed.candidate - passed.current
    drawn = np.zeros(noise.draws)
    for group in groups:
        places = random.integers(0, len(group), (noise.draws, len(group)))
        drawn += changes[group][places].mean(axis=1) / len(groups)
    candidate = float(np.mean([passed.candidate[group].mean() for group in groups]))
    current = float(np.mean([passed.current[group].mean() for group in groups]))
    compared = f"mean rate of {len(groups)} functions"
    return _judged("functions", compared, (candidate, current, drawn), noise)


def dropped(attribute: str) -> Gate:
    """The refusal of a candidate that no longer has an attribute of the current model."""
    remark = "the candidate does not have this attribute"
    compared = f"{attribute}: ROC AUC"
    return Gate(name="quality", compared=compared, outcome=Outcome.REFUSED, remark=remark)


def unmeasured(name: str, compared: str, remark: str) -> Gate:
    """A comparison that could not be made, and why."""
    return Gate(name=name, compared=compared, outcome=Outcome.NOT_MEASURED, remark=remark)


def standing_in_the_way(gates: Sequence[Gate]) -> tuple[Gate, ...]:
    """What a promotion must not pass over in silence.

    Every refusal, and the gates of which nothing was measured at all: an attribute with too few
    rows is no obstacle where others have enough.
    """
    measured = {gate.name for gate in gates if gate.outcome is not Outcome.NOT_MEASURED}
    return tuple(
        gate for gate in gates if gate.outcome is Outcome.REFUSED or gate.name not in measured
    )


def _too_few(truth: Truth) -> str | None:
    """Why there are not enough rows of either side, or None where there are."""
    positive = int(truth.sum())
    negative = len(truth) - positive
    if min(positive, negative) >= LEAST:
        return None
    return f"{positive} positive and {negative} negative rows; it takes {LEAST} of each"


def _kept(found: Disguised) -> Figure:
    """The mean share kept of what was caught undisguised."""
    return figures.share(found.kept.mean(axis=1), found.caught.astype(np.float64))


def _drawn(
    candidate: Figure, current: Figure, rows: int, noise: Noise
) -> tuple[float, float, Numbers]:
    """Both figures as they are, and their difference in each draw."""
    once = np.ones((1, rows))
    differences = [candidate(weights) - current(weights) for weights in noise.weights(rows)]
    return float(candidate(once)[0]), float(current(once)[0]), np.concatenate(differences)


def _judged(
    name: str,
    compared: str,
    drawn: tuple[float, float, Numbers],
    noise: Noise,
    *,
    lower_is_better: bool = False,
) -> Gate:
    """The gate, refused where the whole interval is on the worse side."""
    candidate, current, differences = drawn
    low, high = noise.interval(differences)
    worse = low > 0 if lower_is_better else high < 0
    return Gate(
        name=name,
        compared=compared,
        outcome=Outcome.REFUSED if worse else Outcome.PASSED,
        candidate=candidate,
        current=current,
        low=low,
        high=high,
    )


def _grid(sentences: Sequence[Sentence], *, toxic: bool, background: bool) -> Places:
    """Where the sentences of one kind stand, of shape (terms, templates)."""
    rows: dict[str, list[int]] = {}
    for place, sentence in enumerate(sentences):
        if sentence.toxic is toxic and (sentence.group == BACKGROUND) is background:
            rows.setdefault(sentence.term, []).append(place)
    return np.array(list(rows.values()), dtype=np.int64)


def _wins(attacks: Numbers, harmless: Numbers) -> Numbers:
    """How often attacks score above harmless sentences, of shape (terms, attacks', harmless).

    ``attacks`` has shape (nouns, templates), ``harmless`` (terms, templates); ties count half.
    """
    above = [
        (attacks[:, :, None] > own).mean(axis=0) + (attacks[:, :, None] == own).mean(axis=0) / 2
        for own in harmless
    ]
    return np.array(above)


def _worst(wins: Numbers, weights: Numbers) -> Numbers:
    """The lowest term's AUC in each draw; NaN where no template of one kind was drawn."""
    count = wins.shape[1]
    ups, downs = weights[:, :count], weights[:, count:]
    sums = np.einsum("da,tah,dh->dt", ups, wins, downs, optimize=True)
    with np.errstate(invalid="ignore"):
        aucs = sums / (ups.sum(axis=1) * downs.sum(axis=1))[:, None]
    lowest: Numbers = aucs.min(axis=1)
    return lowest
