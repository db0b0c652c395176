"""Read labelled comments: every source checked before any work, every refusal with its remedy."""

import csv
import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from service.moderation.text import is_blank
from training.config import Config, Source
from training.labels import Cells, Faults, as_cell, is_plain, read_label, refuse_one_sided

_MAX_CELL: Final = 10_000_000
_CSV: Final = (".csv", ".csv.gz")
_JSON_LINES: Final = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
_CSV_ERRORS: Final = {
    "unexpected end": "A quote that opens here is never closed: close it, and double quotes "
    "inside the cell; or export it again.",
    "',' expected": "A quote stands alone inside a quoted cell: double it.",
    "new-line": "A carriage return (0x0d) stands outside quotes: end lines with LF or CRLF, or "
    "quote the cell.",
    "field larger": f"A cell has more than {_MAX_CELL:,} characters: shorten it, or close the "
    "quote that opens it.",
}

Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """One labelled comment; ``labels`` holds a fraction in [0, 1] for each known attribute."""

    text: str
    source: int
    labels: Mapping[str, float]
    natural: bool
    group: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceReport:
    """What was found in one file: its fingerprint and what happened to its rows."""

    name: str
    file: str
    licence: str
    sha256: str
    rows: int
    empty: int


def read(
    config: Config, folder: Path, *, progress: Callable[[str], None] = lambda _: None
) -> tuple[list[Example], list[SourceReport]]:
    """Read every source of the configuration from the data folder.

    Raises TrainingDataError with up to MAX_FAULTS faults, each naming file, row and remedy.
    """
    faults = Faults()
    examples: list[Example] = []
    reports: list[SourceReport] = []
    for number, source in enumerate(config.sources):
        progress(source.file)
        path = folder / source.file
        if not _is_there(path, source, faults):
            continue
        found, report = _read_source(number, source, path, faults)
        examples += found
        reports.append(report)
    faults.refuse()
    refuse_one_sided(config, [example.labels for example in examples], faults)
    faults.refuse()
    return examples, reports


def _is_there(path: Path, source: Source, faults: Faults) -> bool:
    """Whether there is such a file, and not a folder."""
    if path.is_dir():
        faults.add(source.file, "This is a folder: name a file in it, such as comments.csv.")
        return False
    if not path.exists():
        faults.add(
            source.file,
            f"There is no such file in {path.parent}: put it there, name another folder with "
            f"--data, or remove the source {source.name} from the configuration.",
        )
        return False
    return True


def _read_source(
    number: int, source: Source, path: Path, faults: Faults
) -> tuple[list[Example], SourceReport]:
    """Every usable row of one file, and the report on it."""
    found: list[Example] = []
    rows = 0
    empty = 0
    before = len(faults.found)
    for place, cells in _guarded(_rows(path, source, faults), source.file, faults):
        rows += 1
        if is_blank(cells[source.text]):
            empty += 1
            continue
        found.append(_example(number, source, cells, place, faults))
    if not rows and len(faults.found) == before:
        faults.add(source.file, "The file has no rows: give it some or remove the source.")
    report = SourceReport(
        name=source.name,
        file=source.file,
        licence=source.licence,
        sha256=fingerprint(path) if len(faults.found) == before else "",
        rows=rows,
        empty=empty,
    )
    return found, report


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _rows(path: Path, source: Source, faults: Faults) -> Iterator[tuple[str, Cells]]:
    """Each row with its place, ``file, row 3 (line 5)``, whatever the format."""
    name = path.name.lower()
    if name.endswith(_CSV):
        return _csv_rows(path, source, faults)
    if name.endswith(_JSON_LINES):
        return _json_rows(path, source, faults)
    faults.add(source.file, f"The name must end in one of {', '.join(_CSV + _JSON_LINES)}.")
    return iter(())


def _lines(path: Path, source: Source, faults: Faults) -> Iterator[str]:
    """Decode line by line, so that a bad byte is reported with the line it stands in."""
    packed = path.name.lower().endswith(".gz")
    with gzip.open(path, "rb") if packed else path.open("rb") as file:
        for number, line in enumerate(file, 1):
            place = f"{source.file}, line {number}"
            try:
                decoded = line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                byte = error.object[error.start]
                faults.add(
                    place,
                    f"Byte {error.start + 1} (0x{byte:02x}) is not UTF-8: save the file as UTF-8.",
                )
                return
            if "\0" in decoded:
                faults.add(place, "A NUL byte (0x00) stands here: remove it, or export again.")
                return
            yield decoded


def _guarded(rows: Iterator[Found], file: str, faults: Faults) -> Iterator[Found]:
    """Turn what the gzip and file layers raise into faults."""
    try:
        yield from rows
    except (EOFError, OSError, zlib.error) as error:
        faults.add(file, f"It cannot be read to its end ({error}): copy or export it again.")


def _csv_rows(path: Path, source: Source, faults: Faults) -> Iterator[tuple[str, Cells]]:
    """The rows of a CSV file with a header."""
    csv.field_size_limit(_MAX_CELL)
    before = len(faults.found)
    records = _records(_lines(path, source, faults), source.file, faults)
    _, header = next(records, ("", None))
    if header is None:
        if len(faults.found) == before:
            faults.add(source.file, "The file is empty: give it a header and rows.")
        return
    if not _has_columns(header, source, f"{source.file}, line 1", faults):
        return
    for place, cells in records:
        if len(cells) != len(header):
            faults.add(
                place,
                f"It has {len(cells)} cells where the header has {len(header)}: "
                "quote cells that hold commas, quotes or newlines.",
            )
            continue
        yield place, dict(zip(header, cells, strict=True))


def _records(lines: Iterator[str], file: str, faults: Faults) -> Iterator[tuple[str, list[str]]]:
    """Each record with its place; row 0 is the header. Blank lines are none."""
    reader = csv.reader(lines, strict=True)
    row = 0
    while True:
        place = f"{file}, row {row} (line {reader.line_num + 1})"
        before = len(faults.found)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if len(faults.found) == before:
                faults.add(place, _explained(str(error)))
            return
        if cells:
            yield place, cells
            row += 1


def _explained(error: str) -> str:
    """What the csv module's error means for whoever made the file."""
    known = (sentence for start, sentence in _CSV_ERRORS.items() if error.startswith(start))
    return next(known, f"This is no CSV ({error}): export the file again.")


def _has_columns(header: list[str], source: Source, place: str, faults: Faults) -> bool:
    """Whether each column that the configuration names stands in the header, and just once."""
    before = len(faults.found)
    for column in source.columns:
        if column not in header:
            faults.add(
                place,
                f"There is no column {column!r}, only {', '.join(header)}: "
                f"correct the source {source.name} in the configuration, or the header.",
            )
        elif header.count(column) > 1:
            faults.add(place, f"The column {column!r} stands here twice: rename one of them.")
    return len(faults.found) == before


def _json_rows(path: Path, source: Source, faults: Faults) -> Iterator[tuple[str, Cells]]:
    """The rows of a file with one JSON object a line."""
    number = 0
    for line_number, line in enumerate(_lines(path, source, faults), 1):
        if not line.strip():
            continue
        number += 1
        place = f"{source.file}, row {number} (line {line_number})"
        try:
            entries = json.loads(line)
        except (ValueError, RecursionError) as error:
            faults.add(place, f"This is no JSON ({error}): write one object a line.")
            continue
        if not isinstance(entries, dict):
            faults.add(place, "This is no JSON object: write one object a line.")
            continue
        missing = [column for column in source.columns if column not in entries]
        if missing:
            faults.add(
                place,
                f"There is no key {missing[0]!r}: add it (null for unknown), or correct "
                f"the source {source.name} in the configuration.",
            )
            continue
        if not is_plain(entries[source.text]):
            faults.add(
                place,
                f"{source.text!r} is no plain text: give a string without NUL (\\u0000) and "
                "without half a surrogate pair (\\ud800 to \\udfff).",
            )
            continue
        yield place, {column: as_cell(entries[column]) for column in source.columns}


def _example(number: int, source: Source, cells: Cells, place: str, faults: Faults) -> Example:
    """One row as an example; label cells that make no sense become faults."""
    labels: dict[str, float] = {}
    for attribute, rule in source.labels.items():
        label = read_label(rule, cells, f"{place}, {attribute}", faults)
        if label is not None:
            labels[attribute] = label
    natural = source.natural is not None and (
        source.natural.column is None or bool(cells[source.natural.column].strip())
    )
    return Example(
        text=cells[source.text],
        source=number,
        labels=labels,
        natural=natural,
        group=f"{source.name}:{cells[source.group]}" if source.group else "",
    )
