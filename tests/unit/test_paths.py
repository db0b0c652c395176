"""The compiled loops and NumPy: the same bits, for whatever a reader may send."""

import pickle
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.app import create_app
from service.logs import make_log
from service.moderation import artefact, compiled, features, plain, text
from service.moderation.artefact import Artefact
from service.moderation.features import FeatureRules
from service.moderation.linear import WeightTable
from service.moderation.scorer import LinearScorer
from service.moderation.sentences import sentences
from service.moderation.spans import marked
from service.moderation.text import Prepared
from service.moderation.weights import MOST_COUNTED, Explained, Floats, Weights, fold_weights
from service.settings import Settings
from service.testing import LogLines
from training.generate import generate

RULES = (
    FeatureRules(bits=12, word_bits=10),
    FeatureRules(bits=12, word_bits=10, word_min=2, word_max=3),
    FeatureRules(bits=14, word_bits=8, character_min=1, character_max=4),
    FeatureRules(bits=10, word_bits=10, character_min=5, character_max=9, word_max=1),
)
ALPHABETS = (
    "abc .!?",
    "a .",
    "0123456789 ",
    "ab\x00\t\n\x7f .",
    "\u00e9\u00e0\u00fc\u00df .",
    "\u043a\u0438\u0440\u0438\u043b\u0446\u0430 . ",
    "\u6f22\u5b57\u3002\uff01 a",
    "\U0001f600\U0001d49c\U0001d4eb a.",
    "\u200b\u0301a .\ud800\udfff",
    "\u0645\u0631\u062d\u0628\u0627 . ",
    "\u0627\ufdfa\ufdf2 a",
    "aA!? \"'();:-_*#$@",
)
LONGEST = (
    "",
    "a",
    " ",
    "!!",
    "\ud800",
    "a." * 50,
    "a " * 9_000,
    ". " * 10_000,
    "idiot " * 3_400,
    "\ufdfa" * 6_826,
    "x" * 20_480,
    "1" * 20_480,
    "\U0001f600" * 5_120,
    "\u00e9" * 10_240,
    "You lie about the bridge, all of you and every single day. " * 340,
)

needs_library = pytest.mark.skipif(
    compiled._library() is None, reason="the library is not built: no C compiler"
)


@dataclass(frozen=True, kw_only=True)
class Estimators:
    """What a weight table takes of a fitted model."""

    idf_: Floats | None = None
    coef_: Floats | None = None
    intercept_: Floats | None = None


def random_model(rules: FeatureRules, attributes: int = 7) -> tuple[dict[str, object], list[str]]:
    """An artefact's parts with random weights, and the attributes in order."""
    numbers = np.random.default_rng(rules.bits)
    names = [f"A{number}" for number in range(attributes)]
    return {
        "tfidf": Estimators(idf_=numbers.uniform(1, 9, rules.buckets)),
        "classifiers": {
            name: Estimators(
                coef_=numbers.normal(0, 2, (1, rules.buckets)),
                intercept_=numbers.normal(-2, 1, 1),
            )
            for name in names
        },
    }, names


@cache
def tables(rules: FeatureRules = RULES[0]) -> tuple[WeightTable, WeightTable]:
    """The same random model on the compiled loops and on NumPy."""
    model, names = random_model(rules)
    return WeightTable(rules, model, names), WeightTable(rules, model, names, use_compiled=False)


@cache
def real_texts() -> tuple[str, ...]:
    """Two thousand of our own sentences to train on, single and joined."""
    written = [one.text for one in generate()]
    chosen = random.Random(4)  # noqa: S311 - no secrets
    joined = (" ".join(chosen.sample(written, chosen.randint(1, 6))) for _ in range(2_000))
    return tuple(joined)


def hostile_texts() -> Iterator[str]:
    """Texts of every alphabet and of any code points, of many lengths, and the longest."""
    chosen = random.Random(5)  # noqa: S311 - no secrets
    yield from LONGEST
    for _ in range(1_500):
        signs = chosen.choice(ALPHABETS)
        yield "".join(chosen.choices(signs, k=chosen.choice([1, 2, 3, 5, 20, 90, 300, 700])))
    for _ in range(300):
        size = chosen.choice([3, 30, 300])
        yield "".join(chr(chosen.randrange(0x110000)) for _ in range(size))


def differing(texts: Sequence[str], rules: FeatureRules = RULES[0]) -> list[str]:
    """The texts that the two paths do not decide or explain to the same bits."""
    fast, slow = tables(rules)
    apart = (fast.decide_texts(texts) != slow.decide_texts(texts)).any(axis=1)
    return [
        one
        for one, differs in zip(texts, apart, strict=True)
        if differs or not alike(fast.explain_text(one), slow.explain_text(one))
    ]


def alike(one: Explained, other: Explained) -> bool:
    """Whether two explanations are the same to the bit."""
    return one.marks == other.marks and one.decisions.tobytes() == other.decisions.tobytes()


@pytest.fixture(scope="module")
def tiny(tiny_models: Path) -> Artefact:
    """The small model that was trained for the tests, as loaded."""
    return artefact.load(tiny_models / artefact.current_version(tiny_models))


@needs_library
def test_the_two_paths_are_what_they_say() -> None:
    """Or all that follows would compare one with itself."""
    assert [table.path for table in tables()] == ["compiled", "numpy"]


@needs_library
def test_real_texts_have_the_same_bits_on_both_paths() -> None:
    """Decisions and marks of two thousand."""
    assert differing(real_texts()) == []


@needs_library
def test_hostile_texts_have_the_same_bits_on_both_paths() -> None:
    """All scripts, controls, surrogates, nothing, and 20 KB."""
    assert differing(list(hostile_texts())) == []


@needs_library
@settings(max_examples=500, deadline=None)
@given(one=st.text(st.characters(codec=None), max_size=300))
def test_any_text_has_the_same_bits_on_both_paths(one: str) -> None:
    """Whatever hypothesis can think of."""
    assert differing([one]) == []


@needs_library
@pytest.mark.parametrize("rules", RULES[1:], ids=["pairs", "short", "long"])
def test_other_rules_have_the_same_bits_on_both_paths(rules: FeatureRules) -> None:
    """Lengths of n-grams that the compiler does not know beforehand."""
    assert differing([*real_texts()[:150], *LONGEST, *list(hostile_texts())[:300]], rules) == []


@needs_library
def test_an_undone_reading_has_the_same_bits_on_both_paths() -> None:
    """One that was prepared already, its origins not one by one."""
    prepared = text.squeezed("you stupid liar", [0, 1, 2, 3, 3, 3, 5, 5, 6, 8, 9, 9, 9, 9, 12])
    fast, slow = tables()

    assert alike(fast.explain(prepared), slow.explain(prepared))
    assert fast.decide([prepared]).tobytes() == slow.decide([prepared]).tobytes()


@needs_library
def test_threads_do_not_disturb_each_other() -> None:
    """Each has memory of its own, while Python's lock is free."""
    fast, _ = tables()
    texts = [*real_texts()[:400], *LONGEST]
    alone = [fast.explain_text(one) for one in texts]

    with ThreadPoolExecutor(4) as threads:
        found = [list(threads.map(fast.explain_text, texts)) for _ in range(3)]

    assert all(all(map(alike, every, alone)) for every in found)


@pytest.mark.parametrize("path", ["compiled", "numpy"])
def test_a_batch_has_the_same_bits_as_its_texts_one_by_one(path: str) -> None:
    """Whatever stands beside a text."""
    table = tables()[path == "numpy"]
    texts = [*real_texts()[:300], *list(hostile_texts())[:300]]

    found = table.decide_texts(texts)

    assert found.tobytes() == np.concatenate([table.decide_texts([one]) for one in texts]).tobytes()
    assert table.decide_texts([]).shape == table.decide([]).shape == (0, 7)


def test_a_scorer_scores_a_batch_as_its_texts_one_by_one(tiny: Artefact) -> None:
    """With calibration, with disguises, in order, and over more texts than go at once."""
    scorer = LinearScorer(tiny)
    texts = ["You are an 1d10t.", *real_texts()[:200], *list(hostile_texts())[:200], "f u c k you"]

    assert scorer.score_all(texts) == [scorer.score(one) for one in texts]
    assert scorer.score_all([]) == []


def test_without_the_library_the_scores_are_the_same(
    tiny: Artefact, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the scorer tells that it runs on NumPy."""
    usual = LinearScorer(tiny)
    monkeypatch.setattr(compiled, "LIBRARY", "service.moderation._not_built")

    bare = LinearScorer(tiny)

    texts = [*real_texts()[:100], *list(hostile_texts())[:100]]
    assert bare.path == "numpy"
    assert bare.score_all(texts) == usual.score_all(texts)
    assert [bare.score(one, explain=True) for one in texts] == [
        usual.score(one, explain=True) for one in texts
    ]


@pytest.mark.parametrize("chosen", [True, False])
def test_the_log_tells_which_path_is_in_use(tiny_models: Path, *, chosen: bool) -> None:
    """Once, at the start, as the setting and the installation have it."""
    logs = LogLines()
    log = make_log("info", stream=logs.stream)

    create_app(Settings(models=tiny_models, compiled=chosen), log=log)

    (line,) = [line for line in logs.lines if line["event"] == "model_loaded"]
    assert line["path"] == ("compiled" if chosen and compiled._library() else "numpy")


def test_a_library_of_another_release_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """So is whatever is no library at all."""
    monkeypatch.setattr(compiled, "_VERSION", -1)
    assert tables.__wrapped__()[0].path == "numpy"

    monkeypatch.setattr(compiled, "LIBRARY", "service.moderation.text")
    assert tables.__wrapped__()[0].path == "numpy"


@needs_library
def test_when_memory_runs_out_numpy_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers the same, if it can."""
    fast, slow = tables.__wrapped__()

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(compiled.Kernel, "_scratch", fail)

    for one in ("You liar.", "Du L\u00fcgner \u0416."):
        assert fast.decide_texts([one]).tobytes() == slow.decide_texts([one]).tobytes()
        assert alike(fast.explain_text(one), slow.explain_text(one))


@pytest.mark.parametrize("attributes", [1, 7, 8, 15])
def test_any_number_of_attributes_is_decided(attributes: int) -> None:
    """More than seven on NumPy, as the compiled rows have no room for them."""
    rules = FeatureRules(bits=10, word_bits=8)
    table = WeightTable(rules, *random_model(rules, attributes))
    model, names = random_model(rules, attributes)

    found = table.decide_texts(["You liar.", ""])

    assert found.shape == (2, attributes)
    assert found[1] == pytest.approx(
        [float(model["classifiers"][name].intercept_[0]) for name in names]
    )
    assert attributes <= 7 or table.path == "numpy"


@needs_library
def test_counts_stop_at_the_same_number_on_both_paths() -> None:
    """An n-gram that stands in a text a hundred thousand times."""
    one = "ab " * (MOST_COUNTED + 40_000) + "is all. This is another sentence of some length, ab."

    assert differing([one]) == []


def test_a_table_can_go_to_another_process() -> None:
    """As training's jobs need it."""
    for table in tables():
        copy = pickle.loads(pickle.dumps(table))  # noqa: S301 - our own bytes

        assert copy.path == table.path
        assert copy.decide_texts(["You liar."]).tobytes() == (
            table.decide_texts(["You liar."]).tobytes()
        )


def by_the_formula(weights: Weights, prepared: Prepared) -> tuple[Floats, Floats]:
    """The decisions, and each token's evidence, by the formula and without a grid.

    Sentences are compared to nine digits, so that equal ones are equal here too.
    """
    grams = features.extract(prepared, weights.rules)
    rows = weights.rows[grams.buckets].astype(np.float64)
    begins, ends = sentences(prepared.codes)
    whole = _values(weights, grams.buckets, np.ones(len(rows), dtype=bool))
    parts = [
        _values(weights, grams.buckets, (grams.begins >= begin) & (grams.ends <= end))
        for begin, end in zip(begins, ends, strict=True)
    ]
    decided = np.stack([part @ rows for part in parts]) + weights.intercepts
    harshest = np.stack([parts[best] for best in decided.round(9).argmax(axis=0)], axis=1)
    shares = (whole[:, None] + harshest) / 2 * rows / (grams.ends - grams.begins)[:, None]
    signs = np.zeros((len(prepared.codes), rows.shape[1]))
    for begin, end, share in zip(grams.begins, grams.ends, shares, strict=True):
        signs[begin:end] += share
    tokens = zip(*features.tokens(prepared.codes.astype(np.uint64)), strict=True)
    evidence = [signs[begin:end].sum(axis=0) for begin, end in tokens]
    decisions = (whole @ rows + weights.intercepts + decided.max(axis=0)) / 2
    found = np.array(evidence).reshape(-1, rows.shape[1])
    return decisions[weights.columns], found[:, weights.columns]


def _values(weights: Weights, buckets: np.ndarray, within: np.ndarray) -> Floats:
    """Each n-gram's share of its bucket's normalised value; 0 where it does not lie within."""
    values = np.zeros(len(buckets))
    found, inverse, counts = np.unique(buckets[within], return_inverse=True, return_counts=True)
    raw = (1 + np.log(counts)) * weights.rows[found, 0]
    values[within] = (raw / (np.linalg.norm(raw) or 1.0) / counts)[inverse]
    return values


def test_decisions_and_marks_follow_the_formula() -> None:
    """Rounding to a grid changes nothing that anybody could see."""
    for one in [*real_texts()[:200], *list(hostile_texts())[20:220]]:
        weights = fold_weights(RULES[0], *random_model(RULES[0]))
        prepared = text.prepare(one)

        decisions, evidence = by_the_formula(weights, prepared)

        explained = plain.explain(weights, prepared)
        places = features.tokens(prepared.codes.astype(np.uint64))
        assert explained.decisions == pytest.approx(decisions, abs=1e-9)
        for mark, wanted in zip(explained.marks, marked(prepared, *places, evidence), strict=True):
            assert mark == pytest.approx(wanted, abs=1.1e-6)
