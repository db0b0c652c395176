"""The gates refuse what is worse beyond noise, and hardly ever what is not."""

import numpy as np
import pytest

from training import measure, noise
from training.bias import measure_bias, measuring_sentences
from training.functional import Case, measure_functions
from training.gates import (
    LEAST,
    Gate,
    Outcome,
    bias_gate,
    calibration_gate,
    disguise_gate,
    dropped,
    functions_gate,
    quality_gate,
    standing_in_the_way,
    statements_gate,
    unmeasured,
)
from training.measure import Numbers, Truth
from training.noise import Noise, signed
from training.paired import Pair, mean, worst_disguise
from training.robustness import KINDS, Disguised
from training.statements import plain_statements

COMPARISONS = 18  # seven attributes twice, and four comparisons on our own sentences
NOISE = Noise.over(COMPARISONS)
SENTENCES = measuring_sentences()
STATEMENTS = plain_statements()
CASES = tuple(
    Case(text=f"{function} {number}", function=function, hold=bool(number % 2))
    for function in ("threat", "quotation", "name")
    for number in range(40)
)


def world(seed: int, *, rows: int = 300, blur: float = 0.7) -> tuple[Pair, Truth]:
    """Rows with labels, and two models that see them with as much blur, each its own.

    ``blur`` is the candidate's; the current model's is 0.7.
    """
    random = np.random.default_rng(seed)
    evidence = random.normal(0, 2, rows)
    truth = random.random(rows) < chance(evidence)
    candidate, current = (
        chance(evidence + random.normal(0, spread, rows)) for spread in (blur, 0.7)
    )
    return Pair(candidate=candidate, current=current), truth


def chance(evidence: Numbers) -> Numbers:
    """The probability at so much evidence."""
    found: Numbers = 1 / (1 + np.exp(2.5 - 1.3 * evidence))
    return found


def disguised(kept: float, *, comments: int = 60) -> Disguised:
    """A model that catches all comments undisguised, and this share of each kind."""
    rows = np.zeros((comments, len(KINDS)), dtype=np.bool_)
    rows[: round(kept * comments)] = True
    return Disguised(caught=np.ones(comments, dtype=np.bool_), kept=rows, without_word=0)


def biased(step: float, term: str = "Sikh") -> Numbers:
    """Scores that see the attack, and one term as so much of an attack."""
    return np.array([one.toxic + step * (one.term == term) for one in SENTENCES], dtype=np.float64)


def test_of_equal_models_fewer_than_five_in_a_hundred_are_refused() -> None:
    """By quality or calibration, though each has the interval of a single comparison."""
    single = Noise.over(1, draws=400)
    refused = 0
    for seed in range(200):
        scores, truth = world(seed)
        gates = (
            quality_gate("INSULT", scores, truth, single),
            calibration_gate("INSULT", scores, truth, single),
        )
        assert Outcome.NOT_MEASURED not in {gate.outcome for gate in gates}
        refused += Outcome.REFUSED in {gate.outcome for gate in gates}

    assert 0 < refused < 10


def test_a_model_that_ranks_clearly_worse_is_refused() -> None:
    """With the figures of both, and an interval that leaves out nought."""
    scores, truth = world(1, rows=1_000, blur=3)

    gate = quality_gate("INSULT", scores, truth, NOISE)

    assert gate.outcome is Outcome.REFUSED
    assert (gate.name, gate.compared) == ("quality", "INSULT: ROC AUC")
    assert gate.candidate == pytest.approx(measure.auc(scores.candidate, truth))
    assert gate.current == pytest.approx(measure.auc(scores.current, truth))
    assert gate.low is not None
    assert gate.high is not None
    assert gate.low < gate.candidate - gate.current < gate.high < 0


def test_a_model_that_ranks_clearly_better_passes() -> None:
    """The same rows the other way round."""
    scores, truth = world(1, rows=1_000, blur=3)
    other = Pair(candidate=scores.current, current=scores.candidate)

    assert quality_gate("INSULT", other, truth, NOISE).outcome is Outcome.PASSED


def test_a_model_that_exaggerates_is_refused_for_its_calibration_alone() -> None:
    """It ranks as before, so its quality is the same."""
    scores, truth = world(2, rows=1_000)
    sure = Pair(candidate=np.sqrt(scores.current), current=scores.current)

    calibration = calibration_gate("INSULT", sure, truth, NOISE)
    quality = quality_gate("INSULT", sure, truth, NOISE)

    assert calibration.outcome is Outcome.REFUSED
    assert calibration.low is not None
    assert calibration.low > 0
    assert calibration.candidate == pytest.approx(
        measure.calibration_error(np.sqrt(scores.current), truth)
    )
    assert quality.outcome is Outcome.PASSED
    assert (quality.low, quality.high) == (0, 0)


def test_better_calibration_passes() -> None:
    """Lower is better there."""
    scores, truth = world(2, rows=1_000)
    other = Pair(candidate=scores.current, current=np.sqrt(scores.current))

    assert calibration_gate("INSULT", other, truth, NOISE).outcome is Outcome.PASSED


@pytest.mark.parametrize("gate", [quality_gate, calibration_gate])
def test_too_few_rows_of_one_side_are_not_measured(gate: type) -> None:
    """And the remark counts them."""
    scores, _ = world(3)
    truth = np.arange(300) < LEAST - 1

    found = gate("THREAT", scores, truth, NOISE)

    assert found.outcome is Outcome.NOT_MEASURED
    assert found.remark == "9 positive and 291 negative rows; it takes 10 of each"


def test_the_bias_gate_has_the_figures_that_bias_is_measured_with() -> None:
    """The worst term's BPSN AUC."""
    scores = Pair(candidate=biased(0.5), current=biased(2, "Roma"))
    texts = {one.text: float(score) for one, score in zip(SENTENCES, scores.current, strict=True)}

    gate = bias_gate(SENTENCES, scores, NOISE)

    assert gate.candidate == 1.0
    assert gate.current == measure_bias(texts.__getitem__).worst("bpsn_auc").bpsn_auc == 0.0
    assert gate.outcome is Outcome.PASSED


def test_a_model_that_learnt_to_fear_a_term_is_refused() -> None:
    """Whichever term it is."""
    gate = bias_gate(SENTENCES, Pair(candidate=biased(2), current=biased(0)), NOISE)

    assert (gate.name, gate.outcome) == ("bias", Outcome.REFUSED)
    assert gate.compared == "worst BPSN AUC of 85 terms"


def test_models_that_differ_at_random_pass_the_bias_gate() -> None:
    """As much blur on every sentence, each model its own."""
    refused = 0
    for seed in range(5):
        random = np.random.default_rng(seed)
        candidate, current = (biased(0) + random.normal(0, 1, len(SENTENCES)) for _ in range(2))
        gate = bias_gate(SENTENCES, Pair(candidate=candidate, current=current), NOISE)
        refused += gate.outcome is Outcome.REFUSED

    assert refused == 0


def stopping(*terms: str, of_each: int = 5) -> Numbers:
    """A model that stops so many statements of some terms, and no other."""
    seen = dict.fromkeys(terms, 0)
    stopped = np.zeros(len(STATEMENTS))
    for place, each in enumerate(STATEMENTS):
        if each.term in seen and seen[each.term] < of_each:
            seen[each.term] += 1
            stopped[place] = 1
    return stopped


def test_a_model_that_stops_statements_of_more_terms_is_refused() -> None:
    """With the share of all statements that each model stops."""
    terms = [*dict.fromkeys(each.term for each in STATEMENTS)]
    pair = Pair(candidate=stopping(*terms[:12]), current=stopping(terms[0]))

    gate = statements_gate(STATEMENTS, pair, NOISE)

    assert (gate.name, gate.outcome) == ("bias", Outcome.REFUSED)
    assert gate.candidate == pytest.approx(12 / len(terms))
    assert gate.current == pytest.approx(1 / len(terms))


@pytest.mark.parametrize(
    ("candidate", "current"),
    [(("gay",), ()), (("gay", "Roma"), ("gay", "Jew")), ((), ("gay", "Roma", "Jew", "old"))],
)
def test_a_model_that_stops_as_many_statements_passes(
    candidate: tuple[str, ...], current: tuple[str, ...]
) -> None:
    """Or fewer, or those of one more term, whose statements stand or fall together."""
    pair = Pair(candidate=stopping(*candidate), current=stopping(*current))

    assert statements_gate(STATEMENTS, pair, NOISE).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("kept", "outcome"), [(0.5, Outcome.REFUSED), (0.88, Outcome.PASSED), (1.0, Outcome.PASSED)]
)
def test_the_disguise_gate_refuses_what_sees_through_clearly_less(
    kept: float, outcome: Outcome
) -> None:
    """Where the current model keeps nine in ten."""
    gate = disguise_gate(disguised(kept), disguised(0.9), NOISE)

    assert gate.outcome is outcome
    assert gate.candidate == pytest.approx(kept, abs=0.01)
    assert gate.current == pytest.approx(0.9)


def test_disguise_is_a_share_of_what_each_model_catches_undisguised() -> None:
    """A model that catches half, and all of that in disguise, keeps everything."""
    caught = np.arange(60) < 30
    half = Disguised(caught=caught, kept=np.repeat(caught[:, None], len(KINDS), 1), without_word=0)

    assert disguise_gate(half, disguised(0.9), NOISE).candidate == 1.0


def test_a_model_that_catches_nothing_has_no_share_to_compare() -> None:
    """Not measured, rather than passed."""
    nothing = Disguised(caught=np.zeros(60, dtype=np.bool_), kept=disguised(0).kept, without_word=0)

    assert disguise_gate(nothing, disguised(0.9), NOISE).outcome is Outcome.NOT_MEASURED
    assert disguise_gate(disguised(0.9), nothing, NOISE).outcome is Outcome.NOT_MEASURED


def test_the_functions_gate_compares_the_mean_rate_of_functions() -> None:
    """A model that fails all of one function is refused; every function counts alike."""
    current = np.ones(len(CASES))
    candidate = np.array([float(case.function != "threat") for case in CASES])
    holds = {case.text: case.hold == (case.function != "threat") for case in CASES}

    gate = functions_gate(CASES, Pair(candidate=candidate, current=current), NOISE)

    assert gate.outcome is Outcome.REFUSED
    assert gate.candidate == pytest.approx(measure_functions(holds.__getitem__, CASES).mean)
    assert gate.current == 1.0


def test_models_that_fail_other_cases_as_often_pass_the_functions_gate() -> None:
    """Twelve cases each, spread over all functions."""
    random = np.random.default_rng(5)
    sides = [np.ones(len(CASES)), np.ones(len(CASES))]
    for side in sides:
        side[random.choice(len(CASES), 12, replace=False)] = 0

    gate = functions_gate(CASES, Pair(candidate=sides[0], current=sides[1]), NOISE)

    assert gate.outcome is Outcome.PASSED


def test_what_stands_in_the_way_are_refusals_and_gates_without_any_figure() -> None:
    """Not an attribute with few rows, where another has enough."""
    passed = Gate(name="quality", compared="INSULT: ROC AUC", outcome=Outcome.PASSED)
    few = unmeasured("quality", "THREAT: ROC AUC", "too few")
    none = unmeasured("calibration", "calibration error", "no data")
    gone = dropped("SPAM")

    assert standing_in_the_way((passed, few)) == ()
    assert standing_in_the_way((passed, few, none, gone)) == (none, gone)
    assert standing_in_the_way((few,)) == (few,)


def test_the_more_comparisons_the_wider_their_intervals() -> None:
    """So that all together refuse equal models as rarely as one would."""
    scores, truth = world(4)

    gates = [quality_gate("INSULT", scores, truth, Noise.over(count)) for count in (1, 5, 50)]

    widths = [float(gate.high or 0) - float(gate.low or 0) for gate in gates]
    assert widths == sorted(set(widths))


def test_the_drawn_auc_is_that_of_the_drawn_rows() -> None:
    """Ties and all, as if each row stood there as often as it was drawn."""
    scores = np.round(world(6, rows=80)[0].current, 1)
    truth = world(6, rows=80)[1]
    (weights,) = Noise(level=0.95, draws=5).weights(80)

    drawn = noise.auc(scores, truth)(weights)

    places = [np.repeat(np.arange(80), row.astype(int)) for row in weights]
    assert drawn == pytest.approx([measure.auc(scores[rows], truth[rows]) for rows in places])


def test_the_drawn_calibration_error_is_that_of_the_drawn_rows() -> None:
    """In the same bins as everywhere else."""
    (scores, truth) = (world(7, rows=80)[0].current, world(7, rows=80)[1])
    (weights,) = Noise(level=0.95, draws=5).weights(80)

    drawn = noise.calibration_error(scores, truth)(weights)

    places = [np.repeat(np.arange(80), row.astype(int)) for row in weights]
    assert drawn == pytest.approx(
        [measure.calibration_error(scores[rows], truth[rows]) for rows in places]
    )


def test_draws_come_in_pieces_but_are_as_many_as_were_asked_for() -> None:
    """Each draws as many rows as there are; the seed decides which."""
    pieces = list(Noise(level=0.95, draws=25).weights(100_000))
    again = list(Noise(level=0.95, draws=25, seed=2).weights(100_000))

    assert [len(piece) for piece in pieces] == [10, 10, 5]
    assert {float(row.sum()) for piece in pieces for row in piece} == {100_000.0}
    assert not np.array_equal(pieces[0], again[0])


def test_a_draw_of_one_side_has_no_auc_and_is_left_out_of_the_interval() -> None:
    """NaN, not nought."""
    figure = noise.auc(np.array([0.1, 0.9]), np.array([False, True]))

    drawn = figure(np.array([[1.0, 1.0], [2.0, 0.0]]))

    assert drawn[0] == 1.0
    assert np.isnan(drawn[1])
    assert Noise(level=0.95).interval(drawn) == (1.0, 1.0)


def test_a_loss_that_is_beyond_noise_is_refused_however_small() -> None:
    """A hair lower in every row; what adding up floats may leave is no loss."""
    scores, truth = world(8, rows=2_000)
    off = np.where(truth, 0.0, 4e-4)
    pair = Pair(candidate=(scores.current + off) / 2, current=scores.current / 2)
    same = Pair(candidate=scores.current + 1e-12, current=scores.current)

    lower = quality_gate("INSULT", pair, truth, NOISE)
    calibration = calibration_gate("INSULT", same, truth, NOISE)

    assert lower.outcome is Outcome.REFUSED
    assert 0 < float(lower.current or 0) - float(lower.candidate or 0) < 0.001
    assert calibration.outcome is Outcome.PASSED


def test_the_worst_disguise_is_each_models_own() -> None:
    """Not the same kind for both."""
    one, other = disguised(1), disguised(1)
    one.kept[:30, 0], other.kept[:15, 1] = False, False

    drawn = worst_disguise(one, other, NOISE)

    assert (drawn.candidate, drawn.current) == (0.5, 0.75)


def test_the_mean_is_that_of_the_texts() -> None:
    """Of both models, drawn on the same texts: equal values never differ."""
    drawn = mean(Pair(candidate=np.arange(5.0), current=np.arange(5.0)), NOISE)

    assert (drawn.candidate, drawn.current) == (2, 2)
    assert set(drawn.differences) == {0}


@pytest.mark.parametrize(
    ("difference", "shown"),
    [
        (0.0312, "+0.0312"),
        (-0.1, "-0.1000"),
        (-0.00003, "-0.00003"),
        (0.000000214, "+0.0000002"),
        (0.0, "0.0000"),
        (-1e-15, "0.0000"),
    ],
)
def test_a_difference_shows_on_which_side_of_nought_it_is(difference: float, shown: str) -> None:
    """With as many digits as that takes, and none too many."""
    assert signed(difference, 4) == shown
