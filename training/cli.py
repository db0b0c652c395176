"""The command `btl-train`: train a version, look at it, make it current."""

import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

import click
import numpy as np

from service.errors import BelowTheLineError
from service.moderation.artefact import Artefact
from service.moderation.scorer import load_version
from training import config_file
from training.config import Config
from training.data import SourceReport, read
from training.pipeline import train, write
from training.promote import promote as make_current
from training.split import Rows, arrange

_INTERRUPTED: Final = 130

MODELS = click.option(
    "--models",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="BTL_MODELS",
    default=Path("models"),
    show_default=True,
    help="The folder of model versions.",
)


@click.group()
def commands() -> None:
    """Train, check and promote model versions."""


@commands.command()
@click.option(
    "--config",
    "path",
    type=click.Path(path_type=Path),
    default=Path("training/default.toml"),
    show_default=True,
    help="The training configuration.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    show_default=True,
    help="The folder of the data files.",
)
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
    click.echo(f"Make it current with: btl-train promote {folder.name}")


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def verify(folder: Path) -> None:
    """Load one version's folder and score its golden comments again."""
    click.echo(f"{load_version(folder).version} loads and scores as it did when it was made.")


@commands.command()
@click.argument("version")
@MODELS
def promote(version: str, models: Path) -> None:
    """Make a version the current one."""
    make_current(models, version)
    click.echo(f"{version} is the current version.")


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
