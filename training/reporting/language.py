"""The sections about single words: identity terms, and rude words in disguise."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from training.charts import Mark, Row, Scale, ranked, strips
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
    percent,
)
from training.targets import KEPT_IN_DISGUISE, WORST_BPSN, Evaluation

Scorers = Sequence[Scorer]

_MEASURES: Final = {
    "subgroup_auc": "Subgroup AUC",
    "bpsn_auc": "BPSN AUC",
    "bnsp_auc": "BNSP AUC",
}


def bias(evaluation: Evaluation, scorers: Scorers) -> Section:
    """What naming an identity does to scores."""
    found = evaluation.get("bias") or {}
    shown = measured(scorers, found)
    parts: list[Part] = []
    if shown:
        drawings = [_bias_drawing(found, shown[:2], measure) for measure in _MEASURES]
        terms = _bias_terms(found[shown[0].name], shown[0])
        parts = [_bias_worst(found, shown), Drawings(drawings=drawings), terms]
    return Section(
        name="bias",
        title="Bias",
        reading="Naming a group must not change how a sentence is judged. Subgroup AUC falls where "
        "attacks on a group are hard to tell from harmless sentences about it. BPSN AUC falls "
        "where harmless sentences that name the group score like attacks: these people get "
        "silenced. BNSP AUC falls where attacks on the group score like harmless sentences: these "
        "people go unprotected. 1 is best.",
        parts=parts,
    )


def disguise(evaluation: Evaluation, scorers: Scorers) -> Section:
    """What is left of recall once words are disguised."""
    found = evaluation.get("disguise") or {}
    shown = measured(scorers, found)
    parts: list[Part] = []
    if shown:
        parts = [
            _disguise_table(found, shown),
            Drawings(drawings=[_disguise_drawing(found, shown)]),
        ]
    return Section(
        name="disguise",
        title="Disguise",
        reading="Of the attacks that are caught as they stand, this is the share that is still "
        "caught when one rude word is written in a disguise, such as b@stard or b a s t a r d. 1 "
        "means that the disguise does not help. Undoing disguises has a price where it makes "
        "harmless comments look rude: the last two columns should hardly differ.",
        parts=parts,
    )


def _bias_worst(found: Mapping[str, Any], shown: Scorers) -> Table:
    """The worst term and the mean of each measure, a row for each scorer."""
    rows = []
    for each in shown:
        figures = found[each.name]
        row = [*cells(each.heading, figure(figures.get("background_auc")))]
        for measure in _MEASURES:
            worst = (figures.get("worst") or {}).get(measure) or {}
            row.append(Cell(text=figure(worst.get("value")), small=_named(worst, "term")))
            row += cells(figure((figures.get("mean") or {}).get(measure)))
        rows.append(row)
    columns = [
        column
        for name in _MEASURES.values()
        for column in (f"{name}, worst term", f"{name}, mean of terms")
    ]
    return Table(
        caption="Worst terms and generalised means (power -5: low values count most)",
        columns=("Scorer", "AUC without any term", *columns),
        rows=rows,
    )


def _named(worst: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The name of what is worst as one line, or no line."""
    return (str(worst[key]).replace("_", " "),) if key in worst else ()


def _bias_terms(figures: Mapping[str, Any], scorer: Scorer) -> Table:
    """All terms, those with the lowest of the three measures first."""
    terms = sorted(figures["terms"], key=lambda term: (_lowest(term), term["term"]))
    rows = [
        (
            *cells(term["term"], term["group"]),
            *(Cell(text=figure(term.get(measure))) for measure in _MEASURES),
            Cell(text=figure(_lowest(term))),
        )
        for term in terms
    ]
    return Table(
        caption=f"All {len(rows)} terms for {scorer.subject}, that with the lowest measure first",
        columns=("Term", "Group", *_MEASURES.values(), "Lowest"),
        rows=rows,
        words=2,
    )


def _lowest(term: Mapping[str, Any]) -> float:
    """The lowest of a term's measures."""
    return min(float(term[measure]) for measure in _MEASURES if term.get(measure) is not None)


def _bias_drawing(found: Mapping[str, Any], shown: Scorers, measure: str) -> Drawing:
    """One measure of all terms by group, the group with the lowest term first."""
    groups: dict[str, list[Mark]] = {}
    for scorer in shown:
        for term in found[scorer.name]["terms"]:
            mark = Mark(name=scorer.heading, style=scorer.style, value=term[measure])
            groups.setdefault(term["group"], []).append(mark)
    rows = [Row(label=group, marks=marks) for group, marks in groups.items()]
    rows.sort(key=lambda row: min(mark.value for mark in row.marks))
    lowest = min(mark.value for row in rows for mark in row.marks)
    title = f"{_MEASURES[measure]} by group"
    bound = WORST_BPSN if measure == "bpsn_auc" else None
    low = min(0.9, int(20 * lowest) / 20 - 0.01)
    scale = Scale(label=_MEASURES[measure], low=low, bound=bound)
    worst = min(found[shown[0].name]["terms"], key=lambda term: float(term[measure]))
    caption = (
        f"{title}: a dot for each term{', the dashed line is the target' if bound else ''}. "
        f"The lowest of {shown[0].subject} is {worst['term']} ({worst['group']}) with "
        f"{figure(worst[measure])}."
    )
    return Drawing(title=title, svg=strips(rows, title=title, scale=scale), caption=caption)


def _disguise_table(found: Mapping[str, Any], shown: Scorers) -> Table:
    """The worst kind and what happens to harmless comments, a row for each scorer."""
    rows = []
    for each in shown:
        figures = found[each.name]
        worst = figures.get("worst") or {}
        rows.append(
            (
                *cells(each.heading, figure(figures.get("threshold"))),
                *cells(_counted(figures.get("caught"))),
                Cell(text=figure(worst.get("kept")), small=_named(worst, "kind")),
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


def _disguise_drawing(found: Mapping[str, Any], shown: Scorers) -> Drawing:
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
