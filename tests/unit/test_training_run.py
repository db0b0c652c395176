"""`btl-train run` as its user runs it: whole versions or none, the same one each time."""

import json
import os
import resource
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "data"
TRAIN = [sys.executable, "-m", "training.cli"]
RUN = [*TRAIN, "run", "--config", DATA / "tiny.toml", "--data", DATA, "--models"]


def left(models: Path) -> dict[str, str]:
    """Every file below a models folder, with what is in ``current``."""
    names = {str(path.relative_to(models)): "" for path in models.rglob("*")}
    return names | {"current": (models / "current").read_text()}


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A models folder in which something is current."""
    (tmp_path / "current").write_text("before\n")
    return tmp_path


def test_the_same_data_and_seed_give_the_same_file(tmp_path: Path, tiny_models: Path) -> None:
    """Byte for byte, as the SHA-256 in both manifests says."""
    subprocess.run([*RUN, tmp_path], check=True, capture_output=True)

    both = [
        json.loads(next(one.glob("*/manifest.json")).read_text()) for one in (tmp_path, tiny_models)
    ]

    assert both[0]["sha256"] == both[1]["sha256"]


def test_a_version_keeps_what_its_configuration_says_of_changes(tiny_models: Path) -> None:
    """In the manifest, so that the card can be written again, and at the end of the card."""
    (folder,) = (path for path in tiny_models.iterdir() if path.is_dir())
    told = "Nothing: it is trained for the checks alone."

    assert json.loads((folder / "manifest.json").read_text())["changes"] == told
    assert (folder / "card.md").read_text().endswith(f"## What changed\n\n{told}\n")


def test_a_dry_run_tells_the_plan_and_writes_nothing(models: Path) -> None:
    """Sources, texts and attributes on standard output."""
    before = left(models)

    told = subprocess.run(
        [*RUN, models, "--dry-run"], check=True, capture_output=True, text=True
    ).stdout

    assert left(models) == before
    assert "own" in told
    assert "TOXICITY" in told
    assert "nothing was trained" in told


def test_a_run_ends_with_the_command_that_promotes_on_the_same_data(models: Path) -> None:
    """Taken as it stands, it measures on what the run kept aside."""
    told = subprocess.run(
        [*RUN, models], check=True, capture_output=True, text=True
    ).stdout.splitlines()[-1]

    (version,) = (path.name for path in models.iterdir() if path.is_dir())
    _, _, command = told.partition("btl-train ")
    promoted = subprocess.run(
        [*TRAIN, *shlex.split(command)], check=False, capture_output=True, text=True
    )

    assert promoted.returncode == 0
    assert (models / "current").read_text().strip() == version
    assert f"--config {DATA / 'tiny.toml'} --data {DATA}" in command


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing(models: Path, number: signal.Signals) -> None:
    """Stopped in the middle of the work, it says so in one sentence."""
    before = left(models)
    run = subprocess.Popen(
        [*RUN, models], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert run.stderr is not None
    assert any("hashing" in line for line in run.stderr)

    run.send_signal(number)
    _, errors = run.communicate(timeout=60)

    assert run.returncode == 130
    assert "Stopped" in errors
    assert "Traceback" not in errors
    assert left(models) == before


def test_a_full_disk_leaves_nothing(models: Path) -> None:
    """No file may grow beyond 20 kB here, which the model would."""
    before = left(models)

    run = subprocess.run(
        [*RUN, models],
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )

    assert run.returncode == 1
    assert "make room" in run.stderr
    assert "Traceback" not in run.stderr
    assert left(models) == before


def test_a_models_folder_that_cannot_be_is_a_sentence(tmp_path: Path) -> None:
    """A file stands where the folder should."""
    taken = tmp_path / "models"
    taken.write_text("")

    run = subprocess.run([*RUN, taken], check=False, capture_output=True, text=True)

    assert run.returncode != 0
    assert "--models" in run.stderr
    assert "Traceback" not in run.stderr


def test_what_a_killed_run_left_is_swept_up(models: Path) -> None:
    """Once it is an hour old; what a run beside this one is writing stays."""
    old, new = models / ".partial-old", models / ".partial-new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "model.joblib").write_text("")
    hours_ago = time.time() - 7_200
    os.utime(old, (hours_ago, hours_ago))

    subprocess.run([*RUN, models], check=True, capture_output=True)

    assert not old.exists()
    assert new.exists()


def test_bad_data_end_with_a_sentence_and_status_1(
    models: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No traceback, and the file is named."""
    empty = tmp_path_factory.mktemp("data")

    run = subprocess.run(
        [*TRAIN, "run", "--config", DATA / "tiny.toml", "--data", empty, "--models", models],
        check=False,
        capture_output=True,
        text=True,
    )

    assert run.returncode == 1
    assert "comments.csv: There is no such file" in run.stderr
    assert "Traceback" not in run.stderr


def test_promoting_what_is_not_there_changes_nothing(models: Path) -> None:
    """The current version stays, and the sentence says what to do."""
    run = subprocess.run(
        [*TRAIN, "promote", "2020-01-01-00000000", "--models", models],
        check=False,
        capture_output=True,
        text=True,
    )

    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert (models / "current").read_text() == "before\n"
