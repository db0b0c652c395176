"""The rows of a data file, CSV or JSON lines, plain or gzipped, each with its place in the file."""

import csv
import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from training.config import Source
from training.labels import Cells, Faults

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
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def read_rows(path: Path, source: Source, faults: Faults) -> Iterator[tuple[str, Cells]]:
    """Each row with its place, ``file, row 3 (line 5)``, whatever the format.

    What cannot be read is added to the faults.
    """
    name = path.name.lower()
    if name.endswith(_CSV):
        rows = _csv_rows(path, source, faults)
    elif name.endswith(_JSON_LINES):
        rows = _json_rows(path, source, faults)
    else:
        faults.add(source.file, f"The name must end in one of {', '.join(_CSV + _JSON_LINES)}.")
        return
    try:
        yield from rows
    except (EOFError, OSError, zlib.error) as error:
        faults.add(source.file, f"It cannot be read to its end ({error}): copy or export it again.")


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
    separator = next((sign for sign in ";\t|" if sign in header[0]), None)
    if separator and len(header) == 1 and header[0] not in source.columns:
        faults.add(place, f"Cells are separated by {separator!r} here: export it with commas.")
        return False
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
        entries = _entries(line, source, place, faults)
        if entries is not None:
            yield place, {column: _as_cell(entries[column]) for column in source.columns}


def _entries(line: str, source: Source, place: str, faults: Faults) -> Mapping[str, object] | None:
    """The object of one line with every key that is needed, or None and a fault."""
    try:
        entries = json.loads(line)
    except (ValueError, RecursionError) as error:
        faults.add(place, f"This is no JSON ({error}): write one object a line.")
        return None
    if not isinstance(entries, dict):
        faults.add(place, "This is no JSON object: write one object a line.")
        return None
    missing = [column for column in source.columns if column not in entries]
    if missing:
        faults.add(
            place,
            f"There is no key {missing[0]!r}: add it (null for unknown), or correct "
            f"the source {source.name} in the configuration.",
        )
        return None
    if not _is_plain(entries[source.text]):
        faults.add(
            place,
            f"{source.text!r} is no plain text: give a string without NUL (\\u0000) and "
            "without half a surrogate pair (\\ud800 to \\udfff).",
        )
        return None
    return entries


def _is_plain(value: object) -> bool:
    """Whether a JSON value is a text that UTF-8 has a form for, or null."""
    if value is None:
        return True
    return isinstance(value, str) and "\0" not in value and not _SURROGATE.search(value)


def _as_cell(value: object) -> str:
    """A JSON value as the cell that a CSV file would have."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value)
