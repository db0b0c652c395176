"""The section about functions: what moderators expect, one by one, and whether it works."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import Any, Final

from training.charts import Mark, Row, Scale, ranked
from training.reporting.parts import (
    NOTHING,
    Cell,
    Drawing,
    Drawings,
    Heading,
    Note,
    Part,
    Scorer,
    Section,
    Table,
    cells,
    figure,
    measured,
    spoken,
)
from training.targets import Evaluation

Scorers = Sequence[Scorer]
Rates = Mapping[str, Mapping[str, float]]

_WEAK: Final = 0.5
"""Functions below this rate come first, with their reasons."""


def functions(evaluation: Evaluation, scorers: Scorers) -> Section:
    """What works, and what does not, function by function."""
    found = evaluation.get("functions") or {}
    shown = measured(scorers, found)
    parts: list[Part] = []
    if shown:
        rates = {
            each.name: {tested["name"]: tested["rate"] for tested in found[each.name]["tested"]}
            for each in shown
        }
        tested = found[shown[0].name]["tested"]
        parts = [
            *_weak(tested, shown, rates),
            Drawings(drawings=[_functions_drawing(tested, shown, found)]),
            _functions_table(tested, shown, rates),
        ]
    return Section(
        name="functions",
        title="Functions",
        reading="Each function is one thing that moderators expect, tested on sentences of our own "
        "whose answer is known: hold means that all its sentences should be stopped, publish that "
        "none should. The rate is the share of its sentences that were judged right.",
        parts=parts,
    )


def _weak(tested: Sequence[Any], shown: Scorers, rates: Rates) -> list[Part]:
    """The functions that mostly fail, with the reason why each matters."""
    weak = sorted(
        (each for each in tested if each["rate"] < _WEAK), key=lambda each: float(each["rate"])
    )
    heading = Heading(text="Functions below 0.50")
    if not weak:
        return [heading, Note(text="There are none.")]
    rows = [
        (*cells(each["name"], _expected(each), each["reason"]), *_rates(each, shown, rates))
        for each in weak
    ]
    caption = f"{len(weak)} of {len(tested)} functions for {shown[0].subject}, the worst first"
    columns = ("Function", "Expected", "Why it matters", *(each.heading for each in shown))
    return [heading, Table(caption=caption, columns=columns, rows=rows, words=3)]


def _functions_table(tested: Sequence[Any], shown: Scorers, rates: Rates) -> Table:
    """All functions by group, in the order of the files."""
    rows = [
        (
            *cells(each["group"], each["name"], _expected(each)),
            *cells(f"{each['passed']} of {each['cases']}"),
            *_rates(each, shown, rates),
        )
        for group in _groups(tested)
        for each in tested
        if each["group"] == group
    ]
    return Table(
        caption=f"All {len(rows)} functions by group, with the cases passed by {shown[0].subject}",
        columns=("Group", "Function", "Expected", "Passed", *(each.heading for each in shown)),
        rows=rows,
        words=3,
    )


def _rates(each: Mapping[str, Any], shown: Scorers, rates: Rates) -> Iterable[Cell]:
    """The rate of one function for each scorer."""
    for scorer in shown:
        value = rates[scorer.name].get(each["name"])
        yield Cell(text=NOTHING if value is None else figure(value, 2))


def _expected(each: Mapping[str, Any]) -> str:
    """What should happen to the cases of a function."""
    return "hold" if each["hold"] else "publish"


def _groups(tested: Sequence[Any]) -> list[str]:
    """The groups in order, each once."""
    return list(dict.fromkeys(each["group"] for each in tested))


def _functions_drawing(tested: Sequence[Any], shown: Scorers, found: Mapping[str, Any]) -> Drawing:
    """The mean rate of each group, that with the lowest first."""
    rows = [
        Row(label=group, marks=[_group_mark(group, each, found[each.name]) for each in shown])
        for group in _groups(tested)
    ]
    rows.sort(key=lambda row: row.marks[0].value)
    title = "Mean pass rate by group of functions"
    values = [(each, figure(found[each.name].get("mean"))) for each in shown]
    caption = (
        f"{title}, the worst at the top, the dashed line at 0.50: {rows[0].label} "
        f"with {figure(rows[0].marks[0].value)}. Over all functions, {spoken(values)}."
    )
    scale = Scale(label="mean pass rate", bound=_WEAK)
    svg = ranked(rows, title=title, scale=scale, bars=True)
    return Drawing(title=title, svg=svg, caption=caption)


def _group_mark(group: str, scorer: Scorer, figures: Mapping[str, Any]) -> Mark:
    """One scorer's mean rate in a group."""
    rates = [each["rate"] for each in figures["tested"] if each["group"] == group]
    return Mark(name=scorer.heading, style=scorer.style, value=fmean(rates) if rates else 0.0)
