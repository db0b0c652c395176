"""From a text to calibrated scores, and to the words that raised them."""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from service.errors import ArtefactError
from service.moderation import disguise, features, sentences, text
from service.moderation.artefact import Artefact, Manifest, current_version, load
from service.moderation.features import FeatureRules
from service.moderation.linear import Reading, WeightTable, spread
from service.moderation.words import Evasion, Scored, Span

GOLDEN_TOLERANCE: Final = 1e-6
"""How far a golden comment's score may lie from the one in the manifest (probability)."""

MIN_CONTRIBUTION: Final = 0.15
"""The least evidence, in logits, that makes a word worth marking."""

_LEAST_SHARE: Final = 0.4  # of the strongest word's; best F1 on SemEval-2021's training set
_IS_POINT: Final = np.array([not chr(code).isalnum() for code in range(128)] + [False])
_MAX_SPANS: Final = 10


class LinearScorer:
    """Scores texts with one artefact; safe to share between threads, and never changed."""

    def __init__(self, artefact: Artefact) -> None:
        self.manifest: Manifest = artefact.manifest
        self._table = WeightTable(_rules(artefact.manifest), artefact.model, self.attributes)
        calibrators = [artefact.model["calibrators"][name] for name in self.attributes]
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
        readings, evasion = read(self._table, text_)
        decisions = np.stack([reading.decisions for reading in readings])
        scores = {
            name: float(np.interp(decision, *curve))
            for name, decision, curve in zip(
                self.attributes, decisions.max(axis=0), self._curves, strict=True
            )
        }
        if not explain:
            return Scored(scores=scores, evasion=evasion)
        higher = decisions.argmax(axis=0)
        spans = [
            span
            for column, attribute in enumerate(self.attributes)
            for span in self._spans(readings[higher[column]], column, attribute)
        ]
        return Scored(scores=scores, evasion=evasion, spans=tuple(spans))

    def _spans(self, reading: Reading, column: int, attribute: str) -> Iterator[Span]:
        """The words that raised one attribute's score most, in the order of the text."""
        begins, ends, totals = spread(reading, self._table.evidence(reading, column))
        firsts = np.minimum(reading.prepared.codes[begins], len(_IS_POINT) - 1)
        totals = np.where(_IS_POINT[firsts], 0.0, totals)  # a full stop explains nothing
        best = np.argsort(-totals, kind="stable")[:_MAX_SPANS]
        least = max(MIN_CONTRIBUTION, _LEAST_SHARE * float(totals.max(initial=0.0)))
        for token in sorted(best[totals[best] >= least]):
            begin, end = reading.prepared.original(int(begins[token]), int(ends[token]))
            contribution = round(float(totals[token]), 6)
            yield Span(begin=begin, end=end, attribute=attribute, contribution=contribution)


def read(table: WeightTable, text_: str) -> tuple[list[Reading], tuple[Evasion, ...]]:
    """Read a text as it stands, and undone where words in it are disguised.

    Each attribute has the higher decision of the readings: undoing never makes a comment milder.
    """
    undone = disguise.undo(text_)
    prepared = [text.prepare(text_)]
    if undone.prepared is not None:
        prepared.append(undone.prepared)
    return [table.read(one) for one in prepared], undone.evasion


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


def rule_numbers() -> dict[str, int]:
    """The numbers of the rules that a model only fits together with, as a manifest has them."""
    return {
        "text_rules": text.RULES,
        "disguise_rules": disguise.RULES,
        "sentence_rules": sentences.RULES,
        "rules": features.RULES,
    }


def _rules(manifest: Manifest) -> FeatureRules:
    """The feature rules of a manifest, where this code still has all of its rules."""
    wanted = rule_numbers()
    numbers = dict(manifest.features)
    if {name: numbers.pop(name, 0) for name in wanted} != wanted:
        message = (
            f"Version {manifest.version} was trained with other text, disguise or feature rules "
            "than this service has: run the release it came with, or retrain with `btl-train run`."
        )
        raise ArtefactError(message)
    return FeatureRules(**numbers)
