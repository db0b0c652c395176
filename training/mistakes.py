"""The comments that a version scores farthest from their labels: read them before trusting it."""

from collections.abc import Sequence
from typing import Final

from training.contenders import Contender
from training.evaluation import Mistake, MistakesEntry
from training.evaluation_sets import LabelledTexts
from training.measure import EVEN
from training.split import key

MOST: Final = 15
"""How many mistakes of either kind are told for an attribute."""

_LONGEST: Final = 1_000


def worst_mistakes(
    contender: Contender, labelled: Sequence[LabelledTexts]
) -> tuple[MistakesEntry, ...]:
    """For each attribute, the lowest scores of positive texts and the highest of negative ones."""
    found: dict[str, dict[str, Mistake]] = {}
    for one in labelled:
        scores = contender.column(one.texts, [one.attribute])
        if scores is None:
            continue
        known = found.setdefault(one.attribute, {})
        for text, label, score in zip(one.texts, one.labels, scores, strict=True):
            mistake = Mistake(
                text=_short(text), score=float(score), label=float(label), set=one.name
            )
            known.setdefault(key(text), mistake)
    return tuple(_entry(attribute, [*known.values()]) for attribute, known in found.items())


def _entry(attribute: str, known: Sequence[Mistake]) -> MistakesEntry:
    """The worst among the texts of one attribute, on the wrong side of them all first."""
    rising = sorted(known, key=lambda mistake: mistake.score)
    missed = [mistake for mistake in rising if mistake.label >= EVEN]
    false = [mistake for mistake in reversed(rising) if mistake.label < EVEN]
    return MistakesEntry(
        attribute=attribute, missed=tuple(missed[:MOST]), false=tuple(false[:MOST])
    )


def _short(text: str) -> str:
    """The text, cut where it is very long."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
