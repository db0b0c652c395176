"""The command `btl-train`: train a version, look at it, make it current."""

import shlex
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

import click
import numpy as np

from service.errors import BelowTheLineError
from service.moderation.artefact import Artefact
from service.moderation.scorer import LinearScorer, load_version
from training import comparison, config_file
from training.config import Config
from training.contenders import line_up
from training.data import read
from training.evaluate import evaluate as evaluate_all
from training.evaluate import trained_keys
from training.evaluation_files import make_folder, table, write_evaluation
from training.evaluation_sets import load_sets, read_sets
from training.examples import SourceReport
from training.gates import Gate
from training.options import CONFIG, DATA, MODELS
from training.peers import installed_peers
from training.pipeline import train, write
from training.promote import SHORTEST_REASON, told
from training.promote import promote as make_current
from training.renewal import described, renew
from training.split import Rows, arrange
from training.threshold_command import thresholds

_INTERRUPTED: Final = 130


@click.group()
def commands() -> None:
    """Train, check and promote model versions."""


@commands.command()
@CONFIG
@DATA
@click.option("--dry-run", is_flag=True, help="Check the data, tell the plan, train nothing.")
@MODELS
def run(path: Path, data: Path, models: Path, *, dry_run: bool) -> None:
    """Train a new version from labelled comments."""
    config = config_file.load(path)
    with click.progressbar(config.sources, label="reading", file=sys.stderr) as bar:
        examples, reports = read(config, data, progress=lambda _: bar.update(1))
    rows = arrange(config, examples)
    _tell_data(config, rows, reports)
    if dry_run:
        click.echo("Dry run: the data are sound; nothing was trained.")
        return
    trained = _train(config, rows, reports)
    folder = write(trained, models)
    _tell_metrics(trained.manifest.metrics)
    click.echo(f"\nsha256 {trained.manifest.sha256}\nversion {folder.name}")
    named = ["--config", path, "--data", data, "--models", models]
    command = shlex.join(map(str, ["btl-train", "promote", folder.name, *named]))
    click.echo(f"Make it current with: {command}")


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def verify(folder: Path) -> None:
    """Load one version's folder and score its golden comments again."""
    click.echo(f"{load_version(folder).version} loads and scores as it did when it was made.")


@commands.command()
@click.argument("version", required=False)
@CONFIG
@DATA
@click.option(
    "--sets",
    "sets_path",
    type=click.Path(path_type=Path),
    default=Path("training/evaluation.toml"),
    show_default=True,
    help="The file that lists the evaluation sets.",
)
@click.option(
    "--sets-data",
    type=click.Path(path_type=Path),
    help="The folder of their files.  [default: as --data]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="The folder for evaluation.json and report.html.",
)
@click.option("--card", is_flag=True, help="Write the version's card again, with these figures.")
@MODELS
def evaluate(  # noqa: PLR0913 - one for each option
    *,
    version: str | None,
    path: Path,
    data: Path,
    sets_path: Path,
    sets_data: Path | None,
    out: Path,
    models: Path,
    card: bool,
) -> None:
    """Measure VERSION (or the current one) beside the current one and others' scorers."""
    config, listed = config_file.load(path), load_sets(sets_path)
    make_folder(out)
    peers, absent = installed_peers()
    compared = line_up(models, version, peers, absent)
    examples, reports = read(config, data)
    rows, folder = arrange(config, examples), models / compared.candidate.name
    manifest = described(folder, reports) if card else None
    sets = read_sets(listed, sets_data or data, trained=trained_keys(rows))
    for left_out in (*compared.notes, *sets.notes, *sets.dropped):
        click.echo(left_out, err=True)
    found = evaluate_all(config, rows, sets, compared, note=lambda step: click.echo(step, err=True))
    written = write_evaluation(found, out)
    renewed = [renew(folder, manifest, found)] if manifest else []
    for line in (*table(found), *map(str, (*written, *renewed))):
        click.echo(line)


@commands.command()
@click.argument("version")
@click.option(
    "--because",
    metavar="REASON",
    help=f"Overrule the gates, for a reason of {SHORTEST_REASON} characters or more.",
)
@CONFIG
@DATA
@MODELS
def promote(version: str, because: str | None, path: Path, data: Path, models: Path) -> None:
    """Make a version the current one, unless it is worse than the one that is."""

    def compare(candidate: LinearScorer, current: LinearScorer) -> tuple[Gate, ...]:
        note(f"reading what {path} keeps aside of {data}")
        gates = comparison.compare(candidate, current, comparison.material(path, data), note)
        _tell_gates(gates)
        return gates

    def note(step: str) -> None:
        click.echo(step, err=True)

    done = make_current(models, version, compare=compare, because=because)
    if done.unmatched:
        click.echo(done.unmatched)
    for gate in done.overruled:
        click.echo(f"overruled: {gate.name}: {told(gate)}")
    click.echo(f"{version} is the current version.")


commands.add_command(thresholds)


def _tell_gates(gates: Sequence[Gate]) -> None:
    """A line for each comparison."""
    click.echo(f"{'gate':12} {'outcome':12} what was compared")
    for gate in gates:
        click.echo(f"{gate.name:12} {gate.outcome:12} {told(gate)}")


def _train(config: Config, rows: Rows, reports: list[SourceReport]) -> Artefact:
    """Train behind a progress bar, or with a line for each step where there is no terminal."""
    steps = 1 + len(config.attributes)
    terminal = sys.stderr.isatty()
    with click.progressbar(
        length=steps, label="training", file=sys.stderr, item_show_func=lambda step: step
    ) as bar:

        def note(step: str) -> None:
            bar.update(1, step)
            if not terminal:
                click.echo(step, err=True)

        return train(config, rows, reports, note)


def _tell_data(config: Config, rows: Rows, reports: list[SourceReport]) -> None:
    """Say what was read and what became of it."""
    for report in reports:
        click.echo(f"{report.name:24} {report.rows:>8} rows, {report.empty} without text (skipped)")
    click.echo(
        f"{len(rows.texts)} distinct texts, {int(rows.test.sum())} of them kept aside to measure "
        f"on; {rows.repeated} rows repeat a text, {rows.disagreeing} texts have labels that "
        f"disagree (settled by their mean)."
    )
    click.echo(f"\n{'attribute':24} {'known':>8} {'positive':>9} {'natural':>8}")
    for attribute, column in zip(config.attributes, rows.labels.T, strict=True):
        known = ~np.isnan(column)
        natural = (known & rows.natural).sum()
        positive = (column >= 0.5).sum()  # noqa: PLR2004 - the even split
        click.echo(f"{attribute:24} {known.sum():>8} {positive:>9} {natural:>8}")


def _tell_metrics(metrics: Mapping[str, object]) -> None:
    """A line for each attribute, as measured on the rows kept aside."""
    click.echo(
        f"\n{'attribute/rows':24} {'rows':>6} {'positive':>8} {'AUC (95 % interval)':>24} "
        f"{'average precision':>18} {'ECE':>7}"
    )
    for name, found in metrics.items():
        if not isinstance(found, dict):
            click.echo(f"{name:24} not measured: rows of one side only")
            continue
        interval = f"{found['auc']:.4f} ({found['auc_low']:.4f}-{found['auc_high']:.4f})"
        click.echo(
            f"{name:24} {found['rows']:>6} {found['positive']:>8} {interval:>24} "
            f"{found['average_precision']:>18.4f} {found['ece']:>7.4f}"
        )


def _stop(_: int, __: FrameType | None) -> NoReturn:
    """Leave as after Ctrl-C, so that temporary folders are removed."""
    raise KeyboardInterrupt


def main() -> None:
    """Run the command; every deliberate error is a sentence and exit status 1."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        commands(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped: no half-written version is left, nothing was promoted.", err=True)
        sys.exit(_INTERRUPTED)
    except BelowTheLineError as error:
        click.echo(error.sentence, err=True)
        for fault in error.faults:
            click.echo(f"  {fault.field}: {fault.message}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
