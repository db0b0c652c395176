"""An evaluation as ``evaluation.json`` holds it: every figure, by scorer.

``figures`` always maps the name of a scorer to what was measured of it; a scorer of which it
cannot be had is not among them. ``difference`` stands in the candidate's figures alone, where
there is another version to compare with. ``docs/evaluation.md`` explains each entry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Final

from training.bias import TermBias
from training.contenders import Kind
from training.evaluation_sets import LeftOut
from training.measure import Agreement, Calibration, Difference, Ranking, ReviewLoad
from training.statements import StoppedOfTerm

FORMAT: Final = 1
"""The number of this layout; it stands in every evaluation."""

_DIGITS: Final = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class ScorerEntry:
    """One scorer that was measured; ``remark`` is what to know before its figures are read."""

    name: str
    kind: Kind
    attributes: tuple[str, ...]
    remark: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SetEntry:
    """How well one attribute is ranked on one set, by the highest score among ``scored``."""

    name: str
    attribute: str
    scored: tuple[str, ...]
    rows: int
    positive: int
    figures: Mapping[str, Ranking]
    left_out: LeftOut | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SpansEntry:
    """How well the marked words agree with those that people marked."""

    set: str
    rows: int
    figures: Mapping[str, Agreement]
    left_out: LeftOut | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CalibrationEntry:
    """How well one attribute's scores keep what they promise, on natural rows kept aside."""

    attribute: str
    rows: int
    positive: int
    figures: Mapping[str, Calibration]


@dataclass(frozen=True, kw_only=True, slots=True)
class TermValue:
    """One term with one of its AUCs."""

    term: str
    value: float


@dataclass(frozen=True, kw_only=True, slots=True)
class BiasEntry:
    """One scorer's AUCs by identity term, with the worst and the generalised mean of each.

    ``difference`` is that of the worst term's BPSN AUC.
    """

    background_auc: float
    terms: tuple[TermBias, ...]
    worst: Mapping[str, TermValue]
    mean: Mapping[str, float]
    difference: Difference | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementsEntry:
    """How many plain statements of who people are one scorer stops, of all and of each term."""

    asked: int
    stopped: int
    share: float
    share_low: float
    share_high: float
    terms: tuple[StoppedOfTerm, ...]
    difference: Difference | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KindValue:
    """One kind of disguise with the share still caught in it; its interval, but for the worst."""

    kind: str
    kept: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DisguiseEntry:
    """What one scorer still catches in disguise, and what undoing disguises costs the clean.

    ``difference`` is that of the share kept in the worst kind.
    """

    threshold: float
    caught: int
    kinds: tuple[KindValue, ...]
    worst: KindValue
    clean_held: float | None
    clean_held_as_it_stands: float | None
    difference: Difference | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctionEntry:
    """How one function went."""

    name: str
    group: str
    hold: bool
    cases: int
    passed: int
    rate: float
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctionsEntry:
    """How all functions went for one scorer."""

    mean: float
    tested: tuple[FunctionEntry, ...]
    difference: Difference | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SpeedEntry:
    """Milliseconds for one comment on its own, and how many that makes in a second."""

    p50_ms: float
    p99_ms: float
    comments_per_second: float


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewLoadEntry:
    """How much people must read on one natural set."""

    set: str
    attribute: str
    figures: Mapping[str, ReviewLoad]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """One comment that the candidate scored far from its label."""

    text: str
    score: float
    label: float
    set: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MistakesEntry:
    """The worst mistakes with one attribute: missed ones and false alarms, the worst first."""

    attribute: str
    missed: tuple[Mistake, ...]
    false: tuple[Mistake, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Evaluation:
    """All of it; ``notes`` tells what was left out, a sentence each.

    ``current`` is the current version's name, which may be the candidate's own: then there is
    nothing to compare with, as there is where it is None.
    """

    created: str
    candidate: str
    current: str | None
    configuration: str
    scorers: tuple[ScorerEntry, ...]
    sets: tuple[SetEntry, ...]
    spans: SpansEntry | None
    calibration: tuple[CalibrationEntry, ...]
    bias: Mapping[str, BiasEntry]
    statements: Mapping[str, StatementsEntry]
    disguise: Mapping[str, DisguiseEntry]
    functions: Mapping[str, FunctionsEntry]
    speed: Mapping[str, SpeedEntry]
    review_load: tuple[ReviewLoadEntry, ...]
    mistakes: tuple[MistakesEntry, ...]
    notes: tuple[str, ...] = ()
    format: int = FORMAT

    def to_json(self) -> dict[str, object]:
        """The same as plain JSON values, numbers to six digits; what is None inside is left out."""
        plain = {name.name: _plain(getattr(self, name.name)) for name in fields(self)}
        return {"format": plain.pop("format"), **plain}


def _plain(value: object) -> object:
    """Dataclasses and mappings as dicts, sequences as lists, numbers rounded."""
    if isinstance(value, float):
        return round(value, _DIGITS)
    if is_dataclass(value):
        pairs = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: _plain(each) for name, each in pairs.items() if each is not None}
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value
