"""A retraining from data to a version on disk: whole, or not there at all."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import numpy as np
from sklearn.feature_extraction.text import TfidfTransformer
from threadpoolctl import threadpool_limits

from service.errors import TrainingFailedError
from service.moderation import artefact
from service.moderation.artefact import Artefact, Manifest
from service.moderation.scorer import LinearScorer, golden_scores, rule_numbers
from training.card import write_card
from training.config import Config
from training.examples import SourceReport
from training.golden import GOLDEN_COMMENTS
from training.measure import measure
from training.modelling import Material, Note, Numbers, fit_model, hash_texts, scores_of
from training.perspective import fit_views
from training.split import Rows
from training.vectors import word_vectors
from training.weighting import weigh

_PARTIAL: Final = ".partial-"
_STALE_SECONDS: Final = 3_600


def train(config: Config, rows: Rows, reports: Sequence[SourceReport], note: Note) -> Artefact:
    """Fit every attribute, calibrate, measure on the rows kept aside, and describe the result."""
    note(f"hashing {len(rows.texts)} texts")
    counts = hash_texts(rows.texts, config.features, config.fit.jobs)
    with threadpool_limits(limits=1):
        tfidf = TfidfTransformer().fit(counts[~rows.test])
        vectors = word_vectors(config.features, config.weighting.meaning)
        tfidf.idf_, emphases = weigh(counts, rows, config, vectors.known)
        matrix = tfidf.transform(counts).astype(np.float32)
        material = Material(tfidf=tfidf, matrix=matrix, emphases=emphases, vectors=vectors)
        model = fit_model(config, rows, material, note)
    described = _described(config, rows, reports, model)
    note("measuring")
    scorer = LinearScorer(described)
    scores = _scores(config, rows, scorer)
    manifest = replace(
        described.manifest,
        metrics=_metrics(config, rows, scores),
        perspective=fit_views(config, rows, scores),
        golden=golden_scores(scorer, GOLDEN_COMMENTS),
    )
    return Artefact(manifest=manifest, model=model)


def _scores(config: Config, rows: Rows, scorer: LinearScorer) -> Numbers:
    """The scores of the rows kept aside, shape (rows, attributes); NaN in all others."""
    tested = np.flatnonzero(rows.test)
    scores = np.full(rows.labels.shape, np.nan)
    scores[tested] = scores_of(scorer, [rows.texts[row] for row in tested], config.fit.jobs)
    return scores


def _metrics(config: Config, rows: Rows, scores: Numbers) -> dict[str, object]:
    """For each attribute, the figures on natural rows kept aside, and on all rows kept aside."""
    metrics: dict[str, object] = {}
    for column, attribute in enumerate(config.attributes):
        known = rows.test & ~np.isnan(rows.labels[:, column])
        for name, chosen in (("natural", known & rows.natural), ("all", known)):
            if chosen.any():
                labels = rows.labels[chosen, column].astype(np.float64)
                metrics[f"{attribute}/{name}"] = measure(
                    scores[chosen, column], labels, seed=config.seed
                )
    return metrics


def _described(
    config: Config,
    rows: Rows,
    reports: Sequence[SourceReport],
    model: dict[str, Any],
) -> Artefact:
    """The model with its manifest; the version is the day and the hash of the model file."""
    sha256 = hashlib.sha256(artefact.serialise(model)).hexdigest()
    now = datetime.now(tz=UTC)
    rules = rule_numbers() | config.features.as_numbers()
    manifest = Manifest(
        format=artefact.FORMAT,
        version=f"{now:%Y-%m-%d}-{sha256[:8]}",
        sha256=sha256,
        created=now.isoformat(timespec="seconds"),
        libraries=artefact.libraries(),
        features=rules,
        attributes=config.attributes,
        sources=tuple(asdict(report) for report in reports),
        counts=_counts(rows),
        seed=config.seed,
        metrics={},
        golden=(),
        perspective={},
        git_commit=_git_commit(),
        changes=config.changes,
        language=config.language,
    )
    return Artefact(manifest=manifest, model=model)


def _counts(rows: Rows) -> dict[str, object]:
    """How many texts there were, and what became of them."""
    return {
        "texts": len(rows.texts),
        "test": int(rows.test.sum()),
        "natural": int(rows.natural.sum()),
        "repeated": rows.repeated,
        "disagreeing": rows.disagreeing,
    }


def _git_commit() -> str | None:
    """The commit that this code was checked out at, where git can tell."""
    git = shutil.which("git")
    if git is None:
        return None
    found = subprocess.run(  # noqa: S603 - a fixed command
        [git, "rev-parse", "HEAD"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.strip() or None


def write(trained: Artefact, models: Path) -> Path:
    """Write a version beside the others: all its files under their name, or nothing.

    Raises TrainingFailedError where the disk is full or the written version does not load again.
    """
    folder = models / trained.manifest.version
    if folder.exists():
        return folder
    try:
        with _partial(models) as partial:
            _write_files(trained, partial)
            _read_back(partial)
            partial.chmod(0o755)
            partial.rename(folder)
    except OSError as error:
        message = (
            f"The version could not be written to {models} ({error.strerror}): make room there, or "
            "name a folder that can be written to with --models, and run again."
        )
        raise TrainingFailedError(message) from error
    return folder


@contextmanager
def _partial(models: Path) -> Iterator[Path]:
    """A folder to write in, gone at the end; what a killed run left an hour ago goes too."""
    models.mkdir(parents=True, exist_ok=True)
    for left in models.glob(f"{_PARTIAL}*"):
        if time.time() - left.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(left)
    folder = Path(mkdtemp(prefix=_PARTIAL, dir=models))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write_files(trained: Artefact, folder: Path) -> None:
    """Write the three files of a version and see them on disk."""
    manifest = json.dumps(trained.manifest.to_json(), indent=2, ensure_ascii=True) + "\n"
    contents = {
        "model.joblib": artefact.serialise(trained.model),
        "manifest.json": manifest.encode(),
        "card.md": write_card(trained.manifest).encode(),
    }
    for name, content in contents.items():
        with (folder / name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _read_back(folder: Path) -> None:
    """Load the version in a fresh process, which scores the golden comments again."""
    checked = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "training.cli", "verify", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if checked.returncode:
        message = f"The written version does not load again: {checked.stderr.strip()}"
        raise TrainingFailedError(message)
