"""What a version should reach before anybody thinks of promoting it, in one table."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

MAIN_ATTRIBUTE: Final = "TOXICITY"
"""The attribute that most targets are about."""

KEPT_IN_DISGUISE: Final = 0.90
"""The recall that the worst kind of disguise should leave."""

WORST_BPSN: Final = 0.93
"""The BPSN AUC that the worst term should have."""

STATEMENTS_STOPPED: Final = 0.03
"""The share of plain statements of who people are that may be stopped."""

_PAIR: Final = 2

Evaluation = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One figure of one scorer, in [0, 1], with its 95 % interval where it was measured.

    ``differs`` has the bounds of the candidate's difference from the current version.
    """

    value: float
    low: float | None = None
    high: float | None = None
    differs: tuple[float, float] | None = None


Finder = Callable[[Evaluation, str], Found | None]
"""Takes an evaluation and a scorer's name; None where that figure cannot be had."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """One headline figure and its bound: exactly one of ``at_least`` and ``at_most``.

    ``score`` says which score it is made of, in an evaluation.
    """

    name: str
    find: Finder
    score: Callable[[Evaluation], str]
    at_least: float | None = None
    at_most: float | None = None

    @property
    def bound(self) -> float:
        """The value that a figure is compared with."""
        bound = self.at_least if self.at_most is None else self.at_most
        if bound is None:
            message = f"The target {self.name!r} has no bound."
            raise ValueError(message)
        return bound

    def met(self, value: float) -> bool:
        """Whether a figure, rounded as it is shown, is on the right side of the bound."""
        rounded = round(value, 4)
        return rounded >= self.bound if self.at_most is None else rounded <= self.bound

    def better(self, value: float, other: float) -> bool:
        """Whether a figure is strictly better than another one."""
        return value > other if self.at_most is None else value < other


def _main(_: Evaluation) -> str:
    """That the main attribute alone counts."""
    return MAIN_ATTRIBUTE


def _policy(_: Evaluation) -> str:
    """That any attribute may stop a comment."""
    return "every attribute, by the default policy"


def _marks(_: Evaluation) -> str:
    """That marked words count."""
    return f"words marked for {MAIN_ATTRIBUTE}"


def _set(evaluation: Evaluation, pattern: str) -> Mapping[str, Any] | None:
    """The first set of the main attribute whose name a pattern is found in."""
    for measured in evaluation.get("sets") or ():
        if measured["attribute"] == MAIN_ATTRIBUTE and re.search(pattern, measured["name"]):
            found: Mapping[str, Any] = measured
            return found
    return None


def scored_by(attributes: Sequence[str]) -> str:
    """Which score of a comment counts, in words."""
    if len(attributes) == 1:
        return attributes[0]
    most = "higher" if len(attributes) == _PAIR else "highest"
    return f"the {most} of {' and '.join(attributes)}"


def _auc(name: str, pattern: str, at_least: float) -> Target:
    """The AUC on a set whose name a pattern is found in."""

    def find(evaluation: Evaluation, scorer: str) -> Found | None:
        measured = _set(evaluation, pattern)
        return with_interval(measured["figures"].get(scorer), "auc") if measured else None

    def score(evaluation: Evaluation) -> str:
        measured = _set(evaluation, pattern)
        return scored_by((measured or {}).get("scored") or (MAIN_ATTRIBUTE,))

    return Target(name=name, find=find, score=score, at_least=at_least)


def _spans(evaluation: Evaluation, scorer: str) -> Found | None:
    """The character F1 of the spans."""
    return with_interval(((evaluation.get("spans") or {}).get("figures") or {}).get(scorer), "f1")


def _calibration(evaluation: Evaluation, scorer: str) -> Found | None:
    """The calibration error of the main attribute at the natural prior."""
    for measured in evaluation.get("calibration") or ():
        if measured["attribute"] == MAIN_ATTRIBUTE:
            return with_interval(measured["figures"].get(scorer), "ece")
    return None


def _statements(evaluation: Evaluation, scorer: str) -> Found | None:
    """The share of plain statements of identity that are stopped."""
    return with_interval((evaluation.get("statements") or {}).get(scorer), "share")


def _at(*path: str) -> Finder:
    """A figure without an interval: its path of keys below a part and the scorer."""

    def find(evaluation: Evaluation, scorer: str) -> Found | None:
        part, *keys = path
        whole: Any = (evaluation.get(part) or {}).get(scorer)
        found = whole
        for key in keys:
            found = (found or {}).get(key)
        return None if found is None else Found(value=float(found), differs=_differs(whole))

    return find


def with_interval(figures: Mapping[str, Any] | None, name: str) -> Found | None:
    """A figure of a table by its name, with ``name_low`` and ``name_high`` where they are."""
    if not figures or figures.get(name) is None:
        return None
    low, high = figures.get(f"{name}_low"), figures.get(f"{name}_high")
    return Found(value=float(figures[name]), low=low, high=high, differs=_differs(figures))


def _differs(figures: Mapping[str, Any]) -> tuple[float, float] | None:
    """The bounds of a difference, where there are any."""
    found = figures.get("difference")
    return (float(found["low"]), float(found["high"])) if found else None


# The AUCs lie above those of a plain baseline (hashed n-grams, one logistic regression: .904, .754,
# .805, not measured, .747, .813). Google's Perspective has .938 on the first, .795 on the second.
TARGETS: Final = (
    _auc("AUC, Wikipedia talk (natural)", r"talk_natural", 0.920),
    _auc("AUC, Wikipedia talk (with parent)", r"with_parent", 0.775),
    _auc("AUC, unhealthy: hostile", r"unhealthy.*hostile", 0.83),
    _auc("AUC, unhealthy: not healthy", r"unhealthy.*healthy", 0.70),
    _auc("AUC, ETHOS", r"ethos", 0.80),
    _auc("AUC, OLID", r"olid", 0.85),
    Target(name="Toxic spans, character F1", find=_spans, score=_marks, at_least=0.65),
    Target(
        name="Bias, BPSN AUC of the worst term",
        find=_at("bias", "worst", "bpsn_auc", "value"),
        score=_main,
        at_least=WORST_BPSN,
    ),
    Target(
        name="Bias, plain statements stopped",
        find=_statements,
        score=_policy,
        at_most=STATEMENTS_STOPPED,
    ),
    Target(
        name="Disguise, recall kept by the worst kind",
        find=_at("disguise", "worst", "kept"),
        score=_main,
        at_least=KEPT_IN_DISGUISE,
    ),
    Target(
        name="Functions, mean pass rate",
        find=_at("functions", "mean"),
        score=_policy,
        at_least=0.75,
    ),
    Target(
        name="Calibration error (ECE), natural prior",
        find=_calibration,
        score=_main,
        at_most=0.015,
    ),
)
"""Every target, in the order in which the report shows them."""
