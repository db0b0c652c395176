"""Speed of the shipped model beside named peers, measured in turn in one run: `make bench`.

Peers: scikit-learn's own `Pipeline` over the same n-gram ranges, buckets and attributes, fitted on
the same comments (its weights differ, its work does not); and over HTTP the route
`/health/live`, which does everything a request costs but scoring. Only the ratios travel from one
machine to another.
"""

import csv
import json
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.multioutput import MultiOutputClassifier
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from threadpoolctl import threadpool_limits

from service.moderation.scorer import LinearScorer, load_scorer
from service.running import start

ROOT = Path(__file__).parent.parent
ROUNDS = 5
LABELS = ("toxic", "severe_toxic", "identity_hate", "insult", "obscene", "threat", "spam")


def comments() -> tuple[list[str], np.ndarray]:
    """Our own comments with their labels, shape (n, attributes)."""
    with (ROOT / "tests" / "data" / "comments.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = np.array([[int(float(row[name]) > 0) for name in LABELS] for row in rows])
    return [row["text"] for row in rows], labels


def stock_pipeline(scorer: LinearScorer, texts: list[str], labels: np.ndarray) -> Pipeline:
    """Stock estimators with the model's n-gram ranges, number of buckets and attributes."""
    rules = scorer.manifest.features
    half = 2 ** (rules["bits"] - 1)
    words = HashingVectorizer(
        ngram_range=(rules["word_min"], rules["word_max"]),
        n_features=half,
        norm=None,
        alternate_sign=False,
    )
    characters = HashingVectorizer(
        analyzer="char",
        ngram_range=(rules["character_min"], rules["character_max"]),
        n_features=half,
        norm=None,
        alternate_sign=False,
    )
    classifier = MultiOutputClassifier(LogisticRegression())
    pipeline = make_pipeline(
        make_union(words, characters), TfidfTransformer(sublinear_tf=True), classifier
    )
    return pipeline.fit(texts, labels)


def timed(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Milliseconds for each text on its own."""
    found = []
    for one in texts:
        began = time.perf_counter()
        work(one)
        found.append((time.perf_counter() - began) * 1e3)
    return found


def post(connection: HTTPConnection, path: str, content: object) -> None:
    """One JSON request over a kept connection; anything but 200 ends the run."""
    connection.request(
        "POST" if content else "GET",
        path,
        body=json.dumps(content) if content else None,
        headers={"Content-Type": "application/json"} if content else {},
    )
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:  # noqa: PLR2004 - OK
        message = f"{path} answered {answer.status}"
        raise RuntimeError(message)


def in_turn(works: dict[str, Callable[[str], object]], texts: list[str]) -> None:
    """Measure each contestant in every round; print p50 and p99 and ratios to the last one."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        timed(work, texts[:20])
    for _ in range(ROUNDS):
        for name, work in works.items():
            taken[name] += timed(work, texts)
    base = float(np.median(list(taken.values())[-1]))
    for name, found in taken.items():
        middle, late = np.percentile(found, [50, 99])
        print(f"{name:44} {middle:9.3f} {late:9.3f} {middle / base:8.2f}")


def main() -> None:
    """Print one table."""
    texts, labels = comments()
    scorer = load_scorer(ROOT / "models")
    pipeline = stock_pipeline(scorer, texts, labels)
    lengths = np.array([len(one) for one in texts])
    print(f"{len(texts)} comments, {lengths.mean():.0f} characters on average, {ROUNDS} rounds")
    print(f"{'':44} {'p50 ms':>9} {'p99 ms':>9} {'ratio':>8}")
    with threadpool_limits(limits=1):
        in_turn(
            {
                "one comment, seven scores": scorer.score,
                "one comment, seven scores and spans": lambda one: scorer.score(one, explain=True),
                "peer: stock scikit-learn Pipeline": lambda one: pipeline.predict_proba([one]),
            },
            texts,
        )
    server = start({"BTL_MODELS": ROOT / "models"})
    try:
        connection = HTTPConnection(*server.address)
        in_turn(
            {
                "POST /v1/comments": lambda one: post(connection, "/v1/comments", {"text": one}),
                "POST /v1/comments/batch of 100": lambda one: post(
                    connection, "/v1/comments/batch", {"comments": [{"text": one}] * 100}
                ),
                "peer: GET /health/live": lambda _: post(connection, "/health/live", None),
            },
            texts[:100],
        )
    finally:
        server.stop()


if __name__ == "__main__":
    main()
