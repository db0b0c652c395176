"""Figures from scores and labels, held to hand-made examples and to scikit-learn's own."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from training.measure import (
    BINS,
    POINTS,
    Numbers,
    Truth,
    agreement,
    auc,
    auc_interval,
    calibrate,
    calibration_error,
    character_f1,
    measure,
    rank,
    resamples,
    review_load,
)


def drawn(rows: int = 2_000, *, share: float = 0.2, digits: int = 6) -> tuple[Numbers, Truth]:
    """Scores that keep what they promise on average, with labels; few digits make ties."""
    random = np.random.default_rng(5)
    scores = np.round(random.beta(1, 1 / share - 1, rows), digits)
    return scores, random.random(rows) < scores


@pytest.mark.parametrize("digits", [6, 1, 0])
def test_the_auc_is_scikit_learns(digits: int) -> None:
    """With hardly any ties, with many, and where scores say yes or no."""
    scores, truth = drawn(digits=digits)

    found = auc(scores, truth)

    assert found == pytest.approx(roc_auc_score(truth, scores), abs=1e-12)


def test_an_interval_by_counts_is_one_by_drawn_rows() -> None:
    """The AUC of rows that count twice is that of the rows written twice."""
    scores, truth = drawn(300, digits=2)
    random = np.random.default_rng(3)
    slow = []
    for _ in range(200):
        rows = random.integers(0, 300, 300)
        slow.append(roc_auc_score(truth[rows], scores[rows]))

    low, high = auc_interval(scores, truth, seed=3)

    assert (low, high) == pytest.approx(np.percentile(slow, [2.5, 97.5]), abs=1e-12)


def test_an_interval_narrows_with_the_root_of_the_rows() -> None:
    """Sixteen times the rows, about a quarter of the width."""
    scores, truth = drawn(16_000)

    wide = auc_interval(scores[:1_000], truth[:1_000], seed=1)
    narrow = auc_interval(scores, truth, seed=1)

    assert (wide[1] - wide[0]) / (narrow[1] - narrow[0]) == pytest.approx(4, rel=0.35)


def test_resamples_without_a_positive_row_are_passed_over() -> None:
    """One positive row of five is missing from a third of the resamples."""
    scores = np.array([0.1, 0.2, 0.3, 0.4, 0.9])

    low, high = auc_interval(scores, scores > 0.5, seed=1)

    assert (low, high) == (1.0, 1.0)


@pytest.mark.parametrize("figure", [rank, calibrate], ids=["rank", "calibrate"])
def test_the_same_seed_gives_the_same_figures(figure: Callable[..., object]) -> None:
    """And another seed another interval."""
    scores, truth = drawn(500)

    assert figure(scores, truth, seed=1) == figure(scores, truth, seed=1)
    assert figure(scores, truth, seed=1) != figure(scores, truth, seed=2)


def test_a_resample_draws_as_many_rows_as_there_are() -> None:
    """Some of them more than once."""
    counts = next(resamples(50, seed=1))

    assert counts.sum() == len(counts) == 50
    assert counts.max() > 1


@pytest.mark.parametrize("digits", [6, 1, 0])
def test_a_curve_has_few_points_and_both_ends(digits: int) -> None:
    """And never turns back."""
    scores, truth = drawn(digits=digits)

    found = rank(scores, truth, seed=1)

    assert found.average_precision == pytest.approx(average_precision_score(truth, scores))
    assert (found.roc[0], found.roc[-1]) == ((0, 0), (1, 1))
    assert (found.pr[0][0], found.pr[-1][0]) == (0, 1)
    for curve in (found.roc, found.pr):
        assert 2 <= len(curve) <= POINTS
        assert [x for x, _ in curve] == sorted(x for x, _ in curve)


def test_a_thinned_roc_curve_encloses_the_area() -> None:
    """A hundred points are enough for a picture."""
    scores, truth = drawn()

    found = rank(scores, truth, seed=1)

    x, y = np.array(found.roc).T
    assert np.trapezoid(y, x) == pytest.approx(found.auc, abs=0.005)


def test_calibration_error_by_hand() -> None:
    """Two bins: ten rows promise 0.1 and keep 0.3; ten promise 0.9 and keep 0.9."""
    scores = np.repeat([0.1, 0.9], 10)
    truth = np.array([1] * 3 + [0] * 7 + [1] * 9 + [0]) == 1

    found = calibrate(scores, truth, seed=1)

    assert found.ece == pytest.approx(0.1)
    assert found.ece == calibration_error(scores, truth)
    assert found.brier == pytest.approx(brier_score_loss(truth, scores))
    assert [(each.score, each.share, each.rows) for each in found.bins] == [
        (pytest.approx(0.1), 0.3, 10),
        (pytest.approx(0.9), 0.9, 10),
    ]


def test_calibration_figures_lie_in_their_intervals() -> None:
    """The Brier score does; resampled ECE lies above the ECE, as noise only adds to it."""
    scores, truth = drawn()

    found = calibrate(scores, truth, seed=1)

    assert found.brier_low < found.brier < found.brier_high
    assert 0 < found.ece_low < found.ece_high < 0.1
    assert sum(each.rows for each in found.bins) == len(scores)
    assert len(found.bins) <= BINS


def test_a_bin_with_few_rows_is_not_certain() -> None:
    """Three rows without a positive one may well come from a share of one half."""
    scores = np.array([0.0, 0.01, 0.02, 1.0])

    low_bin, high_bin = calibrate(scores, scores > 0.5, seed=1).bins

    assert (low_bin.share, low_bin.low) == (0, 0)
    assert low_bin.high == pytest.approx(0.5615, abs=1e-4)  # Wilson: 3.8415 / (3 + 3.8415)
    assert (high_bin.share, high_bin.high) == (1, 1)
    assert high_bin.low == pytest.approx(0.2065, abs=1e-4)  # Wilson: 1 / (1 + 3.8415)


def test_review_load_by_hand() -> None:
    """Of ten rows, the second, third and sixth in order are positive: six to read."""
    scores = np.linspace(1, 0, 10)
    truth = np.isin(np.arange(10), [1, 2, 5])

    found = review_load(scores, truth)

    assert (found.recall_95, found.recall_99) == (0.6, 0.6)
    assert (0.3, pytest.approx(2 / 3)) in found.curve
    assert (found.curve[0], found.curve[-1]) == ((0, 0), (1, 1))


def test_equal_scores_are_read_together() -> None:
    """A scorer that says the same of all makes people read all."""
    truth = np.array([True, False, False, False])

    found = review_load(np.full(4, 0.5), truth)

    assert (found.recall_95, found.curve) == (1.0, ((0, 0), (1, 1)))


def test_95_of_100_is_enough() -> None:
    """A hundred positive rows, of which five stand at the very end."""
    truth = np.array([True] * 95 + [False] * 900 + [True] * 5)

    found = review_load(np.linspace(1, 0, 1_000), truth)

    assert found.recall_95 == pytest.approx(0.095)
    assert found.recall_99 == pytest.approx(0.999)


@pytest.mark.parametrize(
    ("found", "wanted", "value"),
    [
        ([], [], 1),
        ([1], [], 0),
        ([], [1], 0),
        ([1, 2], [3, 4], 0),
        ([1, 2, 3, 4], [3, 4], 2 / 3),
        ([3, 4], [3, 4], 1),
    ],
)
def test_character_f1_is_that_of_semeval(found: list[int], wanted: list[int], value: float) -> None:
    """Both empty is right, one empty is wrong, and otherwise F1."""
    assert character_f1(frozenset(found), frozenset(wanted)) == pytest.approx(value)


def test_agreement_is_a_mean_with_an_interval() -> None:
    """Half ones, half zeros: a mean of a half, give or take a standard error or two."""
    found = agreement(np.repeat([0.0, 1.0], 50), seed=1)

    assert found.f1 == 0.5
    assert found.f1_low == pytest.approx(0.4, abs=0.03)
    assert found.f1_high == pytest.approx(0.6, abs=0.03)


def test_labels_of_one_side_cannot_be_measured() -> None:
    """None, and no figures that mean nothing."""
    assert measure(np.array([0.1, 0.2]), np.array([0.0, 0.4]), seed=1) is None
    assert measure(np.array([0.1, 0.2]), np.array([1.0, 0.5]), seed=1) is None


def test_a_fraction_counts_by_its_side_of_the_half() -> None:
    """Perfect order, as 0.7 is positive and 0.3 is not."""
    found = measure(np.array([0.2, 0.9]), np.array([0.3, 0.7]), seed=1)

    assert found is not None
    assert (found["auc"], found["positive"], found["rows"]) == (1.0, 1, 2)
    assert found["log_loss"] == pytest.approx(-(math.log(0.8) + math.log(0.9)) / 2, abs=1e-5)
