"""What a fit learns from sources whose rates differ: their words, their rates, or both."""

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from service.errors import ConfigError
from training import config_file
from training.config import Fit
from training.fit import fit_classifier
from training.split import Rows
from training.vectors import Vectors

MILD, HARSH = 0, 1
"""The column of a word that only the milder source has, and of one that only the harsher has."""


def two_sources(count: int = 200) -> tuple[csr_matrix, Rows]:
    """One source with a word of its own and one harmful row in ten, another with nine in ten."""
    sources = np.repeat([0, 1], count)
    labels = np.concatenate([np.arange(count) % 10 == 0, np.arange(count) % 10 != 0])
    words = csr_matrix((np.ones(2 * count, np.float32), (np.arange(2 * count), sources)))
    rows = Rows(
        texts=tuple(f"text {number}" for number in range(2 * count)),
        sources=sources,
        labels=labels[:, None].astype(np.float32),
        weights=np.ones((2 * count, 1), dtype=np.float32),
        natural=sources == 0,
        found=np.ones(2 * count, dtype=np.bool_),
        test=np.zeros(2 * count, dtype=np.bool_),
        fold=np.zeros(2 * count, dtype=np.int64),
        repeated=0,
        disagreeing=0,
    )
    return words, rows


def learnt(*, apart: bool) -> tuple[float, float]:
    """How much harsher the harsher source's word is, and the probability of a text of neither."""
    words, rows = two_sources()
    nothing = csr_matrix((2, 1), dtype=np.float32)
    classifier = fit_classifier(
        words,
        rows,
        0,
        kept=np.ones(len(rows.texts), dtype=np.bool_),
        emphasis=np.ones(2, dtype=np.float32),
        vectors=Vectors(values=nothing, known=np.zeros(2, dtype=np.bool_)),
        fit=Fit(),
        apart=apart,
    )
    own = classifier.coef_[0]
    return float(own[HARSH] - own[MILD]), float(classifier.predict_proba(csr_matrix((1, 2)))[0, 1])


def test_with_one_intercept_a_sources_words_carry_its_rate() -> None:
    """So a source that shows only one side still teaches its words."""
    gap, _ = learnt(apart=False)

    assert gap > 3


def test_with_an_intercept_each_a_sources_words_carry_half_its_rate() -> None:
    """The intercepts take the other half: what the topic of a source is tells less of guilt."""
    gap, _ = learnt(apart=True)

    assert gap < 0.6 * learnt(apart=False)[0]


def test_what_remains_of_several_intercepts_is_that_of_the_natural_rows() -> None:
    """A text without a known word is as likely harmful as the milder source says."""
    _, apart = learnt(apart=True)
    _, together = learnt(apart=False)

    assert apart < 0.3 < together


def test_source_intercepts_of_an_unknown_attribute_are_refused(tmp_path: Path) -> None:
    """The error names the attribute and the entry."""
    written = (Path(__file__).parent.parent / "data" / "tiny.toml").read_text()
    path = tmp_path / "tiny.toml"
    path.write_text(written.replace("[fit]", '[fit]\nsource_intercepts = ["SARCASM"]'))

    with pytest.raises(ConfigError) as caught:
        config_file.load(path)

    assert caught.value.faults[0].field == "fit"
    assert "source_intercepts: SARCASM" in caught.value.faults[0].message
