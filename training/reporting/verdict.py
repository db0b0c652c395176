"""The table at the top: each headline figure beside the current version, peers and its target."""

import re
from collections.abc import Sequence
from typing import Final

from training.reporting.parts import (
    NOTHING,
    Cell,
    Scorer,
    Table,
    difference,
    figure,
    interval,
)
from training.targets import TARGETS, Evaluation, Found, Target

_NUMBER: Final = re.compile(r" [0-9][0-9.]*\Z")
_SMALL: Final = 0.05
"""Bounds below this are shown with the most digits."""

_MOST_DIGITS: Final = 4
"""To how many digits it is judged whether a target is met."""


def verdict(evaluation: Evaluation, scorers: Sequence[Scorer]) -> tuple[str, Table]:
    """One sentence, and a row for each target; the first scorer is the candidate."""
    met = [
        target.met(found.value)
        for target in TARGETS
        if (found := target.find(evaluation, scorers[0].name))
    ]
    sentence = f"{sum(met)} of {len(TARGETS)} targets are met"
    if missing := len(TARGETS) - len(met):
        sentence += f"; {missing} could not be measured"
    return f"{sentence}.", _table(evaluation, scorers)


def _table(evaluation: Evaluation, scorers: Sequence[Scorer]) -> Table:
    """The headline figures, with columns for the current version and peers where there are any."""
    current = next((each for each in scorers if each.kind == "current"), None)
    peers = [each for each in scorers if each.kind == "peer"]
    columns = ["Figure", "Target", "Verdict", "Candidate"]
    columns += ["Current", "Difference"] if current else []
    columns += ["Peers"] if peers else []
    rows = []
    for target in TARGETS:
        own = target.find(evaluation, scorers[0].name)
        row = [_named(target, evaluation), _bound(target), _judged(target, own), _cell(target, own)]
        if current:
            other = target.find(evaluation, current.name)
            row += [_cell(target, other), _difference(target, own, other)]
        if peers:
            row.append(_peers(target, evaluation, peers))
        rows.append(row)
    caption = "Headline figures, each with the score that it is made of"
    return Table(caption=caption, columns=columns, rows=rows, words=3)


def _named(target: Target, evaluation: Evaluation) -> Cell:
    """The figure's name, and which score it is made of."""
    return Cell(text=target.name, small=(target.score(evaluation),))


def _bound(target: Target) -> Cell:
    """The target in words."""
    words = "at least" if target.at_most is None else "at most"
    return Cell(text=f"{words} {figure(target.bound)}")


def _judged(target: Target, found: Found | None) -> Cell:
    """Met, not met or not measured; and whether chance may have decided it."""
    if found is None:
        return Cell(text="not measured")
    met = target.met(found.value)
    sides = [target.met(end) for end in (found.low, found.high) if end is not None]
    small = ("within the interval",) if any(side != met for side in sides) else ()
    return Cell(text="met" if met else "not met", small=small, tone="good" if met else "bad")


def _cell(target: Target, found: Found | None) -> Cell:
    """A figure with its interval, and so many digits that it is seen whether the target is met."""
    if found is None:
        return Cell(text=NOTHING)
    digits = _digits(target)
    if target.met(round(found.value, digits)) != target.met(found.value):
        digits = _MOST_DIGITS
    return Cell(text=figure(found.value, digits), small=interval(found, digits))


def _difference(target: Target, own: Found | None, other: Found | None) -> Cell:
    """Candidate less current, and which is better where that is more than noise."""
    lower_is_better = target.at_most is not None
    return difference(own, other, digits=_digits(target), lower_is_better=lower_is_better)


def _peers(target: Target, evaluation: Evaluation, peers: Sequence[Scorer]) -> Cell:
    """Each peer's figure with its name without its number, as far as they have one."""
    found = [(_NUMBER.sub("", peer.name), target.find(evaluation, peer.name)) for peer in peers]
    told = [f"{name} {figure(each.value, _digits(target))}" for name, each in found if each]
    return Cell(text="", small=told) if told else Cell(text=NOTHING)


def _digits(target: Target) -> int:
    """How many digits its figures need."""
    return _MOST_DIGITS if target.bound < _SMALL else 3
