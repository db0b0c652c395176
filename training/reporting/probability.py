"""The sections about scores as probabilities: calibration, and how much people have to read."""

from collections.abc import Sequence
from typing import Any, Final

from training.charts import Bins, Line, curves, reliability
from training.reporting.parts import (
    Cell,
    Drawing,
    Drawings,
    Part,
    Scorer,
    Section,
    Table,
    cells,
    count,
    figure,
    measured,
    percent,
    spoken,
    with_bounds,
)
from training.targets import Evaluation, with_interval

Scorers = Sequence[Scorer]

_DIGITS: Final = 4


def calibration(evaluation: Evaluation, scorers: Scorers) -> Section:
    """Whether a score of 0.3 means three of ten."""
    found = evaluation.get("calibration") or ()
    parts: list[Part] = []
    if found:
        drawings = [_reliability(each, scorers) for each in found]
        parts = [_errors(found, scorers), Drawings(drawings=drawings)]
    return Section(
        name="calibration",
        title="Calibration",
        reading="Of all comments with a score near 0.3, three in ten should be positive: the curve "
        "should follow the diagonal. Where it runs below, scores are too high; above, too low. ECE "
        "is the mean distance from the diagonal and Brier the mean squared error: 0 is best. The "
        "lower panel counts the rows of each bin; a bin with few rows says little.",
        parts=parts,
    )


def review_load(evaluation: Evaluation, scorers: Scorers) -> Section:
    """How much people have to read."""
    found = evaluation.get("review_load") or ()
    parts: list[Part] = []
    if found:
        drawings = [_load(each, scorers) for each in found]
        parts = [_loads(found, scorers), Drawings(drawings=drawings)]
    return Section(
        name="review-load",
        title="Review load",
        reading="If moderators read from the highest score down, this is the share of all comments "
        "that they read until they have seen 95 % or 99 % of those that should be stopped. Lower "
        "is better. The marks on the curves are these two points.",
        parts=parts,
    )


def _errors(found: Sequence[Any], scorers: Scorers) -> Table:
    """A row for each attribute and scorer."""
    rows = [
        (
            *cells(each["attribute"], scorer.heading, count(each["rows"]), count(each["positive"])),
            with_bounds(with_interval(each["figures"][scorer.name], "ece"), _DIGITS),
            with_bounds(with_interval(each["figures"][scorer.name], "brier"), _DIGITS),
        )
        for each in found
        for scorer in measured(scorers, each["figures"])
    ]
    return Table(
        caption="Calibration error at the natural prior, with 95 % intervals",
        columns=("Attribute", "Scorer", "Rows", "Positive", "ECE", "Brier"),
        rows=rows,
        words=2,
    )


def _reliability(each: Any, scorers: Scorers) -> Drawing:  # noqa: ANN401 - JSON
    """The reliability diagram of one attribute."""
    shown = measured(scorers, each["figures"])
    title = f"Calibration of {each['attribute']}"
    series = [_bins(each["figures"][scorer.name].get("bins") or (), scorer) for scorer in shown]
    values = [(scorer, figure(each["figures"][scorer.name].get("ece"), 4)) for scorer in shown]
    caption = f"{title}. By ECE, {spoken(values)}."
    if shown:
        caption += _heaviest(series[0], shown[0])
    return Drawing(title=title, svg=reliability(series, title=title), caption=caption)


def _bins(bins: Sequence[Any], scorer: Scorer) -> Bins:
    """The bins of one scorer by column, without those that are empty."""
    filled = [each for each in bins if each["rows"]]
    return Bins(
        name=scorer.heading,
        style=scorer.style,
        scores=[each["score"] for each in filled],
        shares=[each["share"] for each in filled],
        lows=[each["share"] if each.get("low") is None else each["low"] for each in filled],
        highs=[each["share"] if each.get("high") is None else each["high"] for each in filled],
        rows=[each["rows"] for each in filled],
    )


def _heaviest(bins: Bins, scorer: Scorer) -> str:
    """A sentence on the bin that adds most to a scorer's ECE."""
    if not bins.scores:
        return ""
    columns = zip(bins.rows, bins.scores, bins.shares, strict=True)
    gaps = [rows * abs(score - share) for rows, score, share in columns]
    place = gaps.index(max(gaps))
    return (
        f" What adds most to that of {scorer.subject}: mean score {figure(bins.scores[place])}, "
        f"share {figure(bins.shares[place])}, {count(bins.rows[place])} rows."
    )


def _loads(found: Sequence[Any], scorers: Scorers) -> Table:
    """A row for each set, attribute and scorer."""
    rows: list[Sequence[Cell]] = [
        cells(
            each["set"],
            each["attribute"],
            scorer.heading,
            percent(each["figures"][scorer.name].get("recall_95")),
            percent(each["figures"][scorer.name].get("recall_99")),
        )
        for each in found
        for scorer in measured(scorers, each["figures"])
    ]
    return Table(
        caption="Share of all comments to read",
        columns=("Set", "Attribute", "Scorer", "to catch 95 %", "to catch 99 %"),
        rows=rows,
        words=3,
    )


def _load(each: Any, scorers: Scorers) -> Drawing:  # noqa: ANN401 - JSON
    """What is caught by what is read, on one set."""
    shown = measured(scorers, each["figures"])
    title = f"Review load, {each['set']}, {each['attribute']}"
    lines = [_line(each["figures"][scorer.name], scorer) for scorer in shown]
    values = [(scorer, _both(each["figures"][scorer.name])) for scorer in shown]
    return Drawing(
        title=title,
        svg=curves(lines, title=title, across="share read", up="share caught", diagonal=True),
        caption=f"{title}. To read for 95 % and for 99 %: {spoken(values)}.",
    )


def _both(figures: Any) -> str:  # noqa: ANN401 - JSON
    """The two loads in words."""
    return f"{percent(figures.get('recall_95'))} and {percent(figures.get('recall_99'))}"


def _line(figures: Any, scorer: Scorer) -> Line:  # noqa: ANN401 - JSON
    """The curve of one scorer with its 95 % and 99 % points."""
    points = ((figures.get("recall_95"), 0.95), (figures.get("recall_99"), 0.99))
    return Line(
        name=scorer.heading,
        style=scorer.style,
        points=figures.get("curve") or (),
        marked=[(share, caught) for share, caught in points if share is not None],
    )
