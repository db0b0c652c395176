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
    ``contains``; ``votes`` of ``of``, both sums of columns; or a constant ``value``.
    """

    column: str | None = None
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    contains: str | None = None
    votes: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    value: float | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the rule reads."""
        return (*((self.column,) if self.column else ()), *self.votes, *self.of)


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
class Fit:
    """How the logistic regressions are fitted.

    ``strength`` is scikit-learn's C (inverse of the L2 penalty), ``tolerance`` the stopping bound
    on the largest gradient, ``folds`` the number of parts that scores for calibration come from,
    ``test_share`` the share of texts kept aside to measure on, ``digits`` the significant binary
    digits kept of each weight (24 is all of float32).
    """

    strength: float = 1.0
    tolerance: float = 1e-5
    iterations: int = 100
    folds: int = 3
    test_share: float = 0.15
    digits: int = 24
    jobs: int = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Config:
    """A whole training configuration; ``prior`` is the calibration prior of attributes."""

    name: str
    attributes: tuple[str, ...]
    sources: tuple[Source, ...]
    seed: int = 1
    features: FeatureRules = field(default_factory=FeatureRules)
    fit: Fit = field(default_factory=Fit)
    prior: Mapping[str, float] = field(default_factory=dict)
