"""Files of comments with the scores that another service gave them: CSV or JSON lines.

A score stands in a column, or where Google's answer has it
(``attributeScores.TOXICITY.summaryScore.value``).
"""

import csv
import gzip
import io
import json
import math
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TextIO, cast

from service.errors import Fault, OldScoresError
from service.moderation.languages import Detector, primary
from service.moderation.words import UNDETERMINED

TEXTS: Final = ("text", "comment", "comment_text", "body", "comment.text")
"""Where a comment's text may stand, if nothing is said, in this order."""

MOST_FAULTS: Final = 20
"""Rows at fault that are told one by one."""

_JSON_LINES: Final = (".jsonl", ".ndjson")


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """Where a file has what: the text, and the score of each attribute; empty ones are guessed."""

    text: str = ""
    scores: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class OldScores:
    """Comments with old scores: of each attribute one a comment, NaN where it has none.

    ``rows`` are the numbers of the rows, from 1; ``faults`` those that could not be read.
    """

    rows: tuple[int, ...]
    texts: tuple[str, ...]
    scores: Mapping[str, tuple[float, ...]]
    faults: tuple[Fault, ...]


def read_old_scores(path: Path, columns: Columns, attributes: Sequence[str]) -> OldScores:
    """Read a file; raises OldScoresError where it has no comments with old scores of attributes."""
    try:
        with _opened(path) as file:
            rows = list(_rows(file, path))
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, zlib.error) as error:
        message = f"{path.name} cannot be read ({type(error).__name__}): send CSV or JSON lines."
        raise OldScoresError(message) from error
    found = _found(columns, _names(rows), attributes, path.name)
    kept, faults = _kept(rows, found)
    if not kept:
        message = f"{path.name} has no comment with an old score of {', '.join(found.scores)}."
        raise OldScoresError(message, faults=tuple(faults))
    scores = {name: tuple(values[name] for _, _, values in kept) for name in found.scores}
    return OldScores(
        rows=tuple(number for number, _, _ in kept),
        texts=tuple(text for _, text, _ in kept),
        scores={
            name: column for name, column in scores.items() if not all(map(math.isnan, column))
        },
        faults=tuple(faults),
    )


def in_known_languages(old: OldScores, detector: Detector, known: Sequence[str]) -> OldScores:
    """The comments that are not surely in a language other than the known ones (ISO 639-1).

    The others are not scored where the service runs either. Raises OldScoresError where none is
    left.
    """
    found = detector.detect_all(old.texts)
    kept = [
        place
        for place, one in enumerate(found)
        if not one.sure or primary(one.languages[0]) in {UNDETERMINED, *known}
    ]
    if not kept:
        message = f"The file has no comment in a language that the model knows: {', '.join(known)}."
        raise OldScoresError(message)
    return replace(
        old,
        rows=tuple(old.rows[place] for place in kept),
        texts=tuple(old.texts[place] for place in kept),
        scores={name: tuple(each[place] for place in kept) for name, each in old.scores.items()},
    )


_Row = Mapping[str, object] | None


def _opened(path: Path) -> TextIO:
    """The file as text."""
    if path.suffix == ".gz":
        return io.TextIOWrapper(cast("io.BytesIO", gzip.open(path)), "utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _rows(file: TextIO, path: Path) -> Iterator[_Row]:
    """Each row by its columns; None where a line is no JSON object."""
    if path.name.removesuffix(".gz").endswith(_JSON_LINES):
        for line in file:
            try:
                members = json.loads(line)
            except (ValueError, RecursionError):
                members = None
            yield _flat(members) if isinstance(members, dict) else None
    else:
        csv.field_size_limit(sys.maxsize)
        yield from csv.DictReader(file)


def _flat(members: Mapping[str, object]) -> dict[str, object]:
    """An object with those of its inner members that Google's messages have."""
    flat: dict[str, object] = dict(members)
    comment, scores = members.get("comment"), members.get("attributeScores")
    if isinstance(comment, dict):
        flat["comment.text"] = comment.get("text")
        del flat["comment"]
    for name, score in scores.items() if isinstance(scores, dict) else ():
        summary = score.get("summaryScore") if isinstance(score, dict) else None
        flat.setdefault(name, summary.get("value") if isinstance(summary, dict) else None)
    return flat


def _names(rows: Sequence[_Row]) -> list[str]:
    """Every column, in order."""
    return list(dict.fromkeys(name for row in rows if row for name in row if name))


def _found(columns: Columns, names: Sequence[str], attributes: Sequence[str], file: str) -> Columns:
    """The columns with those that were not given; raises OldScoresError where one is not there."""
    given = {one for one in (columns.text, *columns.scores.values()) if one}
    missing = sorted(given - {*names})
    if missing:
        message = f"{file} has no column {missing[0]}; it has {', '.join(names)}."
        raise OldScoresError(message)
    text = columns.text or next((one for one in TEXTS if one in names), "")
    lower = {name.lower(): name for name in reversed(names)}
    guesses = {
        attribute: lower.get(attribute.lower()) or lower.get(f"perspective_{attribute.lower()}")
        for attribute in attributes
    }
    scores = dict(columns.scores) or {name: one for name, one in guesses.items() if one}
    if not text or not scores:
        what = "texts: name it with --text" if not text else "old scores: name them with --score"
        message = f"{file} has no column of {what}. Its columns are {', '.join(names)}."
        raise OldScoresError(message)
    return Columns(text=text, scores=scores)


def _kept(
    rows: Sequence[_Row], columns: Columns
) -> tuple[list[tuple[int, str, dict[str, float]]], list[Fault]]:
    """The rows with a text and an old score, and what is wrong with those of the others."""
    kept, faults = [], []
    for number, row in enumerate(rows, start=1):
        text = row.get(columns.text) if row else None
        if row is None or not isinstance(text, str) or not text.strip():
            remedy = "is no JSON object" if row is None else f"has no text in {columns.text}"
            faults.append(Fault(field=f"row {number}", message=f"{remedy}: it is left out."))
            continue
        values = {name: _score(row.get(column)) for name, column in columns.scores.items()}
        for name, value in values.items():
            if value is None:
                message = f"has no score from 0 to 1 in {columns.scores[name]}: it is left out."
                faults.append(Fault(field=f"row {number}", message=message))
        known = {name: math.nan if one is None else one for name, one in values.items()}
        if all(map(math.isnan, known.values())):
            if None not in values.values():
                faults.append(Fault(field=f"row {number}", message="has no old score."))
        else:
            kept.append((number, text, known))
    return kept, faults


def _score(cell: object) -> float | None:
    """A cell's score, NaN where it is empty, None where it is none."""
    if cell is None or cell == "":
        return math.nan
    if isinstance(cell, bool):
        return None
    try:
        score = float(cell)  # type: ignore[arg-type]  # whatever float refuses is no score
    except (TypeError, ValueError):
        return None
    return score if 0 <= score <= 1 else None
