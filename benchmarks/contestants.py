"""Who is measured in process: ours, and every peer that is installed."""

import csv
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from corpus import ROOT
from figures import ALT, BETTER, FASTTEXT, OURS, PIPELINE, SPANS, Contestant, one_by_one
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.multioutput import MultiOutputClassifier
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from service.moderation.scorer import LinearScorer

_LABELS: Final = (
    "toxic",
    "severe_toxic",
    "identity_hate",
    "insult",
    "obscene",
    "threat",
    "spam",
)
_SLOW: Final = 300
_SLOWEST: Final = 3


def contestants(scorer: LinearScorer) -> tuple[list[Contestant], list[str]]:
    """Ours first, then every peer that can be had, and a sentence on each that cannot."""
    found = [ours(scorer), with_spans(scorer), _pipeline(scorer.manifest.features)]
    absent = []
    for name, make in _PEERS.items():
        try:
            found.append(make())
        except (ImportError, PackageNotFoundError):
            absent.append(f"{name} is left out: it is not installed.")
    return found, absent


def ours(scorer: LinearScorer) -> Contestant:
    """Ours: every attribute, both readings, whether anything is disguised."""
    every = getattr(scorer, "score_all", None)
    if every is None:
        return Contestant(name=OURS, once=scorer.score, many=partial(one_by_one, scorer.score))
    return Contestant(name=OURS, once=scorer.score, many=lambda texts: partial(every, texts))


def with_spans(scorer: LinearScorer) -> Contestant:
    """The same, with the words that raised each score."""
    explained = partial(scorer.score, explain=True)
    return Contestant(name=SPANS, once=explained, many=partial(one_by_one, explained))


def _pipeline(rules: Any) -> Contestant:  # noqa: ANN401 - the manifest's numbers
    """The same model through stock estimators: its n-gram ranges, buckets and attributes.

    It is fitted on our own comments: its weights differ, its work does not. It reads a text once,
    as it stands, in one piece, and calibrates nothing.
    """
    plain = {"norm": None, "alternate_sign": False}
    words = (rules["word_min"], rules["word_max"])
    characters = (rules["character_min"], rules["character_max"])
    pipeline: Pipeline = make_pipeline(
        make_union(
            HashingVectorizer(ngram_range=words, n_features=1 << rules["word_bits"], **plain),
            HashingVectorizer(
                analyzer="char_wb", ngram_range=characters, n_features=1 << rules["bits"], **plain
            ),
        ),
        TfidfTransformer(sublinear_tf=True),
        MultiOutputClassifier(LogisticRegression()),
    )
    answer = pipeline.fit(*_own_comments()).predict_proba
    return Contestant(
        name=PIPELINE,
        once=lambda one: answer([one]),
        many=lambda texts: partial(answer, texts),
        most=_SLOW,
    )


def _alt_profanity_check() -> Contestant:
    """A linear model over words, one attribute."""
    with warnings.catch_warnings(action="ignore"):
        answer = import_module("profanity_check").predict_prob
    return Contestant(
        name=ALT,
        once=lambda one: answer([one]),
        many=lambda texts: partial(answer, list(texts)),
    )


def _better_profanity() -> Contestant:
    """A list of words with their spellings; it compares every word with every entry."""
    once = import_module("better_profanity").profanity.contains_profanity
    return Contestant(name=BETTER, once=once, many=partial(one_by_one, once), most=_SLOWEST)


def _fasttext() -> Contestant:
    """FastText's classifier, all attributes: subwords of 3 to 6, pairs of words, its own width.

    The calls go past its wrapper in Python, which fails under NumPy 2, and which costs time. Line
    breaks, which it cannot take, are replaced before the clock starts.
    """
    train = import_module("fasttext").train_supervised
    sizes = {"minn": 3, "maxn": 6, "wordNgrams": 2, "bucket": 1 << 18}
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.writelines(_fasttext_lines())
        file.flush()
        model = train(file.name, loss="ova", epoch=1, thread=1, verbose=0, **sizes).f

    def many(texts: Sequence[str]) -> Callable[[], object]:
        """Lines, and what is timed of them."""
        lines = [" ".join(one.split()) + "\n" for one in texts]
        return lambda: model.multilinePredict(lines, -1, 0.0, "replace")

    return Contestant(
        name=FASTTEXT,
        once=lambda one: model.predict(one.replace("\n", " ") + "\n", -1, 0.0, "replace"),
        many=many,
    )


def _own_comments() -> tuple[list[str], npt.NDArray[np.int64]]:
    """Our own comments with their labels, shape (n, attributes)."""
    path = ROOT / "tests" / "data" / "comments.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = np.array([[int(float(row[name]) > 0) for name in _LABELS] for row in rows])
    return [row["text"] for row in rows], labels


def _fasttext_lines() -> Iterator[str]:
    """The same in fastText's own format."""
    for one, labels in zip(*_own_comments(), strict=True):
        marks = [f"__label__{name} " for name, has in zip(_LABELS, labels, strict=True) if has]
        yield "".join(marks) + " ".join(one.split()) + "\n"


_PEERS: Final[dict[str, Callable[[], Contestant]]] = {
    ALT: _alt_profanity_check,
    BETTER: _better_profanity,
    FASTTEXT: _fasttext,
}
