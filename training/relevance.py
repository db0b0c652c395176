"""Fit the curve that tells whether a comment is about its article, and measure it.

``python -m training.relevance TRAIN EVAL`` fits on long comments of ``TRAIN``: a part of one stands
for the comment and the rest of it for the article, or the rest of another. It measures on comments
under news articles, ``neutralnews_*.csv.gz`` in ``EVAL``, each beside its own article and beside
another, which also calibrate the curve, and writes ``service/moderation/tables/relevance.json``.
"""

import csv
import gzip
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
import numpy.typing as npt
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from service.moderation.context.reactions import is_reaction
from service.moderation.context.relevance import (
    FEWEST,
    Numbers,
    Topic,
    article_topics,
    figures,
    read_topic,
)

TABLE: Final = Path(__file__).parents[1] / "service" / "moderation" / "tables" / "relevance.json"
SOURCES: Final = {"jigsaw2018.csv.gz": "comment_text", "civil_comments_spans.csv.gz": "text"}

_FIELD: Final = 1 << 27  # characters of the longest article
_SEED: Final = 3
_RESAMPLES: Final = 300
_HIGH: Final = 0.9
_LONG: Final = 150  # words of a text that is cut in two
_VARIED: Final = 90  # different ones among them
_MOST: Final = 5_000
_TITLE: Final = 10  # words that stand for the title
_APART: Final = 7
_PLACES: Final = (1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99)  # percentiles

Table = npt.NDArray[Any]
Labels = npt.NDArray[np.int64]
Article = tuple[Topic, Topic]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pairs:
    """Comments, each beside its own article and another; ``owners`` tells which it stands under."""

    comments: Sequence[Topic]
    own: Sequence[Article]
    others: Sequence[Article]
    owners: Sequence[str]

    @property
    def labels(self) -> Labels:
        """0 for its own article and 1 for another's, in turn."""
        return np.tile([0, 1], len(self.comments))


@click.command()
@click.argument("train", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("evaluation", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(train: Path, evaluation: Path) -> None:
    """Fit on TRAIN, measure and calibrate on EVALUATION, write the table."""
    csv.field_size_limit(_FIELD)
    learnt = cut(long_texts(train))
    comments = _mean([topic.meaning for topic in learnt.comments])
    articles = _mean([body.meaning for _, body in learnt.own])
    rows, unseen = _rows(learnt, comments, articles), neutral(evaluation)
    centre, scale = rows.mean(axis=0), rows.std(axis=0)
    model = LogisticRegression(max_iter=5_000).fit((rows - centre) / scale, learnt.labels)
    weights = model.coef_[0] / scale
    decisions = _rows(unseen, comments, articles) @ weights
    _tell(unseen, _calibrated_apart(unseen, decisions))
    knots = IsotonicRegression(out_of_bounds="clip").fit(decisions, unseen.labels)
    places = np.percentile(decisions, _PLACES)
    members = {
        "weights": [round(float(one), 6) for one in weights],
        "decisions": [round(float(one), 4) for one in places],
        "scores": [round(float(one), 4) for one in knots.predict(places)],
        "comments": [round(float(one), 3) for one in comments],
        "articles": [round(float(one), 3) for one in articles],
    }
    TABLE.write_text(json.dumps(members) + "\n", encoding="utf-8")
    click.echo(f"wrote {TABLE}")


def _calibrated_apart(pairs: Pairs, decisions: Table) -> Table:
    """Scores by curves that did not know the article: each half by the other half's."""
    halves = np.repeat([sha256(owner.encode()).digest()[0] & 1 for owner in pairs.owners], 2)
    scores = np.zeros(len(decisions))
    for half in (0, 1):
        curve = IsotonicRegression(out_of_bounds="clip")
        curve.fit(decisions[halves != half], pairs.labels[halves != half])
        scores[halves == half] = curve.predict(decisions[halves == half])
    return scores


def long_texts(train: Path) -> list[list[str]]:
    """The words of comments long enough to be cut in two, in an order drawn by lot."""
    texts = [
        words
        for file, column in SOURCES.items()
        for row in _read(train / file)
        if len(words := row[column].split()) >= _LONG and len(set(words)) > _VARIED
    ]
    random.Random(_SEED).shuffle(texts)  # noqa: S311 - no secret
    return texts[:_MOST]


def cut(texts: Sequence[Sequence[str]]) -> Pairs:
    """A part of each text as a comment, and what is left of it as its article."""
    numbers = random.Random(_SEED)  # noqa: S311 - no secret
    comments, articles = [], []
    for words in texts:
        size = min(len(words) // 3, int(np.exp(numbers.gauss(3.4, 0.8))) + 6)
        begin = numbers.randrange(len(words) - size)
        rest = [*words[:begin], *words[begin + size :]]
        topic = read_topic(" ".join(words[begin : begin + size]))
        if topic.words >= FEWEST:
            comments.append(topic)
            articles.append(article_topics(" ".join(rest[:_TITLE]), " ".join(rest)))
    others = [*articles[_APART:], *articles[:_APART]]
    owners = [str(number) for number in range(len(comments))]
    return Pairs(comments=comments, own=articles, others=others, owners=owners)


def neutral(evaluation: Path) -> Pairs:
    """Comments under news articles, each with its own and with another that was drawn by lot."""
    numbers = random.Random(_SEED)  # noqa: S311 - no secret
    articles = {
        row["id"]: article_topics(row["title"], row["text"])
        for row in _read(evaluation / "neutralnews_articles.csv.gz")
    }
    names, comments, owners, others = sorted(articles), [], [], []
    for row in _read(evaluation / "neutralnews_comments.csv.gz"):
        owner, topic = row["article_id"], read_topic(row["text"])
        if owner in articles and topic.words >= FEWEST and not is_reaction(row["text"]):
            drawn = numbers.choice(names)
            while drawn == owner:
                drawn = numbers.choice(names)
            comments.append(topic)
            owners.append(owner)
            others.append(articles[drawn])
    own = [articles[owner] for owner in owners]
    return Pairs(comments=comments, own=own, others=others, owners=owners)


def _read(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a gzipped CSV file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _mean(meanings: Sequence[Numbers]) -> Numbers:
    """The mean of some meanings."""
    return np.asarray(np.mean(meanings, axis=0), dtype=np.float32)


def _rows(pairs: Pairs, comments: Numbers, articles: Numbers) -> Table:
    """The figures of every comment beside its own article and another, (2 * comments, figures)."""
    each = zip(pairs.comments, pairs.own, pairs.others, strict=True)
    found = (
        (figures(topic, *own, comments, articles), figures(topic, *other, comments, articles))
        for topic, own, other in each
    )
    return np.array([*chain.from_iterable(found)])


def _tell(pairs: Pairs, scores: Table) -> None:
    """The area under the curve with its interval by article, calibration, and high scores."""
    labels, owners = pairs.labels, np.repeat(np.array(pairs.owners), 2)
    names, where = np.unique(owners, return_inverse=True)
    generator = np.random.default_rng(_SEED)
    places = [np.flatnonzero(where == one) for one in range(len(names))]
    areas = []
    for _ in range(_RESAMPLES):
        chosen = generator.integers(len(names), size=len(names))
        drawn = np.concatenate([places[one] for one in chosen])
        areas.append(roc_auc_score(labels[drawn], scores[drawn]))
    low, high = np.percentile(areas, [2.5, 97.5])
    click.echo(f"{len(pairs.comments):,} comments under {len(names)} articles")
    click.echo(f"AUC {roc_auc_score(labels, scores):.3f} ({low:.3f} to {high:.3f})")
    bins = np.minimum((scores * 10).astype(int), 9)
    error = sum(
        abs(scores[bins == one].mean() - labels[bins == one].mean()) * (bins == one).mean()
        for one in np.unique(bins)
    )
    click.echo(f"calibration error {error:.3f}")
    for label, kind in ((0, "their own"), (1, "another")):
        share = (scores[labels == label] >= _HIGH).mean()
        click.echo(f"{share:.1%} under {kind} article score {_HIGH} or more")


if __name__ == "__main__":
    sys.exit(main())
