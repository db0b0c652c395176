"""The section about which rows were measured on and which not, and what to know of a scorer."""

from collections.abc import Iterator, Sequence
from typing import Any

from training.reporting.parts import Note, Part, Scorer, Section, Table, cells, count
from training.targets import Evaluation

_WHY = ("blank", "unknown", "repeated", "trained")


def rows(evaluation: Evaluation, _: Sequence[Scorer]) -> Section:
    """What was left out of the sets, and whatever else was not measured."""
    counted = list(_sets(evaluation))
    parts: list[Part] = [_table(counted)] if counted else []
    parts += [Note(text=sentence) for sentence in evaluation.get("notes") or ()]
    return Section(
        name="rows",
        title="Rows left out",
        reading="Each text of a set counts once, with a label that is known, and only where it is "
        "not trained on: the same letters and digits are the same text. A set with a fault in its "
        "file stops the evaluation, so no row is left out for that.",
        parts=parts,
    )


def remarks(evaluation: Evaluation) -> list[Note]:
    """What to know of a scorer before its figures are read, a paragraph each."""
    return [
        Note(text=f"{each['name']}: {each['remark']}")
        for each in evaluation["scorers"]
        if each.get("remark")
    ]


def _sets(evaluation: Evaluation) -> Iterator[tuple[str, int, Any]]:
    """Name, rows that were measured and what was left out, of each set that says so."""
    for each in evaluation.get("sets") or ():
        if each.get("left_out"):
            yield each["name"], each["rows"], each["left_out"]
    spans = evaluation.get("spans") or {}
    if spans.get("left_out"):
        yield spans["set"], spans["rows"], spans["left_out"]


def _table(counted: Sequence[tuple[str, int, Any]]) -> Table:
    """A row for each set: what its file has, what was left out for which reason, what stayed."""
    return Table(
        caption="Rows of each set, in its file and measured on",
        columns=(
            *("Set", "In the file", "Without text", "Label unknown"),
            *("Text repeated", "Trained on", "Measured on"),
        ),
        rows=[
            cells(name, *(count(out[key]) for key in ("rows", *_WHY)), count(measured))
            for name, measured, out in counted
        ],
    )
