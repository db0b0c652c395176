"""How cost grows: curves over the length, the batch, the attributes and the connections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from contestants import ours
from corpus import ROOT, Corpus
from figures import FLOOR, OURS, Contestant, latencies, one_by_one, rate, worked
from over_http import Route, over_loads

from service.moderation.artefact import Artefact, current_version, load
from service.moderation.scorer import LinearScorer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LENGTHS: Final = (10, 30, 100, 300, 1_000, 3_000, 10_000, 20_000)
BATCHES: Final = (1, 3, 10, 30, 100, 300, 1_000)
CONNECTIONS: Final = (1, 2, 4, 8, 16, 32, 64)
_TOTAL: Final = 200_000
_ATTRIBUTE_TEXTS: Final = 400
_FEW: Final = 60
_PLAIN: Final[dict[Any, Any]] = {
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.size": 9,
    "grid.color": "#d5d8dc",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "below-the-line",
}
_MARKERS: Final = "os^Dv*P"


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """One picture: a line for each contestant, as (place, height) pairs."""

    name: str
    title: str
    across: str
    up: str
    lines: Mapping[str, Sequence[tuple[float, float]]]
    logarithmic: bool = True


def over_lengths(everyone: Sequence[Contestant], corpus: Corpus, *, rounds: int) -> Curve:
    """Milliseconds of one comment; the same bytes of text at each length, fewer for peers."""
    lines: dict[str, list[tuple[float, float]]] = {each.name: [] for each in everyone}
    for length in LENGTHS:
        texts = [one for one in corpus.cut(length, total=_TOTAL) if one.strip()]
        sparse = texts[:: max(1, len(texts) // _FEW)]
        taken: dict[str, list[float]] = {each.name: [] for each in everyone}
        for _ in range(rounds):
            for each in everyone:
                given = texts if each.name in {OURS, FLOOR} else sparse
                taken[each.name].append(_cost(each, given[: each.most]))
        for who, found in taken.items():
            lines[who].append((length, median(found)))
    return Curve(
        name="length",
        title="One comment by its length, the same text cut",
        across="bytes",
        up="ms a comment",
        lines=lines,
    )


def over_batches(everyone: Sequence[Contestant], corpus: Corpus, *, rounds: int) -> Curve:
    """Comments a second on one core by how many are given at once."""
    lines: dict[str, list[tuple[float, float]]] = {each.name: [] for each in everyone}
    for length in BATCHES:
        reached: dict[str, list[float]] = {each.name: [] for each in everyone}
        for at in range(rounds * max(1, 30 // length)):
            begin = at * length % max(1, len(corpus.usual) - length)
            for each in everyone:
                reached[each.name].append(rate(each, corpus.usual[begin : begin + length]))
        for who, found in reached.items():
            lines[who].append((length, median(found)))
    return Curve(
        name="batch",
        title="Comments a second and core, by the batch",
        across="comments at once",
        up="comments a second",
        lines=lines,
    )


def over_attributes(corpus: Corpus, *, rounds: int) -> Curve:
    """Microseconds of one comment under models with the first few attributes of the shipped one."""
    folder = ROOT / "models"
    whole = load(folder / current_version(folder))
    numbers = range(1, len(whole.manifest.attributes) + 1)
    scorers = {number: ours(LinearScorer(_first(whole, number))) for number in numbers}
    found: dict[int, list[float]] = {number: [] for number in numbers}
    for _ in range(rounds + 1):
        for number, scorer in scorers.items():
            found[number].append(median(latencies(scorer, corpus.usual[:_ATTRIBUTE_TEXTS])) * 1e3)
    return Curve(
        name="attributes",
        title="One comment, p50, by the number of attributes",
        across="attributes",
        up="µs a comment",
        lines={OURS: [(number, median(each[1:])) for number, each in found.items()]},
        logarithmic=False,
    )


def over_connections(routes: Mapping[str, Route], *, rounds: int) -> list[Curve]:
    """Requests a second and p99 by the connections that are kept busy."""
    rates: dict[str, list[tuple[float, float]]] = {who: [] for who in routes}
    lates: dict[str, list[tuple[float, float]]] = {who: [] for who in routes}
    for connections, found in over_loads(routes, rounds=rounds):
        for who, each in found.items():
            rates[who].append((connections, median(one.rate for one in each)))
            lates[who].append((connections, median(one.p99 for one in each)))
    across = "connections"
    rate_title, late_title = "HTTP, requests a second", "HTTP, p99"
    return [
        Curve(name="requests", title=rate_title, across=across, up="requests/s", lines=rates),
        Curve(name="p99", title=late_title, across=across, up="ms", lines=lates),
    ]


def draw(curves: Sequence[Curve], folder: Path) -> list[Path]:
    """Write each curve as a picture; needs matplotlib, which the extra ``report`` installs."""
    from matplotlib import rc_context  # noqa: PLC0415 - an extra
    from matplotlib.figure import Figure  # noqa: PLC0415 - an extra

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for curve in curves:
        with rc_context(_PLAIN):
            figure = Figure(figsize=(5.6, 3.6), layout="constrained")
            _draw(curve, figure.add_subplot())
            written.append(folder / f"{curve.name}.svg")
            figure.savefig(written[-1], metadata={"Date": None, "Creator": None})
    return written


def _draw(curve: Curve, axes: "Axes") -> None:
    """One curve's lines, ours the boldest."""
    for (who, points), marker in zip(curve.lines.items(), _MARKERS, strict=False):
        across, up = zip(*points, strict=True)
        width = 2.2 if who == OURS else 1.2
        axes.plot(across, up, marker=marker, markersize=4, linewidth=width, label=who)
    if curve.logarithmic:
        axes.set_xscale("log")
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0)
    axes.set_title(curve.title, loc="left")
    axes.set_xlabel(curve.across)
    axes.set_ylabel(curve.up)
    if len(curve.lines) > 1:
        axes.legend(fontsize=8)


def _cost(contestant: Contestant, texts: Sequence[str]) -> float:
    """A core's milliseconds for a text: one by one, or together where that is the only way."""
    once = contestant.once
    work = contestant.many(texts) if once is None else one_by_one(once, texts)
    return worked(work) / len(texts) * 1e3


def _first(whole: Artefact, number: int) -> Artefact:
    """The same model with its first few attributes alone."""
    kept = whole.manifest.attributes[:number]
    parts = {
        name: {each: whole.model[name][each] for each in kept}
        for name in ("classifiers", "calibrators")
    }
    manifest = replace(whole.manifest, attributes=kept)
    return Artefact(manifest=manifest, model={**whole.model, **parts})
