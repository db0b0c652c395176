"""Thresholds from a budget: what they promise holds, and what cannot be met is told."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from service.errors import TrainingFailedError
from service.moderation.policy import DEFAULT_POLICY
from service.policies.files import read_policy
from training.cli import commands
from training.thresholds import Goal, Sample, propose

ATTRIBUTES = ("TOXICITY", "THREAT")


def sample(many: int = 4_000, seed: int = 1) -> Sample:
    """Comments of which a tenth is bad, with scores that tell so more or less."""
    generator = np.random.default_rng(seed)
    bad = generator.random(many) < 0.1
    logits = generator.normal(-4, 1.5, size=(many, 2)) + bad[:, None] * 5
    scores = 1 / (1 + np.exp(-logits))
    return Sample(attributes=ATTRIBUTES, scores=scores, deserved=bad.astype(float), labelled=True)


def stopped(one: Sample, thresholds: dict[str, float]) -> np.ndarray:
    """Which comments reach any of some thresholds."""
    limits = np.array([thresholds[name] for name in one.attributes])
    return (one.scores >= limits).any(axis=1)


@pytest.mark.parametrize("review", [0.02, 0.06, 0.2])
@pytest.mark.parametrize("precision", [0.9, 0.97, None])
def test_the_promise_holds_for_the_comments_themselves(
    review: float, precision: float | None
) -> None:
    """By the rounded thresholds: no more are read, and so many of the rejected are bad."""
    one = sample()

    found = propose(
        one, Goal(review=review, hold_precision=None, reject_precision=precision), resamples=20
    )

    rejected = stopped(one, {name: each.reject for name, each in found.thresholds.items()})
    held = stopped(one, {name: each.hold for name, each in found.thresholds.items()}) & ~rejected
    assert 0.5 * review < held.mean() <= review
    if precision is None:
        assert not rejected.any()
    else:
        assert one.deserved[rejected].mean() >= precision
        assert rejected.sum() >= 20


def test_the_most_are_stopped_at_a_precision() -> None:
    """A little less would break it."""
    one = sample()

    found = propose(one, Goal(review=None, hold_precision=0.8, reject_precision=0.97), resamples=20)

    precision = found.expected["precision of the stopped"]
    assert 0.8 <= precision.value < 0.83
    assert precision.low < precision.value < precision.high


def test_the_promise_mostly_holds_for_other_comments() -> None:
    """Of the same kind: the share that is read lies in the interval."""
    goal = Goal(review=0.06, hold_precision=None, reject_precision=0.9)
    found = propose(sample(), goal, resamples=200)
    other = sample(seed=2)

    rejected = stopped(other, {name: each.reject for name, each in found.thresholds.items()})
    held = stopped(other, {name: each.hold for name, each in found.thresholds.items()})

    assert abs((held & ~rejected).mean() - 0.06) < 0.02
    assert other.deserved[rejected].mean() > 0.85


def test_the_attributes_keep_their_order() -> None:
    """A threat is held sooner than toxicity, as the default policy has it."""
    goal = Goal(review=0.06, hold_precision=None, reject_precision=0.9)

    found = propose(sample(), goal, resamples=5).thresholds

    assert DEFAULT_POLICY.limits("THREAT").hold < DEFAULT_POLICY.limits("TOXICITY").hold
    assert found["THREAT"].hold < found["TOXICITY"].hold
    assert all(each.hold <= each.reject for each in found.values())


def test_a_precision_that_nothing_has_is_told_with_the_nearest_figure() -> None:
    """And nothing is proposed."""
    one = sample(many=100)

    with pytest.raises(TrainingFailedError, match="--reject-precision"):
        propose(one, Goal(review=0.1, hold_precision=None, reject_precision=0.99), resamples=5)


def run(folder: Path, *options: str) -> Result:
    """Run the command on a few comments of our own."""
    path = folder / "comments.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["text", "bad"])
        for number in range(60):
            rows.writerow([f"Thank you, the part about harbour {number} was new to me.", 0])
            rows.writerow([f"You are a stupid idiot, number {number}, shut up.", 1])
        rows.writerow(["Nobody has labelled this.", ""])
    return CliRunner().invoke(commands, ["thresholds", str(path), "--out", str(folder), *options])


@pytest.mark.parametrize("judged", [("--label", "TOXICITY=bad"), ("--unlabelled",)])
def test_the_command_writes_a_policy_that_can_be_read(
    tmp_path: Path, judged: tuple[str, ...]
) -> None:
    """With its figures and its curve."""
    done = run(tmp_path, *judged, "--review", "30/120", "--reject-precision", "0.8")

    assert done.exit_code == 0, done.output
    policy = read_policy(tmp_path / "proposed.toml")
    assert policy.thresholds["TOXICITY"].hold <= policy.thresholds["TOXICITY"].reject < 1
    assert "expected" in json.loads((tmp_path / "proposed.json").read_text())
    assert "<svg" in (tmp_path / "proposed.svg").read_text()
    assert "share that people read" in done.output


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--unlabelled",), "--review"),
        (("--unlabelled", "--review", "6000/5000"), "--review"),
        (("--unlabelled", "--review", "0/0"), "--review"),
        (("--unlabelled", "--review", "1/10", "--hold-precision", "0.9"), "--review"),
        (("--unlabelled", "--review", "1/10", "--reject-precision", "1.5"), "--reject-precision"),
        (("--review", "1/10"), "--label"),
        (("--review", "1/10", "--label", "bad"), "--label"),
        (("--review", "1/10", "--label", "TOXICITY=none"), "none"),
        (("--unlabelled", "--review", "1/10", "--text", "body"), "body"),
        (("--unlabelled", "--review", "1/10", "--name", "A b"), "--name"),
    ],
)
def test_what_cannot_be_meant_is_told(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    """Naming the option or the column, and nothing is written."""
    done = run(tmp_path, *options)

    assert done.exit_code != 0
    assert done.exception is not None
    assert told in f"{done.output} {done.exception} {getattr(done.exception, 'faults', '')}"
    assert not list(tmp_path.glob("*.toml"))
