"""A version becomes current when it is not worse, or when somebody says why all the same."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import ANY

import pytest
from click.testing import CliRunner

from service.errors import ArtefactError, TrainingFailedError
from service.moderation.artefact import Artefact, current_version, load, serialise
from service.moderation.scorer import LinearScorer, golden_scores, load_version
from training import comparison
from training.cli import commands
from training.gates import Gate, Outcome
from training.promote import Compare, promote

DATA = Path(__file__).parent.parent / "data"
PROMOTE = [sys.executable, "-m", "training.cli", "promote"]
REASON = "rolling back: too many false alarms"
WORSE = "2026-01-01-worse"
PASSED = Gate(
    name="quality",
    compared="INSULT: ROC AUC",
    outcome=Outcome.PASSED,
    candidate=0.95,
    current=0.94,
    low=-0.01,
    high=0.03,
)
REFUSED = Gate(
    name="bias",
    compared="worst BPSN AUC of 85 terms",
    outcome=Outcome.REFUSED,
    candidate=0.61,
    current=0.83,
    low=-0.3,
    high=-0.1,
)
UNMEASURED = Gate(
    name="calibration",
    compared="calibration error",
    outcome=Outcome.NOT_MEASURED,
    remark="Give the data.",
)


@pytest.fixture
def models(tiny_models: Path, tmp_path: Path) -> Path:
    """A copy of the small model, which is current, and one beside it that errs wherever it can."""
    copied = Path(shutil.copytree(tiny_models, tmp_path / "models"))
    write_opposite(load(copied / current_version(copied)), copied / WORSE)
    return copied


def write_opposite(artefact: Artefact, folder: Path) -> None:
    """Write the version that takes every sign of an attribute for a sign against it."""
    for classifier in artefact.model["classifiers"].values():
        classifier.coef_ = -classifier.coef_
    packed = serialise(artefact.model)
    manifest = replace(
        artefact.manifest,
        version=folder.name,
        sha256=hashlib.sha256(packed).hexdigest(),
        golden=(),
        promotion=None,
    )
    scorer = LinearScorer(Artefact(manifest=manifest, model=artefact.model))
    texts = [str(golden["text"]) for golden in artefact.manifest.golden]
    manifest = replace(manifest, golden=golden_scores(scorer, texts))
    folder.mkdir()
    (folder / "model.joblib").write_bytes(packed)
    (folder / "manifest.json").write_text(json.dumps(manifest.to_json()))


def finding(*gates: Gate) -> Compare:
    """A comparison that comes to these gates, whatever it compares."""
    return lambda _, __: gates


def never(*_: object) -> tuple[Gate, ...]:
    """A comparison that must not be made."""
    raise AssertionError


def manifest(models: Path, version: str = WORSE) -> dict[str, object]:
    """What a version's manifest says."""
    found: dict[str, object] = json.loads((models / version / "manifest.json").read_text())
    return found


def contents(models: Path) -> Iterator[tuple[str, bytes]]:
    """Every file with its bytes."""
    return ((str(path), path.read_bytes()) for path in models.rglob("*") if path.is_file())


def test_a_version_that_passes_becomes_current_and_its_manifest_tells(models: Path) -> None:
    """When, after which, that nothing was overruled; it still loads."""
    before = current_version(models)

    done = promote(models, WORSE, compare=finding(PASSED))

    assert (done.version, done.previous, done.overruled) == (WORSE, before, ())
    assert current_version(models) == WORSE
    assert manifest(models)["promotion"] == {
        "at": ANY,
        "previous": before,
        "because": None,
        "overruled": [],
        "not_measured": [],
        "unmatched": None,
        "earlier": [],
    }
    assert load_version(models / WORSE).version == WORSE


def test_the_manifest_keeps_everything_else(models: Path) -> None:
    """Promotion adds to it and changes nothing."""
    before = manifest(models)

    promote(models, WORSE, compare=finding(PASSED))

    assert manifest(models) | {"promotion": None} == before | {"promotion": None}


def test_the_candidate_is_compared_with_the_current_model(models: Path) -> None:
    """In this order."""
    before = current_version(models)
    seen: list[str] = []

    def compare(candidate: LinearScorer, current: LinearScorer) -> tuple[Gate, ...]:
        seen.extend((candidate.version, current.version))
        return (PASSED,)

    promote(models, WORSE, compare=compare)

    assert seen == [WORSE, before]


def test_a_worse_version_is_refused_and_nothing_changes(models: Path) -> None:
    """The sentence names the gate and what to do; the fault has the figures of both models."""
    before = list(contents(models))

    with pytest.raises(TrainingFailedError, match="beyond noise in bias") as refusal:
        promote(models, WORSE, compare=finding(PASSED, REFUSED))

    assert "--because" in refusal.value.sentence
    (fault,) = refusal.value.faults
    assert fault.field == "bias"
    assert "candidate 0.6100, current 0.8300, difference -0.3000 to -0.1000" in fault.message
    assert list(contents(models)) == before


def test_what_was_not_measured_is_no_pass(models: Path) -> None:
    """The fault says what to give."""
    with pytest.raises(TrainingFailedError, match=r"Nobody knows .* calibration") as refusal:
        promote(models, WORSE, compare=finding(PASSED, UNMEASURED))

    assert [fault.message for fault in refusal.value.faults] == [
        "calibration error: Give the data."
    ]


def test_a_reason_overrules_and_stays_in_the_manifest(models: Path) -> None:
    """Beside the figures of what it overruled."""
    done = promote(
        models, WORSE, compare=finding(PASSED, REFUSED, UNMEASURED), because=f" {REASON} "
    )

    entry = manifest(models)["promotion"]
    assert isinstance(entry, dict)
    assert done.overruled == (REFUSED, UNMEASURED)
    assert current_version(models) == WORSE
    assert entry["because"] == REASON
    assert [gate["name"] for gate in entry["overruled"]] == ["bias", "calibration"]
    assert entry["overruled"][0] == {
        "name": "bias",
        "compared": "worst BPSN AUC of 85 terms",
        "outcome": "refused",
        "candidate": 0.61,
        "current": 0.83,
        "low": -0.3,
        "high": -0.1,
        "remark": "",
        "told": "bias: worst BPSN AUC of 85 terms: candidate 0.6100, current 0.8300, "
        "difference -0.3000 to -0.1000",
    }
    assert entry["not_measured"] == ["calibration error: Give the data."]
    assert load_version(models / WORSE).manifest.promotion == entry


def test_the_manifest_says_what_was_not_measured_and_why(models: Path) -> None:
    """Also where it stood in nobody's way, as another attribute of that gate was measured."""
    few = replace(UNMEASURED, name="quality", compared="SPAM: ROC AUC", remark="0 positive rows")

    promote(models, WORSE, compare=finding(PASSED, few))

    entry = manifest(models)["promotion"]
    assert isinstance(entry, dict)
    assert entry["not_measured"] == ["SPAM: ROC AUC: 0 positive rows"]
    assert entry["overruled"] == []


def test_promoting_again_keeps_the_record_of_before(models: Path) -> None:
    """There and back twice: the earlier ones in their order, and the version still loads."""
    first = current_version(models)

    for version, because in ((WORSE, "the first time"), (first, None), (WORSE, "the second time")):
        promote(models, version, compare=finding(REFUSED if because else PASSED), because=because)
    promote(models, first, compare=finding(PASSED))
    promote(models, WORSE, compare=finding(PASSED))

    entry = manifest(models)["promotion"]
    assert isinstance(entry, dict)
    assert [each["because"] for each in entry["earlier"]] == ["the first time", "the second time"]
    assert [each["overruled"][0]["candidate"] for each in entry["earlier"]] == [0.61, 0.61]
    assert not any("earlier" in each for each in entry["earlier"])
    assert load_version(models / WORSE).manifest.promotion == entry


def test_a_record_from_before_histories_were_kept_becomes_the_first_of_one(models: Path) -> None:
    """As an older release wrote it."""
    old = {"at": "2026-01-01T00:00:00+00:00", "previous": None, "because": None, "overruled": []}
    entries = manifest(models) | {"promotion": old}
    (models / WORSE / "manifest.json").write_text(json.dumps(entries))

    promote(models, WORSE, compare=finding(PASSED))

    entry = manifest(models)["promotion"]
    assert isinstance(entry, dict)
    assert entry["earlier"] == [old]


def test_a_refusal_says_where_every_loss_is_small(models: Path) -> None:
    """It is refused all the same; one large loss and nothing is said."""
    small = replace(REFUSED, candidate=0.8296, low=-0.0008, high=-0.00002)

    with pytest.raises(TrainingFailedError, match=r"Each loss is under 0\.001") as told:
        promote(models, WORSE, compare=finding(small))
    with pytest.raises(TrainingFailedError) as silent:
        promote(models, WORSE, compare=finding(small, REFUSED))

    assert "difference -0.0008 to -0.00002" in told.value.faults[0].message
    assert "Each loss" not in silent.value.sentence


@pytest.mark.parametrize("because", ["", " " * 20, "too short", "  12345678\t "])
def test_a_reason_that_says_nothing_is_refused_before_any_work(models: Path, because: str) -> None:
    """Ten characters or more, blanks around them not counted."""
    with pytest.raises(TrainingFailedError, match="10 characters"):
        promote(models, WORSE, compare=never, because=because)

    assert current_version(models) != WORSE


def test_without_a_current_version_there_is_nothing_to_compare_with(models: Path) -> None:
    """The first version passes, and whoever promotes it is told why."""
    (models / "current").unlink()

    done = promote(models, WORSE, compare=never)

    entry = manifest(models)["promotion"]
    assert isinstance(entry, dict)
    assert done.previous is None
    assert "nothing to compare" in str(done.unmatched)
    assert entry["unmatched"] == done.unmatched
    assert current_version(models) == WORSE


def test_a_current_version_that_does_not_load_cannot_be_compared_with(models: Path) -> None:
    """Such as one of other text rules: the fault of the current one is told, and its name kept."""
    before = current_version(models)
    (models / before / "model.joblib").write_bytes(b"no model")

    done = promote(models, WORSE, compare=never)

    assert done.previous == before
    assert "SHA-256" in str(done.unmatched)
    assert current_version(models) == WORSE


def test_a_version_that_does_not_load_is_refused_whatever_the_reason(models: Path) -> None:
    """No reason overrules a damaged file."""
    (models / WORSE / "model.joblib").write_bytes(b"no model")

    with pytest.raises(ArtefactError, match="SHA-256"):
        promote(models, WORSE, compare=never, because=REASON)

    assert current_version(models) != WORSE


def test_promoting_the_current_version_changes_nothing(models: Path) -> None:
    """And compares nothing: its manifest keeps how it became current."""
    before = list(contents(models))

    done = promote(models, current_version(models), compare=never)

    assert done.unmatched == "It is current already."
    assert list(contents(models)) == before


def test_a_manifest_from_before_promotions_were_kept_still_loads(models: Path) -> None:
    """Without the key, and then with it."""
    entries = manifest(models)
    del entries["promotion"]
    (models / WORSE / "manifest.json").write_text(json.dumps(entries))

    before = load(models / WORSE).manifest.promotion
    promote(models, WORSE, compare=finding(PASSED))

    assert before is None
    assert load(models / WORSE).manifest.promotion is not None


def test_where_nothing_can_be_written_the_current_version_stays(models: Path) -> None:
    """A folder stands in the way, as a full disk would; the sentence says what to do."""
    (models / WORSE / ".manifest.json.partial").mkdir()

    with pytest.raises(TrainingFailedError, match="permissions"):
        promote(models, WORSE, compare=finding(PASSED))

    assert current_version(models) != WORSE


def test_the_command_measures_and_refuses(models: Path) -> None:
    """A model turned upside down, on the comments kept aside of the small data."""
    before = current_version(models)
    where = ["--models", models, "--config", DATA / "tiny.toml", "--data", DATA]

    refused = subprocess.run([*PROMOTE, WORSE, *where], check=False, capture_output=True, text=True)

    assert refused.returncode == 1
    assert f"{WORSE} is worse than {before} beyond noise in quality" in refused.stderr
    assert "quality: TOXICITY: ROC AUC: candidate 0." in refused.stderr
    assert "functions: mean rate of" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert current_version(models) == before


def test_the_command_tells_what_was_overruled(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a table of every comparison."""
    gates = finding(PASSED, UNMEASURED)
    monkeypatch.setattr(comparison, "compare", lambda one, other, *_: gates(one, other))
    where = ["--models", str(models), "--config", str(DATA / "tiny.toml"), "--data", str(DATA)]

    told = CliRunner().invoke(commands, ["promote", WORSE, *where, "--because", REASON]).output

    assert "quality      passed       INSULT: ROC AUC: candidate 0.9500, current 0.9400" in told
    assert "calibration  not measured calibration error: Give the data." in told
    assert "overruled: calibration: calibration error: Give the data." in told
    assert f"{WORSE} is the current version." in told
