"""What training data become: labelled comments, and a report on each source."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """One labelled comment; ``labels`` holds a fraction in [0, 1] for each known attribute.

    It counts ``weight`` times as much as its source says.
    """

    text: str
    source: int
    labels: Mapping[str, float]
    natural: bool
    group: str
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceReport:
    """What was found in one file: its fingerprint and what happened to its rows."""

    name: str
    file: str
    licence: str
    sha256: str
    rows: int
    empty: int
