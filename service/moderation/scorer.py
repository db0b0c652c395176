"""From a text to calibrated scores, and to the words that raised them."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Final

import numpy as np

from service.errors import ArtefactError
from service.moderation import disguise, features, sentences, text
from service.moderation.artefact import Artefact, Manifest, current_version, load
from service.moderation.calibration import Curve
from service.moderation.disguise import Undone
from service.moderation.features import FeatureRules
from service.moderation.linear import WeightTable
from service.moderation.view import views
from service.moderation.weights import Floats, Mark
from service.moderation.words import Scored, Span

GOLDEN_TOLERANCE: Final = 1e-6
"""How far a golden comment's score may lie from the one in the manifest (probability)."""

_AT_ONCE: Final = 128  # texts; a few megabytes where all have 20 KB


class LinearScorer:
    """Scores texts with one artefact; safe to share between threads, and never changed.

    Runs on the compiled loops where they were built, unless told not to; the bits are the same.
    """

    def __init__(self, artefact: Artefact, *, use_compiled: bool = True) -> None:
        self.manifest: Manifest = artefact.manifest
        rules = feature_rules(artefact.manifest)
        self._table = WeightTable(rules, artefact.model, self.attributes, use_compiled=use_compiled)
        self._curves = [Curve(artefact.model["calibrators"][name]) for name in self.attributes]
        self.views = views(artefact.manifest.perspective)

    @property
    def version(self) -> str:
        """The model version."""
        return self.manifest.version

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes, in the manifest's order."""
        return self.manifest.attributes

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the model knows."""
        return (self.manifest.language,)

    @property
    def path(self) -> str:
        """What it runs on: ``compiled`` or ``numpy``."""
        return self._table.path

    def score(self, text_: str, *, explain: bool = False) -> Scored:
        """Score one text for every attribute; with ``explain``, mark the words that raised them."""
        if explain:
            return self._explained(text_)
        decisions, (undone,) = decide(self._table, [text_])
        return Scored(scores=self._calibrated(decisions[0]), evasion=undone.evasion)

    def score_all(self, texts: Sequence[str]) -> list[Scored]:
        """Score many texts, each to the same bits as it would be alone."""
        pieces = [texts[at : at + _AT_ONCE] for at in range(0, len(texts), _AT_ONCE)]
        return list(chain.from_iterable(map(self._scored, pieces)))

    def _scored(self, texts: Sequence[str]) -> Iterator[Scored]:
        """Score a few texts at once."""
        decisions, undone = decide(self._table, texts)
        columns = zip(self._curves, decisions.T, strict=True)
        scores = np.stack([curve.all(column) for curve, column in columns], axis=1)
        for found, one in zip(scores.tolist(), undone, strict=True):
            named = dict(zip(self.attributes, found, strict=True))
            yield Scored(scores=named, evasion=one.evasion)

    def _calibrated(self, decisions: Floats) -> dict[str, float]:
        """The probabilities of one text's decisions by the attributes' names."""
        found = zip(self.attributes, self._curves, decisions.tolist(), strict=True)
        return {name: curve.one(decision) for name, curve, decision in found}

    def _explained(self, text_: str) -> Scored:
        """Score one text, and mark for each attribute the words of the reading that counts."""
        undone = disguise.undo(text_)
        explained = self._table.explain_text(text_)
        decisions, marks = explained.decisions, _placed(explained.marks, partial(text.exact, text_))
        if undone.prepared is not None:
            plainer = self._table.explain(undone.prepared)
            higher = (plainer.decisions > decisions).tolist()
            decisions = np.maximum(decisions, plainer.decisions)
            marks = sorted(
                [mark for mark in marks if not higher[mark[0]]]
                + [mark for mark in _placed(plainer.marks, undone.original) if higher[mark[0]]],
                key=itemgetter(0),
            )
        spans = tuple(
            Span(begin=begin, end=end, attribute=self.attributes[column], contribution=evidence)
            for column, begin, end, evidence in marks
        )
        return Scored(scores=self._calibrated(decisions), evasion=undone.evasion, spans=spans)


def _placed(marks: Iterable[Mark], place: Callable[[int, int], tuple[int, int]]) -> list[Mark]:
    """Marks that cover whole words exactly."""
    return [(column, *place(begin, end), evidence) for column, begin, end, evidence in marks]


def decide(table: WeightTable, texts: Sequence[str]) -> tuple[Floats, list[Undone]]:
    """The decisions on many texts, shape (texts, attributes), and what was undone in each.

    A text is read as it stands, and undone where words in it are disguised. Each attribute has the
    higher decision of the readings: undoing never makes a comment milder.
    """
    undone = disguise.undo_all(texts)
    decisions = table.decide_texts(texts)
    second = [(row, one.prepared) for row, one in enumerate(undone) if one.prepared is not None]
    if second:
        rows = [row for row, _ in second]
        again = table.decide([prepared for _, prepared in second])
        decisions[rows] = np.maximum(decisions[rows], again)
    return decisions, undone


def load_scorer(models: Path, *, use_compiled: bool = True) -> LinearScorer:
    """Load the current version and score its golden comments again.

    Raises ArtefactError where any step fails.
    """
    return load_version(models / current_version(models), use_compiled=use_compiled)


def load_version(folder: Path, *, use_compiled: bool = True) -> LinearScorer:
    """Load one version's folder and score its golden comments again.

    Raises ArtefactError where any step fails.
    """
    scorer = LinearScorer(load(folder), use_compiled=use_compiled)
    if scorer.views.keys() != {*scorer.attributes}:
        message = f"Version {scorer.version} has not a Perspective view of each attribute: retrain."
        raise ArtefactError(message)
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


def feature_rules(manifest: Manifest) -> FeatureRules:
    """The feature rules of a manifest.

    Raises ArtefactError where this code has not all of its rules any more.
    """
    wanted = rule_numbers()
    numbers = dict(manifest.features)
    if {name: numbers.pop(name, 0) for name in wanted} != wanted:
        message = (
            f"Version {manifest.version} was trained with other text, disguise or feature rules "
            "than this service has: run the release it came with, or retrain with `btl-train run`."
        )
        raise ArtefactError(message)
    return FeatureRules(**numbers)
