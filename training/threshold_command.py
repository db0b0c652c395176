"""``btl-train thresholds``: a policy from what a newsroom can read and how sure it wants to be."""

import re
import sys
from pathlib import Path

import click

from service.errors import ConfigError, Fault
from service.moderation.scorer import load_scorer
from training import threshold_files as files
from training.charts import require_matplotlib
from training.options import MODELS
from training.thresholds import Goal, Proposal, propose

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_BUDGET = re.compile(r"(\d{1,9})/(\d{1,9})")


@click.command()
@click.argument("comments", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--text", default="text", show_default=True, help="The column of the texts.")
@click.option("--label", "labels", multiple=True, help="ATTRIBUTE=COLUMN of labels; repeatable.")
@click.option("--unlabelled", is_flag=True, help="Trust the calibrated scores instead of labels.")
@click.option("--review", help="How many of how many comments people can read: 300/5000.")
@click.option("--hold-precision", type=float, help="Instead: the share of the stopped that is bad.")
@click.option("--reject-precision", type=float, help="The share of rejected ones that is bad.")
@click.option("--name", default="proposed", show_default=True, help="The name of the policy.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@MODELS
def thresholds(  # noqa: PLR0913 - one for each option
    *,
    comments: Path,
    text: str,
    labels: tuple[str, ...],
    unlabelled: bool,
    review: str | None,
    hold_precision: float | None,
    reject_precision: float | None,
    name: str,
    out: Path,
    models: Path,
) -> None:
    """Propose thresholds for COMMENTS (CSV or JSON lines, gzipped or not) and write a policy."""
    goal = _goal(review, hold_precision, reject_precision)
    wanted = _labels(labels, unlabelled=unlabelled)
    if not _NAME.fullmatch(name):
        raise _fault(option="--name", message="Write small letters, digits, - and _.")
    require_matplotlib()
    scorer = load_scorer(models)
    sample = files.read_sample(comments, text, wanted, scorer)
    proposal = propose(sample, goal)
    command = f"btl-train thresholds {' '.join(sys.argv[2:])}"
    _tell(proposal, many=len(sample.deserved), labelled=sample.labelled)
    for path in files.write(proposal, out, name, command=command, model=scorer.version):
        click.echo(f"wrote {path}")


def _goal(review: str | None, hold_precision: float | None, reject_precision: float | None) -> Goal:
    """What the options ask for; raises ConfigError with the one at fault."""
    if (review is None) == (hold_precision is None):
        raise _fault(option="--review", message="Give either --review or --hold-precision.")
    for option, share in (
        ("--hold-precision", hold_precision),
        ("--reject-precision", reject_precision),
    ):
        if share is not None and not 0 < share < 1:
            raise _fault(option=option, message="Give a share between 0 and 1, such as 0.95.")
    return Goal(
        review=_share(review) if review is not None else None,
        hold_precision=hold_precision,
        reject_precision=reject_precision,
    )


def _share(review: str) -> float:
    """The share of comments that people can read."""
    found = _BUDGET.fullmatch(review)
    if found is None or not 0 < int(found[1]) <= int(found[2]):
        raise _fault(option="--review", message="Write how many of how many, such as 300/5000.")
    return int(found[1]) / int(found[2])


def _labels(labels: tuple[str, ...], *, unlabelled: bool) -> dict[str, str]:
    """The columns of labels; none only where that is meant."""
    if bool(labels) == unlabelled:
        raise _fault(
            option="--label",
            message="Name columns of labels, or say --unlabelled to trust the scores.",
        )
    return files.columns(labels, option="--label")


def _fault(*, option: str, message: str) -> ConfigError:
    """The error for one option."""
    return ConfigError(f"{option}: {message}", faults=(Fault(field=option, message=message),))


def _tell(proposal: Proposal, *, many: int, labelled: bool) -> None:
    """The thresholds and what they are expected to do, with intervals."""
    how = "labels" if labelled else "calibrated scores alone, which are taken at their word"
    click.echo(f"{many:,} comments, judged by {how}; 95 % intervals")
    click.echo(f"{'attribute':20} {'hold from':>26} {'reject from':>26}")
    for name, (hold, reject) in proposal.intervals.items():
        click.echo(f"{name:20} {files.told(hold):>26} {files.told(reject):>26}")
    for name, figure in proposal.expected.items():
        click.echo(f"{name:28} {files.told(figure)}")
