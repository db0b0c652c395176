"""A retraining from data to a version on disk: whole, or not there at all."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import numpy as np
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction.text import TfidfTransformer
from threadpoolctl import threadpool_limits

from service.errors import TrainingFailedError
from service.moderation import artefact, features, text
from service.moderation.artefact import Artefact, Manifest
from service.moderation.features import FeatureRules
from service.moderation.scorer import LinearScorer, golden_scores
from training.card import write_card
from training.config import Config
from training.data import SourceReport
from training.evaluate import measure
from training.fit import Fitted, fit_attribute
from training.golden import GOLDEN_COMMENTS
from training.split import Rows

_PARTIAL: Final = ".partial-"
_STALE_SECONDS: Final = 3_600

Note = Callable[[str], None]


def train(config: Config, rows: Rows, reports: Sequence[SourceReport], note: Note) -> Artefact:
    """Fit every attribute, measure on the rows kept aside, and describe the result."""
    note(f"hashing {len(rows.texts)} texts")
    counts = hash_texts(rows.texts, config.features, config.fit.jobs)
    with threadpool_limits(limits=1):
        tfidf = TfidfTransformer().fit(counts[~rows.test])
        tfidf.idf_ = tfidf.idf_.astype(np.float32)
        matrix = tfidf.transform(counts).astype(np.float32)
        fitted = _fit_all(config, matrix, rows, note)
    metrics = _metrics(config, matrix, rows, fitted)
    model = {
        "tfidf": tfidf,
        "classifiers": {name: found.classifier for name, found in fitted.items()},
        "calibrators": {name: found.calibrator for name, found in fitted.items()},
    }
    return _described(config, rows, reports, model, metrics)


def hash_texts(texts: Sequence[str], rules: FeatureRules, jobs: int) -> csr_matrix:
    """The count matrix of many texts, made in parallel pieces that keep their order."""
    step = max(1, -(-len(texts) // (4 * jobs)))
    pieces = [texts[start : start + step] for start in range(0, len(texts), step)]
    return vstack(
        Parallel(n_jobs=jobs)(delayed(_hash_piece)(piece, rules) for piece in pieces), format="csr"
    )


def _hash_piece(texts: Sequence[str], rules: FeatureRules) -> csr_matrix:
    """The rows of one piece."""
    return features.matrix((text.prepare(one) for one in texts), rules)


def _fit_all(config: Config, matrix: csr_matrix, rows: Rows, note: Note) -> dict[str, Fitted]:
    """Fit the attributes side by side; each one's result depends on nothing but its rows."""

    def fit_one(column: int, attribute: str) -> Fitted:
        found = fit_attribute(matrix, rows, column, config.prior.get(attribute), config.fit)
        note(f"fitted {attribute}")
        return found

    found = Parallel(n_jobs=config.fit.jobs, prefer="threads")(
        delayed(fit_one)(column, attribute) for column, attribute in enumerate(config.attributes)
    )
    return dict(zip(config.attributes, found, strict=True))


def _metrics(
    config: Config, matrix: csr_matrix, rows: Rows, fitted: dict[str, Fitted]
) -> dict[str, object]:
    """For each attribute, the figures on natural rows kept aside, and on all rows kept aside."""
    metrics: dict[str, object] = {}
    for column, (attribute, found) in enumerate(fitted.items()):
        known = rows.test & ~np.isnan(rows.labels[:, column])
        for name, chosen in (("natural", known & rows.natural), ("all", known)):
            if not chosen.any():
                continue
            decisions = found.classifier.decision_function(matrix[chosen]).astype(np.float64)
            scores = found.calibrator.predict(decisions)
            labels = rows.labels[chosen, column].astype(np.float64)
            metrics[f"{attribute}/{name}"] = measure(scores, labels, seed=config.seed)
    return metrics


def _described(
    config: Config,
    rows: Rows,
    reports: Sequence[SourceReport],
    model: dict[str, Any],
    metrics: dict[str, object],
) -> Artefact:
    """The model with its manifest; the version is the day and the hash of the model file."""
    sha256 = hashlib.sha256(artefact.serialise(model)).hexdigest()
    now = datetime.now(tz=UTC)
    rules = {"text_rules": text.RULES, "rules": features.RULES} | config.features.as_numbers()
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
        metrics=metrics,
        golden=(),
        git_commit=_git_commit(),
    )
    scorer = LinearScorer(Artefact(manifest=manifest, model=model))
    golden = golden_scores(scorer, GOLDEN_COMMENTS)
    return Artefact(manifest=replace(manifest, golden=golden), model=model)


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
