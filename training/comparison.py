"""Score the same texts with two models, each text once a model, and put them through the gates."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from service.errors import ConfigError, TrainingDataError
from service.moderation.policy import DEFAULT_POLICY, examine, strongest
from service.moderation.review import Scorer
from service.moderation.words import Action, Scores
from training import config_file
from training.bias import Sentence, measuring_sentences
from training.data import read
from training.functional import Case, read_cases
from training.gates import (
    DISGUISE,
    WORST_TERM,
    Gate,
    bias_gate,
    calibration_gate,
    disguise_gate,
    dropped,
    functions_gate,
    quality_gate,
    statements_gate,
    unmeasured,
)
from training.measure import EVEN
from training.noise import Noise
from training.paired import Pair
from training.robustness import Disguised, score_disguised
from training.split import Labels, Mask, arrange
from training.statements import Statement, plain_statements

TOXICITY: Final = "TOXICITY"
"""The attribute that bias and disguise are measured on."""

_INSULTS: Final = "insult: "  # how their functions' names begin
_STEP: Final = 1_000
_WITHOUT: Final = f"a model does not have {TOXICITY}"

Note = Callable[[str], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptAside:
    """The rows of a configuration's data that no model learns from, n of them.

    ``labels`` has shape (n, attributes), NaN where unknown; ``natural`` has shape (n,).
    """

    texts: tuple[str, ...]
    attributes: tuple[str, ...]
    labels: Labels
    natural: Mask


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """What models are compared on: sentences and cases of our own, and rows kept aside.

    ``kept_aside`` is a sentence on why there are none where there are no such rows.
    """

    kept_aside: KeptAside | str
    sentences: tuple[Sentence, ...]
    statements: tuple[Statement, ...]
    cases: tuple[Case, ...]
    insults: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Side:
    """One model, which remembers the scores of every text that it was asked about."""

    scores: Callable[[str], Scores]
    attributes: tuple[str, ...]

    @classmethod
    def of(cls, scorer: Scorer) -> "_Side":
        """A model that remembers."""
        return cls(
            scores=cache(lambda text: scorer.score(text).scores), attributes=scorer.attributes
        )

    def toxicity(self, text: str) -> float:
        """The TOXICITY of one text."""
        return self.scores(text)[TOXICITY]

    def holds(self, text: str) -> bool:
        """Whether the default policy would stop a text."""
        return strongest(examine(DEFAULT_POLICY, self.scores(text))) is not Action.PUBLISH


def material(config_path: Path, data: Path) -> Material:
    """Our own sentences and cases, and what is kept aside of a configuration's data."""
    cases = read_cases()
    return Material(
        kept_aside=kept_aside(config_path, data),
        sentences=measuring_sentences(),
        statements=plain_statements(),
        cases=cases,
        insults=tuple(
            case.text for case in cases if case.hold and case.function.startswith(_INSULTS)
        ),
    )


def kept_aside(config_path: Path, data: Path) -> KeptAside | str:
    """The rows that are kept aside, or a sentence on why there are none."""
    try:
        config = config_file.load(config_path)
        rows = arrange(config, read(config, data)[0])
    except (ConfigError, TrainingDataError) as error:
        why = _cause(error).replace(str(config_path), config_path.name)
        return f"no comments were kept aside to measure on: {why.replace(str(data), data.name)}"
    places = np.flatnonzero(rows.test)
    return KeptAside(
        texts=tuple(rows.texts[place] for place in places),
        attributes=config.attributes,
        labels=rows.labels[rows.test],
        natural=rows.natural[rows.test],
    )


def _cause(error: ConfigError | TrainingDataError) -> str:
    """What was wrong first, without what to do about it."""
    if not error.faults:
        return error.sentence.partition(": ")[0]
    return f"{error.faults[0].field}: {error.faults[0].message.partition(': ')[0]}"


def compare(
    candidate: Scorer, current: Scorer, on: Material, note: Note = lambda _: None
) -> tuple[Gate, ...]:
    """Put a candidate through every gate, with one bound on false refusals for all together."""
    sides = (_Side.of(candidate), _Side.of(current))
    noise = Noise.over(2 * len(current.attributes) + 4)
    return (
        *_on_rows(*sides, on.kept_aside, noise, note),
        *_on_our_own(*sides, on, noise, note),
    )


def _on_rows(
    candidate: _Side, current: _Side, rows: KeptAside | str, noise: Noise, note: Note
) -> Iterator[Gate]:
    """Quality and calibration of each attribute that the current model has."""
    if isinstance(rows, str):
        yield from (dropped(one) for one in current.attributes if one not in candidate.attributes)
        shared = [one for one in current.attributes if one in candidate.attributes]
        yield unmeasured("quality", f"{', '.join(shared)}: ROC AUC", rows)
        yield unmeasured("calibration", f"{', '.join(shared)}: calibration error", rows)
        return
    both = [
        _scored(side, rows.texts, f"{name}, comments kept aside", note)
        for side, name in ((candidate, "candidate"), (current, "current"))
    ]
    for attribute in current.attributes:
        yield from _of_attribute(attribute, both, rows, noise)


def _of_attribute(
    attribute: str, both: Sequence[Sequence[Scores]], rows: KeptAside, noise: Noise
) -> Iterator[Gate]:
    """Quality on all rows whose label is known, and calibration on the natural ones of them."""
    if rows.texts and attribute not in both[0][0]:
        yield dropped(attribute)
        return
    if attribute not in rows.attributes:
        remark = "the configuration has no such labels"
        yield unmeasured("quality", f"{attribute}: ROC AUC", remark)
        yield unmeasured("calibration", f"{attribute}: calibration error", remark)
        return
    labels = rows.labels[:, rows.attributes.index(attribute)]
    pair = Pair(
        candidate=np.array([scores[attribute] for scores in both[0]]),
        current=np.array([scores[attribute] for scores in both[1]]),
    )
    known = ~np.isnan(labels)
    natural = known & rows.natural
    truth = labels >= EVEN
    yield quality_gate(attribute, pair.some(known), truth[known], noise)
    yield calibration_gate(attribute, pair.some(natural), truth[natural], noise)


def _on_our_own(
    candidate: _Side, current: _Side, on: Material, noise: Noise, note: Note
) -> Iterator[Gate]:
    """Bias, disguise and functions."""
    yield from _bias(candidate, current, on, noise, note)
    if _have_toxicity(candidate, current):
        note(f"disguise: {len(on.insults)} insults")
        both = _disguised(candidate, on.insults), _disguised(current, on.insults)
        yield disguise_gate(*both, noise)
    else:
        yield unmeasured("disguise", DISGUISE, _WITHOUT)
    note(f"functions: {len(on.cases)} cases")
    texts = [case.text for case in on.cases]
    wanted = np.array([case.hold for case in on.cases])
    held = Pair.of(candidate.holds, current.holds, texts)
    yield functions_gate(on.cases, held.equal_to(wanted), noise)


def _bias(
    candidate: _Side, current: _Side, on: Material, noise: Noise, note: Note
) -> Iterator[Gate]:
    """How terms of identity are ranked, and whether plain statements with them are stopped."""
    note(f"bias: {len(on.sentences)} sentences and {len(on.statements)} plain statements")
    if _have_toxicity(candidate, current):
        texts = [sentence.text for sentence in on.sentences]
        yield bias_gate(on.sentences, Pair.of(candidate.toxicity, current.toxicity, texts), noise)
    else:
        yield unmeasured("bias", WORST_TERM, _WITHOUT)
    texts = [each.text for each in on.statements]
    yield statements_gate(on.statements, Pair.of(candidate.holds, current.holds, texts), noise)


def _have_toxicity(*sides: _Side) -> bool:
    """Whether both models have the attribute that ranks and disguises are measured on."""
    return all(TOXICITY in side.attributes for side in sides)


def _scored(
    side: _Side, texts: Sequence[str], name: str, note: Note
) -> tuple[Mapping[str, float], ...]:
    """The scores of many texts, with a word of progress every thousand."""
    found = []
    for number, text in enumerate(texts):
        if number % _STEP == 0:
            note(f"{name}: {number} of {len(texts)}")
        found.append(side.scores(text))
    return tuple(found)


def _disguised(side: _Side, insults: Sequence[str]) -> Disguised:
    """Insults in every disguise, as the default policy would stop them for their TOXICITY."""
    threshold = DEFAULT_POLICY.thresholds[TOXICITY].hold
    return score_disguised(side.toxicity, threshold, insults)
