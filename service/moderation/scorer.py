"""From a text to calibrated scores, and to the words that raised them.

The idf factors and the coefficients of every attribute are folded into one weight table, so that
a score is a gather and a sum. ``tests/unit/test_scorer.py`` holds it equal to scikit-learn's own
answer on the same model.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from service.errors import ArtefactError
from service.moderation import features, text
from service.moderation.artefact import Artefact, Manifest, current_version, load
from service.moderation.features import FeatureRules, Grams
from service.moderation.text import Positions, Prepared
from service.moderation.words import Scored, Span

GOLDEN_TOLERANCE: Final = 1e-6
"""How far a golden comment's score may lie from the one in the manifest (probability)."""

MIN_CONTRIBUTION: Final = 0.25
"""The least evidence, in logits, that makes a word worth marking."""

_MAX_SPANS: Final = 10
Decisions = npt.NDArray[np.float64]


class LinearScorer:
    """Scores texts with one artefact; safe to share between threads, and never changed."""

    def __init__(self, artefact: Artefact) -> None:
        self.manifest: Manifest = artefact.manifest
        self._rules = _rules(artefact.manifest)
        classifiers = [artefact.model["classifiers"][name] for name in self.attributes]
        calibrators = [artefact.model["calibrators"][name] for name in self.attributes]
        self._idf = np.asarray(artefact.model["tfidf"].idf_, dtype=np.float64)
        self._weights = np.stack([found.coef_.ravel() for found in classifiers], axis=1)
        self._intercepts = np.array([float(found.intercept_[0]) for found in classifiers])
        self._curves = [(found.X_thresholds_, found.y_thresholds_) for found in calibrators]

    @property
    def version(self) -> str:
        """The model version."""
        return self.manifest.version

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes, in the manifest's order."""
        return self.manifest.attributes

    def score(self, text_: str, *, explain: bool = False) -> Scored:
        """Score one text for every attribute; with ``explain``, mark the words that raised them."""
        prepared = text.prepare(text_)
        grams = features.extract(prepared, self._rules)
        buckets, counts = features.count(grams)
        values = counts * self._idf[buckets]
        values /= np.sqrt(values @ values) or 1.0
        decisions = values @ self._weights[buckets] + self._intercepts
        scores = {
            name: float(np.interp(decision, *curve))
            for name, decision, curve in zip(self.attributes, decisions, self._curves, strict=True)
        }
        if not explain:
            return Scored(scores=scores)
        return Scored(scores=scores, spans=self._spans(prepared, grams, buckets, values))

    def _spans(
        self, prepared: Prepared, grams: Grams, buckets: Positions, values: Decisions
    ) -> tuple[Span, ...]:
        """Share each n-gram's weight out over its characters and add them up word by word."""
        where, inverse, repeats = np.unique(grams.buckets, return_inverse=True, return_counts=True)
        shares = (values[np.searchsorted(buckets, where)] / repeats)[inverse]
        evidence = shares[:, None] * self._weights[grams.buckets]
        evidence /= (grams.ends - grams.begins)[:, None]
        steps = np.zeros((len(prepared.codes) + 1, evidence.shape[1]))
        np.add.at(steps, grams.begins, evidence)
        np.subtract.at(steps, grams.ends, evidence)
        sums = np.vstack([np.zeros(evidence.shape[1]), np.cumsum(np.cumsum(steps, axis=0), axis=0)])
        begins, ends = features.tokens(prepared.codes.astype(np.uint64))
        spans: list[Span] = []
        for column, attribute in enumerate(self.attributes):
            totals = sums[ends, column] - sums[begins, column]
            best = np.argsort(-totals, kind="stable")[:_MAX_SPANS]
            for token in sorted(best[totals[best] >= MIN_CONTRIBUTION]):
                begin, end = prepared.original(int(begins[token]), int(ends[token]))
                spans.append(
                    Span(
                        begin=begin,
                        end=end,
                        attribute=attribute,
                        contribution=round(float(totals[token]), 6),
                    )
                )
        return tuple(spans)


def load_scorer(models: Path) -> LinearScorer:
    """Load the current version and score its golden comments again.

    Raises ArtefactError where any step fails.
    """
    return load_version(models / current_version(models))


def load_version(folder: Path) -> LinearScorer:
    """Load one version's folder and score its golden comments again.

    Raises ArtefactError where any step fails.
    """
    scorer = LinearScorer(load(folder))
    for golden in scorer.manifest.golden:
        scores = scorer.score(golden["text"]).scores
        _refuse_other_scores(scorer.version, scores, golden["scores"])
    return scorer


def golden_scores(scorer: LinearScorer, texts: Sequence[str]) -> tuple[dict[str, object], ...]:
    """The entries that a manifest keeps: each text with its scores."""
    return tuple({"text": one, "scores": dict(scorer.score(one).scores)} for one in texts)


def _refuse_other_scores(
    version: str, scores: dict[str, float] | object, wanted: dict[str, float]
) -> None:
    """Refuse a model that scores a golden comment otherwise than when it was made."""
    found = dict(scores) if isinstance(scores, dict) else {}
    if found.keys() == wanted.keys() and all(
        math.isclose(found[name], wanted[name], abs_tol=GOLDEN_TOLERANCE) for name in wanted
    ):
        return
    message = (
        f"Version {version} scores its golden comments otherwise than when it was trained: the "
        "libraries differ. Install requirements/serve.lock, or retrain with `btl-train run`."
    )
    raise ArtefactError(message)


def _rules(manifest: Manifest) -> FeatureRules:
    """The feature rules of a manifest, where this code still has them."""
    numbers = dict(manifest.features)
    if (numbers.pop("text_rules", 0), numbers.pop("rules", 0)) != (text.RULES, features.RULES):
        message = (
            f"Version {manifest.version} was trained with other text or feature rules than this "
            "service has: run the release it came with, or retrain with `btl-train run`."
        )
        raise ArtefactError(message)
    return FeatureRules(**numbers)
