"""What one row says of one attribute, and the faults found on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from service.errors import Fault, TrainingDataError
from training.config import Config, LabelRule

MAX_FAULTS: Final = 20
"""How many faults are listed before the reading stops: the rest tends to be more of the same."""

Cells = Mapping[str, str]


@dataclass(slots=True)
class Faults:
    """Faults as they are found, until there are enough of them."""

    found: list[Fault] = field(default_factory=list)

    def add(self, place: str, message: str) -> None:
        """Note one fault; stop the reading when the list is full."""
        self.found.append(Fault(field=place, message=message))
        if len(self.found) >= MAX_FAULTS:
            self.refuse()

    def refuse(self) -> None:
        """Raise what was found, if anything was."""
        if self.found:
            message = "The data cannot be learnt from; nothing was trained and nothing changed."
            raise TrainingDataError(message, faults=tuple(dict.fromkeys(self.found)))


def read_label(rule: LabelRule, cells: Cells, place: str, faults: Faults) -> float | None:
    """The fraction that a rule reads from a row, or None where it is unknown."""
    if rule.value is not None:
        return rule.value
    if rule.votes or rule.against:
        return _fraction(rule, cells, place, faults)
    cell = cells[rule.column or ""]
    if rule.contains is not None:
        return _contained(rule.contains, rule, cells, place, faults)
    if rule.positive or rule.negative:
        return 1.0 if cell in rule.positive else 0.0 if cell in rule.negative else None
    return None if not cell.strip() else _number(cell, place, 1.0, faults)


def _fraction(rule: LabelRule, cells: Cells, place: str, faults: Faults) -> float | None:
    """Votes for the attribute by all votes; unknown where nobody voted."""
    votes = _sum(rule.votes or rule.against, cells, place, faults)
    everyone = _sum(rule.of, cells, place, faults)
    if votes > everyone:
        faults.add(place, f"{votes:g} votes of {everyone:g}: votes cannot exceed what they are of.")
    if not everyone:
        return None
    share = min(votes / everyone, 1.0)
    return 1 - share if rule.against else share


def _contained(
    text: str, rule: LabelRule, cells: Cells, place: str, faults: Faults
) -> float | None:
    """Whether a cell contains a text, or in what share of those who voted it stands there."""
    found = cells[rule.column or ""].count(text)
    if not rule.of:
        return float(found > 0)
    everyone = _sum(rule.of, cells, place, faults)
    return min(found / everyone, 1.0) if everyone else None


def _sum(columns: Sequence[str], cells: Cells, place: str, faults: Faults) -> float:
    """The votes in these columns."""
    return sum(_number(cells[column], place, None, faults) for column in columns)


def _number(cell: str, place: str, most: float | None, faults: Faults) -> float:
    """A cell as a number from 0 to ``most``; 0 and a fault where it is none."""
    try:
        value = float(cell)
    except ValueError:
        value = float("nan")
    if 0 <= value <= (most if most is not None else 1e9):
        return value
    if most is None:
        remedy = "a count of votes, 0 or more: correct the cell; write 0 where nobody voted."
    else:
        remedy = "a number from 0 to 1: correct the cell, or empty it if unknown."
    faults.add(place, f"{cell[:20]!r} is not {remedy}")
    return 0.0


def refuse_one_sided(config: Config, labels: Sequence[Mapping[str, float]], faults: Faults) -> None:
    """Refuse attributes that have too few examples on either side to learn and to check."""
    least = config.fit.folds
    for attribute in config.attributes:
        known = [row[attribute] for row in labels if attribute in row]
        positive = sum(label >= 0.5 for label in known)  # noqa: PLR2004 - the even split
        negative = len(known) - positive
        if min(positive, negative) >= least:
            continue
        files = [source.file for source in config.sources if attribute in source.labels]
        faults.add(
            ", ".join(dict.fromkeys(files)),
            f"{attribute} has {positive} positive and {negative} negative rows; at least {least} "
            "of each are needed: add rows of both kinds, or remove the attribute.",
        )
