"""Charts as inline SVG: plain values in, one ``<svg>`` element out, the same each time.

Matplotlib is an optional extra, so it is imported only when something is drawn.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from html import escape
from importlib.util import find_spec
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from service.errors import TrainingFailedError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_GRID: Final = "#d5d8dc"
_PALE: Final = "#b9d0ea"
_BOUND: Final = "#6b7280"
_RULES: Final[dict[Any, Any]] = {
    "axes.axisbelow": True,
    "axes.edgecolor": "#6b7280",
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.size": 10,
    "grid.color": _GRID,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "svg.fonttype": "none",  # text stays text: it can be searched, read aloud and copied
    "svg.hashsalt": "below-the-line",
    "text.parse_math": False,  # a name with dollar signs is no formula
}
_LEGEND_LETTERS: Final = 60
_NO_METADATA: Final = dict.fromkeys(("Creator", "Date", "Format", "Type"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """How one scorer is drawn: told apart by colour, and by dash or marker as well."""

    colour: str
    dash: Any
    marker: str
    width: float = 1.4


CANDIDATE: Final = Style(colour="#0b4f9c", dash="-", marker="o", width=2.2)
CURRENT: Final = Style(colour="#b3450b", dash="--", marker="s", width=1.8)
PEERS: Final = (
    Style(colour="#4b5563", dash=":", marker="^"),
    Style(colour="#7b3294", dash="-.", marker="D"),
    Style(colour="#1b7837", dash=(0, (5, 1, 1, 1, 1, 1)), marker="v"),
    Style(colour="#9c0f48", dash=(0, (1, 3)), marker="P"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A curve of one scorer; both coordinates in [0, 1]. ``marked`` points get its marker."""

    name: str
    style: Style
    points: Sequence[Sequence[float]]
    marked: Sequence[Sequence[float]] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Bins:
    """A scorer's calibration: by bin its mean score, share of positives, interval and rows."""

    name: str
    style: Style
    scores: Sequence[float]
    shares: Sequence[float]
    lows: Sequence[float]
    highs: Sequence[float]
    rows: Sequence[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """One scorer's value in a row of a chart, with its interval where there is one."""

    name: str
    style: Style
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One labelled row of a chart."""

    label: str
    marks: Sequence[Mark]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """The horizontal axis of a chart with rows: its label, where it begins, and a bound."""

    label: str
    low: float = 0.0
    bound: float | None = None


def require_matplotlib() -> None:
    """TrainingFailedError, with the remedy, where matplotlib is not installed."""
    if find_spec("matplotlib") is None:
        message = (
            "The evaluation's report is drawn with matplotlib, which is not installed here. "
            "Install it with: pip install 'below-the-line[report]', or run: make evaluate"
        )
        raise TrainingFailedError(message)


def curves(lines: Sequence[Line], *, title: str, across: str, up: str, diagonal: bool) -> str:
    """Curves over the unit square; the diagonal is what chance would give."""

    def draw(figure: "Figure") -> None:
        axes = figure.subplots()
        _square(axes, across=across, up=up)
        if diagonal:
            axes.plot([0, 1], [0, 1], color=_BOUND, linewidth=0.8)
        for line in lines:
            style = line.style
            axes.plot(
                *_columns(line.points),
                color=style.colour,
                label=line.name,
                linestyle=style.dash,
                linewidth=style.width,
            )
            axes.plot(
                *_columns(line.marked), style.marker, color=style.colour, markersize=7, zorder=3
            )
        _legend(figure, axes)

    return _drawn(draw, title=title, size=(4.4, 4.3))


def reliability(series: Sequence[Bins], *, title: str) -> str:
    """Observed share by mean score above, and how many rows each bin has below."""

    def draw(figure: "Figure") -> None:
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
        _square(above, across="", up="share that is positive")
        above.plot([0, 1], [0, 1], color=_BOUND, linewidth=0.8)
        below.set(yscale="log", ylabel="rows", xlabel="score (mean of the bin)")
        below.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        for bins in series:
            _bins(above, below, bins)
        _legend(figure, above)

    return _drawn(draw, title=title, size=(4.4, 5.2))


def ranked(rows: Sequence[Row], *, title: str, scale: Scale, bars: bool = False) -> str:
    """A row for each label, the first at the top: a mark a scorer, or a bar for the first one."""

    def draw(figure: "Figure") -> None:
        axes = figure.subplots()
        _rows(axes, rows, scale)
        named: set[str] = set()
        for place, row in enumerate(rows):
            for number, mark in enumerate(row.marks):
                spread = 0.0 if bars else 0.15 * (number - (len(row.marks) - 1) / 2)
                label = None if mark.name in named else mark.name
                named.add(mark.name)
                shown = replace(mark, low=None) if bars and number else mark
                _mark(axes, shown, place + spread, label=label, bar=bars and not number)
        _legend(figure, axes)

    longest = max((len(row.marks) for row in rows), default=1)
    each = 0.28 if bars else max(0.38, 0.1 + 0.13 * longest)
    return _drawn(draw, title=title, size=(5.6, 1.2 + each * len(rows)))


def strips(rows: Sequence[Row], *, title: str, scale: Scale) -> str:
    """A row for each group, with all its values as dots, half transparent where they overlap."""

    def draw(figure: "Figure") -> None:
        axes = figure.subplots()
        _rows(axes, rows, scale)
        for style, name in {mark.style: mark.name for row in rows for mark in row.marks}.items():
            side = -0.12 if style == CANDIDATE else 0.14
            found = [
                (mark.value, place + side)
                for place, row in enumerate(rows)
                for mark in row.marks
                if mark.style == style
            ]
            look: dict[str, Any] = {"color": style.colour, "alpha": 0.55, "markersize": 5}
            axes.plot(*_columns(found), style.marker, label=name, markeredgewidth=0, **look)
        _legend(figure, axes)

    return _drawn(draw, title=title, size=(4.4, 1.3 + 0.34 * len(rows)))


def _square(axes: "Axes", *, across: str, up: str) -> None:
    """Axes over the unit square, with a little air."""
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), xlabel=across, ylabel=up)


def _rows(axes: "Axes", rows: Sequence[Row], scale: Scale) -> None:
    """Axes with a label for each row, and a dashed line at the bound."""
    axes.set(xlim=(scale.low, 1.01), xlabel=scale.label, ylim=(len(rows) - 0.4, -0.6))
    axes.set_yticks(range(len(rows)), [row.label for row in rows])
    axes.grid(visible=False, axis="y")
    axes.locator_params(axis="x", nbins=6)
    axes.tick_params(axis="y", length=0)
    if scale.bound is not None:
        axes.axvline(scale.bound, color=_BOUND, linewidth=1, linestyle=(0, (4, 3)))


def _mark(axes: "Axes", mark: Mark, height: float, *, label: str | None, bar: bool) -> None:
    """One value, as a bar or as a marker, with its interval."""
    style = mark.style
    if mark.low is not None and mark.high is not None:
        axes.plot([mark.low, mark.high], [height, height], color=style.colour, linewidth=1)
    if bar:
        look: dict[str, Any] = {"color": _PALE, "edgecolor": style.colour, "linewidth": 0.8}
        axes.barh(height, mark.value, height=0.66, label=label, **look)
        return
    axes.plot([mark.value], [height], style.marker, color=style.colour, markersize=5, label=label)


def _bins(above: "Axes", below: "Axes", bins: Bins) -> None:
    """One scorer's bins, with the interval of each share, and its rows."""
    style = bins.style
    look: dict[str, Any] = {"color": style.colour, "marker": style.marker, "markersize": 4.5}
    above.vlines(bins.scores, bins.lows, bins.highs, color=style.colour, linewidth=0.9)
    above.plot(bins.scores, bins.shares, linestyle=style.dash, label=bins.name, **look)
    below.plot(bins.scores, bins.rows, linestyle=style.dash, linewidth=1, **look)


def _legend(figure: "Figure", axes: "Axes") -> None:
    """The names below the chart; handles are given, or names with an underscore would be lost."""
    drawn: list[Any] = [*axes.containers, *axes.lines]
    handles = [each for each in drawn if _named(each.get_label())]
    names = [str(handle.get_label()) for handle in handles]
    columns = max(1, min(3, _LEGEND_LETTERS // (6 + max(map(len, names), default=0))))
    figure.legend(handles, names, loc="outside lower center", ncols=columns, fontsize=9)


def _named(label: object) -> bool:
    """Whether a label was given; those that matplotlib makes up start with "_child"."""
    return bool(label) and not str(label).startswith(("_child", "_container"))


def _columns(points: Sequence[Sequence[float]]) -> tuple[list[float], list[float]]:
    """Points as their first and their second coordinates."""
    return [point[0] for point in points], [point[1] for point in points]


def _drawn(draw: Callable[["Figure"], None], *, title: str, size: tuple[float, float]) -> str:
    """The SVG element of what a function draws; ``size`` in inches."""
    require_matplotlib()
    from matplotlib import rc_context  # noqa: PLC0415 - an optional extra, and slow to import
    from matplotlib.figure import Figure  # noqa: PLC0415 - likewise

    out = StringIO()
    with rc_context(_RULES):
        figure = Figure(figsize=size, layout="constrained")
        draw(figure)
        figure.savefig(out, format="svg", metadata=_NO_METADATA)
    return _inline(out.getvalue(), title)


def _inline(document: str, title: str) -> str:
    """An SVG document as an element of a page: no prolog, no styles, ids of its own."""
    svg = document[document.index("<svg") :]
    prefix = f"c{sha256((title + svg).encode()).hexdigest()[:10]}-"
    _, box, body = re.split(r'viewBox="([^"]+)"[^>]*>', svg, maxsplit=1)
    body = re.sub(r"<style.*?</style>|<!--.*?-->", "", body, flags=re.DOTALL)
    body = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{prefix}", body)
    body = re.sub(r' d="[^"]+"', _rounded, body)
    return (
        f'<svg role="img" aria-label="{escape(title)}" viewBox="{box}" '
        f'style="max-width: {float(box.split()[2]) * 4 / 3:.0f}px">{body.strip()}'
    )


def _rounded(path: re.Match[str]) -> str:
    """A path with two digits after each point: a hundredth of a point is not to be seen."""
    return re.sub(r"(\.\d\d)\d+", r"\1", path[0])
