"""From hashed texts to a fitted and calibrated model, in parallel and always the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from service.moderation import features, text
from service.moderation.features import FeatureRules
from service.moderation.linear import WeightTable
from service.moderation.scorer import LinearScorer, decide
from training.config import Config
from training.fit import calibrate, calibration_rows, fit_classifier, natural, prior_weights
from training.split import Mask, Rows
from training.vectors import Vectors

Note = Callable[[str], None]
Numbers = npt.NDArray[np.float64]

LEAST_FOR_A_PROCESS = 2_000
"""Texts; fewer are done sooner than another process has started."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """What is fitted on: the transformer, the rows it made, and each attribute's emphasis.

    ``vectors`` tell what single words mean.
    """

    tfidf: TfidfTransformer
    matrix: csr_matrix
    emphases: Sequence[npt.NDArray[np.float32]]
    vectors: Vectors


def fit_model(config: Config, rows: Rows, material: Material, note: Note) -> dict[str, Any]:
    """The parts of an artefact: ``tfidf``, ``classifiers`` and ``calibrators``.

    Every row used for calibration is scored by a model that did not see it, just as the service
    scores: by its sentences too, and with disguises undone.
    """
    most = config.fit.most_calibrated
    calibrated = np.stack(
        [calibration_rows(rows, column, most) for column in range(len(config.attributes))], axis=1
    )
    decisions = np.full(rows.labels.shape, np.nan)
    for fold in range(config.fit.folds):
        note(f"fold {fold + 1} of {config.fit.folds}")
        held = calibrated.any(axis=1) & (rows.fold == fold)
        classifiers = _fit_all(config, material, rows, ~held)
        decisions[held] = _decide(
            config, rows, held, {"tfidf": material.tfidf, "classifiers": classifiers}
        )
    note("the whole")
    return {
        "tfidf": material.tfidf,
        "classifiers": _fit_all(config, material, rows, np.ones(len(rows.texts), dtype=np.bool_)),
        "calibrators": {
            attribute: _calibrated(config, rows, column, decisions[:, column], chosen)
            for column, (attribute, chosen) in enumerate(
                zip(config.attributes, calibrated.T, strict=True)
            )
        },
    }


def hash_texts(texts: Sequence[str], rules: FeatureRules, jobs: int) -> csr_matrix:
    """The count matrix of many texts, made in parallel pieces that keep their order."""
    parts = _side_by_side(partial(_hash_piece, rules), texts, jobs)
    return vstack(parts, format="csr")


def scores_of(scorer: LinearScorer, texts: Sequence[str], jobs: int) -> Numbers:
    """The scores of many texts, shape (texts, attributes), as the service would give them."""
    parts = _side_by_side(partial(_score_piece, scorer), texts, jobs)
    return np.concatenate(parts)


def _fit_all(
    config: Config, material: Material, rows: Rows, kept: Mask
) -> dict[str, LogisticRegression]:
    """Fit the attributes side by side; each one depends on nothing but its rows."""
    found = Parallel(n_jobs=config.fit.jobs, prefer="threads")(
        delayed(fit_classifier)(
            material.matrix,
            rows,
            column,
            kept=kept,
            emphasis=emphasis,
            vectors=material.vectors,
            fit=config.fit,
            apart=config.attributes[column] in config.fit.source_intercepts,
        )
        for column, emphasis in enumerate(material.emphases)
    )
    return dict(zip(config.attributes, found, strict=True))


def _calibrated(config: Config, rows: Rows, column: int, decisions: Numbers, chosen: Mask) -> Any:  # noqa: ANN401 - an IsotonicRegression, which has no types
    """The calibration curve of one attribute."""
    labels = rows.labels[chosen, column]
    prior = None if natural(rows, column) else config.prior.get(config.attributes[column])
    return calibrate(decisions[chosen], labels, prior_weights(labels, prior))


def _decide(config: Config, rows: Rows, chosen: Mask, model: Mapping[str, Any]) -> Numbers:
    """A model's decisions on the chosen rows, shape (chosen, attributes)."""
    table = WeightTable(config.features, model, config.attributes)
    texts = [rows.texts[row] for row in np.flatnonzero(chosen)]
    parts = _side_by_side(partial(_decide_piece, table), texts, config.fit.jobs)
    return np.concatenate(parts)


def _side_by_side(
    function: Callable[[Sequence[str]], Any], texts: Sequence[str], jobs: int
) -> list[Any]:
    """What a function makes of pieces of the texts, in order; each process costs 100 MB."""
    jobs = min(jobs, 1 + len(texts) // LEAST_FOR_A_PROCESS)
    pieces = Parallel(n_jobs=jobs)(delayed(function)(piece) for piece in _pieces(texts, jobs))
    return list(pieces)


def _pieces(texts: Sequence[str], jobs: int) -> list[Sequence[str]]:
    """The texts in a few pieces for each job, in their order; one piece where there are none."""
    step = max(1, -(-len(texts) // (4 * jobs)))
    return [texts[start : start + step] for start in range(0, len(texts), step)] or [texts]


def _hash_piece(rules: FeatureRules, texts: Sequence[str]) -> csr_matrix:
    """The rows of one piece."""
    return features.matrix((text.prepare(one) for one in texts), rules)


def _decide_piece(table: WeightTable, texts: Sequence[str]) -> Numbers:
    """The decisions on one piece: of each text's readings the higher one."""
    return decide(table, texts)[0]


def _score_piece(scorer: LinearScorer, texts: Sequence[str]) -> Numbers:
    """The scores of one piece."""
    found = [list(scored.scores.values()) for scored in scorer.score_all(texts)]
    return np.array(found, dtype=np.float64).reshape(len(texts), len(scorer.attributes))
