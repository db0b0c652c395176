"""What a page is made of: sections of tables, drawings and notes, and how figures are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from training.charts import CANDIDATE, CURRENT, PEERS, Style
from training.noise import signed
from training.targets import Found

NOTHING: Final = "n/a"
"""What stands in a table where a figure cannot be had."""

_KINDS: Final = ("candidate", "current", "peer")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One field of a table, with small lines below its text; ``tone`` is "good" or "bad"."""

    text: str
    small: Sequence[str] = ()
    tone: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table: each row has a cell for each column, the first names the row.

    The first ``words`` columns are words and stand left; the others are figures and stand right.
    """

    kind: ClassVar[str] = "table"

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    words: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """A chart as SVG of our own making, and what it says in words."""

    title: str
    svg: str
    caption: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawings:
    """Charts that stand beside each other where there is room."""

    kind: ClassVar[str] = "drawings"

    drawings: Sequence[Drawing]


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """One paragraph; ``warning`` sets it off."""

    kind: ClassVar[str] = "note"

    text: str
    warning: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A heading inside a section."""

    kind: ClassVar[str] = "heading"

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Comments:
    """Comments of other people, which the reader has to unfold to see them.

    Each is what we say of it, then its own text.
    """

    kind: ClassVar[str] = "comments"

    summary: str
    comments: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fold:
    """Charts that are folded away at first, but for those that matter most."""

    kind: ClassVar[str] = "fold"

    summary: str
    drawings: Sequence[Drawing]
    unfolded: bool = False


Part = Table | Drawings | Note | Heading | Comments | Fold


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One section: how to read it, then its parts; ``parts`` is empty where nothing was measured.

    ``name`` is the fragment of its address.
    """

    name: str
    title: str
    reading: str
    parts: Sequence[Part]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scorer:
    """One of those that are compared; ``kind`` is "candidate", "current" or "peer"."""

    name: str
    kind: str
    style: Style

    @property
    def heading(self) -> str:
        """What tables and legends call it: the versions stand at the top of the page."""
        return self.name if self.kind == "peer" else self.kind

    @property
    def subject(self) -> str:
        """What sentences call it."""
        return {"candidate": "the candidate", "current": "the current version"}.get(
            self.kind, self.name
        )


def read_scorers(evaluation: Any) -> tuple[Scorer, ...]:  # noqa: ANN401 - JSON
    """The scorers of an evaluation: the candidate, the current version, then the peers."""
    listed = sorted(evaluation["scorers"], key=lambda scorer: _KINDS.index(scorer["kind"]))
    peers = 0
    found = []
    for scorer in listed:
        style = {"candidate": CANDIDATE, "current": CURRENT}.get(scorer["kind"])
        if style is None:
            style = PEERS[peers % len(PEERS)]
            peers += 1
        found.append(Scorer(name=scorer["name"], kind=scorer["kind"], style=style))
    return tuple(found)


def measured(scorers: Sequence[Scorer], figures: Any) -> tuple[Scorer, ...]:  # noqa: ANN401 - JSON
    """Those scorers that a part of the evaluation has figures of."""
    return tuple(scorer for scorer in scorers if (figures or {}).get(scorer.name))


def figure(value: float | None, digits: int = 3) -> str:
    """A figure with so many digits after the point, or that there is none."""
    return NOTHING if value is None else f"{value:.{digits}f}"


def percent(value: float | None) -> str:
    """A share in [0, 1] as a percentage, or that there is none."""
    return NOTHING if value is None else f"{100 * value:.1f}\N{NO-BREAK SPACE}%"


def count(value: float | None) -> str:
    """A number of things without a fraction, in groups of three digits."""
    return NOTHING if value is None else f"{value:,.0f}"


def interval(found: Found, digits: int = 3) -> tuple[str, ...]:
    """The 95 % interval as one line, or no line."""
    if found.low is None or found.high is None:
        return ()
    return (f"{figure(found.low, digits)} to {figure(found.high, digits)}",)


def with_bounds(found: Found | None, digits: int = 3, *, more: Sequence[str] = ()) -> Cell:
    """A cell with a figure, and its interval below it."""
    if found is None:
        return Cell(text=NOTHING)
    small = (*interval(found, digits), *more)
    return Cell(text=figure(found.value, digits), small=small)


def difference(
    own: Found | None, other: Found | None, *, digits: int = 3, lower_is_better: bool = False
) -> Cell:
    """Candidate less current, and which is better where nought lies outside the interval."""
    if own is None or other is None:
        return Cell(text=NOTHING)
    text = signed(own.value - other.value, digits)
    if own.differs is None:
        return Cell(text=text, small=("noise not measured",))
    low, high = own.differs
    bounds = f"{signed(low, digits)} to {signed(high, digits)}"
    if low <= 0 <= high:
        return Cell(text=text, small=(bounds, "within noise"))
    better = (high < 0) if lower_is_better else (low > 0)
    judged, tone = ("better", "good") if better else ("worse", "bad")
    return Cell(text=text, small=(bounds, judged), tone=tone)


def named(worst: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The name of what is worst as one line, or no line."""
    return (str(worst[key]).replace("_", " "),) if key in worst else ()


def cells(*texts: str) -> tuple[Cell, ...]:
    """Plain cells."""
    return tuple(Cell(text=text) for text in texts)


def spoken(values: Sequence[tuple[Scorer, str]]) -> str:
    """Each scorer's figure in words: "the candidate has 0.931, the current version 0.928"."""
    if not values:
        return "nothing was measured"
    (first, figures), *others = values
    return ", ".join(
        [f"{first.subject} has {figures}", *(f"{each.subject} {text}" for each, text in others)]
    )
