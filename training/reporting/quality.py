"""The sections about ranking, on labelled sets: quality by set, spans, and speed beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from training.charts import Line, Mark, Row, Scale, curves, ranked
from training.reporting.parts import (
    Cell,
    Drawing,
    Drawings,
    Fold,
    Part,
    Scorer,
    Section,
    Table,
    cells,
    count,
    difference,
    figure,
    measured,
    spoken,
    with_bounds,
)
from training.reporting.rows import remarks
from training.targets import Evaluation, scored_by, with_interval

Scorers = Sequence[Scorer]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Curve:
    """One kind of curve: its key, its words, and the measure that sums it up."""

    key: str
    title: str
    across: str
    up: str
    measure: str
    measure_key: str


_CURVES: Final = (
    _Curve(
        key="roc",
        title="ROC curve",
        across="share of harmless comments stopped",
        up="share of harmful comments caught",
        measure="AUC",
        measure_key="auc",
    ),
    _Curve(
        key="pr",
        title="Precision and recall",
        across="recall: share of harmful comments caught",
        up="precision: harmful among the stopped",
        measure="average precision",
        measure_key="average_precision",
    ),
)


def quality(evaluation: Evaluation, scorers: Scorers) -> Section:
    """How well each scorer ranks each set's rows."""
    sets = evaluation.get("sets") or ()
    parts: list[Part] = []
    if sets:
        parts = [
            *remarks(evaluation),
            _table(sets, scorers),
            Drawings(drawings=[_overview(sets, scorers)]),
            *(_folded(each, scorers, unfolded=each is sets[0]) for each in sets),
        ]
    return Section(
        name="quality",
        title="Quality by set",
        reading="AUC is how often a comment that should be stopped gets a higher score than one "
        "that should not: 1 is perfect, 0.5 is chance. Score is the attribute whose score of a "
        "comment counts. Average precision (AP) depends on how rare positives are, so compare it "
        "within a set only.",
        parts=parts,
    )


def spans(evaluation: Evaluation, scorers: Scorers) -> Section:
    """Whether the right words are underlined."""
    found = evaluation.get("spans") or {}
    shown = measured(scorers, found.get("figures"))
    parts: list[Part] = []
    if shown:
        rows = [
            (*cells(each.heading), with_bounds(with_interval(found["figures"][each.name], "f1")))
            for each in shown
        ]
        caption = f"Character F1 on {found['set']} ({count(found['rows'])} rows)"
        parts = [Table(caption=caption, columns=("Scorer", "F1"), rows=rows)]
    return Section(
        name="spans",
        title="Spans",
        reading="A span is the stretch of a comment that its score comes from. F1 compares its "
        "characters with those that people marked as toxic: 1 is the same characters, 0 none of "
        "them.",
        parts=parts,
    )


def speed(evaluation: Evaluation, scorers: Scorers) -> Section:
    """How fast they are, on one machine and in one run."""
    found = evaluation.get("speed") or {}
    shown = measured(scorers, found)
    parts: list[Part] = []
    if shown:
        rows = [
            cells(
                each.heading,
                figure(found[each.name].get("p50_ms"), 2),
                figure(found[each.name].get("p99_ms"), 2),
                count(found[each.name].get("comments_per_second")),
            )
            for each in shown
        ]
        columns = ("Scorer", "Median, ms", "99th percentile, ms", "Comments a second")
        parts = [Table(caption="Time to score one comment", columns=columns, rows=rows)]
    return Section(
        name="speed",
        title="Speed",
        reading="Half of the comments take less time than the median, one in a hundred takes more "
        "than the 99th percentile. All were timed in the same run: compare the rows, and do not "
        "take a figure for a promise.",
        parts=parts,
    )


def _table(sets: Sequence[Any], scorers: Scorers) -> Table:
    """Sets down, scorers across, the candidate's difference beside the current version."""
    rows = []
    for each in sets:
        score = scored_by(each.get("scored") or (each["attribute"],))
        words = cells(each["name"], score, count(each["rows"]), count(each["positive"]))
        rows.append((*words, *_across(each["figures"], scorers)))
    headings = [
        heading
        for scorer in scorers
        for heading in (scorer.heading, *(["difference"] if scorer.kind == "current" else []))
    ]
    return Table(
        caption="ROC AUC by set, with its 95 % interval and the average precision (AP)",
        columns=("Set", "Score", "Rows", "Positive", *headings),
        rows=rows,
        words=2,
    )


def _across(figures: Any, scorers: Scorers) -> Iterator[Cell]:  # noqa: ANN401 - JSON
    """The AUC of each scorer on one set."""
    own = with_interval(figures.get(scorers[0].name), "auc")
    for scorer in scorers:
        measured_here = figures.get(scorer.name)
        found = with_interval(measured_here, "auc")
        yield with_bounds(found, more=_average_precision(measured_here))
        if scorer.kind == "current":
            yield difference(own, found)


def _average_precision(figures: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON
    """The average precision as one line, or no line."""
    found = with_interval(figures, "average_precision")
    return (f"AP {figure(found.value)}",) if found else ()


def _overview(sets: Sequence[Any], scorers: Scorers) -> Drawing:
    """One row a set."""
    rows = [
        Row(label=f"{each['name']}\n{each['attribute']}", marks=_marks(each, scorers))
        for each in sets
    ]
    marks = [mark for row in rows for mark in row.marks]
    lowest = min((mark.value if mark.low is None else mark.low for mark in marks), default=0.5)
    scale = Scale(label="ROC AUC with 95 % interval", low=int(20 * lowest) / 20)
    values = [[mark.value for mark in row.marks] for row in rows]
    best = sum(len(row) > 1 and row[0] == max(row) for row in values)
    compared = sum(len(row) > 1 for row in values)
    title = "AUC of every set"
    caption = f"{title}: a mark for each scorer, with a line for its interval."
    if compared:
        caption += f" On {best} of {compared} sets {scorers[0].subject} has the highest."
    return Drawing(title=title, svg=ranked(rows, title=title, scale=scale), caption=caption)


def _marks(each: Any, scorers: Scorers) -> list[Mark]:  # noqa: ANN401 - JSON
    """The AUC of each scorer that has one on a set."""
    return [
        Mark(
            name=scorer.heading,
            style=scorer.style,
            value=found.value,
            low=found.low,
            high=found.high,
        )
        for scorer in scorers
        if (found := with_interval(each["figures"].get(scorer.name), "auc"))
    ]


def _folded(each: Any, scorers: Scorers, *, unfolded: bool) -> Fold:  # noqa: ANN401 - JSON
    """The curves of one set."""
    name = f"{each['name']}, {each['attribute']}"
    shown = measured(scorers, each["figures"])
    return Fold(
        summary=f"Curves of {name}",
        unfolded=unfolded,
        drawings=[_drawing(curve, each["figures"], shown, name=name) for curve in _CURVES],
    )


def _drawing(curve: _Curve, figures: Any, shown: Scorers, *, name: str) -> Drawing:  # noqa: ANN401
    """One curve of each scorer on one set."""
    lines = [
        Line(name=each.heading, style=each.style, points=figures[each.name].get(curve.key) or ())
        for each in shown
    ]
    title = f"{curve.title}, {name}"
    values = [(each, figure(figures[each.name].get(curve.measure_key))) for each in shown]
    return Drawing(
        title=title,
        svg=curves(
            lines, title=title, across=curve.across, up=curve.up, diagonal=curve.key == "roc"
        ),
        caption=f"{title}. By {curve.measure}, {spoken(values)}.",
    )
