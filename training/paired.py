"""The difference of two models in one figure, worked out anew for each draw of the same texts.

``training.gates`` judges a candidate by them, ``training.evaluate`` says by them whether a
difference is more than noise. Everything here is reckoned from scores; nothing scores anything.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training import noise as figures
from training.bias import BACKGROUND, Sentence
from training.functional import Case
from training.measure import Numbers, Truth
from training.noise import Figure, Noise
from training.robustness import Disguised
from training.statements import Statement

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """What both models say of the same n texts, each of shape (n,)."""

    candidate: Numbers
    current: Numbers

    @classmethod
    def of(
        cls,
        candidate: Callable[[str], float],
        current: Callable[[str], float],
        texts: Sequence[str],
    ) -> "Pair":
        """What both say of each text; true counts 1 and false 0."""
        return cls(
            candidate=np.array([candidate(text) for text in texts], dtype=np.float64),
            current=np.array([current(text) for text in texts], dtype=np.float64),
        )

    def equal_to(self, wanted: Truth) -> "Pair":
        """1 where what they say is what is wanted, of shape (n,), else 0."""
        return Pair(
            candidate=(self.candidate == wanted).astype(np.float64),
            current=(self.current == wanted).astype(np.float64),
        )

    def some(self, rows: Truth) -> "Pair":
        """The same of those texts that ``rows``, of shape (n,), marks."""
        return Pair(candidate=self.candidate[rows], current=self.current[rows])


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """One figure of both models, and candidate minus current in each draw, of shape (draws,)."""

    candidate: float
    current: float
    differences: Numbers


def ranking(scores: Pair, truth: Truth, noise: Noise) -> Drawn:
    """The ROC AUC."""
    both = figures.auc(scores.candidate, truth), figures.auc(scores.current, truth)
    return _drawn(*both, len(truth), noise)


def calibration(scores: Pair, truth: Truth, noise: Noise) -> Drawn:
    """The expected calibration error."""
    candidate = figures.calibration_error(scores.candidate, truth)
    current = figures.calibration_error(scores.current, truth)
    return _drawn(candidate, current, len(truth), noise)


def mean(values: Pair, noise: Noise) -> Drawn:
    """The mean over texts of any value."""
    ones = np.ones(len(values.candidate))
    both = figures.share(values.candidate, ones), figures.share(values.current, ones)
    return _drawn(*both, len(ones), noise)


def worst_term(sentences: Sequence[Sentence], scores: Pair, noise: Noise) -> Drawn:
    """The worst term's BPSN AUC (see ``training.bias``).

    What is drawn is a template, with its sentences of all terms: they stand or fall together. So
    each term must have the same templates in the same order. Raises ValueError where not.
    """
    attacks = _grid(sentences, toxic=True, background=True)
    harmless = _grid(sentences, toxic=False, background=False)

    def figure(side: Numbers) -> Figure:
        wins = _wins(side[attacks], side[harmless])
        return lambda weights: _worst(wins, weights)

    both = figure(scores.candidate), figure(scores.current)
    return _drawn(*both, attacks.shape[1] + harmless.shape[1], noise)


def statements(asked: Sequence[Statement], stopped: Pair, noise: Noise) -> Drawn:
    """The share of plain statements that are stopped; ``stopped`` has 1 for one that is, else 0.

    What is drawn is a term with all its statements: they stand or fall together.
    """
    names = np.array([each.term for each in asked])
    owns = [names == name for name in dict.fromkeys(names)]
    sizes = np.array([own.sum() for own in owns], dtype=np.float64)

    def figure(side: Numbers) -> Figure:
        return figures.share(np.array([side[own].sum() for own in owns]), sizes)

    return _drawn(figure(stopped.candidate), figure(stopped.current), len(owns), noise)


def disguise(candidate: Disguised, current: Disguised, noise: Noise) -> Drawn:
    """The mean share still caught in disguise, of the comments that are caught without."""
    both = _kept(candidate), _kept(current)
    return _drawn(*both, len(current.caught), noise)


def worst_disguise(candidate: Disguised, current: Disguised, noise: Noise) -> Drawn:
    """The share still caught in the kind of disguise that hides most, each model's own."""
    both = _least_kept(candidate), _least_kept(current)
    return _drawn(*both, len(current.caught), noise)


def functions(cases: Sequence[Case], passed: Pair, noise: Noise) -> Drawn:
    """The mean rate of all functions; ``passed`` has 1 for a case passed, else 0.

    Cases are drawn within their function.
    """
    names = np.array([case.function for case in cases])
    groups = [np.flatnonzero(names == name) for name in dict.fromkeys(names)]
    random = np.random.default_rng(noise.seed)
    changes = passed.candidate - passed.current
    drawn = np.zeros(noise.draws)
    for group in groups:
        places = random.integers(0, len(group), (noise.draws, len(group)))
        drawn += changes[group][places].mean(axis=1) / len(groups)
    return Drawn(
        candidate=float(np.mean([passed.candidate[group].mean() for group in groups])),
        current=float(np.mean([passed.current[group].mean() for group in groups])),
        differences=drawn,
    )


def _drawn(candidate: Figure, current: Figure, rows: int, noise: Noise) -> Drawn:
    """Both figures as they are, and their difference in each draw."""
    once = np.ones((1, rows))
    differences = [candidate(weights) - current(weights) for weights in noise.weights(rows)]
    return Drawn(
        candidate=float(candidate(once)[0]),
        current=float(current(once)[0]),
        differences=np.concatenate(differences),
    )


def _kept(found: Disguised) -> Figure:
    """The mean share kept of what was caught undisguised."""
    return figures.share(found.kept.mean(axis=1), found.caught.astype(np.float64))


def _least_kept(found: Disguised) -> Figure:
    """The lowest share of any kind; NaN in a draw without anything caught undisguised."""
    kept, caught = found.kept.astype(np.float64), found.caught.astype(np.float64)

    def figure(weights: Numbers) -> Numbers:
        with np.errstate(invalid="ignore"):
            shares = (weights @ kept) / (weights @ caught)[:, None]
        least: Numbers = shares.min(axis=1)
        return least

    return figure


def _grid(sentences: Sequence[Sentence], *, toxic: bool, background: bool) -> Places:
    """Where the sentences of one kind stand, of shape (terms, templates)."""
    rows: dict[str, list[int]] = {}
    for place, sentence in enumerate(sentences):
        if sentence.toxic is toxic and (sentence.group == BACKGROUND) is background:
            rows.setdefault(sentence.term, []).append(place)
    return np.array(list(rows.values()), dtype=np.int64)


def _wins(attacks: Numbers, harmless: Numbers) -> Numbers:
    """How often attacks score above harmless sentences, of shape (terms, attacks', harmless).

    ``attacks`` has shape (nouns, templates), ``harmless`` (terms, templates); ties count half.
    """
    above = [
        (attacks[:, :, None] > own).mean(axis=0) + (attacks[:, :, None] == own).mean(axis=0) / 2
        for own in harmless
    ]
    return np.array(above)


def _worst(wins: Numbers, weights: Numbers) -> Numbers:
    """The lowest term's AUC in each draw; NaN where no template of one kind was drawn."""
    count = wins.shape[1]
    ups, downs = weights[:, :count], weights[:, count:]
    sums = np.einsum("da,tah,dh->dt", ups, wins, downs, optimize=True)
    with np.errstate(invalid="ignore"):
        aucs = sums / (ups.sum(axis=1) * downs.sum(axis=1))[:, None]
    lowest: Numbers = aucs.min(axis=1)
    return lowest
