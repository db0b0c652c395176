"""What scoring costs inside one process, on one core."""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from corpus import ROOT, Corpus, size
from figures import (
    FLOOR,
    OURS,
    SPANS,
    Contestant,
    Figures,
    latencies,
    one_by_one,
    percentile,
    rate,
    turns,
    waited,
    worked,
)
from floor import Floor

ONE_P50: Final = "one comment, p50"
ONE_WORK: Final = "one comment, processor time, median"
ONE_P99: Final = "one comment, p99"
BATCH: Final = "batch, comments a second and core"
BATCH_BYTES: Final = "batch, megabytes a second and core"
LONG: Final = "one comment of 20 KB against one of 1 KB, the same text"
TRAINING: Final = "training"
ONCE: Final = 200
"""Comments scored one by one in a round."""

ALSO: Final = 100
"""Other comments whose processor time is taken one by one in a round."""

MANY: Final = 650
"""Comments scored together in a round."""

_KILOBYTE: Final = 1_000
_LONG_KILOBYTES: Final = 20
_LONG_TOTAL: Final = 2_000_000


def floor_contestant(floor: Floor) -> Contestant:
    """The physical floor, which can only be told of many texts."""
    return Contestant(name=FLOOR, once=None, many=floor.ready)


def measure_one(
    figures: Figures, everyone: Sequence[Contestant], corpus: Corpus, *, rounds: int
) -> None:
    """One comment at a time, as when it is posted; other comments in each round."""
    middles: dict[str, list[float]] = {each.name: [] for each in everyone}
    lates: dict[str, list[float]] = {each.name: [] for each in everyone}
    works: dict[str, list[float]] = {each.name: [] for each in everyone}
    for order, texts in turns(everyone, corpus.usual, length=ONCE + ALSO, rounds=rounds + 1):
        for each in order:
            found = latencies(each, texts[:ONCE])
            middles[each.name].append(percentile(found, 50))
            lates[each.name].append(percentile(found, 99))
            found = latencies(each, texts[ONCE:], clock=worked)
            works[each.name].append(percentile(found, 50))
    figures.add(ONE_P50, "ms", _without_first(middles))
    figures.add(ONE_P99, "ms", _without_first(lates))
    figures.add(ONE_WORK, "ms", _without_first(works))


def measure_batch(
    figures: Figures, everyone: Sequence[Contestant], corpus: Corpus, *, rounds: int
) -> None:
    """Many comments together; the bytes are those of the comments in UTF-8."""
    rates: dict[str, list[float]] = {each.name: [] for each in everyone}
    read: dict[str, list[float]] = {each.name: [] for each in everyone}
    backwards = corpus.usual[::-1]  # comments that one by one has not met
    for order, texts in turns(everyone, backwards, length=MANY, rounds=rounds + 1):
        for each in order:
            given = texts[: each.most]
            reached = rate(each, texts)
            rates[each.name].append(reached)
            read[each.name].append(reached * sum(map(size, given)) / len(given) / 1e6)
    figures.add(BATCH, "/s", _without_first(rates))
    figures.add(BATCH_BYTES, "MB/s", _without_first(read))


def measure_long(
    figures: Figures, everyone: Sequence[Contestant], corpus: Corpus, *, rounds: int
) -> None:
    """How many times the cost of 1 KB the cost of 20 KB is, over the same bytes."""
    short = corpus.cut(_KILOBYTE, total=_LONG_TOTAL)
    long = corpus.cut(_LONG_KILOBYTES * _KILOBYTE, total=_LONG_TOTAL)
    reached: dict[str, list[float]] = {}
    for each in everyone:
        once = each.once
        if once is None or each.name not in {OURS, SPANS}:
            continue
        reached[each.name] = []
        for _ in range(rounds):
            taken = [worked(one_by_one(once, texts)) / len(texts) for texts in (short, long)]
            reached[each.name].append(taken[1] / taken[0])
    figures.add(LONG, "times", reached)


def measure_training(figures: Figures, given: float | None) -> str:
    """Take the seconds that were given, or time the small training of the checks.

    Returns which it was, in words.
    """
    if given is not None:
        figures.add(TRAINING, "s", {OURS: [given]})
        return "the shipped configuration, as it was told to this command"
    with tempfile.TemporaryDirectory() as folder:
        config = ROOT / "tests" / "data" / "tiny.toml"
        words = ["run", "--config", str(config), "--data", str(config.parent), "--models", folder]
        command = [str(Path(sys.executable).with_name("btl-train")), *words]
        taken = waited(lambda: subprocess.run(command, check=True, capture_output=True))
    figures.add(TRAINING, "s", {OURS: [taken]})
    return "`tests/data/tiny.toml`, the small training of the checks"


def _without_first(rounds: dict[str, list[float]]) -> dict[str, list[float]]:
    """The rounds after the first, which only warms up; nobody without one."""
    return {who: values[1:] for who, values in rounds.items()}
