"""Speed beside named peers, in turn in one run, as one table: `make bench`.

``python benchmarks/bench.py DATA`` measures with the natural comments in the folder DATA (without
one: ``data``, else ``../shared/data``, else our own few). ``--write`` renews docs/performance.md
and its pictures; ``--quick`` looks once at everything. wrk makes the load over HTTP where it is
installed (Debian: ``apt-get install wrk``), and a C compiler the physical floor.
"""

import sys
import warnings
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import fmean
from typing import Final

from contestants import contestants
from corpus import LONGEST, ROOT, SHORTEST, Corpus, read_corpus, size
from curves import Curve, draw, over_attributes, over_batches, over_connections, over_lengths
from figures import BETTER, OURS, SPANS, Contestant, Figures
from floor import Floor
from in_process import (
    floor_contestant,
    measure_batch,
    measure_long,
    measure_one,
    measure_training,
)
from load import generator
from over_http import (
    measure_batches,
    measure_memory,
    measure_requests,
    measure_start,
    measure_steady,
    plain,
    routes,
    service,
    started,
)
from page import Run, machine, page, table, targets
from threadpoolctl import threadpool_limits

from service.moderation.features import FeatureRules
from service.moderation.scorer import LinearScorer, load_scorer

DOCS: Final = ROOT / "docs"
PEERS: Final = ("alt-profanity-check", "better-profanity", "fasttext-wheel", "scikit-learn")


def asked() -> Namespace:
    """What the command line wants."""
    parser = ArgumentParser(description="Speed beside named peers, in one run.")
    parser.add_argument("data", nargs="?", type=Path, help="the folder of natural comments")
    parser.add_argument("--write", action="store_true", help="renew docs/performance.md")
    parser.add_argument("--quick", action="store_true", help="one round of everything, no curves")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of everything (default: 7)")
    parser.add_argument(
        "--training-seconds",
        type=float,
        help="how long the shipped configuration took to train; else the small one is timed",
    )
    options = parser.parse_args()
    if options.quick and options.write:
        parser.error("a quick run draws no curves, so it is not written: leave one option out")
    options.rounds = 1 if options.quick else max(2, options.rounds)
    return options


def floor_of(scorer: LinearScorer) -> Floor:
    """The physical floor of the shipped model."""
    numbers = scorer.manifest.features
    rules = FeatureRules(**{name: numbers[name] for name in FeatureRules().as_numbers()})
    return Floor(rules, attributes=len(scorer.attributes))


def inside(
    figures: Figures, everyone: list[Contestant], floor: Contestant, corpus: Corpus, *, rounds: int
) -> list[Curve]:
    """All that is measured in this process, on one core."""
    tell("one comment at a time")
    measure_one(figures, everyone, corpus, rounds=rounds)
    tell("batches")
    measure_batch(figures, [*everyone, floor], corpus, rounds=rounds)
    tell("long comments")
    measure_long(figures, everyone, corpus, rounds=min(3, rounds))
    if rounds == 1:
        return []
    tell("curves")
    swift = [each for each in everyone if each.name != BETTER]
    without_spans = [each for each in swift if each.name != SPANS]
    return [
        over_lengths([*swift, floor], corpus, rounds=3),
        over_batches(without_spans, corpus, rounds=3),
        over_attributes(corpus, rounds=3),
    ]


def outside(figures: Figures, ours: Contestant, corpus: Corpus, *, rounds: int) -> list[Curve]:
    """All that is measured over HTTP."""
    with ExitStack() as stack:
        served = stack.enter_context(started(*service()))
        reached = routes(served, stack.enter_context(started(*plain())), corpus)
        tell("requests")
        measure_requests(figures, reached, rounds=rounds)
        tell("a steady load")
        measure_steady(figures, reached, rounds=rounds)
        tell("the batch endpoint")
        measure_batches(figures, served, ours, corpus, rounds=rounds)
        drawn = over_connections(reached, rounds=3) if rounds > 1 else []
        measure_memory(figures, served)
    tell("start-up")
    measure_start(figures, rounds=rounds)
    return drawn


def notes_on(scorer: LinearScorer, floor: Floor, corpus: Corpus) -> list[str]:
    """Model, peers and comments of this run; asked afterwards, since it reads the comments."""
    usual = corpus.usual
    many = "all at once" if hasattr(scorer, "score_all") else "missing: one after the other"
    rows = fmean(len(floor.rows(one)) for one in usual[:1_000])
    peers = ", ".join(f"{name} {version(name)}" for name in PEERS if installed(name))
    comments = (
        f"{corpus.told}; all but the curve over the length and the 20 KB from the {len(usual):,} "
        f"of {SHORTEST} to {LONGEST} bytes, {fmean(map(size, usual)):.0f} on average"
    )
    return [
        f"model {scorer.version}, {len(scorer.attributes)} attributes",
        f"peers: {peers}",
        comments,
        f"batches: `score_all`, {many}",
        f"physical floor: {floor.kind}; {rows:.0f} rows a comment on average",
        f"load: {generator()}",
    ]


def installed(name: str) -> bool:
    """Whether a distribution is installed."""
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def tell(what: str) -> None:
    """Say on standard error what is being measured."""
    print(f"measuring {what} ...", file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print the table, and write the page where that is asked."""
    options = asked()
    warnings.simplefilter("ignore")  # alt-profanity-check's model is from another scikit-learn
    rounds, figures = options.rounds, Figures()
    corpus, scorer = read_corpus(options.data), load_scorer(ROOT / "models")
    floor = floor_of(scorer)
    everyone, absent = contestants(scorer)
    began = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {rounds} rounds, {machine()}"
    ours = next(each for each in everyone if each.name == OURS)
    with threadpool_limits(limits=1):
        curves = inside(figures, everyone, floor_contestant(floor), corpus, rounds=rounds)
        curves += outside(figures, ours, corpus, rounds=rounds)
        tell("training")
        training = measure_training(figures, options.training_seconds)
    notes = [began, *notes_on(scorer, floor, corpus), f"training: {training}", *absent]
    print("\n".join(notes), table(figures), targets(figures), sep="\n\n")
    if options.write:
        write(figures, curves, notes)


def write(figures: Figures, curves: list[Curve], notes: list[str]) -> None:
    """Renew the page and its pictures."""
    drawn = zip(curves, draw(curves, DOCS / "performance"), strict=True)
    pictures = tuple((curve.title, str(path.relative_to(DOCS))) for curve, path in drawn)
    run = Run(figures=figures, notes=tuple(notes), pictures=pictures)
    (DOCS / "performance.md").write_text(page(run), encoding="utf-8")
    print(f"wrote docs/performance.md and {len(pictures)} pictures", file=sys.stderr)


if __name__ == "__main__":
    main()
