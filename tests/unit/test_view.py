"""The Perspective view: a rising curve of the natural-prior probability, and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ArtefactError
from service.moderation.view import View
from training.config import Config, Source
from training.perspective import POINTS, fit_views
from training.split import Rows

CURVE = [[0.001, 0.02], [0.1, 0.5], [0.5, 0.8], [0.99, 0.98]]
shares = st.floats(min_value=0, max_value=1)


@pytest.mark.parametrize(("natural", "seen"), CURVE)
def test_the_points_of_the_curve_are_met(natural: float, seen: float) -> None:
    """In both directions."""
    view = View(CURVE)

    assert view.of(natural) == pytest.approx(seen, abs=1e-12)
    assert view.natural(seen) == pytest.approx(natural, abs=1e-12)


@given(shares, shares)
def test_the_order_of_scores_is_kept(one: float, other: float) -> None:
    """A comment that scores higher is never seen lower."""
    view = View(CURVE)

    low, high = sorted([one, other])

    assert view.of(low) <= view.of(high)
    assert 0 <= view.of(low) <= 1


@given(st.floats(min_value=0.001, max_value=0.99))
def test_a_threshold_can_be_taken_back(natural: float) -> None:
    """To the natural-prior probability that it stands for."""
    view = View(CURVE)

    assert view.natural(view.of(natural)) == pytest.approx(natural, abs=1e-9)


@pytest.mark.parametrize(
    "points",
    [[], [[0.1, 0.2], [0.1, 0.3]], [[0.1, 0.2], [0.2, 0.2]], [[0.0, 0.1]], [[0.5, 1.0]]],
    ids=["none", "level", "flat", "impossible", "certain"],
)
def test_a_curve_that_does_not_rise_is_refused(points: list[list[float]]) -> None:
    """It could not be taken back."""
    with pytest.raises(ArtefactError, match="retrain"):
        View(points)


def rows_of(labels: list[float], sources: list[int]) -> Rows:
    """Rows of one attribute, all kept aside."""
    many = len(labels)
    yes, no = np.ones(many, dtype=np.bool_), np.zeros(many, dtype=np.bool_)
    return Rows(
        texts=("",) * many,
        sources=np.array(sources),
        labels=np.array(labels, dtype=np.float32)[:, None],
        weights=np.ones((many, 1), dtype=np.float32),
        natural=no,
        found=yes,
        test=yes,
        fold=np.zeros(many, dtype=np.int64),
        repeated=0,
        disagreeing=0,
    )


def config_of(*perspective: str) -> Config:
    """Two sources, one or none of which the view is fitted on."""
    both = tuple(
        Source(name=name, file="", text="", licence="", labels={}) for name in ("picked", "other")
    )
    return Config(name="x", attributes=("TOXICITY",), sources=both, perspective=perspective)


def test_a_view_of_half_is_where_as_many_comments_stand_on_either_side() -> None:
    """One comment in ten has the attribute; scores say so; seen on balanced sides it is 1 to 1."""
    draw = np.random.default_rng(1)
    scores = draw.beta(0.5, 4.5, size=40_000).clip(1e-4, 1 - 1e-4)
    labels = (draw.random(len(scores)) < scores).astype(float)
    rows = rows_of(labels.tolist(), [0] * len(scores))

    view = View(fit_views(config_of(), rows, scores[:, None])["TOXICITY"])

    prior = labels.mean()
    for natural in (0.03, 0.1, 0.3, 0.6):
        odds = natural / (1 - natural) * (1 - prior) / prior
        assert view.of(natural) == pytest.approx(odds / (1 + odds), abs=0.03)


def test_only_named_sources_are_fitted_on() -> None:
    """The other one, whose labels say the opposite, changes nothing."""
    draw = np.random.default_rng(2)
    scores = draw.random(4_000).clip(1e-3, 1 - 1e-3)
    labels = (draw.random(4_000) < scores).astype(float)
    doubled = np.concatenate([scores, scores])[:, None]
    rows = rows_of([*labels, *(1 - labels)], [0] * 4_000 + [1] * 4_000)
    alone = rows_of(labels.tolist(), [0] * 4_000)

    named = fit_views(config_of("picked"), rows, doubled)

    assert named == fit_views(config_of(), alone, scores[:, None])
    assert named != fit_views(config_of(), rows, doubled)


def test_an_attribute_with_one_side_alone_is_seen_as_it_is() -> None:
    """Nothing is known that could bend it."""
    rows = rows_of([0.0, 0.0], [0, 0])

    views = fit_views(config_of(), rows, np.array([[0.1], [0.2]]))

    assert views == {"TOXICITY": [[point, point] for point in POINTS]}
