"""The fast path against scikit-learn's own estimators, on ordinary and hostile texts."""

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.moderation import artefact, disguise, features, text
from service.moderation.artefact import Artefact
from service.moderation.features import FeatureRules
from service.moderation.scorer import LinearScorer
from service.moderation.sentences import sentences
from service.moderation.text import Prepared
from training.generate import generate

OWN_COMMENTS = Path(__file__).parent.parent / "data" / "comments.csv"
HOSTILE = [
    "",
    "k",
    "\ud800",
    "\U0001f602" * 50,
    "\u202eidiot\u202c",
    "i\u0301d\u0308i\u200bo\u2060t",
    "\ufdfa" * 300,
    "a" * 20_480,
    "ab " * 6_826,
    "\u0000\u0001\u001f\u007f",
    "".join(chr(code) for code in range(0x20, 0x3000, 7)),
    "".join(chr(code) for code in range(0x10000, 0x20000, 97)),
    "You 1d10t. " * 300,
    "A civil paragraph about the bridge and its piers. " * 9
    + "You are a st\u0443pid f**l, you liar!",
    ". " * 9_000 + "w h o r e",
]


@pytest.fixture(scope="module")
def tiny(tiny_models: Path) -> Artefact:
    """The small model that was trained for the tests, as loaded."""
    return artefact.load(tiny_models / artefact.current_version(tiny_models))


@pytest.fixture(scope="module")
def scorer(tiny: Artefact) -> LinearScorer:
    """The fast path of that model."""
    return LinearScorer(tiny)


def by_scikit_learn(tiny: Artefact, one: str) -> dict[str, float]:
    """The same scores by the estimators' own methods, nothing folded together."""
    decisions = [_decided(tiny, prepared) for prepared in _readings(one)]
    return {
        name: float(tiny.model["calibrators"][name].predict([max(column)])[0])
        for name, column in zip(tiny.manifest.attributes, zip(*decisions, strict=True), strict=True)
    }


def _readings(one: str) -> list[Prepared]:
    """The text as it stands, and undone where there is something to undo."""
    undone = disguise.undo(one).prepared
    return [text.prepare(one), *([undone] if undone is not None else [])]


def _decided(tiny: Artefact, prepared: Prepared) -> list[float]:
    """Half by the whole reading, half by its harshest sentence, each a row of its own."""
    numbers = tiny.manifest.features.items()
    rules = FeatureRules(**{key: value for key, value in numbers if not key.endswith("rules")})
    stretches = [prepared] + [
        Prepared(codes=prepared.codes[begin:end], origins=prepared.origins[begin : end - 1])
        for begin, end in zip(*sentences(prepared.codes), strict=True)
    ]
    rows = tiny.model["tfidf"].transform(features.matrix(stretches, rules).astype(np.float64))
    found = []
    for name in tiny.manifest.attributes:
        whole, *parts = tiny.model["classifiers"][name].decision_function(rows)
        found.append(float(whole + max(parts)) / 2)
    return found


def own_comments() -> Iterator[str]:
    """The comments of our own writing."""
    with OWN_COMMENTS.open(encoding="utf-8", newline="") as file:
        yield from (row["text"] for row in csv.DictReader(file))


def test_our_own_comments_score_as_scikit_learn_scores_them(
    tiny: Artefact, scorer: LinearScorer
) -> None:
    """Every attribute of every comment, within 1e-6."""
    for one in own_comments():
        assert scorer.score(one).scores == pytest.approx(by_scikit_learn(tiny, one), abs=1e-6)


def test_our_own_sentences_score_as_scikit_learn_scores_them(
    tiny: Artefact, scorer: LinearScorer
) -> None:
    """Two thousand of those that models are trained on, all at once."""
    written = generate()
    texts = [one.text for one in written[:: len(written) // 2_000]]

    found = scorer.score_all(texts)

    for one, scored in zip(texts, found, strict=True):
        assert scored.scores == pytest.approx(by_scikit_learn(tiny, one), abs=1e-6)


@pytest.mark.parametrize("one", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_score_as_scikit_learn_scores_them(
    tiny: Artefact, scorer: LinearScorer, one: str
) -> None:
    """Nothing, one character, 20 KB, controls, surrogates and many scripts."""
    assert scorer.score(one).scores == pytest.approx(by_scikit_learn(tiny, one), abs=1e-6)


@settings(max_examples=1_000, deadline=None)
@given(one=st.text(st.characters(codec=None), max_size=200))
def test_any_text_scores_as_scikit_learn_scores_it(
    tiny: Artefact, scorer: LinearScorer, one: str
) -> None:
    """Whatever hypothesis can think of, lone surrogates and all planes."""
    assert scorer.score(one).scores == pytest.approx(by_scikit_learn(tiny, one), abs=1e-6)


def test_explaining_changes_no_score(scorer: LinearScorer) -> None:
    """With spans or without, the numbers are the same."""
    for one in HOSTILE:
        assert scorer.score(one, explain=True).scores == scorer.score(one).scores


def test_spans_stand_on_whole_words_of_the_original(scorer: LinearScorer) -> None:
    """Offsets count code points of the text as sent, emoji and stretched letters included."""
    one = "\U0001f602\U0001f602 You are a stuuuuupid  LIAR \u2014 go home"

    spans = scorer.score(one, explain=True).spans

    assert spans
    words = {one[span.begin : span.end] for span in spans}
    assert words <= {"You", "are", "a", "stuuuuupid", "LIAR", "go", "home", "\U0001f602", "\u2014"}
    assert words & {"stuuuuupid", "LIAR"}


def test_the_insult_is_marked_strongest(scorer: LinearScorer) -> None:
    """Of a sentence with one insult, no other word weighs more."""
    one = "The report on the bridge was written by an idiot."

    spans = scorer.score(one, explain=True).spans

    strongest = max(spans, key=lambda span: span.contribution)
    assert one[strongest.begin : strongest.end] == "idiot"
