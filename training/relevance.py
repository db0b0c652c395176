"""Fit the curve that tells whether a comment is about its article, and measure it.

``python -m training.relevance DATA`` reads ``neutralnews_articles.csv.gz`` and
``neutralnews_comments.csv.gz``. It fits five times, each time without a fifth of the articles, and
measures each fit on the fifth that it never saw; then it fits on all of them and writes
``service/moderation/tables/relevance.npz``.
"""

import csv
import gzip
import hashlib
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
import numpy.typing as npt
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score

from service.moderation.context.reactions import is_reaction
from service.moderation.context.relevance import (
    FEWEST,
    Numbers,
    Topic,
    Trees,
    article_topics,
    figures,
    fitted_of,
    read_topic,
)

TABLE: Final = Path(__file__).parents[1] / "service" / "moderation" / "tables" / "relevance.npz"
_FIELD: Final = 1 << 27  # characters of the longest article
_SEED: Final = 2026
_RESAMPLES: Final = 300
_FOLDS: Final = 5
_DEPTH: Final = 4
_BOOSTING: Final[dict[str, Any]] = {
    "n_estimators": 150,
    "learning_rate": 0.08,
    "max_depth": _DEPTH,
    "subsample": 0.6,
    "max_features": 8,
    "random_state": _SEED,
}
_HIGH: Final = 0.9

Table = npt.NDArray[Any]
Labels = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, slots=True)
class Corpus:
    """Articles by their ids, and comments with the ids of theirs and of another one."""

    articles: dict[str, tuple[Topic, Topic]]
    comments: list[tuple[str, Topic, str]]


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(data: Path) -> None:
    """Measure on articles in DATA that were not learnt from, then fit on all of them."""
    csv.field_size_limit(_FIELD)
    corpus = _corpus(data)
    folds = np.array([_fold(owner) for owner, *_ in corpus.comments for _ in range(2)])
    other = np.tile([0, 1], len(corpus.comments))
    scores = np.zeros(len(other))
    for fold in range(_FOLDS):
        unseen = folds == fold
        table, rows = _fit(corpus, other, ~unseen)
        trees = fitted_of(table).trees
        scores[unseen] = [1 / (1 + np.exp(-trees.decide(row))) for row in rows[unseen]]
    _tell([owner for owner, *_ in corpus.comments for _ in range(2)], other, scores)
    table, _ = _fit(corpus, other, np.ones(len(other), dtype=bool))
    with TABLE.open("wb") as file:
        np.savez_compressed(file, **table)
    click.echo(f"wrote {TABLE}, {TABLE.stat().st_size:,} bytes")


def _corpus(data: Path) -> Corpus:
    """The articles and comments, each beside another article of its fold too."""
    numbers = random.Random(_SEED)  # noqa: S311 - no secret
    articles = {
        row["id"]: article_topics(row["title"], row["text"])
        for row in _rows(data / "neutralnews_articles.csv.gz")
    }
    alike: dict[int, list[str]] = {}
    for name in sorted(articles):
        alike.setdefault(_fold(name), []).append(name)
    comments = []
    for row in _rows(data / "neutralnews_comments.csv.gz"):
        owner, topic = row["article_id"], read_topic(row["text"])
        if owner in articles and topic.words >= FEWEST and not is_reaction(row["text"]):
            others = alike[_fold(owner)]
            drawn = numbers.choice(others)
            while drawn == owner:
                drawn = numbers.choice(others)
            comments.append((owner, topic, drawn))
    return Corpus(articles=articles, comments=comments)


def _fit(corpus: Corpus, other: Labels, learnt: Flags) -> tuple[dict[str, Any], Table]:
    """The table that is learnt from some rows, and the figures of all rows by its means."""
    known = [pair for pair, wanted in zip(corpus.comments, learnt[::2], strict=True) if wanted]
    comments = _mean(topic for _, topic, _ in known)
    articles = _mean(corpus.articles[name][1] for name in {owner for owner, *_ in known})
    rows = np.array(
        [
            figures(topic, *corpus.articles[name], comments, articles)
            for owner, topic, drawn in corpus.comments
            for name in (owner, drawn)
        ],
        dtype=np.float32,
    )
    model = GradientBoostingClassifier(**_BOOSTING).fit(rows[learnt], other[learnt])
    return {**_flat(model), "comments": comments, "articles": articles}, rows


def _flat(model: GradientBoostingClassifier) -> dict[str, Any]:
    """The trees of a fitted model as arrays, see ``Trees``."""
    trees = [row[0].tree_ for row in model.estimators_]
    shape = (len(trees), max(tree.node_count for tree in trees))
    flat: dict[str, Any] = {
        name: np.zeros(shape, dtype=kind)
        for name, kind in (("figure", "i2"), ("limit", "f4"), ("left", "i2"), ("right", "i2"))
    }
    values = np.zeros(shape, dtype=np.float32)
    for row, tree in enumerate(trees):
        many, leaf = tree.node_count, tree.children_left < 0
        itself = np.arange(many)
        flat["figure"][row, :many] = np.where(leaf, 0, tree.feature)
        flat["limit"][row, :many] = np.where(leaf, 0, tree.threshold)
        flat["left"][row, :many] = np.where(leaf, itself, tree.children_left)
        flat["right"][row, :many] = np.where(leaf, itself, tree.children_right)
        values[row, :many] = tree.value[:, 0, 0] * model.learning_rate
    offset = float(model.decision_function(np.zeros((1, model.n_features_in_)))[0])
    blank = Trees(**flat, values=values, offset=0.0, depth=_DEPTH)
    offset -= blank.decide([0.0] * model.n_features_in_)
    return {**flat, "values": values, "offset": offset, "depth": _DEPTH}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a gzipped CSV file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _fold(name: str) -> int:
    """In which fifth an article is, by a hash of its id."""
    return hashlib.sha256(name.encode()).digest()[0] % _FOLDS


def _mean(topics: Iterable[Topic]) -> Numbers:
    """The mean meaning of some texts."""
    means = np.mean([topic.meaning for topic in topics], axis=0)
    return np.asarray(means, dtype=np.float32)


def _tell(owners: Sequence[str], other: Labels, scores: Table) -> None:
    """The area under the curve with its interval by article, calibration, and high scores."""
    names, where = np.unique(np.array(owners), return_inverse=True)
    generator = np.random.default_rng(_SEED)
    places = [np.flatnonzero(where == one) for one in range(len(names))]
    areas = []
    for _ in range(_RESAMPLES):
        chosen = generator.integers(len(names), size=len(names))
        drawn = np.concatenate([places[one] for one in chosen])
        areas.append(roc_auc_score(other[drawn], scores[drawn]))
    low, high = np.percentile(areas, [2.5, 97.5])
    area = roc_auc_score(other, scores)
    click.echo(
        f"{len(scores) // 2:,} comments, {len(names)} articles, each scored by a fit without it"
    )
    click.echo(f"AUC {area:.3f} ({low:.3f} to {high:.3f})")
    bins = np.minimum((scores * 10).astype(int), 9)
    error = sum(
        abs(scores[bins == one].mean() - other[bins == one].mean()) * (bins == one).mean()
        for one in np.unique(bins)
    )
    click.echo(f"calibration error {error:.3f}")
    for label, kind in ((0, "their own"), (1, "another")):
        share = (scores[other == label] >= _HIGH).mean()
        click.echo(f"{share:.1%} under {kind} article score {_HIGH} or more")


if __name__ == "__main__":
    sys.exit(main())
