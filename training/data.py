"""Read labelled comments: every source checked before any work, every refusal with its remedy."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from service.moderation.text import is_blank
from training.balance import read_balance
from training.config import Config, Source
from training.examples import Example, SourceReport
from training.labels import Cells, Faults, read_label, refuse_one_sided
from training.rows import read_rows


def read(
    config: Config, folder: Path, *, progress: Callable[[str], None] = lambda _: None
) -> tuple[list[Example], list[SourceReport]]:
    """Read every source of the configuration from the data folder, and what balances them.

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
    made, made_reports = read_balance(config, folder)
    return [*examples, *made], [*reports, *made_reports]


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
    for place, cells in read_rows(path, source, faults):
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
