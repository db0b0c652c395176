"""The section about rude words in disguise: what is still caught, and what undoing them costs."""

from collections.abc import Mapping, Sequence
from typing import Any

from training.charts import Mark, Row, Scale, ranked
from training.reporting.parts import (
    Cell,
    Drawing,
    Drawings,
    Part,
    Scorer,
    Section,
    Table,
    cells,
    count,
    figure,
    measured,
    named,
    percent,
)
from training.targets import KEPT_IN_DISGUISE, Evaluation

Scorers = Sequence[Scorer]


def disguise(evaluation: Evaluation, scorers: Scorers) -> Section:
    """What is left of recall once words are disguised."""
    found = evaluation.get("disguise") or {}
    shown = measured(scorers, found)
    parts: list[Part] = []
    if shown:
        parts = [
            _table(found, shown),
            Drawings(drawings=[_drawing(found, shown)]),
        ]
    return Section(
        name="disguise",
        title="Disguise",
        reading="Of the attacks that are caught as they stand, this is the share that is still "
        "caught when all their rude words are written in one kind of disguise, such as b@stard or "
        "b a s t a r d. 1 means that the disguise does not help. Undoing disguises has a price "
        "where it makes harmless comments look rude: the last two columns should hardly differ.",
        parts=parts,
    )


def _table(found: Mapping[str, Any], shown: Scorers) -> Table:
    """The worst kind and what happens to harmless comments, a row for each scorer."""
    rows = []
    for each in shown:
        figures = found[each.name]
        worst = figures.get("worst") or {}
        rows.append(
            (
                *cells(each.heading, figure(figures.get("threshold"))),
                *cells(_counted(figures.get("caught"))),
                Cell(text=figure(worst.get("kept")), small=named(worst, "kind")),
                *cells(percent(figures.get("clean_held_as_it_stands"))),
                *cells(percent(figures.get("clean_held"))),
            )
        )
    return Table(
        caption="Recall kept, and harmless comments held",
        columns=(
            "Scorer",
            "Threshold",
            "Attacks caught as they stand",
            "Kept, worst kind",
            "Harmless held if no disguise were undone",
            "Harmless held",
        ),
        rows=rows,
    )


def _counted(value: float | None) -> str:
    """A number of attacks, or the share of them where it is no whole number."""
    return count(value) if isinstance(value, int) else percent(value)


def _drawing(found: Mapping[str, Any], shown: Scorers) -> Drawing:
    """One row a kind, that with the lowest recall of the first scorer first."""
    kinds: dict[str, list[Mark]] = {}
    for scorer in shown:
        for kind in found[scorer.name]["kinds"]:
            kinds.setdefault(kind["kind"], []).append(
                Mark(
                    name=scorer.heading,
                    style=scorer.style,
                    value=kind["kept"],
                    low=kind.get("low"),
                    high=kind.get("high"),
                )
            )
    rows = [Row(label=kind.replace("_", " "), marks=marks) for kind, marks in kinds.items()]
    rows.sort(key=lambda row: row.marks[0].value)
    title = "Recall kept by kind of disguise"
    under = sum(row.marks[0].value < KEPT_IN_DISGUISE for row in rows)
    caption = (
        f"{title}, the worst at the top; the dashed line is the target. For {under} of "
        f"{len(rows)} kinds {shown[0].subject} is below it; the worst is {rows[0].label} with "
        f"{figure(rows[0].marks[0].value)}."
    )
    scale = Scale(label="share of caught attacks still caught", bound=KEPT_IN_DISGUISE)
    svg = ranked(rows, title=title, scale=scale, bars=True)
    return Drawing(title=title, svg=svg, caption=caption)
