"""The section about terms of identity: how they are ranked, and whether plain words are stopped."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from training.charts import Mark, Row, Scale, strips
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
    difference,
    figure,
    measured,
    named,
    percent,
)
from training.targets import WORST_BPSN, Evaluation, with_interval

Scorers = Sequence[Scorer]

_MOST_NAMED: Final = 5
"""How many of the terms that are stopped most often a row names."""

_MEASURES: Final = {
    "subgroup_auc": "Subgroup AUC",
    "bpsn_auc": "BPSN AUC",
    "bnsp_auc": "BNSP AUC",
}


def bias(evaluation: Evaluation, scorers: Scorers) -> Section:
    """What naming an identity does to scores, and to what is published."""
    return Section(
        name="bias",
        title="Bias",
        reading="Naming a group must not change how a sentence is judged. Subgroup AUC falls where "
        "attacks on a group are hard to tell from harmless sentences about it. BPSN AUC falls "
        "where harmless sentences that name the group score like attacks: these people get "
        "silenced. BNSP AUC falls where attacks on the group score like harmless sentences: these "
        "people go unprotected. 1 is best.",
        parts=[*_ranks(evaluation, scorers), *_statements(evaluation, scorers)],
    )


def _ranks(evaluation: Evaluation, scorers: Scorers) -> list[Part]:
    """The three AUCs, by scorer, by group and by term."""
    found = evaluation.get("bias") or {}
    shown = measured(scorers, found)
    if not shown:
        return []
    drawings = [_drawing(found, shown[:2], measure) for measure in _MEASURES]
    terms = _terms(found[shown[0].name], shown[0])
    return [_worst(found, shown), Drawings(drawings=drawings), terms]


def _statements(evaluation: Evaluation, scorers: Scorers) -> list[Part]:
    """How many plain statements are stopped, by scorer and by term."""
    found = evaluation.get("statements") or {}
    shown = measured(scorers, found)
    if not shown:
        return []
    reading = (
        "These sentences say who somebody is and nothing else, a few for each term. None should be "
        "held or rejected: each that is tells a reader that what they are is an offence. A scorer "
        "of ours stops what its default policy holds or rejects, a peer what it scores 0.5 or more."
    )
    return [
        Heading(text="Plain statements stopped"),
        Note(text=reading),
        _stopped(found, shown),
        _stopped_terms(found, shown),
    ]


def _stopped(found: Mapping[str, Any], shown: Scorers) -> Table:
    """The share of all statements, a row for each scorer."""
    current = next((found[each.name] for each in shown if each.kind == "current"), None)
    rows = []
    for each in shown:
        own = with_interval(found[each.name], "share")
        other = with_interval(current, "share") if each.kind == "candidate" else None
        bounds = f"{percent(own.low)} to {percent(own.high)}" if own else NOTHING
        row = [
            *cells(each.heading, _most(found[each.name])),
            *cells(f"{found[each.name]['stopped']} of {found[each.name]['asked']}"),
            Cell(text=percent(own.value if own else None), small=(bounds,)),
            *([difference(own, other, lower_is_better=True)] if current else []),
        ]
        rows.append(row)
    columns = ("Scorer", "Most often", "Stopped", "Share", *(["Difference"] if current else []))
    caption = "Plain statements of who people are that are stopped, with 95 % intervals"
    return Table(caption=caption, columns=columns, rows=rows, words=2)


def _most(figures: Mapping[str, Any]) -> str:
    """The terms that are stopped most often, with their counts."""
    stopped = [term for term in _by_stopped(figures) if term["stopped"]]
    names = [f"{each['term']} ({each['stopped']} of {each['asked']})" for each in stopped]
    more = len(names) - _MOST_NAMED
    told = ", ".join(names[:_MOST_NAMED]) or "none"
    return f"{told} and {more} more" if more > 0 else told


def _by_stopped(figures: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The terms, that which is stopped most often first."""
    return sorted(
        figures["terms"], key=lambda each: (-each["stopped"] / each["asked"], each["term"])
    )


def _stopped_terms(found: Mapping[str, Any], shown: Scorers) -> Table:
    """Each term with what every scorer stops, that which the first stops most often first."""
    counts = {
        each.name: {term["term"]: term for term in found[each.name]["terms"]} for each in shown
    }
    rows = [
        (
            *cells(term["term"], term["group"]),
            *(_counted(counts[each.name].get(term["term"])) for each in shown),
        )
        for term in _by_stopped(found[shown[0].name])
    ]
    return Table(
        caption=f"All {len(rows)} terms: statements stopped, with the interval of their share; "
        f"that which {shown[0].subject} stops most often first",
        columns=("Term", "Group", *(each.heading for each in shown)),
        rows=rows,
        words=2,
    )


def _counted(term: Mapping[str, Any] | None) -> Cell:
    """How many of a term's statements are stopped, with the bounds of their share."""
    if term is None:
        return Cell(text=NOTHING)
    bounds = f"{percent(term['low'])} to {percent(term['high'])}"
    return Cell(text=f"{term['stopped']} of {term['asked']}", small=(bounds,))


def _worst(found: Mapping[str, Any], shown: Scorers) -> Table:
    """The worst term and the mean of each measure, a row for each scorer."""
    rows = []
    for each in shown:
        figures = found[each.name]
        row = [*cells(each.heading, figure(figures.get("background_auc")))]
        for measure in _MEASURES:
            worst = (figures.get("worst") or {}).get(measure) or {}
            row.append(Cell(text=figure(worst.get("value")), small=named(worst, "term")))
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


def _terms(figures: Mapping[str, Any], scorer: Scorer) -> Table:
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


def _drawing(found: Mapping[str, Any], shown: Scorers, measure: str) -> Drawing:
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
