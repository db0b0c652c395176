"""Real comments to measure with: of natural length, none chosen for what it says, none kept.

Natural are the Wikipedia talk comments in the first 20,000 rows of Kaggle's file, and the reader
comments under news articles. Where neither is there, our own comments of ``tests/data`` stand in.
"""

import csv
import gzip
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
SHORTEST: Final = 240
LONGEST: Final = 400
"""The lengths, in bytes of UTF-8, of the comments that the ratios are told from."""

_NATURAL_ROWS: Final = 20_000
_FOLDERS: Final = (".", "train", "eval")
_FILES: Final = {"jigsaw2018": "comment_text", "neutralnews_comments": "text"}
_OWN: Final = ROOT / "tests" / "data" / "comments.csv"
_FIELD_LIMIT: Final = 1 << 24
_WHOLE: Final = 20_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Corpus:
    """Comments as they came, in a fixed random order, and in words where they are from."""

    texts: tuple[str, ...]
    told: str

    @property
    def usual(self) -> tuple[str, ...]:
        """Those of about 320 bytes; all where there are too few."""
        found = tuple(one for one in self.texts if SHORTEST <= size(one) <= LONGEST)
        return found if len(found) > len(self.texts) // 100 else self.texts

    def cut(self, length: int, *, total: int) -> list[str]:
        """The same ``total`` bytes of running text, cut into comments of ``length`` bytes.

        Of fewer bytes, whole 20 KB are taken, so that no piece is shorter than the others.
        """
        running = bytearray()
        for one in self.texts:
            running += one.encode("utf-8", "ignore") + b" "
            if len(running) >= total:
                break
        end = min(total, len(running) // _WHOLE * _WHOLE)
        pieces = (running[at : at + length] for at in range(0, end - length + 1, length))
        return [piece.decode("utf-8", "ignore") for piece in pieces]


def size(one: str) -> int:
    """The bytes of a text in UTF-8."""
    return len(one.encode("utf-8", "surrogatepass"))


def read_corpus(folder: Path | None) -> Corpus:
    """Read the comments of a folder; without one, of ``data`` or ``../shared/data``."""
    csv.field_size_limit(_FIELD_LIMIT)
    folders = [folder] if folder else [ROOT / "data", ROOT.parent / "shared" / "data"]
    for each in folders:
        found = {name: path for name in _FILES if (path := _place(each, name)) is not None}
        if found:
            texts = [one for name, path in found.items() for one in _texts(path, _FILES[name])]
            return _shuffled(texts, "natural comments of " + " and ".join(found))
    return _shuffled(list(_texts(_OWN, "text")), "our own comments of tests/data: no others found")


def _shuffled(texts: Sequence[str], told: str) -> Corpus:
    """The distinct texts in an order that has nothing to do with where they are from."""
    distinct = [one for one in dict.fromkeys(texts) if one.strip()]
    random.Random(4).shuffle(distinct)  # noqa: S311 - an order, no secret
    return Corpus(texts=tuple(distinct), told=f"{len(distinct):,} {told}")


def _place(folder: Path, name: str) -> Path | None:
    """Where a file lies in a folder of comments."""
    places = (folder / inner / f"{name}.csv.gz" for inner in _FOLDERS)
    return next((path for path in places if path.is_file()), None)


def _texts(path: Path, column: str) -> Iterator[str]:
    """The natural texts of one file."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if int(row.get("row") or 0) < _NATURAL_ROWS:
                yield row[column]
