"""The training configuration: which files, which columns mean what, and how to fit.

``training.config_file`` reads it from TOML; ``docs/training.md`` explains each entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.moderation.features import FeatureRules


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelRule:
    """How one source tells one attribute.

    One of: ``column`` with a number in [0, 1] (an empty cell is unknown), or with the cell values
    that are ``positive`` and ``negative`` (every other value is unknown), or with a text that it
    ``contains``, where ``of`` is given as often as there are votes; ``votes`` for it, or votes
    ``against`` it, ``of`` all, each a sum of columns; or a constant ``value``.
    """

    column: str | None = None
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    contains: str | None = None
    votes: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    value: float | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the rule reads."""
        return (*((self.column,) if self.column else ()), *self.votes, *self.against, *self.of)


@dataclass(frozen=True, kw_only=True, slots=True)
class Natural:
    """Which rows of a source are a sample of the stream as it comes: all, or those with a cell."""

    column: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One data file and what its columns mean.

    ``weight`` multiplies every row. ``prior`` gives, for an attribute, the share of positive
    rows in the stream the source was drawn from: its rows are re-weighted to that share.
    """

    name: str
    file: str
    text: str
    licence: str
    labels: Mapping[str, LabelRule]
    weight: float = 1.0
    prior: Mapping[str, float] = field(default_factory=dict)
    natural: Natural | None = None
    group: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that must stand in the file, in order, each once."""
        named = [self.text, *(column for rule in self.labels.values() for column in rule.columns)]
        named += [self.group] if self.group else []
        named += [self.natural.column] if self.natural and self.natural.column else []
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, kw_only=True, slots=True)
class Balance:
    """Sentences that are made to learn from, never to measure on, and what each one weighs.

    ``sentences`` is the weight of each of our own, 0 for none, and a harmless one that names a term
    of identity counts ``harmless_terms`` times as much; ``holisticbias`` the folder of its
    three JSON files in the data folder, of which ``holistic_most`` sentences are made.
    """

    sentences: float = 0.3
    harmless_terms: float = 1.0
    holisticbias: str | None = None
    holistic_weight: float = 0.3
    holistic_most: int = 4_000

    @property
    def weights(self) -> Mapping[str, float]:
        """The weight of each part that is wanted, by name, in the order of their rows."""
        own = {"own_sentences": self.sentences} if self.sentences else {}
        return own | ({"holisticbias": self.holistic_weight} if self.holisticbias else {})


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighting:
    """What n-grams count by: ``attribute`` (the first one where None) tells their ratios.

    ``steady`` is the number of rows that halve the trust in a ratio; ``identity`` in (0, 1]
    multiplies what lies within terms of identity. Each of the words that ``training.vectors``
    knows counts at least ``known``, and what it means counts ``meaning`` (0 for nothing).
    """

    attribute: str | None = None
    steady: float = 20.0
    identity: float = 0.2
    known: float = 0.3
    meaning: float = 0.1


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """How the logistic regressions are fitted.

    ``strength`` is scikit-learn's C (inverse of the L2 penalty), ``tolerance`` the stopping bound
    on the largest gradient, ``folds`` the number of parts that scores for calibration come from,
    ``test_share`` the share of texts kept aside to measure on, ``digits`` the significant binary
    digits kept of each weight (24 is all of float32), ``most_calibrated`` the most rows that an
    attribute is calibrated on. The attributes of ``source_intercepts`` are fitted with an intercept
    for each source, all others with one for all.
    """

    strength: float = 1.5
    tolerance: float = 1e-5
    iterations: int = 100
    folds: int = 3
    test_share: float = 0.15
    digits: int = 24
    most_calibrated: int = 20_000
    source_intercepts: tuple[str, ...] = ()
    jobs: int = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Config:
    """A whole training configuration; ``prior`` is the calibration prior of attributes.

    ``language`` is that of the comments (ISO 639-1). ``perspective`` names the sources whose
    comments the Perspective view is fitted on, none for all. ``changes`` tells, in Markdown, what
    is new in the models of it; it goes into their cards.
    """

    name: str
    attributes: tuple[str, ...]
    sources: tuple[Source, ...]
    language: str = "en"
    seed: int = 1
    features: FeatureRules = field(default_factory=FeatureRules)
    weighting: Weighting = field(default_factory=Weighting)
    balance: Balance | None = None
    fit: Fit = field(default_factory=Fit)
    prior: Mapping[str, float] = field(default_factory=dict)
    perspective: tuple[str, ...] = ()
    changes: str | None = None

    @property
    def lead(self) -> int:
        """The column of the attribute that n-grams are weighted by."""
        return self.attributes.index(self.weighting.attribute or self.attributes[0])

    @property
    def source_weights(self) -> tuple[float, ...]:
        """What a row of each source counts, those that are made last."""
        made = self.balance.weights.values() if self.balance else ()
        return (*(source.weight for source in self.sources), *made)
