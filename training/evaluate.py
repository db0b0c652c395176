"""Measure a version beside the current one and others' scorers, on texts that none was fitted on.

Each scorer scores each distinct text once; every figure is then made of those scores.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import numpy as np

from training import paired
from training.config import Config
from training.contenders import Contender, LineUp
from training.differences import Versions
from training.evaluation import (
    CalibrationEntry,
    Evaluation,
    ReviewLoadEntry,
    ScorerEntry,
    SetEntry,
    SpansEntry,
)
from training.evaluation_sets import LabelledTexts, MarkedTexts, Sets
from training.measure import (
    EVEN,
    Numbers,
    Truth,
    agreement,
    calibrate,
    character_f1,
    one_sided,
    rank,
    review_load,
)
from training.mistakes import worst_mistakes
from training.noise import Noise
from training.paired import Drawn, Pair
from training.probes import Probes
from training.split import Rows, key

KEPT_ASIDE: Final = "kept aside"
"""The name of the set of all rows that training keeps aside."""

KEPT_ASIDE_NATURAL: Final = "kept aside, natural"
"""The name of the set of those among them that came as they were."""

Note = Callable[[str], None]
"""What is told of each step as it begins."""

_Columns = Mapping[str, Numbers]
"""The scores of one set's texts, by the scorer's name, each of shape (texts,)."""


def evaluate(
    config: Config, rows: Rows, sets: Sets, compared: LineUp, *, note: Note = lambda _: None
) -> Evaluation:
    """Measure everything there is to measure; ``note`` is told of each step as it begins."""
    contenders, seed = compared.contenders, config.seed
    aside = tuple(kept_aside(config, rows))
    scored = _scored((*aside, *sets.labelled), contenders, note)
    probes = Probes(contenders=contenders, texts=_tested(rows), aside=aside, seed=seed, note=note)
    return Evaluation(
        created=datetime.now(tz=UTC).isoformat(timespec="seconds"),
        candidate=compared.candidate.name,
        current=compared.current,
        configuration=config.name,
        scorers=tuple(_scorers(contenders, [one for one, _ in scored])),
        sets=tuple(_ranked(one, columns, probes.versions, seed) for one, columns in scored),
        calibration=tuple(_calibrations(scored, probes.versions, seed)),
        review_load=tuple(_load(one, columns) for one, columns in scored if one.natural),
        mistakes=worst_mistakes(compared.candidate, [one for one, _ in scored]),
        spans=_spans(sets.marked, contenders, probes.versions, seed),
        bias=probes.bias(),
        statements=probes.statements(),
        disguise=probes.disguise(),
        functions=probes.functions(),
        speed=probes.speed(),
        notes=(*compared.notes, *sets.notes, *_one_sided((*aside, *sets.labelled))),
    )


def trained_keys(rows: Rows) -> frozenset[str]:
    """The keys of all texts that are trained on, as ``training.split.key`` makes them."""
    return frozenset(key(rows.texts[row]) for row in np.flatnonzero(~rows.test))


def kept_aside(config: Config, rows: Rows) -> Iterator[LabelledTexts]:
    """For each attribute, the rows kept aside whose label is known: all, and the natural ones.

    Where all are natural they are one set.
    """
    for column, attribute in enumerate(config.attributes):
        known = rows.test & ~np.isnan(rows.labels[:, column])
        natural = known & rows.natural
        for name, chosen in ((KEPT_ASIDE, known), (KEPT_ASIDE_NATURAL, natural)):
            if name == KEPT_ASIDE and natural.sum() == known.sum():
                continue
            yield LabelledTexts(
                name=name,
                attributes=(attribute,),
                texts=tuple(rows.texts[row] for row in np.flatnonzero(chosen)),
                labels=rows.labels[chosen, column].astype(np.float64),
                natural=name == KEPT_ASIDE_NATURAL,
            )


def _scored(
    labelled: Sequence[LabelledTexts],
    contenders: Sequence[Contender],
    note: Note,
) -> list[tuple[LabelledTexts, _Columns]]:
    """The sets that have both sides, with everybody's scores."""
    chosen = [one for one in labelled if not one_sided(_truth(one))]
    for each in contenders:
        note(f"scoring with {each.name}")
        each.learn(text for one in chosen for text in one.texts)
    note("measuring rankings, calibration, review load and spans")
    return [(one, _columns(one, contenders)) for one in chosen]


def _one_sided(labelled: Sequence[LabelledTexts]) -> Iterator[str]:
    """A sentence on each set that nothing can be ranked on."""
    for one in labelled:
        if one_sided(_truth(one)):
            rows = f"none of its {len(one.texts)} rows is" if len(one.texts) else "it has no row"
            side = "negative" if len(one.texts) and _truth(one).all() else "positive"
            yield f"{one.name}, {one.attribute}: not measured, as {rows} {side}."


def _tested(rows: Rows) -> tuple[str, ...]:
    """All texts kept aside."""
    return tuple(rows.texts[row] for row in np.flatnonzero(rows.test))


def _truth(one: LabelledTexts) -> Truth:
    """Which texts count as positive."""
    return one.labels >= EVEN


def _columns(one: LabelledTexts, contenders: Sequence[Contender]) -> _Columns:
    """The scores that each scorer has for a set, and those that came with the set."""
    found = {each.name: each.column(one.texts, one.attributes) for each in contenders}
    return {name: scores for name, scores in found.items() if scores is not None} | {**one.given}


def _scorers(
    contenders: Sequence[Contender], labelled: Sequence[LabelledTexts]
) -> Iterator[ScorerEntry]:
    """Everybody who was measured, and then those whose scores came with a set."""
    for each in contenders:
        yield ScorerEntry(
            name=each.name, kind=each.kind, attributes=each.attributes, remark=each.remark
        )
    given: dict[str, dict[str, None]] = {}
    for one in labelled:
        for name in one.given:
            given.setdefault(name, {}).update(dict.fromkeys(one.attributes))
    for name, attributes in given.items():
        yield ScorerEntry(name=name, kind="peer", attributes=tuple(attributes))


def _ranked(one: LabelledTexts, columns: _Columns, versions: Versions, seed: int) -> SetEntry:
    """How well each scorer ranks one set."""
    truth = _truth(one)

    def drawn(candidate: Contender, current: Contender, noise: Noise) -> Drawn:
        pair = Pair(candidate=columns[candidate.name], current=columns[current.name])
        return paired.ranking(pair, truth, noise)

    figures = {name: rank(scores, truth, seed=seed) for name, scores in columns.items()}
    return SetEntry(
        name=one.name,
        attribute=one.attribute,
        scored=one.attributes,
        rows=len(truth),
        positive=int(truth.sum()),
        figures=versions.compared(figures, drawn),
        left_out=one.left_out,
    )


def _calibrations(
    scored: Sequence[tuple[LabelledTexts, _Columns]], versions: Versions, seed: int
) -> Iterator[CalibrationEntry]:
    """How well each scorer's scores keep what they promise, on natural rows kept aside."""
    for one, columns in scored:
        if one.name == KEPT_ASIDE_NATURAL:
            yield _calibrated(one, columns, versions, seed)


def _calibrated(
    one: LabelledTexts, columns: _Columns, versions: Versions, seed: int
) -> CalibrationEntry:
    """The calibration of one attribute."""
    truth = _truth(one)

    def drawn(candidate: Contender, current: Contender, noise: Noise) -> Drawn:
        pair = Pair(candidate=columns[candidate.name], current=columns[current.name])
        return paired.calibration(pair, truth, noise)

    figures = {name: calibrate(scores, truth, seed=seed) for name, scores in columns.items()}
    return CalibrationEntry(
        attribute=one.attribute,
        rows=len(truth),
        positive=int(truth.sum()),
        figures=versions.compared(figures, drawn),
    )


def _load(one: LabelledTexts, columns: _Columns) -> ReviewLoadEntry:
    """How much people must read of one set, by each scorer's order."""
    truth = _truth(one)
    return ReviewLoadEntry(
        set=one.name,
        attribute=one.attribute,
        figures={name: review_load(scores, truth) for name, scores in columns.items()},
    )


def _spans(
    marked: Sequence[MarkedTexts], contenders: Sequence[Contender], versions: Versions, seed: int
) -> SpansEntry | None:
    """How well the scorers that mark words agree with people; None without such a set."""
    if not marked or not marked[0].texts:
        return None
    one = marked[0]
    values = {each.name: _f1(each, one) for each in contenders if each.spans is not None}

    def drawn(candidate: Contender, current: Contender, noise: Noise) -> Drawn:
        pair = Pair(candidate=values[candidate.name], current=values[current.name])
        return paired.mean(pair, noise)

    figures = {name: agreement(each, seed=seed) for name, each in values.items()}
    return SpansEntry(
        set=one.name,
        rows=len(one.texts),
        figures=versions.compared(figures, drawn),
        left_out=one.left_out,
    )


def _f1(contender: Contender, one: MarkedTexts) -> Numbers:
    """The character F1 of each text, shape (texts,)."""
    return np.array(
        [
            character_f1(_marked(contender, text, one.attribute), wanted)
            for text, wanted in zip(one.texts, one.characters, strict=True)
        ]
    )


def _marked(contender: Contender, text: str, attribute: str) -> frozenset[int]:
    """The places of the characters that a scorer marks for one attribute."""
    spans = contender.spans(text) if contender.spans else ()
    return frozenset(
        place
        for span in spans
        if span.attribute == attribute
        for place in range(span.begin, span.end)
    )
