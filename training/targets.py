"""What a version should reach before anybody thinks of promoting it, in one table."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

MAIN_ATTRIBUTE: Final = "TOXICITY"
"""The attribute that all targets are about."""

KEPT_IN_DISGUISE: Final = 0.90
"""The recall that the worst kind of disguise should leave."""

WORST_BPSN: Final = 0.93
"""The BPSN AUC that the worst term should have."""

Evaluation = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One figure of one scorer, in [0, 1], with its 95 % interval where it was measured."""

    value: float
    low: float | None = None
    high: float | None = None


Finder = Callable[[Evaluation, str], Found | None]
"""Takes an evaluation and a scorer's name; None where that figure cannot be had."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """One headline figure and its bound: exactly one of ``at_least`` and ``at_most``."""

    name: str
    find: Finder
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


def _auc(pattern: str) -> Finder:
    """The AUC on the first set of the main attribute whose name a pattern is found in."""

    def find(evaluation: Evaluation, scorer: str) -> Found | None:
        for measured in evaluation.get("sets") or ():
            if measured["attribute"] == MAIN_ATTRIBUTE and re.search(pattern, measured["name"]):
                return with_interval(measured["figures"].get(scorer), "auc")
        return None

    return find


def _spans(evaluation: Evaluation, scorer: str) -> Found | None:
    """The character F1 of the spans."""
    return with_interval(((evaluation.get("spans") or {}).get("figures") or {}).get(scorer), "f1")


def _calibration(evaluation: Evaluation, scorer: str) -> Found | None:
    """The calibration error of the main attribute at the natural prior."""
    for measured in evaluation.get("calibration") or ():
        if measured["attribute"] == MAIN_ATTRIBUTE:
            return with_interval(measured["figures"].get(scorer), "ece")
    return None


def _at(*path: str) -> Finder:
    """A figure without an interval: its path of keys below a part and the scorer."""

    def find(evaluation: Evaluation, scorer: str) -> Found | None:
        part, *keys = path
        found: Any = (evaluation.get(part) or {}).get(scorer)
        for key in keys:
            found = (found or {}).get(key)
        return None if found is None else Found(value=float(found))

    return find


def with_interval(figures: Mapping[str, Any] | None, name: str) -> Found | None:
    """A figure of a table by its name, with ``name_low`` and ``name_high`` where they are."""
    if not figures or figures.get(name) is None:
        return None
    low, high = figures.get(f"{name}_low"), figures.get(f"{name}_high")
    return Found(value=float(figures[name]), low=low, high=high)


# The AUCs lie above those of a plain baseline (hashed n-grams, one logistic regression: .904, .754,
# .805, not measured, .747, .813). Google's Perspective has .938 on the first, .795 on the second.
TARGETS: Final = (
    Target(name="AUC, Wikipedia talk (natural)", find=_auc(r"talk_natural"), at_least=0.920),
    Target(name="AUC, Wikipedia talk (with parent)", find=_auc(r"with_parent"), at_least=0.775),
    Target(name="AUC, unhealthy: hostile", find=_auc(r"unhealthy.*hostile"), at_least=0.83),
    Target(name="AUC, unhealthy: not healthy", find=_auc(r"unhealthy.*healthy"), at_least=0.70),
    Target(name="AUC, ETHOS", find=_auc(r"ethos"), at_least=0.80),
    Target(name="AUC, OLID", find=_auc(r"olid"), at_least=0.85),
    Target(name="Toxic spans, character F1", find=_spans, at_least=0.65),
    Target(
        name="Bias, BPSN AUC of the worst term",
        find=_at("bias", "worst", "bpsn_auc", "value"),
        at_least=WORST_BPSN,
    ),
    Target(
        name="Disguise, recall kept by the worst kind",
        find=_at("disguise", "worst", "kept"),
        at_least=KEPT_IN_DISGUISE,
    ),
    Target(name="Functions, mean pass rate", find=_at("functions", "mean"), at_least=0.75),
    Target(name="Calibration error (ECE), natural prior", find=_calibration, at_most=0.015),
)
"""Every target, all about TOXICITY, in the order in which the report shows them."""
