"""Write an evaluation: as JSON for programs, as a page for people, as a table for the terminal."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from service.errors import TrainingFailedError
from training.charts import require_matplotlib
from training.evaluation import Evaluation
from training.report import render

_HEADER: Final = (
    f"{'set':28} {'attribute':28} {'rows':>6} {'positive':>8}  {'scorer':28} "
    f"{'AUC (95 % interval)':>24} {'average precision':>18}"
)


def make_folder(folder: Path) -> None:
    """Make the folder that an evaluation is written to, before any work.

    Raises TrainingFailedError where that fails, or where the report could not be drawn.
    """
    require_matplotlib()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def write_evaluation(evaluation: Evaluation, folder: Path) -> tuple[Path, ...]:
    """Write ``evaluation.json`` and ``report.html``, each whole or not at all.

    Raises TrainingFailedError where the folder cannot be written to.
    """
    entries = evaluation.to_json()
    figures = json.dumps(entries, indent=1, allow_nan=False) + "\n"
    try:
        return (
            write_whole(folder / "evaluation.json", figures),
            write_whole(folder / "report.html", render(entries)),
        )
    except OSError as error:
        raise _unwritable(folder, error) from error


def table(evaluation: Evaluation) -> Iterator[str]:
    """A line for each set and scorer, then a line for each of the other figures."""
    yield _HEADER
    for one in evaluation.sets:
        about = f"{one.name:28} {one.attribute:28} {one.rows:>6} {one.positive:>8}"
        for name, found in one.figures.items():
            interval = f"{found.auc:.4f} ({found.auc_low:.4f}-{found.auc_high:.4f})"
            yield f"{about}  {name:28} {interval:>24} {found.average_precision:>18.4f}"
    yield ""
    yield from _other_figures(evaluation)


def _other_figures(evaluation: Evaluation) -> Iterator[str]:
    """What is one number, or a few, for each scorer."""
    for name, agreement in (evaluation.spans.figures if evaluation.spans else {}).items():
        yield f"{'marked words, character F1':40} {name:28} {agreement.f1:.4f}"
    for name, bias in evaluation.bias.items():
        worst_term = bias.worst["subgroup_auc"]
        mean = f"{bias.mean['subgroup_auc']:.4f} (worst {worst_term.value:.4f}: {worst_term.term})"
        yield f"{'bias, subgroup AUC':40} {name:28} {mean}"
    for name, stopped in evaluation.statements.items():
        counts = f"({stopped.stopped} of {stopped.asked})"
        yield f"{'plain statements stopped':40} {name:28} {stopped.share:.4f} {counts}"
    for name, disguise in evaluation.disguise.items():
        kept = sum(kind.kept for kind in disguise.kinds) / len(disguise.kinds)
        worst_kind = f"(worst {disguise.worst.kept:.4f}: {disguise.worst.kind})"
        yield f"{'still caught in disguise':40} {name:28} {kept:.4f} {worst_kind}"
    for name, functions in evaluation.functions.items():
        yield f"{'functional cases, mean of functions':40} {name:28} {functions.mean:.4f}"
    for one in evaluation.review_load:
        for name, load in one.figures.items():
            about = f"to read for 95 %, {one.set}"
            yield f"{about:40} {name:28} {load.recall_95:.4f} {one.attribute}"
    for name, speed in evaluation.speed.items():
        times = f"{speed.p50_ms:.2f} ms, one in a hundred over {speed.p99_ms:.2f} ms"
        yield f"{'one comment, median':40} {name:28} {times}"


def write_whole(path: Path, content: str) -> Path:
    """Write a file beside its name and then move it there; OSError where that fails."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def _unwritable(folder: Path, error: OSError) -> TrainingFailedError:
    """What to do about a folder that cannot be written to."""
    return TrainingFailedError(
        f"The evaluation cannot be written to {folder} ({error.strerror}): name a folder that can "
        "be written to with --out, or make room there."
    )
