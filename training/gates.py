"""The gates before a promotion: whether a candidate is worse than the current model, beyond noise.

Both models are compared on the same texts, and a gate refuses where the whole interval of the
difference lies on the worse side, however small it is (decision 12). Everything here is reckoned
from scores; ``training.comparison`` makes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from training import paired
from training.bias import BACKGROUND, Sentence
from training.functional import Case
from training.measure import Truth
from training.noise import NO_DIFFERENCE, Noise
from training.paired import Drawn, Pair
from training.robustness import Disguised
from training.statements import Statement

GATES: Final = ("quality", "calibration", "bias", "disguise", "functions")
"""The names of the gates, in order."""

LEAST: Final = 10
"""How many positive, and how many negative, rows it takes to compare models on an attribute."""

DISGUISE: Final = "share still caught in disguise"
STATEMENTS: Final = "share of plain statements stopped"
WORST_TERM: Final = "worst BPSN AUC"


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


def quality_gate(attribute: str, scores: Pair, truth: Truth, noise: Noise) -> Gate:
    """Compare how both models rank an attribute's rows kept aside: ROC AUC, higher is better."""
    compared = f"{attribute}: ROC AUC"
    if (few := _too_few(truth)) is not None:
        return unmeasured("quality", compared, few)
    return _judged("quality", compared, paired.ranking(scores, truth, noise), noise)


def calibration_gate(attribute: str, scores: Pair, truth: Truth, noise: Noise) -> Gate:
    """Compare the calibration error on natural rows kept aside: lower is better."""
    compared = f"{attribute}: calibration error"
    if (few := _too_few(truth)) is not None:
        return unmeasured("calibration", compared, few)
    drawn = paired.calibration(scores, truth, noise)
    return _judged("calibration", compared, drawn, noise, lower_is_better=True)


def bias_gate(sentences: Sequence[Sentence], scores: Pair, noise: Noise) -> Gate:
    """Compare the worst term's BPSN AUC (see ``training.bias``): higher is better."""
    terms = {one.term for one in sentences if one.group != BACKGROUND}
    compared = f"{WORST_TERM} of {len(terms)} terms"
    return _judged("bias", compared, paired.worst_term(sentences, scores, noise), noise)


def statements_gate(asked: Sequence[Statement], stopped: Pair, noise: Noise) -> Gate:
    """Compare how many plain statements of identity are stopped: lower is better.

    ``stopped`` has 1 for a statement that is held or rejected, else 0.
    """
    compared = f"{STATEMENTS}, of {len(asked)}"
    drawn = paired.statements(asked, stopped, noise)
    return _judged("bias", compared, drawn, noise, lower_is_better=True)


def disguise_gate(candidate: Disguised, current: Disguised, noise: Noise) -> Gate:
    """Compare the mean share still caught in disguise, of what is caught without it.

    Both of the same comments; higher is better.
    """
    if not (candidate.caught.any() and current.caught.any()):
        return unmeasured("disguise", DISGUISE, "a model catches nothing undisguised")
    return _judged("disguise", DISGUISE, paired.disguise(candidate, current, noise), noise)


def functions_gate(cases: Sequence[Case], passed: Pair, noise: Noise) -> Gate:
    """Compare the mean rate of all functions: higher is better.

    ``passed`` has 1 for a case passed, else 0.
    """
    compared = f"mean rate of {len({case.function for case in cases})} functions"
    return _judged("functions", compared, paired.functions(cases, passed, noise), noise)


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


def _judged(
    name: str, compared: str, drawn: Drawn, noise: Noise, *, lower_is_better: bool = False
) -> Gate:
    """The gate, refused where the whole interval is on the worse side."""
    low, high = noise.interval(drawn.differences)
    worse = low > NO_DIFFERENCE if lower_is_better else high < -NO_DIFFERENCE
    return Gate(
        name=name,
        compared=compared,
        outcome=Outcome.REFUSED if worse else Outcome.PASSED,
        candidate=drawn.candidate,
        current=drawn.current,
        low=low,
        high=high,
    )
