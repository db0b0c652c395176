"""Whether a comment is about its article: shared words, weighted by rarity, and like meanings.

A calibrated sum of 19 figures of a comment and an article, fitted by ``training/relevance.py`` on
parts of long comments beside the rest of them, and beside the rest of others.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from service.moderation.context.meanings import meanings
from service.moderation.context.reactions import is_reaction
from service.moderation.context.tokens import COMMON, Tokens, tokens
from service.moderation.lexicon import lexicon
from service.moderation.words import Article, Comment

Numbers = npt.NDArray[np.float32]

FEWEST: Final = 4
"""Words that say something, of which a comment needs so many to be about anything."""

_ENDINGS: Final = ("ingly", "edly", "ing", "ies", "ied", "ed", "es", "ly", "s")
_LEAST_STEM: Final = 3
_UNKNOWN_RANK: Final = 60_000
_FREQUENT: Final = 30
_SMALL: Final = 1e-6
_PART: Final = 60
_BEST: Final = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """What a text is about.

    ``stems`` have their weights, ``pairs`` are stems that stand side by side, ``meaning`` is the
    mean of all words' vectors, shape (64,), and ``parts`` those of 60 words each, (parts, 64).
    """

    stems: Mapping[str, float]
    pairs: frozenset[tuple[str, str]]
    meaning: Numbers
    parts: Numbers
    words: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """A weight for each of the ``figures``, and the scores in [0, 1] at some decisions, rising.

    ``comments`` and ``articles`` are the mean meanings of both, shape (64,) each.
    """

    weights: tuple[float, ...]
    decisions: tuple[float, ...]
    scores: tuple[float, ...]
    comments: Numbers
    articles: Numbers

    def score(self, row: Sequence[float]) -> float:
        """The probability for one row of figures, in a straight line between the known ones."""
        decision = sum(weight * figure for weight, figure in zip(self.weights, row, strict=True))
        return float(np.interp(decision, self.decisions, self.scores))


def off_topic(comment: Comment, words: Tokens | None = None) -> float | None:
    """The probability in [0, 1] that a comment stands under another article than its own.

    It takes both for equally likely. None without an article's text, and for comments too short to
    be about anything. ``words`` are those of the comment, where somebody has them. Linear in the
    length of the comment and, when first read, of the article.
    """
    if not comment.article.text or is_reaction(comment.text):
        return None
    topic = _topic((words or tokens(comment.text)).words)
    if topic.words < FEWEST:
        return None
    curve, (title, body) = _curve(), _article(comment.article)
    row = figures(topic, title, body, curve.comments, curve.articles)
    return curve.score(row)


def article_topics(title: str, text: str) -> tuple[Topic, Topic]:
    """What a title, and an article with its title, are about."""
    return read_topic(title), read_topic(f"{title}\n{text}")


def read_topic(text: str) -> Topic:
    """What a text is about."""
    return _topic(tokens(text).words)


def _topic(every: Sequence[str]) -> Topic:
    """What the words of a text are about."""
    words = [word for word in every if word not in COMMON]
    weights = {word: _rarity(word) for word in set(words)}
    roots = {word: _stem(word) for word in weights}
    stems: dict[str, float] = {}
    for word, weight in weights.items():
        stems[roots[word]] = max(stems.get(roots[word], 0.0), weight)
    parts = [words[at : at + _PART] for at in range(0, len(words), _PART)] or [[]]
    return Topic(
        stems=stems,
        pairs=frozenset(
            (roots[one], roots[other])
            for one, other in pairwise(every)
            if one in roots and other in roots
        ),
        meaning=_meaning(words, weights),
        parts=np.array([_meaning(part, weights) for part in parts]),
        words=len(words),
    )


def figures(
    comment: Topic, title: Topic, body: Topic, comments: Numbers, articles: Numbers
) -> list[float]:
    """What the curve weighs; ``comments`` and ``articles`` are mean meanings, shape (64,)."""
    meaning = comment.meaning - comments
    like_parts = np.sort(_cosines(meaning, body.parts - articles))[-_BEST:]
    length, long = math.log1p(comment.words), math.log1p(body.words)
    return [
        *_shared(comment, body),
        *_shared(comment, title),
        _cosine(meaning, body.meaning - articles),
        _cosine(meaning, title.meaning - articles),
        float(like_parts[-1]),
        float(like_parts.mean()),
        math.log1p(len(comment.pairs & body.pairs)),
        length,
        long,
    ]


def _shared(comment: Topic, other: Topic) -> tuple[float, ...]:
    """The weight of the stems that both have: its share, plain and squared, and the rarest ones."""
    weights = comment.stems.values()
    both = sorted(weight for stem, weight in comment.stems.items() if stem in other.stems)
    squares = sum(weight * weight for weight in both)
    rarest = [*([0.0] * _BEST), *both][-_BEST:]
    return (
        sum(both) / (sum(weights) + _SMALL),
        squares / (sum(weight * weight for weight in weights) + _SMALL),
        math.log1p(sum(both)),
        *rarest,
    )


@lru_cache(maxsize=64)
def _topics(title: str, text: str) -> tuple[Topic, Topic]:
    """The topics of an article that was read a short while ago."""
    return article_topics(title, text)


def _article(article: Article) -> tuple[Topic, Topic]:
    """What an article's title, and all of it, are about."""
    return _topics(article.title, article.text)


def _rarity(word: str) -> float:
    """How much a word tells, by its rank among English words."""
    rank = lexicon().ranks.get(word, _UNKNOWN_RANK)
    return math.log((rank + _FREQUENT) / _FREQUENT)


def _stem(word: str) -> str:
    """A word without its ending, roughly."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + _LEAST_STEM:
            return word[: -len(ending)]
    return word


def _meaning(words: Iterable[str], weights: Mapping[str, float]) -> Numbers:
    """The mean of the words' vectors, rare words first."""
    table = meanings()
    known = [word for word in words if word in table.rows]
    if not known:
        return np.zeros(table.width, dtype=np.float32)
    rows = table.vectors[[table.rows[word] for word in known]].astype(np.float32)
    each = np.array([weights[word] for word in known], dtype=np.float32)
    return np.asarray(each @ rows / max(float(each.sum()), _SMALL), dtype=np.float32)


def _cosine(one: Numbers, other: Numbers) -> float:
    """How alike two meanings are, in [-1, 1]."""
    return float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other) + _SMALL))


def _cosines(one: Numbers, others: Numbers) -> Numbers:
    """How alike a meaning is to several, shape (others,)."""
    norms = np.linalg.norm(others, axis=1) * np.linalg.norm(one)
    return np.asarray(others @ one / (norms + _SMALL), dtype=np.float32)


@cache
def _curve() -> Curve:
    """The shipped curve."""
    table = files("service.moderation") / "tables" / "relevance.json"
    members = json.loads(table.read_text(encoding="utf-8"))
    return Curve(
        weights=tuple(members["weights"]),
        decisions=tuple(members["decisions"]),
        scores=tuple(members["scores"]),
        comments=np.array(members["comments"], dtype=np.float32),
        articles=np.array(members["articles"], dtype=np.float32),
    )
