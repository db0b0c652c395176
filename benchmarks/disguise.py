"""How well disguised words are read, and what reading them costs.

`python benchmarks/disguise.py` disguises each rude word of the lists in every way of
`training.disguises` and counts those that are read back exactly. Given a CSV file (`.gz` or not)
and its column of texts, it tells how many of them have a second reading or an evasion, how many are
waved through by the quick look, and how long undoing takes with it and without, beside folding
alone: `python benchmarks/disguise.py comments.csv.gz text`. The time is that of the second half,
with the words of the first half known already.
"""

import csv
import gzip
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from service.moderation.disguise import undo, undo_in_full
from service.moderation.lexicon import lexicon
from service.moderation.skim import hides_nothing
from service.moderation.text import prepare
from training.disguises import DISGUISES

SENTENCE = "you {} there"
LONG = 7


def plainer(one: str) -> str:
    """The second reading as a string, or the first where there is no second."""
    prepared = undo(one).prepared or prepare(one)
    return "".join(map(chr, prepared.codes[1:-1]))


def tell_words() -> None:
    """Print, for each way to disguise a word, the share of words that are read back exactly."""
    every = sorted(word for word in lexicon().telling if len(word) > 3)  # noqa: PLR2004 - "fag" hides elsewhere
    long = [word for word in every if len(word) >= LONG]
    print(f"{len(every)} words of four letters or more, {len(long)} of {LONG} or more")
    for name, disguise in DISGUISES.items():
        shares = [
            sum(plainer(SENTENCE.format(disguise(word))) == SENTENCE.format(word) for word in words)
            / len(words)
            for words in (every, long)
        ]
        print(f"{name:14} {shares[0]:8.1%} {shares[1]:8.1%}")


def tell_comments(path: Path, column: str) -> None:
    """Print how many texts of one file are read twice, what is reported, and the time it takes."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        texts = [row[column] for row in csv.DictReader(file)]
    middle = len(texts) // 2
    before, timed = texts[:middle], texts[middle:]
    waved = sum(map(hides_nothing, before))
    times = {
        "folding": _seconds(prepare, timed),
        "undoing": _seconds(undo, timed),
        "undoing once more": _seconds(undo, timed),
        "undoing without the quick look": _seconds(undo_in_full, timed),
    }
    waved += sum(map(hides_nothing, timed))
    found = [undo(one) for one in texts]
    kinds = Counter(evasion.kind for one in found for evasion in one.evasion)
    twice = sum(one.prepared is not None for one in found)
    reported = sum(bool(one.evasion) for one in found)
    print(f"{len(texts)} texts of {sum(map(len, texts)) / len(texts):.0f} characters on average")
    print(f"a second reading: {twice / len(texts):.2%}; an evasion: {reported / len(texts):.2%}")
    print(", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    print(f"waved through by the quick look: {waved / len(texts):.1%}")
    for name, seconds in times.items():
        print(f"{name}: {seconds * 1e6:.1f} us a text")


def _seconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """The processor time that one text takes on average."""
    begin = time.thread_time()
    for one in texts:
        work(one)
    return (time.thread_time() - begin) / len(texts)


def main() -> None:
    """Tell of words, or of the comments of a file."""
    if sys.argv[1:]:
        tell_comments(Path(sys.argv[1]), sys.argv[2])
    else:
        tell_words()


if __name__ == "__main__":
    main()
