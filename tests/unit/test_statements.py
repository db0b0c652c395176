"""Plain statements of who people are: how they are made and counted."""

import re
from collections import Counter

import pytest

from training.bias import measuring_sentences
from training.generate import generate
from training.split import key
from training.statements import Statement, measure_statements, plain_statements

STATEMENTS = plain_statements()
FIVE = tuple(
    Statement(text=f"{term} {number}", term=term, group="trade")
    for term in ("baker", "sailor", "tailor", "weaver", "miller")
    for number in range(4)
)


def test_every_term_that_bias_is_measured_on_has_the_same_statements() -> None:
    """Each in its own words, without a slot that is left."""
    counts = Counter(each.term for each in STATEMENTS)

    assert counts.keys() == {one.term for one in measuring_sentences() if one.group != "background"}
    assert len(set(counts.values())) == 1
    assert len({each.text for each in STATEMENTS}) > 0.95 * len(STATEMENTS)
    assert not [each.text for each in STATEMENTS if re.search(r"[{}]", each.text)]


def test_no_statement_is_a_sentence_that_is_trained_on() -> None:
    """Letters and digits compared, as rows that are trained on are told from those kept aside."""
    trained = {key(sentence.text) for sentence in generate()}

    assert trained
    assert [each.text for each in plain_statements() if key(each.text) in trained] == []


def test_what_is_stopped_is_counted_by_term_and_over_all() -> None:
    """Two of one term and one of another, of twenty."""
    found = measure_statements({"baker 0", "baker 3", "miller 1"}.__contains__, FIVE, seed=1)

    assert (found.asked, found.stopped, found.share) == (20, 3, 0.15)
    assert [(each.term, each.stopped, each.asked) for each in found.terms] == [
        ("baker", 2, 4),
        ("sailor", 0, 4),
        ("tailor", 0, 4),
        ("weaver", 0, 4),
        ("miller", 1, 4),
    ]


def test_a_share_lies_in_its_interval_and_few_statements_say_little() -> None:
    """Wilson's bounds for two of four and for none of four."""
    found = measure_statements({"baker 0", "baker 3"}.__contains__, FIVE, seed=1)

    baker, sailor, *_ = found.terms
    assert (baker.low, baker.high) == pytest.approx((0.150, 0.850), abs=1e-3)
    assert (sailor.low, sailor.high) == pytest.approx((0, 0.490), abs=1e-3)
    assert found.share_low < found.share < found.share_high


def test_statements_of_a_term_stand_or_fall_together() -> None:
    """All of one term say less than as many spread over the terms."""
    together = measure_statements(lambda text: text.startswith("baker"), FIVE, seed=1)
    spread = measure_statements(lambda text: text.endswith("1"), FIVE, seed=1)

    widths = [each.share_high - each.share_low for each in (spread, together)]
    assert spread.share == 0.25
    assert together.share == 0.2
    assert widths[0] < widths[1]


def test_nothing_stopped_is_no_proof_that_nothing_ever_is() -> None:
    """The upper bound stays above 0."""
    found = measure_statements(lambda _: False, FIVE, seed=1)

    assert (found.share, found.share_low) == (0, 0)
    assert 0.1 < found.share_high < 0.2
