"""The command ``btl compare``: a file's old Perspective scores beside ours."""

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from service.batch.comparison import Compared, Numbers, compare, view_scores
from service.batch.old_scores import (
    MOST_FAULTS,
    Columns,
    OldScores,
    in_known_languages,
    read_old_scores,
)
from service.errors import Fault, OldScoresError
from service.moderation.languages import Detector
from service.parts import Model

HEAD = (
    f"{'threshold':>11}{'held before':>13}{'held now':>10}{'agreement':>11}{'still held':>12}"
    f"{'same share':>12}{'95 % interval':>18}{'natural':>9}"
)


def columns_of(text: str, pairs: Sequence[str]) -> Columns:
    """The columns that options name; raises UsageError for what is no ATTRIBUTE=COLUMN."""
    for pair in pairs:
        if not all(pair.partition("=")):
            message = f"--score takes ATTRIBUTE=COLUMN, such as TOXICITY=toxicity, not {pair}."
            raise click.UsageError(message)
    split = (pair.split("=", 1) for pair in pairs)
    return Columns(text=text, scores={name.upper(): column for name, column in split})


def run(  # noqa: PLR0913 - a file, what reads it, and what is told of it
    path: Path,
    columns: Columns,
    model: Model,
    detector: Detector,
    *,
    thresholds: Sequence[float],
    out: Path | None,
) -> bool:
    """Read, score, print, and write both scores side by side where ``out`` is given.

    Comments surely in a language that the model does not know are left out. Returns whether every
    row was read.
    """
    _check(path, columns, model, thresholds=thresholds, out=out)
    old = read_old_scores(path, columns, model.attributes)
    for line in _told(old.faults):
        click.echo(line, err=True)
    everything = len(old.texts)
    old = in_known_languages(old, detector, model.languages)
    if foreign := everything - len(old.texts):
        click.echo(f"Left out: {foreign:,} comments that are surely in other languages.", err=True)
    ours = view_scores(model, model.views, old.texts, tuple(old.scores))
    for name, scores in old.scores.items():
        found = compare(name, scores, ours[name], model.views[name], thresholds=thresholds)
        click.echo("\n".join(_lines(found)))
    if out is not None:
        _write(out, old, ours)
    return not old.faults


def _check(
    path: Path, columns: Columns, model: Model, *, thresholds: Sequence[float], out: Path | None
) -> None:
    """Raise OldScoresError for what no comparison can be made with."""
    if any(map(math.isnan, thresholds)):
        message = "A threshold is no number: name one from 0 to 1."
        raise OldScoresError(message)
    unknown = sorted(columns.scores.keys() - {*model.attributes})
    if unknown:
        message = f"The model has no {unknown[0]}; it has {', '.join(model.attributes)}."
        raise OldScoresError(message)
    if out is not None and (out.resolve() == path.resolve() or not out.parent.is_dir()):
        message = f"{out} cannot be written: name another file, in a folder that is there."
        raise OldScoresError(message)


def _told(faults: Sequence[Fault]) -> Iterator[str]:
    """The first faults, and how many there are besides."""
    yield from (f"{fault.field} {fault.message}" for fault in faults[:MOST_FAULTS])
    if len(faults) > MOST_FAULTS:
        yield f"{len(faults) - MOST_FAULTS:,} more rows are left out."


def _lines(found: Compared) -> Iterator[str]:
    """One attribute's table."""
    yield f"{found.attribute}: {found.comments:,} comments, Spearman {_number(found.spearman)}"
    yield HEAD
    for at in found.thresholds:
        low, high = at.interval
        interval = "-" if math.isnan(low) else f"{low:.3f} to {high:.3f}"
        yield (
            f"{at.threshold:>11.3f}{at.old_held:>13.2%}{at.held:>10.2%}{at.agree:>11.2%}"
            f"{_share(at.still):>12}{_number(at.instead):>12}{interval:>18}{_number(at.natural):>9}"
        )


def _share(value: float) -> str:
    """A share in per cent, or a dash where there is none."""
    return "-" if math.isnan(value) else f"{value:.1%}"


def _number(value: float) -> str:
    """A score, or a dash where there is none."""
    return "-" if math.isnan(value) else f"{value:.3f}"


def _write(out: Path, old: OldScores, ours: Mapping[str, Numbers]) -> None:
    """Both scores of each row, without its text."""
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", *(f"{name} {when}" for name in ours for when in ("old", "new"))])
        for place, number in enumerate(old.rows):
            pairs = [(old.scores[name][place], ours[name][place]) for name in ours]
            writer.writerow([number, *(f"{score:.6g}" for pair in pairs for score in pair)])
