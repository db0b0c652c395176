"""What sentences of our own count among the rows that are learnt from."""

from pathlib import Path

import numpy as np

from training.balance import read_balance
from training.config import Balance, Config, LabelRule, Source
from training.split import Rows, arrange

SOURCE = Source(
    name="own", file="own.csv", text="text", licence="ours", labels={"TOXICITY": LabelRule(value=0)}
)


def rows(**balance: float) -> Rows:
    """The rows of our own sentences alone, weighted as a configuration asks."""
    config = Config(
        name="test", attributes=("TOXICITY",), sources=(SOURCE,), balance=Balance(**balance)
    )
    examples, _ = read_balance(config, Path())
    return arrange(config, examples)


def test_harmless_sentences_that_name_a_term_may_count_more() -> None:
    """As many times as asked; attacks and what names nobody keep the weight of their source."""
    plain, raised = rows(sentences=0.5), rows(sentences=0.5, harmless_terms=3.0)

    assert np.unique(plain.weights) == [0.5]
    assert sorted(np.unique(raised.weights)) == [0.5, 1.5]
    more = raised.weights[:, 0] == 1.5
    assert "My " in " ".join(np.array(raised.texts)[more])
    assert (raised.labels[more] < 0.5).all()
    assert 1_000 < more.sum() < len(more) / 2
