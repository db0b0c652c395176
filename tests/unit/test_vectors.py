"""What words mean: the vectors fit the rules' buckets, and fold into weights without a rest."""

import numpy as np
import pytest

from service.moderation import features, text
from service.moderation.features import FeatureRules
from training.vectors import Vectors, word_vectors

RULES = FeatureRules(bits=14, word_bits=17)


def test_every_known_word_has_a_bucket_of_its_region() -> None:
    """Vectors stand in the buckets of single words alone, tens of thousands of them."""
    vectors = word_vectors(RULES, 1.0)
    rows = np.flatnonzero(vectors.known)

    assert vectors.values.shape == (RULES.buckets, vectors.width)
    assert rows.min() >= 1 << RULES.bits
    assert len(rows) > 30_000


@pytest.mark.parametrize(
    ("word", "like", "unlike"),
    [
        ("imbecile", "cretin", "harvest"),
        ("doctor", "physician", "bridge"),
        ("rude", "impolite", "tin"),
    ],
)
def test_words_of_like_meaning_have_like_vectors(word: str, like: str, unlike: str) -> None:
    """The cosine with a synonym is well above that with a word of something else."""
    vectors = word_vectors(RULES, 1.0)

    assert cosine(vectors, word, like) > cosine(vectors, word, unlike) + 0.2


def test_what_is_folded_decides_as_the_means_do() -> None:
    """Rows times the folded weights equal the means times the coefficients."""
    vectors = word_vectors(RULES, 0.1)
    rows = features.matrix(map(text.prepare, ["a kind word", "such an unkind idiot", ""]), RULES)
    coefficients = np.linspace(-1, 1, vectors.width, dtype=np.float32)

    folded = rows @ vectors.folded(coefficients)

    assert np.allclose(folded, vectors.means(rows) @ coefficients, atol=1e-5)
    assert np.any(folded != 0)


def test_no_meaning_lends_nothing() -> None:
    """A scale of 0 leaves no vector behind."""
    assert word_vectors(RULES, 0.0).values.nnz == 0


def cosine(vectors: Vectors, one: str, other: str) -> float:
    """How alike the vectors of two words are, in [-1, 1]."""
    left, right = (vector(vectors, word) for word in (one, other))
    return float(left @ right / np.linalg.norm(left) / np.linalg.norm(right))


def vector(vectors: Vectors, word: str) -> np.ndarray:
    """The vector in a word's bucket."""
    single = FeatureRules(bits=14, word_bits=17, word_max=1, character_max=0)
    (bucket,) = features.extract(text.prepare(word), single).buckets
    return np.asarray(vectors.values[bucket].todense()).ravel()
