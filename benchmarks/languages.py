"""How often the detector is sure of a language, and how often it is wrong.

`python benchmarks/languages.py DATA` reads the comments that the model was trained on, which
are in English but for a few, and the files of other languages in the folders of ``DATA/languages``.
"""

import csv
import gzip
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from service.moderation.languages import ENGLISH, LibraryDetector
from training import config_file
from training.data import read
from training.measure import wilson
from training.split import arrange

CONFIG = Path("training/default.toml")
LENGTHS = (1, 3, 6, 11, 31)
MOST = 3_000


def english(data: Path) -> Iterator[str]:
    """Every distinct comment that was found, not made."""
    config = config_file.load(CONFIG)
    rows = arrange(config, read(config, data / "train")[0])
    return (rows.texts[place] for place in np.flatnonzero(rows.found))


def others(path: Path) -> list[str]:
    """Some comments of five words or more; where words have no blanks between them, any."""
    least = 1 if path.name[:2] in {"zh", "ja"} else 5
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    return [text for text in texts if len(text.split()) >= least][:MOST]


def tell_english(detector: LibraryDetector, texts: Sequence[str]) -> None:
    """Print how many English comments are surely taken for others, by the number of words."""
    started = time.perf_counter()
    found = [detector.detect(text) for text in texts]
    each = (time.perf_counter() - started) / len(texts) * 1e6
    wrong = np.array([one.sure and one.languages[0] != ENGLISH for one in found])
    words = np.array([len(text.split()) for text in texts])
    for least, end in zip(LENGTHS, (*LENGTHS[1:], 10**9), strict=True):
        rows = (words >= least) & (words < end)
        print(f"{least:3} words or more  {rows.sum():7}  {wrong[rows].sum():4}")
    low, high = wilson(int(wrong.sum()), len(wrong))
    print(f"all {len(wrong)}, {wrong.sum()} ({low:.2%} to {high:.2%}), {each:.0f} us each")


def main(data: Path) -> None:
    """Print both tables."""
    detector = LibraryDetector()
    tell_english(detector, list(english(data)))
    print("file           rows   sure   right  sure of English")
    for path in sorted((data / "languages").glob("*/*.csv.gz")):
        texts = others(path)
        found = [detector.detect(text) for text in texts]
        language = path.name.partition(".")[0]
        sure = np.mean([one.sure for one in found])
        right = np.mean([one.sure and one.languages[0] == language for one in found])
        wrong = np.mean([one.sure and one.languages[0] == ENGLISH for one in found])
        name = f"{path.parent.name}/{language}"
        print(f"{name:13} {len(texts):5} {sure:6.1%} {right:6.1%} {wrong:6.2%}")


if __name__ == "__main__":
    csv.field_size_limit(10**9)
    main(Path(sys.argv[1]))
