"""The sets of labelled comments that a version is measured on besides the rows kept aside.

``training/evaluation.toml`` lists them; their labels are read by the rules of training sources.
"""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from service.errors import TrainingDataError
from service.moderation.text import is_blank
from training.config import LabelRule, Source
from training.config_file import (
    ATTRIBUTE_NAME,
    LabelRuleSchema,
    StrictSchema,
    load_as,
    stays_inside,
)
from training.labels import Cells, Faults, read_label
from training.rows import read_rows
from training.split import key

_LABEL: Final = "label"

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluationSet:
    """One file and what its columns mean.

    Labels are about the first of the ``attributes``; the highest score among them all counts. It
    has either a ``label`` or, where ``spans`` names a column, toxic characters. ``peers`` maps
    others' scorers to the column with their score; ``natural`` says: drawn as they came.
    """

    name: str
    file: str
    text: str
    licence: str
    attributes: tuple[str, ...]
    label: LabelRule | None = None
    spans: str | None = None
    peers: Mapping[str, str] = field(default_factory=dict)
    natural: bool = False

    @property
    def source(self) -> Source:
        """The same as a training source, which is how files are read."""
        rules = {name: LabelRule(column=column) for name, column in self.peers.items()}
        rules[_LABEL] = self.label or LabelRule(column=self.spans)
        return Source(
            name=self.name, file=self.file, text=self.text, licence=self.licence, labels=rules
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """How many rows a set's file has, and how many were not measured, each for its first reason.

    ``blank`` ones have no text, ``unknown`` ones no label that the rule knows, ``repeated`` ones
    a text that stood there before, and the text of ``trained`` ones is trained on.
    """

    rows: int
    blank: int
    unknown: int
    repeated: int
    trained: int


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelledTexts:
    """Texts with what people said of them; ``labels`` holds fractions in [0, 1], shape (texts,).

    ``given`` holds the scores of others' scorers that stand beside them, by name, same shape.
    """

    name: str
    attributes: tuple[str, ...]
    texts: tuple[str, ...]
    labels: Numbers
    given: Mapping[str, Numbers] = field(default_factory=dict)
    natural: bool = False
    left_out: LeftOut | None = None

    @property
    def attribute(self) -> str:
        """The attribute that the labels are about: the first."""
        return self.attributes[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkedTexts:
    """Texts with the places of the characters that people marked for one attribute."""

    name: str
    attribute: str
    texts: tuple[str, ...]
    characters: tuple[frozenset[int], ...]
    left_out: LeftOut | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sets:
    """Every set that was read, a sentence on each that was not, and on each with texts dropped."""

    labelled: tuple[LabelledTexts, ...]
    marked: tuple[MarkedTexts, ...]
    notes: tuple[str, ...]
    dropped: tuple[str, ...] = ()


def load_sets(path: Path) -> tuple[EvaluationSet, ...]:
    """Read and check the file that lists the sets; ConfigError where it has faults."""
    sets: tuple[EvaluationSet, ...] = load_as(
        _SetsSchema(), path, option="--sets", page="docs/evaluation.md"
    )
    return sets


def read_sets(sets: Sequence[EvaluationSet], folder: Path, *, trained: AbstractSet[str]) -> Sets:
    """Read the sets whose files are in the folder, without the texts that were trained on.

    ``trained`` holds those texts' keys, as ``training.split.key`` makes them. Raises
    TrainingDataError where a file has faults.
    """
    labelled: list[LabelledTexts] = []
    marked: list[MarkedTexts] = []
    notes: list[str] = []
    dropped: list[str] = []
    for each in sets:
        if not (folder / each.file).is_file():
            notes.append(f"{each.name} is left out: there is no {each.file} in {folder}.")
            continue
        rows, counted = _rows(each, folder)
        fresh = [row for row in rows if key(row[0][each.text]) not in trained]
        left_out = LeftOut(**counted, trained=len(rows) - len(fresh))
        if left_out.trained:
            counted_out = f"{left_out.trained} of {len(rows)} texts are dropped"
            dropped.append(f"{each.name}: {counted_out}, as they are trained on.")
        if each.spans:
            marked.append(_marked(each, fresh, left_out))
        else:
            labelled.append(_labelled(each, fresh, left_out))
    return Sets(
        labelled=tuple(labelled), marked=tuple(marked), notes=tuple(notes), dropped=tuple(dropped)
    )


_Row = tuple[Cells, Mapping[str, float], frozenset[int]]


def _rows(each: EvaluationSet, folder: Path) -> tuple[list[_Row], dict[str, int]]:
    """The rows of one set with a known label, each text once; how many there are, or are not."""
    faults = Faults()
    found: dict[str, _Row] = {}
    counted = dict.fromkeys(("rows", "blank", "unknown", "repeated"), 0)
    try:
        for place, cells in read_rows(folder / each.file, each.source, faults):
            counted["rows"] += 1
            why = _keep(each, cells, place, found, faults)
            if why is not None:
                counted[why] += 1
        faults.refuse()
    except TrainingDataError as error:
        message = f"The evaluation set {each.name} cannot be read; nothing was measured."
        raise TrainingDataError(message, faults=error.faults) from error
    return list(found.values()), counted


def _keep(
    each: EvaluationSet, cells: Cells, place: str, found: dict[str, _Row], faults: Faults
) -> str | None:
    """Put a row among those that were found, or say why not."""
    if is_blank(cells[each.text]):
        return "blank"
    row = _row(each, cells, place, faults)
    if row is None:
        return "unknown"
    known = found.setdefault(key(cells[each.text]), row)
    return None if known is row else "repeated"


def _row(each: EvaluationSet, cells: Cells, place: str, faults: Faults) -> _Row | None:
    """One row's label and scores, or its characters; None where one of them is unknown."""
    if each.spans:
        return cells, {}, _characters(each, cells, place, faults)
    values: dict[str, float] = {}
    for name, rule in each.source.labels.items():
        value = read_label(rule, cells, place, faults)
        if value is None:
            return None
        values[name] = value
    return cells, values, frozenset()


def _characters(each: EvaluationSet, cells: Cells, place: str, faults: Faults) -> frozenset[int]:
    """The places in a cell; none and a fault where they are no places of the text."""
    size = len(cells[each.text])
    try:
        places = json.loads(cells[each.spans or ""])
        if all(type(one) is int and 0 <= one < size for one in places):
            return frozenset(places)
    except (ValueError, TypeError, RecursionError):
        pass
    faults.add(
        place,
        f"{each.spans!r} is no list of places in the text: write the numbers of the toxic "
        "characters, counted from 0, such as [4, 5, 6].",
    )
    return frozenset()


def _labelled(each: EvaluationSet, rows: Sequence[_Row], left_out: LeftOut) -> LabelledTexts:
    """The rows of a set by column."""
    return LabelledTexts(
        name=each.name,
        attributes=each.attributes,
        texts=tuple(cells[each.text] for cells, _, _ in rows),
        labels=np.array([values[_LABEL] for _, values, _ in rows], dtype=np.float64),
        given={
            name: np.array([values[name] for _, values, _ in rows], dtype=np.float64)
            for name in each.peers
        },
        natural=each.natural,
        left_out=left_out,
    )


def _marked(each: EvaluationSet, rows: Sequence[_Row], left_out: LeftOut) -> MarkedTexts:
    """The rows of a set with toxic characters."""
    return MarkedTexts(
        name=each.name,
        attribute=each.attributes[0],
        texts=tuple(cells[each.text] for cells, _, _ in rows),
        characters=tuple(characters for _, _, characters in rows),
        left_out=left_out,
    )


class _SetSchema(StrictSchema):
    name = fields.String(required=True, validate=validate.Regexp(r"\A[a-z0-9_]{1,64}\Z"))
    file = fields.String(required=True, validate=stays_inside)
    text = fields.String(required=True, validate=validate.Length(min=1))
    licence = fields.String(required=True, validate=validate.Length(min=1))
    attributes = fields.List(
        fields.String(validate=ATTRIBUTE_NAME), required=True, validate=validate.Length(min=1)
    )
    label = fields.Nested(LabelRuleSchema)
    spans = fields.String(validate=validate.Length(min=1))
    peers = fields.Dict(
        fields.String(validate=validate.Regexp(r"\A[A-Z][A-Za-z ]{1,63}\Z")),
        fields.String(validate=validate.Length(min=1)),
    )
    natural = fields.Boolean()

    @validates_schema
    def one_kind(self, entries: dict[str, Any], **_: object) -> None:
        """Refuse sets that have both a label and spans, or neither."""
        if ("label" in entries) == ("spans" in entries):
            message = "Give exactly one of label (a rule) and spans (a column)."
            raise ValidationError(message)
        if "spans" in entries and len(entries["attributes"]) > 1:
            message = "Spans mark the words of one attribute: name that alone."
            raise ValidationError(message, "attributes")

    @post_load
    def make(self, entries: dict[str, Any], **_: object) -> EvaluationSet:
        """Freeze the entries."""
        return EvaluationSet(**{**entries, "attributes": tuple(entries["attributes"])})


class _SetsSchema(StrictSchema):
    evaluation = fields.List(fields.Nested(_SetSchema), required=True)

    @validates_schema
    def sets_differ(self, entries: dict[str, Any], **_: object) -> None:
        """Refuse double names, and more than one set with spans."""
        names = [each.name for each in entries["evaluation"]]
        if len(set(names)) < len(names):
            message = "Give each set a name of its own."
            raise ValidationError(message, "evaluation")
        if sum(each.spans is not None for each in entries["evaluation"]) > 1:
            message = "One set may have spans: remove the others."
            raise ValidationError(message, "evaluation")

    @post_load
    def make(self, entries: dict[str, Any], **_: object) -> tuple[EvaluationSet, ...]:
        """Freeze the entries."""
        return tuple(entries["evaluation"])
